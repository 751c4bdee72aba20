package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.layer.Linear;
import candor.nn.optim.RmsProp.Settings;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Momentum, RMSprop and Adagrad.
class VariantsTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  @Test
  void twoStepsOfNesterovsMomentumAreThoseComputedByHand() {
    Parameter w = parameter(DType.F64, 1, 1);
    w.assign(Tensor.ones(DType.F64, 1, 1));
    Sgd sgd = new Sgd(ParameterGroups.of(List.of(w)), 0.1, Momentum.nesterov(0.5));
    // v = 2, 1 - 0.1 (2 + 0.5 · 2)
    sgd.step(List.of(Tensor.full(DType.F64, 2, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.7, ROUNDING);
    // v = 1 - 1, 0.7 - 0.1 (-1 + 0)
    sgd.step(List.of(Tensor.full(DType.F64, -1, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.8, ROUNDING);
  }

  @Test
  void dampeningBeginsWithTheSecondStep() {
    Parameter w = parameter(DType.F64, 1, 1);
    w.assign(Tensor.ones(DType.F64, 1, 1));
    Sgd sgd = new Sgd(ParameterGroups.of(List.of(w)), 0.1, Momentum.of(0.5).dampening(0.75));
    sgd.step(List.of(Tensor.full(DType.F64, 2, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.8, ROUNDING);
    // v = 0.5 · 2 + 0.25 · 4
    sgd.step(List.of(Tensor.full(DType.F64, 4, 1, 1)));
    assertThat(w.value().item()).isCloseTo(0.6, ROUNDING);
  }

  @Test
  void aStepOfRmsPropIsTheOneComputedByHand() {
    Parameter w = parameter(DType.F64, 1, 1);
    w.assign(Tensor.ones(DType.F64, 1, 1));
    RmsProp rmsProp =
        new RmsProp(ParameterGroups.of(List.of(w)), 0.1, Settings.DEFAULT.share(0.75).epsilon(1).momentum(0.5));
    // s = 0.25 · 16, v = 4 / (2 + 1)
    rmsProp.step(List.of(Tensor.full(DType.F64, 4, 1, 1)));
    assertThat(w.value().item()).isCloseTo(1 - 0.1 * 4 / 3, ROUNDING);
    // s = 3, v = ½ · 4/3
    rmsProp.step(List.of(Tensor.zeros(DType.F64, 1, 1)));
    assertThat(w.value().item()).isCloseTo(1 - 0.1 * 4 / 3 - 0.1 * 2 / 3, ROUNDING);
  }

  @Test
  void aVarianceThatRoundingMakesNegativeIsZero() {
    Parameter w = parameter(DType.F32, 1, 1);
    w.assign(Tensor.zeros(DType.F32, 1, 1));
    RmsProp rmsProp = new RmsProp(ParameterGroups.of(List.of(w)), 1e-9, Settings.DEFAULT.share(0.5).centred());
    Tensor g = Tensor.full(DType.F32, 0.1f, 1, 1);
    for (int step = 0; step < 200; step++) {
      rmsProp.step(List.of(g));
      assertThat(w.value().item()).isFinite();
    }
  }

  @Test
  void stepsOfAdagradFallWithTheRootOfTheirNumber() {
    Parameter w = parameter(DType.F64, 1, 1);
    w.assign(Tensor.zeros(DType.F64, 1, 1));
    Adagrad adagrad = new Adagrad(ParameterGroups.of(List.of(w)), 0.1, 1e-300);
    double expected = 0;
    for (int step = 1; step <= 5; step++) {
      adagrad.step(List.of(Tensor.full(DType.F64, 7, 1, 1)));
      expected -= 0.1 / Math.sqrt(step);
      assertThat(w.value().item()).isCloseTo(expected, ROUNDING);
    }
  }

  static Stream<Function<ParameterGroups, Optimizer>> kinds() {
    return Stream.of(p -> new Sgd(p, 0.1, Momentum.nesterov(0.9)),
        p -> new Sgd(p, 0.1, Momentum.of(0.9).dampening(0.5)), p -> new RmsProp(p, 0.1, Settings.DEFAULT),
        p -> new RmsProp(p, 0.1, Settings.DEFAULT.centred().momentum(0.9)), p -> new Adagrad(p, 0.1, 1e-10));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void backendsDoNotMatter(Function<ParameterGroups, Optimizer> make) {
    Tensor expected = onBackend(Kernels.scalar(), 1, make);
    assertThat(onBackend(Kernels.best().compiled(), 1, make).hasSameBits(expected)).isTrue();
    assertThat(onBackend(Kernels.best().compiled(), 7, make).hasSameBits(expected)).isTrue();
    assertThat(onBackend(Kernels.scalar(), 7, make).hasSameBits(expected)).isTrue();
  }

  private static Tensor onBackend(Kernels kernels, int threads, Function<ParameterGroups, Optimizer> make) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      return new Backend(kernels, pool).call(() -> {
        Parameter w = parameter(DType.F32, 90, 100);
        Optimizer optimizer = make.apply(ParameterGroups.of(List.of(w)).decay(0.1));
        for (int step = 0; step < 3; step++) {
          optimizer.step(List.of(Numbers.normal32(step, 100, 90)));
        }
        return w.value();
      });
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void ratesOutsideTheirRangeAreRefused(double rate) {
    ParameterGroups groups = ParameterGroups.of(List.of(parameter(DType.F32, 1, 1)));
    assertRefused(() -> new Sgd(groups, rate, Momentum.NONE),
        "sgd: rate " + rate + ", expected a positive finite number");
    assertRefused(() -> new RmsProp(groups, rate, Settings.DEFAULT),
        "rmsProp: rate " + rate + ", expected a positive finite number");
    assertRefused(() -> new Adagrad(groups, rate, 1),
        "adagrad: rate " + rate + ", epsilon 1.0, expected positive finite numbers");
    assertRefused(() -> new Adagrad(groups, 1, rate),
        "adagrad: rate 1.0, epsilon " + rate + ", expected positive finite numbers");
    assertRefused(() -> new Adam(groups, rate), "adam: rate " + rate + ", beta1 0.9, beta2 0.999, epsilon 1.0E-8,"
        + " expected a positive finite rate, betas in [0, 1), a positive finite epsilon");
    assertRefused(() -> new AdamW(groups, rate), "adamW: rate " + rate + ", beta1 0.9, beta2 0.999, epsilon 1.0E-8,"
        + " expected a positive finite rate, betas in [0, 1), a positive finite epsilon");
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 1e-8, 0", "1, 1e-8, 0", "NaN, 1e-8, 0", "0.9, 0, 0", "0.9, Infinity, 0", "0.9, 1e-8, 1",
    "0.9, 1e-8, -0.1"})
  void settingsOutsideTheirRangeAreRefused(double share, double epsilon, double momentum) {
    assertRefused(() -> new Settings(share, epsilon, momentum, false), "rmsProp: share " + share + ", epsilon "
        + epsilon + ", momentum " + momentum + ", expected shares in [0, 1), a positive finite epsilon");
  }

  @Test
  void momentaOutsideTheirRangeAreRefused() {
    assertRefused(() -> Momentum.of(1), "momentum: share 1.0, dampening 0.0, expected numbers in [0, 1)");
    assertRefused(() -> Momentum.of(Double.NaN), "momentum: share NaN, dampening 0.0, expected numbers in [0, 1)");
    assertRefused(() -> Momentum.of(0.5).dampening(1),
        "momentum: share 0.5, dampening 1.0, expected numbers in [0, 1)");
    assertRefused(() -> Momentum.nesterov(0),
        "momentum: share 0.0, dampening 0.0, Nesterov's, expected a share in (0, 1) and no dampening");
    assertRefused(() -> Momentum.nesterov(0.9).dampening(0.1),
        "momentum: share 0.9, dampening 0.1, Nesterov's, expected a share in (0, 1) and no dampening");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /// The weight of a layer, the same for every call.
  private static Parameter parameter(DType dtype, int in, int out) {
    Linear layer = new Linear(in, out);
    layer.initialise(1, dtype);
    return layer.parameters().getFirst();
  }
}
