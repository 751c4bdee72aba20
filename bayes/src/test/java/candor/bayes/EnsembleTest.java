package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.Trainer;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {
  private static final Tensor X = Numbers.normal32(1, 70, 6);

  @Test
  void everyMemberIsASample() {
    List<Sequential> networks = LongStream.range(0, 3).mapToObj(EnsembleTest::network).toList();
    Belief.Samples belief = Ensemble.of(networks).predict(X);
    assertThat(belief.probabilities().shape()).isEqualTo(Shape.of(3, 70, 3));
    for (int m = 0; m < 3; m++) {
      Tensor alone = networks.get(m).apply(X, Context.evaluate()).softmax(1);
      assertThat(belief.probabilities().select(0, m).hasSameBits(alone)).isTrue();
    }
  }

  @Test
  void anEnsembleOfNetworksWithDropoutIsTheMixtureOfAllPasses() {
    McDropout first = new McDropout(network(1), 4, 9);
    McDropout second = new McDropout(network(2), 4, 9);
    Tensor all = Ensemble.ofSamples(List.of(first, second)).predict(X).probabilities();
    assertThat(all.slice(0, 0, 4).hasSameBits(first.predict(X).probabilities())).isTrue();
    assertThat(all.slice(0, 4, 8).hasSameBits(second.predict(X).probabilities())).isTrue();
  }

  @Test
  void anEnsembleOfOneIsDeterministic() {
    Sequential network = network(1);
    assertThat(Ensemble.of(List.of(network)).predict(X).mean()
        .hasSameBits(new Deterministic(network).predict(X).mean())).isTrue();
  }

  /// Jensen: the logarithm of a mean is at least the mean of the logarithms.
  @Property(tries = 100)
  void theMixtureIsAtLeastAsLikelyAsItsMembersOnAverage(@ForAll @IntRange(min = 1, max = 8) int members,
      @ForAll long seed) {
    Tensor x = Numbers.normal(seed, 5, 6);
    int[] labels = {0, 1, 2, 0, 1};
    List<Sequential> networks = LongStream.range(0, members).mapToObj(m -> {
      Sequential network = Sequential.of(new Linear(6, 3));
      network.initialise(seed + m, DType.F64);
      return network;
    }).toList();
    double mean = networks.stream()
        .mapToDouble(n -> Scores.negativeLogLikelihood(new Deterministic(n).predict(x), labels)).sum() / members;
    assertThat(Scores.negativeLogLikelihood(Ensemble.of(networks).predict(x), labels))
        .isLessThanOrEqualTo(mean + 1e-12);
  }

  @Test
  void membersMustFitTogether() {
    assertThatThrownBy(() -> Ensemble.of(List.<Module>of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ensemble: no members, expected 1 or more");
    Ensemble<Belief.Samples> uneven =
        Ensemble.ofSamples(List.of(new McDropout(network(1), 4, 9), new McDropout(network(2), 5, 9)));
    assertThatThrownBy(() -> uneven.predict(X)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ensemble: member 1 believes with 5 samples, the first one with 4, so they would not count equally");
    Sequential other = Sequential.of(new Linear(6, 2));
    other.initialise(1);
    assertThatThrownBy(() -> Ensemble.of(List.of(network(1), other)).predict(X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("belief: samples of f32[1,70,3] and f32[1,70,2], which may differ in the size of axis 0 only");
    assertThatThrownBy(() -> Ensemble.of(List.of(network(1))).predict(X, 1, 2))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("deterministic: 2 identities for 70 samples");
  }

  /// Training side by side has the bits of training one after the other.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void threadsDoNotChangeTheMembers(int threads) {
    List<Sequential> expected = LongStream.range(5, 8).mapToObj(EnsembleTest::trained).toList();
    try (WorkerPool pool = new WorkerPool(threads)) {
      List<Sequential> members = new Backend(Kernels.best().compiled(), pool)
          .call(() -> EnsembleTraining.train(3, 5, EnsembleTest::trained));
      for (int m = 0; m < 3; m++) {
        for (int p = 0; p < 4; p++) {
          Tensor value = members.get(m).parameters().get(p).value();
          assertThat(value.hasSameBits(expected.get(m).parameters().get(p).value())).isTrue();
        }
      }
    }
    assertThat(expected.get(0).parameters().getFirst().value()
        .hasSameBits(expected.get(1).parameters().getFirst().value())).isFalse();
  }

  @Test
  void anEnsembleNeedsMembers() {
    assertThatThrownBy(() -> EnsembleTraining.train(0, 1, EnsembleTest::trained))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("ensemble: 0 members, expected 1 or more");
  }

  private static Sequential trained(long seed) {
    Sequential network = network(seed);
    Tensor labels = Tensor.range(DType.I32, 70).to(DType.F32).div(24).to(DType.I32);
    DataLoader loader = new DataLoader(new TensorDataset(X, labels), 16, seed);
    new Trainer(network, Loss.crossEntropy(), new Adam(network.parameters(), 1e-2), loader, seed).fit(3);
    return network;
  }

  private static Sequential network(long seed) {
    Sequential network = Sequential.of(new Linear(6, 20), Activation.relu(), new Dropout(0.5), new Linear(20, 3));
    network.initialise(seed);
    return network;
  }
}
