package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.Scores;
import candor.bayes.Uncertainty;
import candor.bayes.dirichlet.EvidentialLoss.Fit;
import candor.bayes.dirichlet.PriorNetworkLoss.Direction;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.SampleLoss;
import candor.nn.optim.Adam;
import candor.nn.train.Trainer;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideDataTest {
  /// Samples whose input is their number.
  private static TensorDataset numbered(int n, int from) {
    return new TensorDataset(Tensor.range(DType.F32, n).add(from).reshape(n, 1), Tensor.zeros(DType.I32, n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyBatchHasItsShareFromOutside(int ratio) {
    OutsideData data = new OutsideData(numbered(10, 0), numbered(7, 100), ratio);
    List<Integer> seen = new ArrayList<>();
    DataLoader loader = data.loader(4, 3);
    assertThat(loader.batches()).isEqualTo(3);
    for (Batch batch : loader.epoch(0)) {
      int[] labels = batch.target().toInts();
      long outside = Arrays.stream(labels).filter(label -> label == PriorNetworkLoss.OUTSIDE).count();
      assertThat(outside * (1 + ratio)).isEqualTo((long) batch.size() * ratio);
      for (int i = 0; i < labels.length; i++) {
        int number = (int) batch.input().at(i, 0);
        assertThat(number >= 100).isEqualTo(labels[i] == PriorNetworkLoss.OUTSIDE);
        assertThat(batch.ids()[i]).isEqualTo(number >= 100 ? 10 + number - 100 : number);
        seen.add(number);
      }
    }
    assertThat(seen.stream().filter(number -> number < 100).sorted().toList())
        .isEqualTo(IntStream.range(0, 10).boxed().toList());
    assertThat(seen.stream().filter(number -> number >= 100).distinct()).hasSize(7);
  }

  @Test
  void ofALargeSetFromOutsideSamplesOfTheWholeRangeAreUsed() {
    Tensor used = new OutsideData(numbered(10, 0), numbered(1000, 0), 1).data().all().input().slice(0, 10, 20);
    assertThat(used.to(DType.F64).toDoubles()).containsExactly(0, 100, 200, 300, 400, 500, 600, 700, 800, 900);
  }

  @Test
  void epochsDifferAndCanBeRepeated() {
    DataLoader loader = new OutsideData(numbered(10, 0), numbered(7, 100), 1).loader(10, 3);
    Tensor first = loader.epoch(0).iterator().next().input();
    assertThat(loader.epoch(0).iterator().next().input().hasSameBits(first)).isTrue();
    assertThat(loader.epoch(1).iterator().next().input().hasSameBits(first)).isFalse();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new OutsideData(numbered(10, 0), numbered(0, 0), 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "outside data: 10 samples, 0 from outside, ratio 1, expected 1 or more of each, and an index for every sample");
  }

  /// Three classes around the corners of a triangle.
  private static TensorDataset clouds(int n, long seed) {
    int[] labels = IntStream.range(0, n).map(i -> i % 3).toArray();
    Tensor centres = Tensor.of(new double[] {2, 0, -1, 1.7, -1, -1.7}, 3, 2);
    Tensor x = centres.indexSelect(0, Tensor.of(labels, n)).add(Numbers.normal(seed, n, 2).mul(0.4));
    return new TensorDataset(x.to(DType.F32), Tensor.of(labels, n));
  }

  /// Inputs around all classes, far from each.
  private static Tensor ring(int n, long seed) {
    Tensor x = Numbers.normal(seed, n, 2);
    return x.div(x.normKeep(1)).mul(5).add(Numbers.normal(seed + 50, n, 2).mul(0.3)).to(DType.F32);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static Sequential train(SampleLoss loss, DataLoader loader) {
    Sequential model = Sequential.of(new Linear(2, 32), Activation.relu(), new Linear(32, 32), Activation.relu(),
        new Linear(32, 3));
    model.initialise(1);
    Trainer.builder(model, loss, new Adam(model.parameters(), 0.01), loader).seed(1).build().fit(40);
    return model;
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkThatSawTheOutsideKnowsWhatItDoesNotKnow(Direction direction) {
    TensorDataset inside = clouds(150, 1);
    TensorDataset outside = new TensorDataset(ring(150, 2), Tensor.zeros(DType.I32, 150));
    PriorNetwork network = new PriorNetwork(
        train(new PriorNetworkLoss(direction).concentration(100), new OutsideData(inside, outside, 1).loader(30, 1)),
        ConcentrationLink.EXP);
    TensorDataset test = clouds(150, 7);
    Belief.Dirichlet sure = network.predict(test.inputs());
    Belief.Dirichlet unsure = network.predict(ring(150, 3));
    assertThat(Scores.errorRate(sure, test.targets().toInts())).isLessThan(0.05);
    assertThat(mean(Uncertainty.precision().of(sure))).isGreaterThan(30)
        .isGreaterThan(3 * mean(Uncertainty.precision().of(unsure)));
    assertThat(mean(Uncertainty.mutualInformation(LogBase.NATS).of(unsure)))
        .isGreaterThan(3 * mean(Uncertainty.mutualInformation(LogBase.NATS).of(sure)));
    assertThat(mean(Uncertainty.differentialEntropy(LogBase.NATS).of(unsure)))
        .isGreaterThan(mean(Uncertainty.differentialEntropy(LogBase.NATS).of(sure)) + 1);
  }

  @ParameterizedTest
  @EnumSource
  void evidentialNetworksLearnToClassify(Fit fit) {
    TensorDataset test = clouds(150, 7);
    EvidentialLoss loss = new EvidentialLoss(fit).klWeight(0.1).link(ConcentrationLink.SOFTPLUS);
    PriorNetwork network =
        new PriorNetwork(train(loss, new DataLoader(clouds(150, 1), 30, 1)), ConcentrationLink.SOFTPLUS);
    assertThat(Scores.errorRate(network.predict(test.inputs()), test.targets().toInts())).isLessThan(0.05);
  }

  @Test
  void beliefMatchingLearnsToClassifyAndStaysAboveItsBound() {
    TensorDataset test = clouds(150, 7);
    BeliefMatching loss = new BeliefMatching();
    Sequential model = train(loss, new DataLoader(clouds(150, 1), 30, 1));
    PriorNetwork network = new PriorNetwork(model, ConcentrationLink.EXP);
    assertThat(Scores.errorRate(network.predict(test.inputs()), test.targets().toInts())).isLessThan(0.05);
    double trained = loss.ofConcentrations(network.predict(test.inputs()).concentrations(), test.targets()).mean()
        .item();
    // λ ln C(102, 2)
    assertThat(trained).isBetween(0.01 * StrictMath.log(5151), 0.4);
  }
}
