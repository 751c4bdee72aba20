package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.GaussianNll;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.Trainer;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Ensembles of networks that predict normal distributions.
class GaussianEnsembleTest {
  private static final GaussianNll LOSS = Loss.gaussianNll();

  @Test
  void theMembersAreTheComponents() {
    List<GaussianNetwork> members =
        LongStream.range(0, 3).mapToObj(seed -> new GaussianNetwork(network(seed), new GaussianHead.Learned(LOSS)))
            .toList();
    Tensor x = Numbers.normal32(1, 70, 1);
    Belief.GaussianMixture belief = Ensemble.ofMixtures(members).predict(x);
    assertThat(belief.means().shape()).isEqualTo(Shape.of(3, 70, 1));
    for (int m = 0; m < 3; m++) {
      Tensor output = network(m).apply(x, Context.evaluate()).detach();
      assertThat(belief.means().select(0, m).hasSameBits(LOSS.mean(output))).isTrue();
      assertThat(belief.variances().select(0, m).hasSameBits(LOSS.variance(output))).isTrue();
    }
    Tensor y = Numbers.normal32(2, 70, 1);
    double mean = LongStream.range(0, 3)
        .mapToDouble(seed -> LOSS.of(network(seed).apply(x, Context.evaluate()), y).item()).sum() / 3;
    assertThat(RegressionScores.negativeLogLikelihood(belief, y)).isLessThan(mean);
  }

  @Test
  void oneMemberHasTheLikelihoodOfTheLoss() {
    GaussianNetwork single = new GaussianNetwork(network(4), new GaussianHead.Learned(LOSS));
    Tensor x = Numbers.normal32(1, 70, 1);
    Tensor y = Numbers.normal32(2, 70, 1);
    assertThat(RegressionScores.negativeLogLikelihood(single.predict(x), y))
        .isCloseTo(LOSS.of(network(4).apply(x, Context.evaluate()), y).item(), within(1e-6));
  }

  /// The toy data of the paper, `y = x³ + N(0, 3²)` at 20 inputs in `[−4, 4]`, here in units of ten: outside of them the
  /// members differ.
  @Test
  void wherePeopleHaveNotLookedTheMembersDisagree() {
    double[] uniform = new double[20];
    RandomStream.of(1).purpose(Purpose.SAMPLING).uniform(0, uniform);
    Tensor x = Tensor.of(uniform, 20, 1).mul(8).sub(4);
    Tensor y = x.pow(3).add(Numbers.normal(2, 20, 1).mul(3)).mul(0.1);
    List<Sequential> networks = EnsembleTraining.train(5, 1, seed -> {
      Sequential network = network(seed);
      DataLoader loader = new DataLoader(new TensorDataset(x.to(DType.F32), y.to(DType.F32)), 20, seed);
      new Trainer(network, LOSS, new Adam(network.parameters(), 1e-2), loader, seed).fit(300);
      return network;
    });
    Belief.GaussianMixture belief = Ensemble
        .ofMixtures(networks.stream().map(n -> new GaussianNetwork(n, new GaussianHead.Learned(LOSS))).toList())
        .predict(Tensor.of(new float[] {-8, -2, 0, 2, 8}, 5, 1));
    double[] deviation = belief.epistemic().sqrt().toDoubles();
    assertThat(deviation[0]).isGreaterThan(3 * deviation[1]);
    assertThat(deviation[4]).isGreaterThan(3 * deviation[3]);
  }

  /// Targets drawn from the belief itself are covered as often as the level says, within five standard errors.
  @Test
  void aTrueBeliefCoversWhatItClaims() {
    int n = 20_000;
    Tensor component = Tensor.range(DType.F64, n);
    Tensor odd = component.sub(component.div(2).to(DType.I32).to(DType.F64).mul(2));
    Tensor deviations = odd.mul(2).add(1);
    Tensor targets = odd.mul(4).add(Numbers.normal(3, n).mul(deviations));
    Belief.GaussianMixture belief =
        new Belief.GaussianMixture(Tensor.stack(0, List.of(Tensor.zeros(DType.F64, n), Tensor.full(DType.F64, 4, n))),
            Tensor.stack(0, List.of(Tensor.ones(DType.F64, n), Tensor.full(DType.F64, 9, n))));
    for (double level : new double[] {0.5, 0.9, 0.95, 0.99}) {
      assertThat(RegressionScores.coverage(belief, targets, level))
          .isCloseTo(level, within(5 * Math.sqrt(level * (1 - level) / n)));
    }
  }

  private static Sequential network(long seed) {
    Sequential network = Sequential.of(new Linear(1, 50), Activation.relu(), new Linear(50, 2));
    network.initialise(seed);
    return network;
  }
}
