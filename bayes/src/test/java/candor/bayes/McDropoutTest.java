package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.DropConnect;
import candor.nn.layer.Dropout;
import candor.nn.layer.Dropout2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.nn.model.LeNet;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class McDropoutTest {

  private static final int PASSES = 5;
  private static final long SEED = 11;

  @Test
  void everyPassHasTheBitsOfAWholeForwardPass() {
    Sequential model = network();
    Tensor x = Numbers.normal32(1, 9, 1, 8, 8);
    Tensor probabilities = new McDropout(model, PASSES, SEED).predict(x, ids(9)).probabilities();
    assertThat(probabilities.shape()).isEqualTo(Shape.of(PASSES, 9, 4));
    for (int t = 0; t < PASSES; t++) {
      Tensor whole = model.apply(x, Context.sample(SEED, t, ids(9))).softmax(1);
      assertThat(probabilities.select(0, t).hasSameBits(whole)).as("pass %d", t).isTrue();
    }
  }

  /// The batch decides the layout of a product, and so the order in which a careless softmax would add.
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 48})
  void leNetSaysTheSameOfAnImageInEveryBatch(int batch) {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 48, 1, 28, 28);
    Tensor all = new McDropout(model, 2, SEED).predict(x, ids(48)).probabilities();
    Tensor some = new McDropout(model, 2, SEED).predict(x.slice(0, 0, batch), ids(batch)).probabilities();
    assertThat(some.hasSameBits(all.slice(1, 0, batch))).isTrue();
  }

  @Test
  void aNetworkThatIsPartOfAnotherKeepsItsOwnMasks() {
    Sequential inner = network();
    Sequential whole = Sequential.builder().add("inner", inner).build();
    whole.initialise(3);
    Tensor x = Numbers.normal32(1, 9, 1, 8, 8);
    Tensor probabilities = new McDropout(inner, 1, SEED).predict(x, ids(9)).probabilities();
    Tensor expected = whole.apply(x, Context.sample(SEED, 0, ids(9))).softmax(1);
    assertThat(probabilities.select(0, 0).hasSameBits(expected)).isTrue();
  }

  @Test
  void passesDiffer() {
    Tensor probabilities =
        new McDropout(network(), PASSES, SEED).predict(Numbers.normal32(1, 9, 1, 8, 8), ids(9)).probabilities();
    for (int t = 1; t < PASSES; t++) {
      assertThat(probabilities.select(0, t).hasSameBits(probabilities.select(0, t - 1))).isFalse();
    }
  }

  @Test
  void seedsDifferAndRepeat() {
    Sequential model = network();
    Tensor x = Numbers.normal32(1, 9, 1, 8, 8);
    Tensor first = new McDropout(model, PASSES, 1).predict(x, ids(9)).probabilities();
    assertThat(new McDropout(model, PASSES, 1).predict(x, ids(9)).probabilities().hasSameBits(first)).isTrue();
    assertThat(new McDropout(model, PASSES, 2).predict(x, ids(9)).probabilities().hasSameBits(first)).isFalse();
  }

  @Test
  void morePassesBeginWithTheSameOnes() {
    Sequential model = network();
    Tensor x = Numbers.normal32(1, 9, 1, 8, 8);
    Tensor few = new McDropout(model, 3, SEED).predict(x, ids(9)).probabilities();
    Tensor many = new McDropout(model, 7, SEED).predict(x, ids(9)).probabilities();
    assertThat(many.slice(0, 0, 3).hasSameBits(few)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 63, 64, 65, 300, 599})
  void theBatchInWhichASampleComesDoesNotMatter(int size) {
    Sequential model = mlp();
    int n = 600;
    Tensor x = Numbers.normal32(1, n, 6);
    McDropout predictor = new McDropout(model, 3, SEED);
    Tensor whole = predictor.predict(x, ids(n)).probabilities();
    List<Tensor> parts = new ArrayList<>();
    for (int from = 0; from < n; from += size) {
      int to = Math.min(n, from + size);
      parts.add(predictor.predict(x.slice(0, from, to), IntStream.range(from, to).toArray()).probabilities());
    }
    assertThat(Tensor.concat(1, parts).hasSameBits(whole)).isTrue();
  }

  @Test
  void piecesOfALargeInputHaveTheBitsOfOneForwardPass() {
    Sequential model = mlp();
    Tensor x = Numbers.normal32(1, 600, 6);
    Tensor probabilities = new McDropout(model, 2, SEED).predict(x, ids(600)).probabilities();
    for (int t = 0; t < 2; t++) {
      Tensor whole = model.apply(x, Context.sample(SEED, t, ids(600))).softmax(1);
      assertThat(probabilities.select(0, t).hasSameBits(whole)).isTrue();
    }
  }

  static Stream<Arguments> backends() {
    return Stream.of(Kernels.scalar(), Kernels.best().compiled())
        .flatMap(k -> Stream.of(1, 2, 7).map(threads -> Arguments.of(k.name(), threads, k)));
  }

  /// Three samples share one piece, whose passes run side by side; 150 samples are three pieces.
  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("backends")
  void kernelsAndThreadsDoNotMatter(String name, int threads, Kernels kernels) {
    Sequential model = network();
    Tensor x = Numbers.normal32(1, 150, 1, 8, 8);
    McDropout predictor = new McDropout(model, PASSES, SEED);
    try (WorkerPool pool = new WorkerPool(threads)) {
      Backend backend = new Backend(kernels, pool);
      for (int n : new int[] {3, 150}) {
        Tensor input = x.slice(0, 0, n);
        Tensor probabilities = backend.call(() -> predictor.predict(input, ids(n))).probabilities();
        for (int t = 0; t < PASSES; t++) {
          Tensor pass = model.apply(input, Context.sample(SEED, t, ids(n))).softmax(1);
          assertThat(probabilities.select(0, t).hasSameBits(pass)).as("%s, %d samples, pass %d", name, n, t).isTrue();
        }
      }
    }
  }

  @Test
  void onePredictorServesSeveralThreads() {
    McDropout predictor = new McDropout(network(), PASSES, SEED);
    Tensor x = Numbers.normal32(1, 70, 1, 8, 8);
    Tensor expected = predictor.predict(x, ids(70)).probabilities();
    List<CompletableFuture<Belief.Samples>> others =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> predictor.predict(x, ids(70)))).limit(4).toList();
    for (CompletableFuture<Belief.Samples> other : others) {
      assertThat(other.join().probabilities().hasSameBits(expected)).isTrue();
    }
  }

  @Test
  void aSampleIsKnownByItsIdentityNotByItsPlace() {
    McDropout predictor = new McDropout(mlp(), PASSES, SEED);
    Tensor x = Numbers.normal32(1, 3, 6);
    Tensor forwards = predictor.predict(x, 10, 20, 30).probabilities();
    assertThat(predictor.predict(x.flip(0), 30, 20, 10).probabilities().hasSameBits(forwards.flip(1))).isTrue();
    assertThat(predictor.predict(x, 10, 20, 31).probabilities().slice(1, 0, 2).hasSameBits(forwards.slice(1, 0, 2)))
        .isTrue();
    assertThat(predictor.predict(x, 10, 20, 31).probabilities().hasSameBits(forwards)).isFalse();
  }

  @Test
  void withoutIdentitiesTheSamplesAreNumbered() {
    Predictive<Belief.Samples> predictor = new McDropout(mlp(), PASSES, SEED);
    Tensor x = Numbers.normal32(1, 4, 6);
    assertThat(predictor.predict(x).mean().hasSameBits(predictor.predict(x, 0, 1, 2, 3).mean())).isTrue();
  }

  @Test
  void theDeterministicPartRunsOnceAndTheRestOncePerPass() {
    Counter before = new Counter();
    Counter after = new Counter();
    Sequential model = Sequential.of(before, new Dropout(0.5), after, new Linear(6, 2));
    model.initialise(1);
    new McDropout(model, PASSES, SEED).predict(Numbers.normal32(1, 4, 6), ids(4));
    assertThat(before.calls).hasValue(1);
    assertThat(after.calls).hasValue(PASSES);
  }

  /// Counts how often it runs.
  private static final class Counter extends Module {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    protected Tensor forward(Tensor x, Context context) {
      calls.incrementAndGet();
      return x;
    }
  }

  @Test
  void aModuleOfOnesOwnHasTheBitsOfTheSequentialWithTheSameNames() {
    Sequential layers = mlp();
    Mlp own = new Mlp();
    own.initialise(1);
    Tensor x = Numbers.normal32(1, 300, 6);
    Tensor expected = new McDropout(layers, PASSES, SEED).predict(x, ids(300)).probabilities();
    assertThat(new McDropout(own, PASSES, SEED).predict(x, ids(300)).probabilities().hasSameBits(expected)).isTrue();
  }

  private static final class Mlp extends Module {
    private final Linear hidden = child("fc1", new Linear(6, 20));
    private final Dropout dropout = child("dropout", new Dropout(0.5));
    private final Linear output = child("fc2", new Linear(20, 3));

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return output.apply(dropout.apply(hidden.apply(x, context).relu(), context), context);
    }
  }

  @Test
  void aPredictionKeepsNoGraph() {
    Belief.Samples belief = new McDropout(mlp(), PASSES, SEED).predict(Numbers.normal32(1, 4, 6), ids(4));
    assertThat(belief.probabilities().node()).isNull();
    Mlp own = new Mlp();
    own.initialise(1);
    assertThat(new McDropout(own, PASSES, SEED).predict(Numbers.normal32(1, 4, 6), ids(4)).probabilities().node())
        .isNull();
  }

  @Test
  void noInputsGiveAnEmptyBelief() {
    Belief.Samples belief = new McDropout(network(), PASSES, SEED).predict(Tensor.zeros(DType.F32, 0, 1, 8, 8));
    assertThat(belief.probabilities().shape()).isEqualTo(Shape.of(PASSES, 0, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void atLeastOnePassIsNeeded(int passes) {
    assertThatThrownBy(() -> new McDropout(mlp(), passes, SEED)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout: " + passes + " passes, expected 1 or more");
  }

  @Test
  void aModelWithoutDropoutIsRefused() {
    Sequential model = Sequential.of(new Linear(6, 20), Activation.relu());
    assertThatThrownBy(() -> new McDropout(model, PASSES, SEED)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout: the model has no random layer, such as dropout, so all passes would be equal");
  }

  @Test
  void everySampleNeedsAnIdentity() {
    McDropout predictor = new McDropout(mlp(), PASSES, SEED);
    assertThatThrownBy(() -> predictor.predict(Numbers.normal32(1, 4, 6), 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout: 3 identities for 4 samples");
  }

  /// A thousand passes are many blocks; 70 samples are two pieces, 3 are one.
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 70})
  void theSummaryHasTheBitsOfTheSummaryOfAllPasses(int n) {
    Sequential model = mlp();
    Tensor x = Numbers.normal32(1, n, 6);
    for (int passes : new int[] {1, 16, 37, 1000}) {
      McDropout predictor = new McDropout(model, passes, SEED);
      assertSame(predictor.summarised().predict(x, ids(n)), predictor.predict(x, ids(n)).summary());
    }
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("backends")
  void theSummaryDependsNeitherOnKernelsNorOnThreads(String name, int threads, Kernels kernels) {
    McDropout predictor = new McDropout(network(), 40, SEED);
    Tensor x = Numbers.normal32(1, 70, 1, 8, 8);
    Belief.Summary expected = predictor.summarised().predict(x);
    Belief.Summary settled = predictor.untilSettled(0.9, 5).predict(x);
    try (WorkerPool pool = new WorkerPool(threads)) {
      Backend backend = new Backend(kernels, pool);
      assertSame(backend.call(() -> predictor.summarised().predict(x)), expected);
      assertSame(backend.call(() -> predictor.untilSettled(0.9, 5).predict(x)), settled);
    }
  }

  private static void assertSame(Belief.Summary actual, Belief.Summary expected) {
    assertThat(actual.mean().hasSameBits(expected.mean())).isTrue();
    assertThat(actual.variance().hasSameBits(expected.variance())).isTrue();
    assertThat(actual.entropy().hasSameBits(expected.entropy())).isTrue();
    assertThat(actual.votes().hasSameBits(expected.votes())).isTrue();
  }

  /// What the rule says of the passes, written a second time, from all of them.
  @Test
  void anInputThatIsSettledGetsNoMorePasses() {
    int passes = 200;
    int least = 7;
    double z = 2.5758293035489004;
    int n = 70;
    McDropout predictor = new McDropout(mlp(), passes, SEED);
    Tensor x = Numbers.normal32(1, n, 6);
    Tensor all = predictor.predict(x).probabilities().to(DType.F64);
    Belief.Summary settled = predictor.untilSettled(0.99, least).predict(x);
    for (int i = 0; i < n; i++) {
      int t = least;
      while (t < passes && !isSettled(all.select(1, i).slice(0, 0, t), z)) {
        t++;
      }
      assertThat(settled.passes()[i]).as("passes of input %d", i).isEqualTo(t);
      Belief.Summary expected = new Belief.Samples(all.slice(0, 0, t).slice(1, i, i + 1)).summary();
      assertThat(settled.mean().slice(0, i, i + 1).hasSameBits(expected.mean())).isTrue();
      assertThat(settled.votes().slice(0, i, i + 1).hasSameBits(expected.votes())).isTrue();
    }
    assertThat(settled.passes()).contains(least, passes);
  }

  private static boolean isSettled(Tensor passes, double z) {
    int lead = passes.mean(0).argmax(0).toInts()[0];
    double[] mean = passes.mean(0).toDoubles();
    double[] deviation = passes.variance(1, 0).sqrt().toDoubles();
    return IntStream.range(0, mean.length).filter(k -> k != lead)
        .allMatch(k -> mean[lead] - mean[k] > z * (deviation[lead] + deviation[k]) / Math.sqrt(passes.shape().size(0)));
  }

  @Test
  void theBatchDoesNotMatterToWhatIsSettled() {
    Predictive<Belief.Summary> predictor = new McDropout(mlp(), 100, SEED).untilSettled(0.95, 4);
    Tensor x = Numbers.normal32(1, 130, 6);
    Belief.Summary whole = predictor.predict(x);
    for (int i = 0; i < 130; i += 13) {
      Belief.Summary alone = predictor.predict(x.slice(0, i, i + 1), i);
      assertThat(alone.mean().hasSameBits(whole.mean().slice(0, i, i + 1))).isTrue();
      assertThat(alone.passes()[0]).isEqualTo(whole.passes()[i]);
    }
  }

  @Test
  void theRuleOfSettlingIsChecked() {
    McDropout predictor = new McDropout(mlp(), PASSES, SEED);
    assertThatThrownBy(() -> predictor.untilSettled(0.95, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout: at least 1 passes, expected 2 to 5");
    assertThatThrownBy(() -> predictor.untilSettled(0.95, 6)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mc dropout: at least 6 passes, expected 2 to 5");
    assertThatThrownBy(() -> predictor.untilSettled(1, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: level 1.0, expected a number in (0, 1)");
    assertThatThrownBy(() -> predictor.summarised().predict(Numbers.normal32(1, 4, 6), 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("mc dropout: 3 identities for 4 samples");
  }

  static Stream<Module> placesOfDropout() {
    return Stream.of(
        Sequential.of(new Conv2d(1, 5, 3), new Flatten(), new Dropout(0.5), new Linear(180, 4)),
        Sequential.of(new Conv2d(1, 5, 3), new Dropout2d(0.5), new Flatten(), new Linear(180, 4)),
        Sequential.of(new Dropout(0.1), new Conv2d(1, 5, 3), new Dropout(0.5), new Flatten(), new Dropout(0.5),
            new Linear(180, 4)),
        Sequential.of(new Flatten(), new DropConnect(64, 4, 0.5)));
  }

  /// Before the last layer, of channels, after every layer, of weights.
  @ParameterizedTest
  @MethodSource("placesOfDropout")
  void dropoutMayBeAnywhere(Module model) {
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 9, 1, 8, 8);
    Tensor probabilities = new McDropout(model, 3, SEED).predict(x, ids(9)).probabilities();
    for (int t = 0; t < 3; t++) {
      assertThat(probabilities.select(0, t).hasSameBits(model.apply(x, Context.sample(SEED, t, ids(9))).softmax(1)))
          .isTrue();
    }
    assertThat(probabilities.select(0, 0).hasSameBits(probabilities.select(0, 1))).isFalse();
  }

  /// Two random layers after a deterministic convolution.
  private static Sequential network() {
    Sequential model = Sequential.builder().add("conv", new Conv2d(1, 5, 3)).add("pool", new MaxPool2d(2, 2))
        .add("dropout1", new Dropout(0.3))
        .add("flatten", new Flatten()).add("fc1", new Linear(45, 20)).add("relu", Activation.relu())
        .add("dropout2", new Dropout(0.5))
        .add("fc2", new Linear(20, 4)).build();
    model.initialise(1);
    return model;
  }

  private static Sequential mlp() {
    Sequential model =
        Sequential.builder().add("fc1", new Linear(6, 20)).add("relu", Activation.relu())
            .add("dropout", new Dropout(0.5))
            .add("fc2", new Linear(20, 3)).build();
    model.initialise(1);
    return model;
  }

  private static int[] ids(int n) {
    return IntStream.range(0, n).toArray();
  }
}
