package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.nn.Buffer;
import candor.nn.Context;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.nn.optim.Ema.Buffers;
import candor.nn.optim.Ema.Start;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAverageTest {
  private static final int STEPS = 5;

  /// Every kind of average.
  enum Kind {
    /// Begins with the first weights.
    COPY(m -> new Ema(m, 0.9, Start.COPY, Buffers.AVERAGE)),
    /// The same, with the last buffers.
    LAST_BUFFERS(m -> new Ema(m, 0.9, Start.COPY, Buffers.COPY)),
    /// Forgets the first weights.
    WARM_UP(m -> new Ema(m, 0.9, Start.WARM_UP, Buffers.AVERAGE)),
    /// Begins with 0.
    CORRECTED(m -> new Ema(m, 0.9, Start.BIAS_CORRECTED, Buffers.AVERAGE)),
    /// Begins with 0, with the last buffers.
    CORRECTED_LAST_BUFFERS(m -> new Ema(m, 0.9, Start.BIAS_CORRECTED, Buffers.COPY)),
    /// Equal weights.
    SWA(Swa::new);

    private final Function<Sequential, WeightAverage> make;

    Kind(Function<Sequential, WeightAverage> make) {
      this.make = make;
    }
  }

  private final Sequential model = model(DType.F64);

  private static Sequential model(DType dtype) {
    Sequential model = Sequential.builder().add("fc", new Linear(3, 4)).add("norm", new BatchNorm1d(4)).build();
    model.initialise(1, dtype);
    return model;
  }

  /// All weights and buffers become one number.
  private static void set(Sequential model, double value) {
    model.parameters().forEach(p -> p.assign(Tensor.full(p.value().dtype(), value, p.shape().toArray())));
    model.namedBuffers().values()
        .forEach(b -> b.assign(Tensor.full(b.value().dtype(), value, b.shape().toArray())));
  }

  private static double weight(Sequential model) {
    return model.parameters().getFirst().value().at(0, 0);
  }

  private static double buffer(Sequential model) {
    return buffers(model).getFirst().value().at(0);
  }

  private static List<Buffer> buffers(Sequential model) {
    return new ArrayList<>(model.namedBuffers().values());
  }

  @Test
  void anExponentialAverageIsTheOneComputedByHand() {
    set(model, 1);
    Ema ema = new Ema(model, 0.75, Start.COPY, Buffers.AVERAGE);
    set(model, 2);
    ema.update();
    set(model, 4);
    ema.update();
    double expected = 0.75 * (0.75 + 0.25 * 2) + 0.25 * 4;
    assertThat(ema.updates()).isEqualTo(2);
    assertThat(ema.<Double>call(() -> weight(model))).isCloseTo(expected, Offset.offset(1e-15));
    assertThat(ema.<Double>call(() -> buffer(model))).isCloseTo(expected, Offset.offset(1e-15));
    assertThat(weight(model)).isEqualTo(4);
    assertThat(buffer(model)).isEqualTo(4);
  }

  @Test
  void aWarmUpForgetsTheBegin() {
    set(model, 1);
    Ema ema = new Ema(model, 0.15, Start.WARM_UP, Buffers.COPY);
    set(model, 2);
    ema.update();
    // The decay is 1/10, then the smaller one of 2/11 and 0.15.
    assertThat(ema.<Double>call(() -> weight(model))).isCloseTo(0.1 + 0.9 * 2, Offset.offset(1e-15));
    set(model, 4);
    ema.update();
    assertThat(ema.<Double>call(() -> weight(model))).isCloseTo(0.15 * 1.9 + 0.85 * 4, Offset.offset(1e-15));
    assertThat(ema.<Double>call(() -> buffer(model))).isEqualTo(4);
  }

  @Test
  void aCorrectedAverageKnowsNothingOfTheBegin() {
    set(model, 100);
    Ema ema = new Ema(model, 0.75, Start.BIAS_CORRECTED, Buffers.AVERAGE);
    assertThatThrownBy(() -> ema.call(() -> 1)).isInstanceOf(IllegalStateException.class)
        .hasMessage("ema: there is no average before the first update");
    set(model, 2);
    ema.update();
    assertThat(ema.<Double>call(() -> weight(model))).isCloseTo(2, Offset.offset(1e-15));
    set(model, 4);
    ema.update();
    double expected = (0.75 * 2 + 4) / 1.75;
    assertThat(ema.<Double>call(() -> weight(model))).isCloseTo(expected, Offset.offset(1e-15));
    assertThat(ema.<Double>call(() -> buffer(model))).isCloseTo(expected, Offset.offset(1e-15));
  }

  @Test
  void anEqualAverageIsTheMean() {
    Sequential plain = Sequential.builder().add("fc", new Linear(3, 4)).build();
    plain.initialise(1, DType.F64);
    Swa swa = new Swa(plain);
    assertThatThrownBy(swa::assign).isInstanceOf(IllegalStateException.class)
        .hasMessage("swa: there is no average before the first update");
    for (double value : new double[] {3, 5, 10}) {
      plain.parameters().forEach(p -> p.assign(Tensor.full(DType.F64, value, p.shape().toArray())));
      swa.update();
    }
    assertThat(swa.<Double>call(() -> weight(plain))).isCloseTo(6, Offset.offset(1e-14));
    assertThat(weight(plain)).isEqualTo(10);
    swa.assign();
    assertThat(weight(plain)).isCloseTo(6, Offset.offset(1e-14));
  }

  @ParameterizedTest
  @EnumSource
  void anAverageOfEqualWeightsIsThese(Kind kind) {
    Sequential same = model(DType.F64);
    WeightAverage average = kind.make.apply(same);
    Tensor before = Workspace.keep(same.parameters().getFirst().value());
    for (int step = 0; step < STEPS; step++) {
      average.update();
    }
    estimate(average);
    average.call(() -> assertThat(same.parameters().getFirst().value().isClose(before, 1e-15, 1e-15)).isTrue());
  }

  private static void estimate(WeightAverage average) {
    if (average instanceof Swa swa) {
      swa.estimateBuffers(batches(3), 1);
    }
  }

  private static List<Batch> batches(int n) {
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      batches.add(new Batch(Numbers.normal(50 + i, 6, 3), Tensor.zeros(DType.I32, 6), new int[6]));
    }
    return batches;
  }

  @Test
  void estimatedBuffersAreTheMeansOverTheBatchesUnderTheAveragedWeights() {
    Swa swa = new Swa(model);
    for (int step = 0; step < 2; step++) {
      int seed = 10 * step;
      model.parameters().forEach(p -> p.assign(Numbers.normal(seed + p.shape().rank(), p.shape().toArray())));
      swa.update();
    }
    String message = "swa: the buffers of the averaged model are not known; call estimateBuffers after the last update";
    assertThatThrownBy(() -> swa.call(() -> 1)).isInstanceOf(IllegalStateException.class).hasMessage(message);
    List<Tensor> own = snapshot(model);
    List<Batch> batches = batches(3);
    swa.estimateBuffers(batches, 1);
    assertUnchanged(model, own);
    swa.call(() -> {
      Linear fc = (Linear) model.children().getFirst();
      double[] mean = new double[4];
      double[] variance = new double[4];
      for (Batch batch : batches) {
        Tensor hidden = fc.apply(batch.input(), Context.evaluate()).detach();
        for (int k = 0; k < 4; k++) {
          mean[k] += hidden.select(1, k).mean().item() / 3;
          variance[k] += hidden.select(1, k).variance(1).item() / 3;
        }
      }
      assertThat(buffers(model).get(0).value().toDoubles()).containsExactly(mean, Offset.offset(1e-14));
      return assertThat(buffers(model).get(1).value().toDoubles()).containsExactly(variance, Offset.offset(1e-14));
    });
    assertUnchanged(model, own);
    swa.update();
    assertThatThrownBy(swa::assign).isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(() -> swa.estimateBuffers(List.of(), 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("swa: no batches to estimate the buffers from");
    assertThatThrownBy(() -> new Swa(model).estimateBuffers(batches, 1)).isInstanceOf(IllegalStateException.class)
        .hasMessage("swa: there is no average before the first update");
  }

  private static List<Tensor> snapshot(Sequential model) {
    List<Tensor> result = new ArrayList<>();
    model.parameters().forEach(p -> result.add(Workspace.keep(p.value())));
    buffers(model).forEach(b -> result.add(Workspace.keep(b.value())));
    return result;
  }

  private static void assertUnchanged(Sequential model, List<Tensor> before) {
    List<Tensor> now = snapshot(model);
    for (int i = 0; i < before.size(); i++) {
      assertThat(now.get(i).hasSameBits(before.get(i))).as("tensor %d", i).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theModelsOwnWeightsComeBackAlsoAfterAFailure(Kind kind) {
    Sequential trained = model(DType.F32);
    WeightAverage average = kind.make.apply(trained);
    set(trained, 3);
    average.update();
    estimate32(average);
    set(trained, 7);
    float[] own = Numbers.bits(trained);
    assertThatThrownBy(() -> average.call(() -> {
      assertThat(weight(trained)).isNotEqualTo(7);
      throw new IllegalStateException("enough");
    })).hasMessage("enough");
    assertThat(Numbers.bits(trained)).containsExactly(own);
    average.call(() -> {
      set(trained, 9);
      return 1;
    });
    assertThat(Numbers.bits(trained)).containsExactly(own);
  }

  private static void estimate32(WeightAverage average) {
    if (average instanceof Swa swa) {
      swa.estimateBuffers(batches(3).stream()
          .map(b -> new Batch(b.input().to(DType.F32), b.target(), b.ids())).toList(), 1);
    }
  }

  @Test
  void insideACallTheModelIsNotItself() {
    Ema ema = new Ema(model, 0.9, Start.COPY, Buffers.AVERAGE);
    for (Runnable inside : List.<Runnable>of(ema::update, ema::assign, () -> ema.call(() -> 1))) {
      assertThatThrownBy(() -> ema.call(() -> {
        inside.run();
        return 1;
      })).isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("ema: (update|assign|call) inside call, where the model holds the average");
    }
    Swa swa = new Swa(model);
    swa.update();
    swa.estimateBuffers(batches(1), 1);
    assertThatThrownBy(() -> swa.call(() -> {
      swa.estimateBuffers(batches(1), 1);
      return 1;
    })).isInstanceOf(IllegalStateException.class)
        .hasMessage("swa: estimateBuffers inside call, where the model holds the average");
    // And afterwards all is well.
    ema.update();
  }

  @Test
  void anOptimiserGoesOnAfterACall() {
    Linear a = new Linear(3, 4);
    a.initialise(1);
    Linear b = new Linear(3, 4);
    b.initialise(1);
    Sgd first = new Sgd(a.parameters(), 0.1, 0.9, 0);
    Sgd second = new Sgd(b.parameters(), 0.1, 0.9, 0);
    Ema ema = new Ema(a, 0.9, Start.COPY, Buffers.AVERAGE);
    for (int step = 0; step < 3; step++) {
      List<Tensor> g = List.of(Numbers.normal32(step, 4, 3), Numbers.normal32(step, 4));
      first.step(g);
      ema.update();
      ema.call(() -> 1);
      second.step(g);
    }
    assertThat(Numbers.bits(a)).containsExactly(Numbers.bits(b));
  }

  @Property(tries = 60)
  void anInterruptionChangesNoBits(@ForAll Kind kind, @ForAll @IntRange(max = STEPS) int interruption,
      @ForAll boolean single) {
    DType dtype = single ? DType.F32 : DType.F64;
    Sequential through = model(dtype);
    WeightAverage first = kind.make.apply(through);
    run(through, first, 0, STEPS);
    Sequential before = model(dtype);
    WeightAverage interrupted = kind.make.apply(before);
    run(before, interrupted, 0, interruption);
    Map<String, Tensor> state = new Workspace().call(interrupted::state);
    Sequential after = model(dtype);
    WeightAverage resumed = kind.make.apply(after);
    resumed.restore(new HashMap<>(state));
    assertThat(resumed.updates()).isEqualTo(interruption);
    run(after, resumed, interruption, STEPS);
    Map<String, Tensor> expected = first.state();
    assertThat(resumed.state().keySet()).containsExactlyElementsOf(expected.keySet());
    resumed.state().forEach((name, x) -> assertThat(x.hasSameBits(Objects.requireNonNull(expected.get(name))))
        .as(name).isTrue());
  }

  private static void run(Sequential model, WeightAverage average, int from, int to) {
    for (int step = from; step < to; step++) {
      int seed = 10 * step;
      model.parameters().forEach(p -> p.assign(
          Numbers.normal(seed + p.shape().rank(), p.shape().toArray()).to(p.value().dtype())));
      average.update();
    }
  }

  @Test
  void theNamesOfAStateArePaths() {
    assertThat(new Ema(model, 0.9, Start.COPY, Buffers.COPY).state().keySet()).containsExactly("updates",
        "average.fc.weight", "average.fc.bias", "average.norm.weight", "average.norm.bias",
        "average.norm.running_mean", "average.norm.running_var");
    Swa swa = new Swa(model);
    assertThat(swa.state().keySet()).contains("updates", "average.fc.weight", "estimated");
    swa.update();
    swa.estimateBuffers(batches(2), 1);
    Swa other = new Swa(model);
    other.restore(swa.state());
    double mean = swa.<Double>call(() -> buffer(model));
    assertThat(other.<Double>call(() -> buffer(model))).isEqualTo(mean);
  }

  @Test
  void statesThatDoNotFitAreRefusedAndNothingIsChanged() {
    set(model, 3);
    Ema ema = new Ema(model, 0.9, Start.COPY, Buffers.COPY);
    Map<String, Tensor> state = new HashMap<>(ema.state());
    state.put("updates", Tensor.scalar(DType.F64, 5));
    state.put("average.fc.weight", Tensor.zeros(DType.F64, 4, 3));
    state.put("average.norm.running_var", Tensor.zeros(DType.F32, 4));
    assertThatThrownBy(() -> ema.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ema: average.norm.running_var of the state is f32[4], expected f64[4]");
    assertThat(ema.updates()).isZero();
    assertThat(ema.<Double>call(() -> weight(model))).isEqualTo(3);
    Swa swa = new Swa(model);
    Map<String, Tensor> other = new HashMap<>(swa.state());
    other.put("estimated", Tensor.scalar(DType.F64, 2));
    assertThatThrownBy(() -> swa.restore(other)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("swa: estimated of the state is 2.0, expected 0 or 1");
  }

  @Test
  void backendsDoNotMatter() {
    float[] expected = onBackend(Kernels.scalar(), 1);
    assertThat(onBackend(Kernels.best().compiled(), 1)).containsExactly(expected);
    assertThat(onBackend(Kernels.best().compiled(), 7)).containsExactly(expected);
  }

  private static float[] onBackend(Kernels kernels, int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      return new Backend(kernels, pool).call(() -> {
        Linear large = new Linear(90, 100);
        large.initialise(1);
        Ema ema = new Ema(large, 0.9, Start.COPY, Buffers.COPY);
        for (int step = 0; step < 3; step++) {
          large.parameters().getFirst().assign(Numbers.normal32(step, 100, 90));
          ema.update();
        }
        ema.assign();
        return Numbers.bits(large);
      });
    }
  }

  @Test
  void aModelThatChangedItsTypeNeedsANewAverage() {
    Ema ema = new Ema(model, 0.9, Start.COPY, Buffers.COPY);
    model.initialise(1, DType.F32);
    assertThatThrownBy(ema::update).isInstanceOf(IllegalStateException.class)
        .hasMessage("ema: fc.weight is f32 now, was f64 when the average was made");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void decaysOutsideTheirRangeAreRefused(double decay) {
    assertThatThrownBy(() -> new Ema(model, decay, Start.COPY, Buffers.COPY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ema: decay " + decay + ", expected a number in [0, 1)");
  }
}
