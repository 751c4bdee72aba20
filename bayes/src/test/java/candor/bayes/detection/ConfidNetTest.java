package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Orientation;
import candor.bayes.PrecisionRule;
import candor.bayes.Ranking;
import candor.bayes.detection.ConfidNet.Plan;
import candor.bayes.detection.ConfidNet.Stage;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.io.Weights;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Identity;
import candor.nn.layer.Linear;
import candor.nn.train.Trainer;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfidNetTest {
  private static final Plan PLAN = new Plan(0.01, 50, 1000, 1);

  /// Inputs (a, r) with a of −1 or 1, the class but for half of those with r above ½, whose class is drawn anew.
  private static TensorDataset noisy(long seed, int n) {
    double[] draws = new double[3 * n];
    RandomStream.of(seed).child("test").uniform(0, draws);
    double[] inputs = new double[2 * n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      inputs[2 * i] = draws[3 * i] < 0.5 ? -1 : 1;
      inputs[2 * i + 1] = draws[3 * i + 1];
      int seen = draws[3 * i] < 0.5 ? 0 : 1;
      labels[i] = draws[3 * i + 1] > 0.5 && draws[3 * i + 2] < 0.5 ? 1 - seen : seen;
    }
    return Networks.data(Tensor.of(inputs, n, 2), labels);
  }

  private static Sequential plain() {
    return Sequential.of(new Identity(), new Linear(2, 2));
  }

  /// Always as sure of the class that a says, σ(4), whatever r is.
  private static Classifier equallySure() {
    return Networks.linear(Tensor.of(new double[] {-2, 0, 2, 0}, 2, 2), 0, 0);
  }

  private static ConfidNet small(Classifier classifier) {
    return ConfidNet.of(classifier.read(noisy(1, 600)), classifier.read(noisy(2, 200)), ConfidNetTest::plain, 16, 2, 3);
  }

  @Test
  void itLearnsTheExpectedProbabilityOfTheTrueClass() {
    Classifier classifier = equallySure();
    ConfidNet confidNet = small(classifier);
    Stage head = confidNet.head(PLAN);
    head.builder().build().fit(40);
    Reading test = classifier.read(noisy(3, 1000));
    // After all epochs; the best one is chosen by order, not by error.
    double[] confidence = confidNet.of(test);
    assertThat(head.finish()).isGreaterThan(0.35);
    double sure = 1 / (1 + Math.exp(-4));
    double[] noise = test.data().all().input().select(1, 1).toDoubles();
    double clean = 0;
    double mixed = 0;
    int count = 0;
    for (int i = 0; i < noise.length; i++) {
      if (noise[i] < 0.5) {
        clean += confidence[i];
        count++;
      } else {
        mixed += confidence[i];
      }
    }
    // Of a drawn class the expected probability is that of a coin.
    assertThat(clean / count).isCloseTo(sure, within(0.05));
    assertThat(mixed / (1000 - count)).isCloseTo(0.5, within(0.08));
    // All errors are among the mixed half, a third of the right answers too.
    Ranking ranking = Ranking.ofErrors(confidNet.uncertainty(test), test.correct());
    assertThat(ranking.auroc()).isBetween(0.78, 0.88);
    assertThat(Ranking.ofErrors(Detectors.maxProbability().uncertainty(test), test.correct()).auroc()).isEqualTo(0.5);
    assertThat(confidNet.orientation()).isEqualTo(Orientation.SURE);
  }

  @Test
  void theWeightsOfTheBestEpochAreKept() {
    Classifier classifier = equallySure();
    ConfidNet confidNet = small(classifier);
    Stage head = confidNet.head(PLAN);
    head.builder().build().fit(10);
    double found = head.finish();
    Reading validation = classifier.read(noisy(2, 200));
    assertThat(Ranking.ofErrors(confidNet.uncertainty(validation), validation.correct())
        .averagePrecision(PrecisionRule.STEP)).isEqualTo(found);
    Map<String, Tensor> before = weights(confidNet.network());
    // Steps of such a length destroy everything.
    Stage whole = confidNet.fineTuning(PLAN.rate(100));
    whole.builder().build().fit(2);
    assertSameBits(weights(confidNet.network()), before, false);
    assertThat(whole.finish()).isEqualTo(found);
    assertSameBits(weights(confidNet.network()), before, true);
  }

  private static Map<String, Tensor> weights(Module model) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    Weights.of(model).forEach((path, value) -> result.put(path, Tensor.of(value.array().rowMajor().dense()).mul(1)));
    return result;
  }

  private static void assertSameBits(Map<String, Tensor> a, Map<String, Tensor> b, boolean same) {
    assertThat(a.keySet()).isEqualTo(b.keySet());
    assertThat(a.entrySet().stream().allMatch(entry -> entry.getValue().hasSameBits(b.get(entry.getKey()))))
        .isEqualTo(same);
  }

  private static Sequential deep() {
    return Sequential.of(new Linear(2, 8), new BatchNorm1d(8), Activation.relu(), new Dropout(0.5), new Linear(8, 2));
  }

  private static Classifier deepClassifier() {
    Sequential network = deep();
    network.initialise(5, DType.F64);
    return Classifier.of(network);
  }

  @Test
  void theClassifierStaysAsItIsAndItsCopyDropsNothing() {
    Classifier classifier = deepClassifier();
    Map<String, Tensor> before = weights(classifier.network());
    // Another seed of random layers changes nothing, since there is none.
    ConfidNet confidNet = fineTuned(classifier, 1);
    Reading test = classifier.read(noisy(3, 50));
    assertThat(fineTuned(classifier, 2).of(test)).containsExactly(confidNet.of(test));
    assertSameBits(weights(classifier.network()), before, true);
    Map<String, Tensor> copy = weights(confidNet.network());
    for (String kept : new String[] {"1.running_mean", "1.running_var", "4.weight", "4.bias"}) {
      assertThat(copy.get("encoder." + kept).hasSameBits(before.get(kept))).as(kept).isTrue();
    }
    for (String moved : new String[] {"0.weight", "1.weight", "1.bias"}) {
      assertThat(copy.get("encoder." + moved).hasSameBits(before.get(moved))).as(moved).isFalse();
    }
  }

  private static ConfidNet fineTuned(Classifier classifier, long seed) {
    ConfidNet confidNet = ConfidNet.of(classifier.read(noisy(1, 200)), classifier.read(noisy(2, 200)),
        ConfidNetTest::deep, 16, 2, 3);
    confidNet.fineTuning(PLAN).builder().seed(seed).build().fit(3);
    return confidNet;
  }

  @Test
  void bothStagesSeeTheSameFeatures() {
    Classifier classifier = deepClassifier();
    Reading test = classifier.read(noisy(3, 50));
    ConfidNet confidNet = ConfidNet.of(classifier.read(noisy(1, 200)), classifier.read(noisy(2, 200)),
        ConfidNetTest::deep, 16, 2, 3);
    Stage head = confidNet.head(PLAN);
    head.builder().build().fit(2);
    head.finish();
    Module alone = confidNet.network().namedModules().get("head");
    assertThat(confidNet.of(test))
        .containsExactly(alone.apply(test.features(), Context.evaluate()).reshape(-1).toDoubles());
  }

  @Test
  void itBeginsWithTheMeanOfItsTargets() {
    Classifier classifier = deepClassifier();
    Reading training = classifier.read(noisy(1, 200));
    ConfidNet confidNet = ConfidNet.of(training, classifier.read(noisy(2, 200)), ConfidNetTest::deep, 16, 2, 3);
    double mean = Arrays.stream(Detectors.trueClassProbability().of(training)).average().orElseThrow();
    for (double confidence : confidNet.of(classifier.read(noisy(3, 50)))) {
      assertThat(confidence).isCloseTo(mean, within(1e-12));
    }
  }

  @Test
  void passesHaveTheFeaturesAndTheTargetsOfDropout() {
    Sequential network = Sequential.of(new Identity(), new Dropout(0.5), new Linear(2, 2));
    network.initialise(5, DType.F64);
    Reading training = Classifier.of(network).read(noisy(1, 200));
    Tensor passes = training.sampled(3, 7);
    assertThat(passes.shape()).isEqualTo(Shape.of(3, 200, 4));
    Tensor inputs = training.data().all().input();
    for (int t = 0; t < 3; t++) {
      Context context = Context.sample(7, t, training.data().all().ids());
      Tensor features = network.apply(inputs, context, 0, 2);
      Tensor pass = passes.select(0, t);
      assertThat(pass.slice(1, 0, 2).hasSameBits(features)).isTrue();
      assertThat(pass.slice(1, 2, 4).hasSameBits(network.apply(features, Context.evaluate(), 2, 3))).isTrue();
    }
  }

  /// Learns from two features of which passes leave out one or both; without any, the mean is all that can be said.
  @Test
  void passesTeachWhatDropoutDoesToTheClassifier() {
    Supplier<Sequential> architecture = () -> Sequential.of(new Identity(), new Dropout(0.5), new Linear(2, 2));
    Sequential network = architecture.get();
    network.initialise(5, DType.F64);
    network.parameters().getFirst().assign(Tensor.of(new double[] {-2, 0, 2, 0}, 2, 2));
    Classifier classifier = Classifier.of(network);
    ConfidNet confidNet =
        ConfidNet.of(classifier.read(noisy(1, 600)), classifier.read(noisy(2, 200)), architecture, 16, 2, 3);
    Trainer trainer = confidNet.head(PLAN, 4).builder().build();
    trainer.fit(40);
    assertThat(trainer.progress().batches()).isEqualTo(4 * 600 / 50);
    Reading nothing = classifier.read(Networks.data(Tensor.of(new double[] {0, 0.25, 0, 0.75}, 2, 2), 0, 1));
    assertThat(confidNet.of(nothing)).containsExactly(new double[] {0.5, 0.5}, within(0.05));
  }

  @Test
  void trainingGoesOnToTheSameBits(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("head.safetensors");
    ConfidNet whole = small(equallySure());
    Stage through = whole.head(PLAN);
    through.builder().build().fit(6);
    double expected = through.finish();
    Trainer first = small(equallySure()).head(PLAN).builder().build();
    first.fit(2);
    first.save(file);
    ConfidNet resumed = small(equallySure());
    Stage stage = resumed.head(PLAN);
    Trainer second = stage.builder().build();
    second.resume(file);
    second.fit(6);
    assertThat(stage.finish()).isEqualTo(expected);
    assertSameBits(weights(resumed.network()), weights(whole.network()), true);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Classifier classifier = equallySure();
    Reading training = classifier.read(noisy(1, 20));
    Reading validation = classifier.read(noisy(2, 20));
    assertThatThrownBy(() -> ConfidNet.of(training, equallySure().read(noisy(2, 20)), ConfidNetTest::plain, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("confidnet: the reading is of another classifier");
    Reading easy = classifier.read(Networks.data(Tensor.of(new double[] {1, 0}, 1, 2), 1));
    assertThatThrownBy(() -> ConfidNet.of(training, easy, ConfidNetTest::plain, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("confidnet: 0 of 1 validation inputs are classified "
            + "wrongly, expected some of both kinds, to choose an epoch by");
    assertThatThrownBy(() -> ConfidNet.of(training, validation, ConfidNetTest::deep, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("confidnet: the architecture is {=Sequential,")
        .hasMessageContaining(", expected {=Sequential, 0=Identity, ");
    assertThatThrownBy(() -> ConfidNet.of(training, validation, ConfidNetTest::plain, 0, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confidnet: 4 hidden layers of 0 units, expected 1 or more of both");
    ConfidNet confidNet = small(classifier);
    assertThatThrownBy(() -> confidNet.head(PLAN, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confidnet: 0 passes, expected 1 or more");
    assertThatThrownBy(() -> confidNet.head(PLAN, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "confidnet: no random layer, such as dropout, among the 1 layers that make the features, so all passes"
                + " would be equal");
    assertThatThrownBy(() -> confidNet.of(equallySure().read(noisy(1, 5)))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confidnet: the reading is of another classifier");
  }
}
