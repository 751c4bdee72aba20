package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.kernel.Kernels;
import candor.linalg.LinearOperator;
import candor.nn.Context;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Lbfgs.Reason;
import candor.nn.optim.Lbfgs.Settings;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LbfgsTest {
  private static final Map<String, Tensor> EXPECTED = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(LbfgsTest.class.getResourceAsStream("lbfgs.csv")), StandardCharsets.UTF_8))) {
      in.lines().skip(1).map(line -> line.split(",", -1)).forEach(row -> EXPECTED.put(row[0] + " " + row[1],
          Tensor.of(Stream.of(row[3].split(" ")).mapToDouble(Double::parseDouble).toArray(),
              row[2].isEmpty() ? new int[0] : Stream.of(row[2].split(" ")).mapToInt(Integer::parseInt).toArray())));
    }
  }

  private static Tensor expected(String what) {
    return Objects.requireNonNull(EXPECTED.get(what), what);
  }

  /// `½ Σ (wᵢ − i)² (1 + i)`.
  private static Supplier<Tensor> quadratic(Parameter w) {
    Tensor i = Tensor.range(w.value().dtype(), w.shape().count()).reshape(w.shape().toArray());
    return () -> w.value().sub(i).square().mul(i.add(1)).sum().mul(0.5);
  }

  @Property(tries = 30)
  void aQuadraticFunctionTakesFewSteps(@ForAll @IntRange(min = 1, max = 12) int n) {
    Parameter w = parameter(DType.F64, n);
    Lbfgs.Result result = new Lbfgs(List.of(w), Settings.tolerance(1e-10).memory(20)).minimise(quadratic(w));
    assertThat(result.converged()).isTrue();
    assertThat(result.iterations()).isLessThanOrEqualTo(n + 12);
    assertThat(result.evaluations()).isBetween(result.iterations() + 1, 2 * result.iterations() + 5);
    assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-10);
    assertThat(result.loss()).isCloseTo(0, Offset.offset(1e-20));
    assertThat(w.value().isClose(Tensor.range(DType.F64, n).reshape(1, n), 1e-10, 0)).isTrue();
  }

  @Test
  void withTheInverseHessianAQuadraticFunctionTakesOneStep() {
    int n = 12;
    Parameter w = parameter(DType.F64, n);
    double[] inverse = new double[n];
    Arrays.setAll(inverse, i -> 1.0 / (1 + i));
    Lbfgs plain = new Lbfgs(List.of(w), Settings.tolerance(1e-10));
    Lbfgs.Result result = plain.preconditioner(LinearOperator.diagonal(inverse)).minimise(quadratic(w));
    assertThat(result.iterations()).isEqualTo(1);
    assertThat(result.evaluations()).isEqualTo(2);
    // A rough one is enough to save steps, and the minimum is the same.
    Parameter other = parameter(DType.F64, n);
    double[] rough = new double[n];
    Arrays.setAll(rough, i -> (i % 2 == 0 ? 1.5 : 0.7) / (1 + i));
    Lbfgs roughly = new Lbfgs(List.of(other), Settings.tolerance(1e-10)).preconditioner(LinearOperator.diagonal(rough));
    assertThat(roughly.minimise(quadratic(other)).iterations()).isLessThan(8);
    assertThat(other.value().isClose(w.value(), 1e-9, 0)).isTrue();
    assertThatThrownBy(() -> plain.preconditioner(LinearOperator.diagonal(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lbfgs: the preconditioner has 2 rows, expected 12, as many as the parameters have numbers");
  }

  @ParameterizedTest
  @CsvSource({"2, F64", "5, F64", "20, F64", "2, F32", "5, F32"})
  void theFunctionOfRosenbrockIsFollowedToItsMinimum(int n, DType dtype) {
    Parameter w = parameter(dtype, n);
    double[] start = new double[n];
    Arrays.setAll(start, i -> i % 2 == 0 ? -1.2 : 1);
    w.assign(Tensor.of(start, 1, n).to(dtype));
    boolean exact = dtype == DType.F64;
    Lbfgs.Result result =
        new Lbfgs(List.of(w), Settings.tolerance(exact ? 1e-9 : 1e-3)).minimise(() -> rosenbrock(w.value()));
    assertThat(result.reason()).isEqualTo(Reason.GRADIENT);
    assertThat(result.iterations()).isLessThan(200);
    Tensor minimum = n == 5 ? expected("rosenbrock torch").reshape(1, 5) : Tensor.ones(DType.F64, 1, n);
    double tolerance = exact ? 1e-9 : 2e-3;
    assertThat(w.value().detach().isClose(minimum, tolerance, 0)).as("%s", w.value()).isTrue();
  }

  private static Tensor rosenbrock(Tensor w) {
    int n = w.count();
    Tensor x = w.slice(1, 0, n - 1);
    Tensor y = w.slice(1, 1, n);
    return y.sub(x.square()).square().mul(100).add(x.neg().add(1).square()).sum();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void aLogisticRegressionIsThatOfSciPyAndPyTorch(DType dtype) {
    Parameter w = logistic(dtype);
    Lbfgs.Result result =
        new Lbfgs(List.of(w), Settings.tolerance(dtype == DType.F64 ? 1e-12 : 1e-6)).minimise(logisticLoss(w));
    double tolerance = dtype == DType.F64 ? 1e-11 : 1e-5;
    assertThat(w.value().isClose(expected("logistic scipy"), tolerance, 0)).isTrue();
    // Its line search gives up where losses cannot be told apart any more.
    assertThat(w.value().isClose(expected("logistic torch"), Math.max(2e-8, tolerance), 0)).isTrue();
    assertThat(result.loss()).isCloseTo(expected("logistic loss").item(),
        Offset.offset(dtype == DType.F64 ? 1e-15 : 1e-6));
    assertThat(result.iterations()).isLessThan(60);
    assertThat(logisticLoss(w).get().item()).isEqualTo(result.loss());
  }

  private static Parameter logistic(DType dtype) {
    Linear layer = new Linear(5, 3);
    layer.initialise(1, dtype);
    layer.parameters().getFirst().assign(Tensor.zeros(dtype, 3, 5));
    return layer.parameters().getFirst();
  }

  private static Supplier<Tensor> logisticLoss(Parameter w) {
    Tensor x = expected("logistic input").to(w.value().dtype());
    Tensor classes = expected("logistic classes").to(DType.I32);
    return () -> Loss.crossEntropy().of(x.matmul(w.value().transpose()), classes)
        .add(w.value().square().sum().mul(0.05));
  }

  @Test
  void backendsAndWorkspacesDoNotMatter() {
    Tensor expected = onBackend(Kernels.scalar(), 1);
    assertThat(onBackend(Kernels.best().compiled(), 2).hasSameBits(expected)).isTrue();
    assertThat(
        new Workspace().call(() -> Workspace.keep(onBackend(Kernels.best().compiled(), 7))).hasSameBits(expected))
        .isTrue();
  }

  private static Tensor onBackend(Kernels kernels, int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      return new Backend(kernels, pool).call(() -> {
        Parameter w = logistic(DType.F32);
        new Lbfgs(List.of(w), Settings.tolerance(1e-4)).minimise(logisticLoss(w));
        return w.value();
      });
    }
  }

  @Test
  void aGradientCanBeGivenWithTheLoss() {
    Parameter w = logistic(DType.F64);
    Tensor x = expected("logistic input");
    Tensor classes = expected("logistic classes").to(DType.I32);
    // In two batches of equal size.
    Lbfgs.Objective batches = () -> {
      double loss = 0;
      Tensor gradient = Tensor.zeros(DType.F64, 3, 5);
      for (int from = 0; from < 40; from += 20) {
        Tensor batch = Loss.crossEntropy().of(x.slice(0, from, from + 20).matmul(w.value().transpose()),
            classes.slice(0, from, from + 20)).add(w.value().square().sum().mul(0.05)).mul(0.5);
        loss += batch.item();
        gradient = gradient.add(Autograd.grad(batch, w.value()));
      }
      return new Lbfgs.Evaluation(loss, List.of(gradient));
    };
    assertThat(new Lbfgs(List.of(w), Settings.tolerance(1e-11)).minimise(batches).converged()).isTrue();
    assertThat(w.value().isClose(expected("logistic scipy"), 1e-10, 0)).isTrue();
  }

  @Test
  void whatDidNotConvergeIsAnExceptionThatSaysWhy() {
    Parameter w = parameter(DType.F64, 5);
    w.assign(Tensor.zeros(DType.F64, 1, 5));
    Lbfgs lbfgs = new Lbfgs(List.of(w), Settings.tolerance(1e-9).iterations(2));
    assertThatThrownBy(() -> lbfgs.minimise(quadratic(w))).isInstanceOfSatisfying(NotConvergedException.class, e -> {
      assertThat(e.result().iterations()).isEqualTo(2);
      assertThat(e.result().converged()).isFalse();
      assertThat(e).hasMessage("lbfgs: not converged after 2 iterations and " + e.result().evaluations()
          + " evaluations, since all steps were made; the largest number of the gradient is "
          + e.result().gradientNorm() + ", expected 1.0E-9 or less");
      assertThat(e.result().loss()).isEqualTo(quadratic(w).get().item()).isLessThan(50);
    });
  }

  @Test
  void anAttemptSaysHowItEnded() {
    Parameter w = parameter(DType.F64, 3);
    Lbfgs lbfgs = new Lbfgs(List.of(w), Settings.tolerance(1e-9).iterations(1));
    Lbfgs.Result result = lbfgs.attempt(quadratic(w));
    assertThat(result.reason()).isEqualTo(Reason.ITERATIONS);
    assertThat(result.converged()).isFalse();
    // Where it is already, nothing is to be done.
    w.assign(Tensor.range(DType.F64, 3).reshape(1, 3));
    assertThat(lbfgs.attempt(quadratic(w))).isEqualTo(new Lbfgs.Result(0, 0, 0, 1, Reason.GRADIENT));
  }

  @Test
  void aGradientOfAnotherFunctionIsNoticed() {
    Parameter w = parameter(DType.F64, 3);
    Tensor before = Workspace.keep(w.value());
    Supplier<Tensor> right = quadratic(w);
    Lbfgs.Objective wrong =
        () -> new Lbfgs.Evaluation(right.get().item(), List.of(Autograd.grad(right.get(), w.value()).neg()));
    Lbfgs.Result result = new Lbfgs(List.of(w), Settings.tolerance(1e-9)).attempt(wrong);
    assertThat(result.reason()).isEqualTo(Reason.LINE_SEARCH);
    assertThat(w.value().hasSameBits(before)).isTrue();
  }

  @Test
  void aFunctionThatIsNotFiniteAtTheStartIsNoticed() {
    Parameter w = parameter(DType.F64, 3);
    assertThatThrownBy(() -> new Lbfgs(List.of(w), Settings.tolerance(1e-9)).minimise(() -> w.value().mul(0).log()
        .sum())).isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("since the loss or its gradient is not finite at the start");
  }

  @Test
  void aKinkEndsIt() {
    Parameter w = parameter(DType.F64, 3);
    Tensor slopes = Tensor.of(new double[] {1, 2, 4}, 1, 3);
    Lbfgs.Result result =
        new Lbfgs(List.of(w), Settings.tolerance(1e-6)).attempt(() -> w.value().abs().mul(slopes).sum());
    assertThat(result.reason()).isIn(Reason.STALLED, Reason.LINE_SEARCH);
    assertThat(result.iterations()).isLessThan(500);
    assertThat(result.loss()).isLessThan(1e-3);
  }

  @Test
  void networksOfRectifiedUnitsAreTrainedAsFarAsItGoes() {
    Sequential model =
        Sequential.builder().add("fc", new Linear(4, 20)).add("relu", Activation.relu()).add("out", new Linear(20, 3))
            .build();
    model.initialise(1, DType.F64);
    Tensor x = Numbers.normal(1, 60, 4);
    Tensor classes = Numbers.normal(2, 60, 3).argmax(1);
    Supplier<Tensor> loss = () -> Loss.crossEntropy().of(model.apply(x, Context.evaluate()), classes);
    double before = loss.get().item();
    Lbfgs.Result result = new Lbfgs(model.parameters(), Settings.tolerance(1e-5)).attempt(loss);
    assertThat(result.loss()).isEqualTo(loss.get().item()).isLessThan(0.2 * before);
    assertThat(result.iterations()).isLessThan(1000);
  }

  @Test
  void stepsToWhereTheFunctionIsNotDefinedAreShortened() {
    Parameter w = parameter(DType.F64, 1);
    w.assign(Tensor.full(DType.F64, 1e-3, 1, 1));
    // x − ln x, NaN for x < 0.
    Lbfgs.Result result = new Lbfgs(List.of(w), Settings.tolerance(1e-10))
        .minimise(() -> w.value().sub(w.value().log()).sum());
    assertThat(w.value().item()).isCloseTo(1, Offset.offset(1e-9));
    assertThat(result.loss()).isCloseTo(1, Offset.offset(1e-15));
  }

  @Test
  void afterAFailureTheParametersAreTheBestOnes() {
    Parameter w = parameter(DType.F64, 4);
    Supplier<Tensor> loss = quadratic(w);
    double before = loss.get().item();
    AtomicInteger calls = new AtomicInteger();
    Lbfgs lbfgs = new Lbfgs(List.of(w), Settings.tolerance(1e-9));
    assertThatThrownBy(() -> lbfgs.attempt(() -> {
      if (calls.incrementAndGet() == 5) {
        throw new IllegalStateException("enough");
      }
      return loss.get();
    })).hasMessage("enough");
    assertThat(loss.get().item()).isLessThan(before);
  }

  @Test
  void trainingPassesChangeNoBuffer() {
    Sequential model =
        Sequential.builder().add("fc", new Linear(3, 4)).add("norm", new BatchNorm1d(4)).add("out", new Linear(4, 1))
            .build();
    model.initialise(1, DType.F64);
    Tensor x = Numbers.normal(1, 20, 3);
    Tensor y = Numbers.normal(2, 20, 1);
    Tensor mean = Workspace.keep(Objects.requireNonNull(model.namedBuffers().get("norm.running_mean")).value());
    Lbfgs.Result result = new Lbfgs(model.parameters(), Settings.tolerance(1e-3).iterations(200))
        .attempt(() -> Loss.mse().of(model.apply(x, Context.train(1, 0)), y));
    assertThat(result.iterations()).isPositive();
    assertThat(Objects.requireNonNull(model.namedBuffers().get("norm.running_mean")).value().hasSameBits(mean))
        .isTrue();
  }

  @Test
  void gradientsThatDoNotFitAreRefused() {
    Parameter w = parameter(DType.F64, 3);
    Lbfgs lbfgs = new Lbfgs(List.of(w), Settings.tolerance(1e-9));
    assertThatThrownBy(() -> lbfgs.attempt(() -> new Lbfgs.Evaluation(0, List.of())))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("lbfgs: 0 gradients for 1 parameters");
    assertThatThrownBy(() -> lbfgs.attempt(() -> new Lbfgs.Evaluation(0, List.of(Tensor.zeros(DType.F32, 1, 3)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lbfgs: gradient of parameter weight is f32[1,3], expected f64[1,3]");
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 10", "NaN, 10, 10", "Infinity, 10, 10", "1, 0, 10", "1, 10, 0"})
  void numbersOutsideTheirRangeAreRefused(double tolerance, int memory, int iterations) {
    assertThatThrownBy(() -> new Settings(tolerance, memory, iterations)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lbfgs: tolerance " + tolerance + ", memory " + memory + ", iterations " + iterations
            + ", expected a positive finite tolerance, the others 1 or more");
  }

  /// A row of numbers.
  private static Parameter parameter(DType dtype, int n) {
    Linear layer = new Linear(n, 1);
    layer.initialise(1, dtype);
    return layer.parameters().getFirst();
  }
}
