package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DeterministicTest {
  private final Sequential model = LeNet.caffe(0.5);
  private final Deterministic predictor = new Deterministic(model);

  DeterministicTest() {
    model.initialise(1);
  }

  @Test
  void theBeliefHasTheBitsOfOnePassInEvaluation() {
    Tensor x = Numbers.normal32(1, 70, 1, 28, 28);
    Tensor mean = predictor.predict(x).mean();
    assertThat(mean.hasSameBits(model.apply(x, Context.evaluate()).softmax(1))).isTrue();
    assertThat(mean.node()).isNull();
  }

  @Test
  void noInputsGiveAnEmptyBelief() {
    assertThat(predictor.predict(Tensor.zeros(DType.F32, 0, 1, 28, 28)).mean().shape()).isEqualTo(Shape.of(0, 10));
  }

  @Test
  void everySampleNeedsAnIdentity() {
    assertThatThrownBy(() -> predictor.predict(Tensor.zeros(DType.F32, 4, 1, 28, 28), 1, 2))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("deterministic: 2 identities for 4 samples");
  }
}
