package candor.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LossTest {

  @Test
  void crossEntropyOfEqualLogitsIsTheLogarithmOfTheNumberOfClasses() {
    Tensor loss = Loss.crossEntropy().of(Tensor.full(DType.F64, 3, 5, 10), Tensor.zeros(DType.I32, 5));
    assertThat(loss.shape()).isEqualTo(Shape.SCALAR);
    assertThat(loss.item()).isCloseTo(StrictMath.log(10), Offset.offset(1e-15));
  }

  @Test
  void crossEntropyIsTheMeanOverTheSamples() {
    Tensor logits = Numbers.normal(1, 4, 3);
    Tensor classes = Tensor.of(new int[] {0, 1, 2, 1}, 4);
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double normaliser = 0;
      for (int k = 0; k < 3; k++) {
        normaliser += StrictMath.exp(logits.at(i, k));
      }
      sum += StrictMath.log(normaliser) - logits.at(i, (int) classes.at(i));
    }
    assertThat(Loss.crossEntropy().of(logits, classes).item()).isCloseTo(sum / 4, Offset.offset(1e-14));
  }

  @Test
  void theGradientIsTheErrorOfTheProbabilitiesOverTheSamples() {
    Tensor logits = Numbers.normal(1, 4, 3).variable();
    Tensor classes = Tensor.of(new int[] {0, 1, 2, 1}, 4);
    Tensor expected = logits.detach().softmax(1).sub(classes.oneHot(3, DType.F64)).div(4);
    assertThat(Autograd.grad(Loss.crossEntropy().of(logits, classes), logits).isClose(expected, 1e-15, 1e-13)).isTrue();
  }

  @Test
  void targetsThatDoNotFitAreRefused() {
    Tensor logits = Tensor.zeros(DType.F32, 2, 3);
    assertThatThrownBy(() -> Loss.crossEntropy().of(logits, Tensor.zeros(DType.I32, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("crossEntropy: logits have shape [2,3] and targets [3], expected [N,K] and [N]");
    assertThatThrownBy(() -> Loss.crossEntropy().of(logits, Tensor.of(new int[] {0, 3}, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("crossEntropy").hasMessageContaining("3");
  }
}
