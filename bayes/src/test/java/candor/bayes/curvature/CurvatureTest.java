package candor.bayes.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.kernel.Kernels;
import candor.linalg.ConjugateGradients;
import candor.linalg.LinearOperator;
import candor.linalg.Lissa;
import candor.linalg.Matrix;
import candor.linalg.Solution;
import candor.linalg.SymmetricEigen;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CurvatureTest {

  /// `curvature.py` has the network; F64 to 10⁻¹⁰, F32 to 10⁻⁵ of the norm.
  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"F32", "F64"})
  void productsAreThoseOfPyTorch(DType type) throws IOException {
    Map<String, double[]> numbers = references();
    Sequential model = Networks.convolutional();
    model.initialise(1, type);
    EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.crossEntropy(), data(numbers, type)).pieces(3);
    risk.flat().write(numbers.get("parameters"));
    double bound = type == DType.F64 ? 1e-10 : 1e-5;
    assertThat(Networks.error(risk.evaluate().gradient(), numbers.get("gradient"))).isLessThan(bound);
    double[] v = numbers.get("vector");
    assertThat(Networks.error(Curvature.hessian(risk).apply(v), numbers.get("hessian"))).isLessThan(bound);
    assertThat(Networks.error(Curvature.gaussNewton(risk).apply(v), numbers.get("gauss-newton"))).isLessThan(bound);
  }

  private static Dataset data(Map<String, double[]> numbers, DType type) {
    int[] classes = Arrays.stream(numbers.get("classes")).mapToInt(x -> (int) x).toArray();
    return new TensorDataset(Tensor.of(numbers.get("images"), classes.length, 1, 8, 8).to(type),
        Tensor.of(classes, classes.length));
  }

  private static Map<String, double[]> references() throws IOException {
    Map<String, double[]> result = new HashMap<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(CurvatureTest.class.getResourceAsStream("curvature.csv")), StandardCharsets.UTF_8))) {
      in.lines().skip(1).map(line -> line.split(",")).forEach(
          row -> result.put(row[0], Stream.of(row[1].split(" ")).mapToDouble(Double::parseDouble).toArray()));
    }
    return result;
  }

  @Test
  void productsAreDifferencesOfGradients() {
    EmpiricalRisk risk = smooth(DType.F64, 20).weightDecay(0.3);
    double[] theta = risk.flat().read();
    double[] v = Networks.vector(5, theta.length);
    double[] product = Curvature.hessian(risk).apply(v);
    double h = 1e-4;
    double[] difference = new double[theta.length];
    // Fourth order: (8 (g(h) − g(−h)) − (g(2h) − g(−2h))) / 12 h.
    int[] steps = {1, -1, 2, -2};
    int[] weights = {8, -8, -1, 1};
    for (int k = 0; k < 4; k++) {
      double[] at = theta.clone();
      for (int i = 0; i < at.length; i++) {
        at[i] += steps[k] * h * v[i];
      }
      risk.flat().write(at);
      double[] gradient = risk.evaluate().gradient();
      for (int i = 0; i < at.length; i++) {
        difference[i] += weights[k] * gradient[i] / (12 * h);
      }
    }
    assertThat(Networks.error(product, difference)).isLessThan(1e-7);
  }

  @Property(tries = 20)
  void theOperatorsAreSymmetricAndLinear(@ForAll long seed) {
    EmpiricalRisk risk = smooth(DType.F64, 20);
    for (Curvature a : List.of(Curvature.hessian(risk), Curvature.gaussNewton(risk))) {
      double[] u = Networks.vector(seed, a.size());
      double[] v = Networks.vector(seed + 1, a.size());
      double[] sum = new double[a.size()];
      Arrays.setAll(sum, i -> 2 * u[i] - 3 * v[i]);
      List<double[]> products = a.applyAll(List.of(u, v, sum));
      assertThat(Networks.dot(products.getFirst(), v)).isCloseTo(Networks.dot(products.get(1), u), within(1e-11));
      double[] combined = new double[a.size()];
      Arrays.setAll(combined, i -> 2 * products.get(0)[i] - 3 * products.get(1)[i]);
      assertThat(Networks.error(products.get(2), combined)).isLessThan(1e-12);
      assertThat(Networks.dot(Curvature.gaussNewton(risk).apply(v), v)).isGreaterThan(-1e-13);
    }
  }

  @Test
  void gaussNewtonIsTheHessianOfALinearModelAndElsePositiveSemiDefinite() {
    Sequential linear = Sequential.of(new Linear(3, 4));
    linear.initialise(1, DType.F64);
    EmpiricalRisk risk = EmpiricalRisk.of(linear, Loss.crossEntropy(), Networks.classes(20, DType.F64));
    Matrix hessian = Curvature.hessian(risk).toMatrix();
    assertThat(Networks.error(Curvature.gaussNewton(risk).toMatrix().data(), hessian.data())).isLessThan(1e-14);

    EmpiricalRisk curved = smooth(DType.F64, 20);
    assertThat(eigenvalues(Curvature.gaussNewton(curved))[0]).isGreaterThan(-1e-12);
    assertThat(eigenvalues(Curvature.hessian(curved))[0]).isLessThan(-1e-3);
    assertThat(eigenvalues(Curvature.gaussNewton(curved.weightDecay(0.5)))[0]).isCloseTo(0.5, within(1e-12));
  }

  private static double[] eigenvalues(LinearOperator a) {
    Matrix m = a.toMatrix();
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < i; j++) {
        m.set(j, i, m.get(i, j));
      }
    }
    return SymmetricEigen.of(m).values();
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"F32", "F64"})
  void memoryThreadsAndBlocksDoNotChangeTheBits(DType type) {
    EmpiricalRisk risk = smooth(type, 50).pieces(16);
    for (Curvature all : List.of(Curvature.hessian(risk), Curvature.gaussNewton(risk))) {
      double[] u = Networks.vector(1, all.size());
      double[] v = Networks.vector(2, all.size());
      List<double[]> kept = all.applyAll(List.of(u, v));
      assertThat(all.keptPieces()).isEqualTo(4);
      assertThat(all.apply(v)).containsExactly(kept.get(1));

      Curvature none = all.keeping(0);
      assertThat(none.apply(u)).containsExactly(kept.get(0));
      assertThat(none.keptPieces()).isZero();
      assertThat(none.keptBytes()).isZero();

      // Two of the pieces of 16, 16, 16 and 2 samples.
      long budget = all.keptBytes() * 7 / 10;
      Curvature some = all.keeping(budget);
      for (int time = 0; time < 2; time++) {
        assertThat(some.apply(v)).containsExactly(kept.get(1));
        assertThat(some.keptPieces()).isEqualTo(2);
        assertThat(some.keptBytes()).isBetween(budget / 3, budget);
      }

      try (WorkerPool one = new WorkerPool(1); WorkerPool three = new WorkerPool(3)) {
        for (WorkerPool pool : List.of(one, three)) {
          Curvature other = all.keeping(budget);
          assertThat(new Backend(Kernels.scalar(), pool).call(() -> other.applyAll(List.of(u, v))).get(1))
              .containsExactly(kept.get(1));
        }
      }
    }
  }

  @Test
  void productsOfTheLastLayerAreABlockOfTheWhole() {
    EmpiricalRisk risk = smooth(DType.F64, 20).weightDecay(0.1);
    EmpiricalRisk last = risk.lastLayer();
    int offset = risk.flat().count() - last.flat().count();
    double[] v = Networks.vector(3, last.flat().count());
    double[] whole = new double[risk.flat().count()];
    System.arraycopy(v, 0, whole, offset, v.length);
    double[] block = Arrays.copyOfRange(Curvature.hessian(risk).apply(whole), offset, whole.length);
    assertThat(Networks.error(Curvature.hessian(last).apply(v), block)).isLessThan(1e-14);
    assertThat(Networks.error(Curvature.gaussNewton(last).apply(v), block)).isLessThan(1e-13);
    assertThat(Curvature.hessian(last).apply(new double[v.length])).containsOnly(0);
  }

  /// Of samples that are all alike, any sample's curvature is that of all.
  @Test
  void samplesHaveTheCurvatureOfAllAsTheirMean() {
    Tensor one = Networks.normal(1, 1, 3);
    Dataset data = new TensorDataset(Tensor.concat(0, List.of(one, one, one)), Tensor.of(new int[] {2, 2, 2}, 3));
    Sequential model = Networks.smooth(DType.F64);
    EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.crossEntropy(), data).weightDecay(0.2);
    Curvature all = Curvature.hessian(risk);
    double[] v = Networks.vector(1, all.size());
    for (int step = 0; step < 3; step++) {
      assertThat(Networks.error(all.samples(5, 1).apply(step).apply(v), all.apply(v))).isLessThan(1e-14);
    }
    EmpiricalRisk kept = risk.without(Divisor.KEPT, 0);
    assertThat(
        Networks.error(Curvature.hessian(kept).samples(4, 1).apply(0).apply(v), Curvature.hessian(kept).apply(v)))
        .isLessThan(1e-14);
  }

  @Test
  void lissaWithSamplesComesNearToConjugateGradients() {
    EmpiricalRisk risk = smooth(DType.F64, 60);
    Curvature a = Curvature.gaussNewton(risk);
    double[] b = risk.evaluate().gradient();
    Solution exact = ConjugateGradients.of(a, 0.1).solve(b);
    Lissa lissa = Lissa.of(a, 0.1, 2).samples(a.samples(20, 3)).depth(150, 4).tolerance(0.2);
    assertThat(Networks.error(lissa.solve(b).x(), exact.x())).isLessThan(0.2);
  }

  @Test
  void theDiagonalIsEstimated() {
    EmpiricalRisk risk = smooth(DType.F64, 30).weightDecay(1);
    Curvature a = Curvature.gaussNewton(risk);
    Matrix matrix = a.toMatrix();
    double[] diagonal = new double[a.size()];
    Arrays.setAll(diagonal, i -> matrix.get(i, i));
    assertThat(Networks.error(a.diagonal(400, 1), diagonal)).isLessThan(0.05);
  }

  @Test
  void whatIsWrongIsSaid() {
    EmpiricalRisk risk = smooth(DType.F64, 20).pieces(10);
    Curvature a = Curvature.hessian(risk);
    assertThatThrownBy(() -> a.apply(1, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empirical risk: a vector of 2 numbers, expected 44, as many as the parameters have");
    assertThatThrownBy(() -> a.keeping(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hessian: graphs of -1 bytes, expected 0 or more");
    assertThatThrownBy(() -> a.samples(0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hessian: samples of 0, expected 1 or more");
    assertThatThrownBy(() -> Curvature.gaussNewton(risk).diagonal(0, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gauss-newton: diagonal from 0 draws, expected 1 or more");

    double[] v = new double[44];
    double[] before = risk.flat().read();
    double[] product = a.apply(before);
    risk.flat().write(v);
    assertThatThrownBy(() -> a.apply(v)).isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "hessian: number 0 of parameter weight [5,3] has changed since the operator was made; make it anew");
    risk.flat().write(before);
    assertThat(a.apply(before)).containsExactly(product);
    v[15] = Double.NaN;
    assertThatThrownBy(() -> Curvature.hessian(risk).apply(v)).isInstanceOf(ArithmeticException.class)
        .hasMessage("hessian product: NaN at number 0 of parameter weight [5,3], from samples 0 to 9 of 20");
  }

  static EmpiricalRisk smooth(DType type, int n) {
    return EmpiricalRisk.of(Networks.smooth(type), Loss.crossEntropy(), Networks.classes(n, type));
  }
}
