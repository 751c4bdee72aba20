package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerStateTest {
  private static final int STEPS = 6;

  /// One optimiser of every kind.
  enum Kind {
    /// Classical momentum.
    SGD(p -> new Sgd(p, 0.1, 0.9, 0.01)),
    /// The number of steps matters.
    DAMPENED(p -> new Sgd(ParameterGroups.decayingWeights(p, 0.01), 0.1, Momentum.of(0.9).dampening(0.5))),
    /// Momentum that looks ahead.
    NESTEROV(p -> new Sgd(ParameterGroups.of(p), 0.1, Momentum.nesterov(0.9))),
    /// Both moments, and the number of steps.
    ADAM(p -> new Adam(p, 0.1, 0.9, 0.99, 1e-8, 0.01)),
    /// The same.
    ADAM_W(p -> new AdamW(p, 0.1, 0.01)),
    /// Two memories.
    RMS_PROP(p -> new RmsProp(ParameterGroups.of(p), 0.1, RmsProp.Settings.DEFAULT.momentum(0.9))),
    /// Three memories.
    CENTRED(p -> new RmsProp(ParameterGroups.of(p), 0.1, RmsProp.Settings.DEFAULT.momentum(0.9).centred())),
    /// Sums.
    ADAGRAD(p -> new Adagrad(p, 0.1)),
    /// An optimiser around another one.
    CLIPPED(p -> new ClippedOptimizer(new Sgd(p, 0.1, 0.9, 0.01), 1));

    private final Function<List<Parameter>, Optimizer> make;

    Kind(Function<List<Parameter>, Optimizer> make) {
      this.make = make;
    }

    Optimizer of(Linear layer) {
      return make.apply(layer.parameters());
    }
  }

  @Property(tries = 80)
  void anInterruptionChangesNoBits(@ForAll Kind kind, @ForAll @IntRange(max = STEPS) int interruption,
      @ForAll DType dtype) {
    DType type = dtype.isFloating() ? dtype : DType.F32;
    Linear through = layer(type);
    Optimizer first = kind.of(through);
    steps(first, 0, STEPS, type);

    Linear before = layer(type);
    Optimizer interrupted = kind.of(before);
    steps(interrupted, 0, interruption, type);
    Map<String, Tensor> state = interrupted.state();
    Linear after = copy(before);
    Optimizer resumed = kind.of(after);
    resumed.restore(anyOrderAndLayout(state));
    assertSame(resumed.state(), state);
    steps(resumed, interruption, STEPS, type);
    assertSameBits(after, bits(through));
    assertSame(resumed.state(), first.state());
  }

  /// The rate moves, as a schedule would move it, and is part of the state.
  private static void steps(Optimizer optimizer, int from, int to, DType dtype) {
    for (int step = from; step < to; step++) {
      optimizer.step(List.of(Numbers.normal(step, 4, 3).to(dtype), Numbers.normal(100 + step, 4).to(dtype)));
      optimizer.rate(optimizer.rate() * 0.75);
    }
  }

  private static Map<String, Tensor> anyOrderAndLayout(Map<String, Tensor> state) {
    Map<String, Tensor> result = new HashMap<>();
    state.forEach((name, x) -> result.put(name,
        x.shape().rank() == 2 ? Tensor.of(x.array().copyInOrder(0, 1)) : x));
    return result;
  }

  @ParameterizedTest
  @EnumSource
  void theStateIsACopy(Kind kind) {
    Linear layer = layer(DType.F32);
    Optimizer optimizer = kind.of(layer);
    steps(optimizer, 0, 1, DType.F32);
    Map<String, Tensor> state = new Workspace().call(optimizer::state);
    Map<String, Tensor> same = optimizer.state();
    assertSame(state, same);
    steps(optimizer, 1, 2, DType.F32);
    assertSame(state, same);
    assertThat(value(optimizer.state(), "0." + memory(state)).hasSameBits(value(state, "0." + memory(state))))
        .isFalse();
    optimizer.restore(state);
    steps(optimizer, 1, 2, DType.F32);
    assertSame(state, same);
  }

  private static String memory(Map<String, Tensor> state) {
    return List.copyOf(state.keySet()).get(2).substring(2);
  }

  @Test
  void theNamesAreTheseInThisOrder() {
    assertThat(Kind.SGD.of(layer(DType.F32)).state().keySet()).containsExactly("rate", "steps", "0.velocity",
        "1.velocity");
    assertThat(Kind.ADAM.of(layer(DType.F32)).state().keySet()).containsExactly("rate", "steps", "0.mean", "0.square",
        "1.mean", "1.square");
    assertThat(Kind.CENTRED.of(layer(DType.F32)).state().keySet()).containsExactly("rate", "steps", "0.square",
        "0.velocity", "0.mean", "1.square", "1.velocity", "1.mean");
    assertThat(Kind.ADAGRAD.of(layer(DType.F32)).state().keySet()).containsExactly("rate", "steps", "0.sum", "1.sum");
    assertThat(Kind.ADAM_W.of(layer(DType.F32)).state()).hasToString(Kind.ADAM.of(layer(DType.F32)).state().toString());
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsChanged() {
    Linear layer = layer(DType.F32);
    Optimizer sgd = Kind.SGD.of(layer);
    steps(sgd, 0, 2, DType.F32);
    Map<String, Tensor> before = sgd.state();
    assertRefused(sgd, "1.velocity", null,
        "sgd: the state has no 1.velocity, expected f32[4]; it has [rate, steps, 0.velocity]");
    assertRefused(sgd, "1.velocity", Tensor.ones(DType.F64, 4),
        "sgd: 1.velocity of the state is f64[4], expected f32[4]");
    assertRefused(sgd, "0.velocity", Tensor.ones(DType.F32, 3, 4),
        "sgd: 0.velocity of the state is f32[3,4], expected f32[4,3]");
    assertRefused(sgd, "0.mean", Tensor.ones(DType.F32, 4, 3), "sgd: the state has 0.mean, which is not known here");
    assertRefused(sgd, "steps", Tensor.scalar(DType.F64, 1.5),
        "sgd: steps of the state is 1.5, expected a whole number of 0 or more");
    assertRefused(sgd, "steps", Tensor.scalar(DType.F64, -1),
        "sgd: steps of the state is -1.0, expected a whole number of 0 or more");
    assertRefused(sgd, "steps", Tensor.scalar(DType.F32, 1), "sgd: steps of the state is f32[], expected f64[]");
    assertRefused(sgd, "rate", Tensor.scalar(DType.F64, Double.NaN),
        "sgd: rate of the state is NaN, expected a finite number of 0 or more");
    assertSame(sgd.state(), before);
  }

  private static void assertRefused(Optimizer optimizer, String name, @Nullable Tensor value,
      String message) {
    Map<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
    // What comes first fits, and must not be restored either.
    state.put("rate", Tensor.scalar(DType.F64, 7));
    if (value == null) {
      state.remove(name);
    } else {
      state.put(name, value);
    }
    assertThatThrownBy(() -> optimizer.restore(state)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void aRateOutsideItsRangeIsRefused(double rate) {
    Optimizer adam = Kind.ADAM.of(layer(DType.F32));
    assertThatThrownBy(() -> adam.rate(rate)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("adam: rate " + rate + ", expected a finite number of 0 or more");
    assertThat(adam.rate()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @EnumSource
  void aRateOfZeroChangesNothingAndTheNextRateCounts(Kind kind) {
    Linear layer = layer(DType.F64);
    Optimizer optimizer = kind.of(layer);
    List<Tensor> before = bits(layer);
    optimizer.rate(0);
    steps(optimizer, 0, 1, DType.F64);
    assertSameBits(layer, before);
    optimizer.rate(0.5);
    assertThat(optimizer.rate()).isEqualTo(0.5);
    steps(optimizer, 0, 1, DType.F64);
    assertThat(bits(layer).getFirst().hasSameBits(before.getFirst())).isFalse();
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    actual.forEach((name, x) -> assertThat(x.hasSameBits(value(expected, name))).as(name).isTrue());
  }

  private static Tensor value(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name), name);
  }

  private static void assertSameBits(Linear layer, List<Tensor> expected) {
    List<Tensor> actual = bits(layer);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).hasSameBits(expected.get(i))).as("parameter %d", i).isTrue();
    }
  }

  private static List<Tensor> bits(Linear layer) {
    List<Tensor> result = new ArrayList<>();
    layer.parameters().forEach(p -> result.add(Workspace.keep(p.value())));
    return result;
  }

  private static Linear layer(DType dtype) {
    Linear layer = new Linear(3, 4);
    layer.initialise(1, dtype);
    return layer;
  }

  private static Linear copy(Linear layer) {
    Linear result = layer(layer.parameters().getFirst().value().dtype());
    for (int i = 0; i < 2; i++) {
      NdArray numbers = layer.parameters().get(i).value().array();
      result.parameters().get(i).assign(Tensor.of(numbers));
    }
    return result;
  }
}
