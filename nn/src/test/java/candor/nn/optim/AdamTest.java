package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.layer.Linear;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {

  private static final Offset<Double> ROUNDING = Offset.offset(1e-15);

  @Test
  void twoStepsAreThoseComputedByHand() {
    Parameter w = parameter(DType.F64, 1, 1);
    w.assign(Tensor.ones(DType.F64, 1, 1));
    Adam adam = new Adam(List.of(w), 0.1, 0.5, 0.75, 1, 0);
    // m = 1, m̂ = 2, v = 1, v̂ = 4: 1 - 0.1 · 2 / (2 + 1)
    adam.step(List.of(Tensor.full(DType.F64, 2, 1, 1)));
    assertThat(w.value().item()).isCloseTo(1 - 0.2 / 3, ROUNDING);
    // m = 0.5, m̂ = 0.5 / 0.75, v = 0.75, v̂ = 0.75 / 0.4375
    adam.step(List.of(Tensor.zeros(DType.F64, 1, 1)));
    assertThat(w.value().item())
        .isCloseTo(1 - 0.2 / 3 - 0.1 * (2.0 / 3) / (Math.sqrt(0.75 / 0.4375) + 1), ROUNDING);
  }

  @Test
  void theFirstStepHasTheLengthOfTheRateWhateverTheGradient() {
    Parameter w = parameter(DType.F64, 1, 3);
    w.assign(Tensor.zeros(DType.F64, 3, 1));
    new Adam(List.of(w), 0.01).step(List.of(Tensor.of(new double[] {1e-3, -7, 1e5}, 3, 1)));
    assertThat(w.value().isClose(Tensor.of(new double[] {-0.01, 0.01, -0.01}, 3, 1), 0, 2e-5)).isTrue();
  }

  @Test
  void theDefaultsAreThoseOfThePaper() {
    Parameter some = parameter(DType.F64, 3, 4);
    Parameter all = parameter(DType.F64, 3, 4);
    Adam defaults = new Adam(List.of(some), 0.1);
    Adam explicit = new Adam(List.of(all), 0.1, 0.9, 0.999, 1e-8, 0);
    for (int step = 0; step < 3; step++) {
      Tensor g = Numbers.normal(step, 4, 3);
      defaults.step(List.of(g));
      explicit.step(List.of(g));
    }
    assertThat(some.value().hasSameBits(all.value())).isTrue();
  }

  @Test
  void withoutDecayBothOptimisersAreOne() {
    Parameter a = parameter(DType.F32, 3, 4);
    Parameter b = parameter(DType.F32, 3, 4);
    Adam adam = new Adam(List.of(a), 0.1);
    AdamW adamW = new AdamW(List.of(b), 0.1, 0);
    for (int step = 0; step < 3; step++) {
      Tensor g = Numbers.normal32(step, 4, 3);
      adam.step(List.of(g));
      adamW.step(List.of(g));
    }
    assertThat(a.value().hasSameBits(b.value())).isTrue();
    assertThat(adam.parameters()).containsExactly(a);
    assertThat(adamW.parameters()).containsExactly(b);
  }

  @Test
  void aDecoupledDecayShrinksAlsoWithoutAGradient() {
    Parameter w = parameter(DType.F64, 3, 4);
    Tensor before = copy(w);
    new AdamW(List.of(w), 0.5, 0.2).step(List.of(Tensor.zeros(DType.F64, 4, 3)));
    assertThat(w.value().isClose(before.mul(0.9), 1e-16, 1e-15)).isTrue();
  }

  @Test
  void aCoupledDecayIsPartOfTheGradient() {
    Parameter decayed = parameter(DType.F64, 3, 4);
    Parameter given = parameter(DType.F64, 3, 4);
    Adam withDecay = new Adam(List.of(decayed), 0.1, 0.9, 0.99, 1e-3, 0.3);
    Adam withGradient = new Adam(List.of(given), 0.1, 0.9, 0.99, 1e-3, 0);
    for (int step = 0; step < 4; step++) {
      Tensor g = Numbers.normal(step, 4, 3);
      withDecay.step(List.of(g));
      withGradient.step(List.of(g.add(given.value().detach().mul(0.3))));
    }
    assertThat(decayed.value().isClose(given.value(), 1e-13, 1e-13)).isTrue();
  }

  @Test
  void everyParameterHasItsOwnMoments() {
    Parameter a = parameter(DType.F64, 1, 1);
    Parameter b = parameter(DType.F64, 1, 1);
    double start = b.value().item();
    Adam adam = new Adam(List.of(a, b), 0.1);
    Tensor zero = Tensor.zeros(DType.F64, 1, 1);
    adam.step(List.of(Tensor.ones(DType.F64, 1, 1), zero));
    double after = a.value().item();
    adam.step(List.of(zero, zero));
    assertThat(a.value().item()).isLessThan(after);
    assertThat(b.value().item()).isEqualTo(start);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void backendsDoNotMatter(boolean decoupled) {
    Function<Parameter, Optimizer> make = w -> decoupled
        ? new AdamW(List.of(w), 0.1, 0.1)
        : new Adam(List.of(w), 0.1, 0.9, 0.99, 1e-6, 0.1);
    Tensor expected = onBackend(Kernels.scalar(), 1, make);
    assertThat(onBackend(Kernels.best().compiled(), 1, make).hasSameBits(expected)).isTrue();
    assertThat(onBackend(Kernels.best().compiled(), 2, make).hasSameBits(expected)).isTrue();
    assertThat(onBackend(Kernels.best().compiled(), 7, make).hasSameBits(expected)).isTrue();
    assertThat(onBackend(Kernels.scalar(), 7, make).hasSameBits(expected)).isTrue();
  }

  private static Tensor onBackend(Kernels kernels, int threads, Function<Parameter, Optimizer> make) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      return new Backend(kernels, pool).call(() -> {
        Parameter w = parameter(DType.F32, 90, 100);
        Optimizer optimizer = make.apply(w);
        for (int step = 0; step < 3; step++) {
          optimizer.step(List.of(Numbers.normal32(step, 100, 90)));
        }
        return w.value();
      });
    }
  }

  @ParameterizedTest
  @CsvSource({"0,.9,.9,1e-8,0", "NaN,.9,.9,1e-8,0", "Infinity,.9,.9,1e-8,0", ".1,-.1,.9,1e-8,0", ".1,1,.9,1e-8,0",
    ".1,NaN,.9,1e-8,0", ".1,.9,-.1,1e-8,0", ".1,.9,1,1e-8,0", ".1,.9,NaN,1e-8,0", ".1,.9,.9,0,0", ".1,.9,.9,NaN,0",
    ".1,.9,.9,Infinity,0", ".1,.9,.9,1e-8,-1e-9", ".1,.9,.9,1e-8,NaN", ".1,.9,.9,1e-8,Infinity"})
  void numbersOutsideTheirRangeAreRefused(double rate, double beta1, double beta2, double epsilon, double decay) {
    List<Parameter> parameters = List.of(parameter(DType.F32, 1, 1));
    String numbers = ": rate " + rate + ", beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon + ", decay "
        + decay + ", expected a positive finite rate, betas in [0, 1), a positive finite epsilon, finite decay of 0 or"
        + " more";
    assertThatThrownBy(() -> new Adam(parameters, rate, beta1, beta2, epsilon, decay))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("adam" + numbers);
    assertThatThrownBy(() -> new AdamW(parameters, rate, beta1, beta2, epsilon, decay))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("adamW" + numbers);
  }

  @Test
  void aStepThatWasRefusedDoesNotCount() {
    Parameter w = parameter(DType.F64, 3, 4);
    Parameter other = parameter(DType.F64, 3, 4);
    UnaryOperator<Tensor> steps = g -> {
      new Adam(List.of(other), 0.1).step(List.of(g));
      return other.value();
    };
    Adam adam = new Adam(List.of(w), 0.1);
    assertThatThrownBy(() -> adam.step(List.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("adam: 0 gradients for 1 parameters");
    assertThatThrownBy(() -> adam.step(List.of(Tensor.ones(DType.F64, 3, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("adam: gradient of parameter weight is f64[3,4], expected f64[4,3]");
    Tensor g = Numbers.normal(1, 4, 3);
    adam.step(List.of(g));
    assertThat(w.value().hasSameBits(steps.apply(g))).isTrue();
  }

  private static Tensor copy(Parameter w) {
    return Tensor.of(w.value().array().copyInOrder(0, 1));
  }

  /// The weight of a layer, the same for every call.
  private static Parameter parameter(DType dtype, int in, int out) {
    Linear layer = new Linear(in, out);
    layer.initialise(1, dtype);
    return layer.parameters().getFirst();
  }
}
