package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class McDropoutRegressionTest {
  private static final int PASSES = 50;
  private static final double TAU = 4;

  /// Gal & Ghahramani 2016, section 3 and eq. 8, from the passes.
  @Test
  void meanVarianceAndLikelihoodAreThoseOfThePaper() {
    Sequential model = network(1);
    Tensor x = Numbers.normal(1, 70, 5);
    Tensor y = Numbers.normal(2, 70, 1);
    Belief.GaussianMixture belief = regression(model).predict(x);
    assertThat(belief.means().shape()).isEqualTo(Shape.of(PASSES, 70, 1));
    Tensor passes = Tensor.stack(0, IntStream.range(0, PASSES)
        .mapToObj(t -> model.apply(x, Context.sample(3, t, IntStream.range(0, 70).toArray())).detach()).toList());
    assertThat(belief.means().hasSameBits(passes)).isTrue();
    assertThat(belief.mean().isClose(passes.mean(0), 1e-14, 0)).isTrue();
    assertThat(belief.variance().isClose(passes.variance(0, 0).add(1 / TAU), 1e-14, 0)).isTrue();
    Tensor paper = passes.sub(y).square().mul(-0.5 * TAU).logsumexp(0)
        .add(-StrictMath.log(PASSES) - 0.5 * StrictMath.log(2 * Math.PI) + 0.5 * StrictMath.log(TAU));
    assertThat(Tensor.of(belief.logLikelihood(y), 70, 1).isClose(paper, 1e-12, 0)).isTrue();
  }

  /// A linear layer under dropout: `ŷ = Σ wⱼ xⱼ mⱼ / (1 − p) + b`, so the variance is `p / (1 − p) Σ (wⱼ xⱼ)²`.
  @Test
  void theEpistemicVarianceOfALinearModelIsKnown() {
    double p = 0.25;
    int passes = 4000;
    Sequential model = Sequential.of(new Dropout(p), new Linear(20, 1));
    model.initialise(1, DType.F64);
    Tensor x = Numbers.normal(1, 1, 20);
    Belief.GaussianMixture belief =
        new McDropoutRegression(model, new GaussianHead.Precision(TAU), passes, 3).predict(x);
    Tensor terms = model.parameters().getFirst().value().detach().mul(x);
    double variance = p / (1 - p) * terms.square().sum().item();
    double kurtosis =
        3 + (1 / (p * (1 - p)) - 6) * terms.pow(4).sum().item() / (variance * variance) * (p * p) / ((1 - p) * (1 - p));
    assertThat(belief.mean().item()).isCloseTo(terms.sum().item(), within(5 * Math.sqrt(variance / passes)));
    assertThat(belief.epistemic().item() / variance).isCloseTo(1, within(5 * Math.sqrt((kurtosis - 1) / passes)));
    assertThat(belief.aleatoric().item()).isEqualTo(1 / TAU);
  }

  @Test
  void learnedVariancesTakeThePlaceOfTheKnownOne() {
    Sequential model = network(2);
    Tensor x = Numbers.normal(1, 9, 5);
    GaussianHead head = new GaussianHead.Learned(Loss.gaussianNll());
    Belief.GaussianMixture belief = new McDropoutRegression(model, head, 3, 3).predict(x);
    for (int t = 0; t < 3; t++) {
      Tensor output = model.apply(x, Context.sample(3, t, IntStream.range(0, 9).toArray())).detach();
      assertThat(belief.means().select(0, t).hasSameBits(output.slice(1, 0, 1))).isTrue();
      assertThat(belief.variances().select(0, t).isClose(output.slice(1, 1, 2).softplus().add(1e-6), 1e-15, 0))
          .isTrue();
    }
  }

  @Test
  void theBatchInWhichASampleComesDoesNotMatter() {
    Tensor x = Numbers.normal(1, 200, 5);
    Belief.GaussianMixture whole = regression(network(1)).predict(x);
    Belief.GaussianMixture alone = regression(network(1)).predict(x.slice(0, 150, 151), 150);
    assertThat(alone.means().hasSameBits(whole.means().slice(1, 150, 151))).isTrue();
    assertThat(regression(network(1)).predict(Tensor.zeros(DType.F64, 0, 5)).means().shape())
        .isEqualTo(Shape.of(PASSES, 0, 1));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new GaussianHead.Precision(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gaussian head: precision 0.0, expected a positive finite number");
    assertThatThrownBy(() -> new McDropoutRegression(network(1), new GaussianHead.Precision(1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout regression: 0 passes, expected 1 or more");
    assertThatThrownBy(() -> regression(network(1)).predict(Numbers.normal(1, 3, 5), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout regression: 1 identities for 3 samples");
    GaussianHead learned = new GaussianHead.Learned(Loss.gaussianNll());
    assertThatThrownBy(() -> new GaussianNetwork(network(1), learned).predict(Numbers.normal(1, 3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gaussianNll: the output has shape [3,1], expected [N,2D,…]");
    Sequential scalar = Sequential.of(new Linear(5, 1), Activation.of("flat", y -> y.reshape(-1)));
    scalar.initialise(1, DType.F64);
    assertThatThrownBy(
        () -> new GaussianNetwork(scalar, new GaussianHead.Precision(1)).predict(Numbers.normal(1, 3, 5)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("gaussian network: the output has shape [3], "
            + "expected [N,D] of a head with a precision or [N,2D] of a learned one");
  }

  private static McDropoutRegression regression(Sequential model) {
    return new McDropoutRegression(model, new GaussianHead.Precision(TAU), PASSES, 3);
  }

  private static Sequential network(int outputs) {
    Sequential model =
        Sequential.of(new Linear(5, 20), Activation.relu(), new Dropout(0.25), new Linear(20, outputs));
    model.initialise(1, DType.F64);
    return model;
  }
}
