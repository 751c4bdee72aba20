package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.bayes.Belief;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PriorNetworkTest {
  private final Sequential model =
      Sequential.of(new Linear(5, 16), Activation.relu(), new Dropout(0.5), new Linear(16, 3));
  private final PriorNetwork network = new PriorNetwork(model, ConcentrationLink.EXP);

  PriorNetworkTest() {
    model.initialise(1);
  }

  @Test
  void theConcentrationsAreThoseOfOnePassInEvaluation() {
    Tensor x = Numbers.normal(1, 70, 5).to(DType.F32);
    Belief.Dirichlet belief = network.predict(x);
    Tensor expected = ConcentrationLink.EXP.concentrations(model.apply(x, Context.evaluate()));
    assertThat(belief.concentrations().hasSameBits(expected)).isTrue();
    assertThat(belief.concentrations().node()).isNull();
    assertThat(belief.mean().shape()).isEqualTo(Shape.of(70, 3));
  }

  @Test
  void noInputsGiveAnEmptyBelief() {
    assertThat(network.predict(Tensor.zeros(DType.F32, 0, 5)).mean().shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void everySampleNeedsAnIdentity() {
    assertThatThrownBy(() -> network.predict(Tensor.zeros(DType.F32, 4, 5), 1, 2))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("prior network: 2 identities for 4 samples");
  }
}
