package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrTest {

  @Property(tries = 200)
  void theFactorsAreOrthonormalAndTriangularAndTheirProductIsTheMatrix(
      @ForAll @IntRange(max = 40) int n, @ForAll @IntRange(max = 10) int extraRows, @ForAll long seed) {
    Matrix a = Samples.normal(n + extraRows, n, seed);
    Qr qr = Qr.of(a);
    Matrix q = qr.q();
    Matrix r = qr.r();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(r.get(i, j)).isZero();
      }
    }
    Samples.assertClose(q.transpose().times(q), Matrix.identity(n), 1);
    Samples.assertClose(q.times(r), a, 5);
  }

  @Property(tries = 200)
  void leastSquaresSolutionsEqualThoseOfEjml(
      @ForAll @IntRange(min = 1, max = 30) int n, @ForAll @IntRange(min = 10, max = 20) int extraRows,
      @ForAll @IntRange(min = 1, max = 3) int m, @ForAll long seed) {
    Matrix a = Samples.normal(n + extraRows, n, seed);
    Matrix b = Samples.normal(n + extraRows, m, seed + 1);
    LinearSolverDense<DMatrixRMaj> ejml = LinearSolverFactory_DDRM.leastSquares(a.rows(), n);
    assertThat(ejml.setA(Samples.toEjml(a))).isTrue();
    DMatrixRMaj expected = new DMatrixRMaj(n, m);
    ejml.solve(Samples.toEjml(b), expected);
    Samples.assertClose(Qr.of(a).solve(b), Samples.fromEjml(expected), 100);
  }

  @Property(tries = 200)
  void theResidualOfALeastSquaresSolutionIsOrthogonalToTheColumns(
      @ForAll @IntRange(min = 1, max = 30) int n, @ForAll @IntRange(min = 10, max = 20) int extraRows,
      @ForAll long seed) {
    Matrix a = Samples.normal(n + extraRows, n, seed);
    Matrix b = Samples.normal(n + extraRows, 1, seed + 1);
    double[] fitted = a.times(Qr.of(a).solve(b.data()));
    Rows.add(-1, b.data(), 0, fitted, 0, fitted.length);
    Samples.assertClose(a.transpose().times(fitted), new double[n], a.rows(), 100);
  }

  @Property(tries = 200)
  void transposedSolutionsSolveTheSystemWithTheLeastNorm(
      @ForAll @IntRange(min = 1, max = 20) int n, @ForAll @IntRange(min = 10, max = 20) int extraRows,
      @ForAll long seed) {
    Matrix a = Samples.normal(n + extraRows, n, seed);
    Matrix b = Samples.normal(n, 2, seed + 1);
    DMatrixRMaj pseudoInverse = new DMatrixRMaj(a.rows(), n);
    CommonOps_DDRM.pinv(Samples.toEjml(a.transpose()), pseudoInverse);
    Samples.assertClose(Qr.of(a).solveTransposed(b), Samples.fromEjml(pseudoInverse).times(b), 100);
  }

  @Test
  void aLineThroughThreePointsIsTheRegressionLine() {
    Qr qr = Qr.of(new Matrix(3, 2, 1, 0, 1, 1, 1, 2));
    Samples.assertClose(qr.solve(1, 3, 2), new double[] {1.5, 0.5}, 3, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-160, 1e160, 1e300})
  void neitherLargeNorSmallEntriesOverflowOrVanish(double scale) {
    Matrix a = Samples.normal(12, 5, 1);
    Matrix r = Samples.scaled(1 / scale, Qr.of(Samples.scaled(scale, a)).r());
    Samples.assertClose(r, Qr.of(a).r(), 5);
    double[] x = Qr.of(Samples.scaled(scale, a)).solve(Samples.scaled(scale, a).times(1, 2, 3, 4, 5));
    Samples.assertClose(x, new double[] {1, 2, 3, 4, 5}, 12, 50);
  }

  @Test
  void illConditionedSystemsHaveSmallResiduals() {
    Matrix a = Samples.hilbert(11);
    double[] b = a.times(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    Samples.assertClose(a.times(Qr.of(a).solve(b)), b, 11, 3);
  }

  @Test
  void emptyMatricesHaveEmptySolutions() {
    assertThat(Qr.of(new Matrix(0, 0)).solve()).isEmpty();
    assertThat(Qr.of(new Matrix(3, 0)).solve(1, 2, 3)).isEmpty();
    assertThat(Qr.of(new Matrix(3, 0)).solveTransposed(new Matrix(0, 1)).data()).containsExactly(0, 0, 0);
  }

  @Test
  void dependentColumnsAreFactoredButNotSolved() {
    Matrix a = new Matrix(3, 3, 1, 2, 1, 1, 2, 5, 1, 2, 2);
    Qr qr = Qr.of(a);
    Samples.assertClose(qr.q().times(qr.r()), a, 5);
    assertThatThrownBy(() -> qr.solve(1, 2, 3))
        .asInstanceOf(InstanceOfAssertFactories.type(FactorisationException.class))
        .satisfies(e -> {
          assertThat(e).hasMessage("qr: the columns of the matrix [3, 3] are linearly dependent, "
              + "diagonal entry 1 of R is " + e.value());
          assertThat(e.index()).isEqualTo(1);
          assertThat(Math.abs(e.value())).isLessThan(1e-14);
        });
    assertThatThrownBy(() -> qr.solveTransposed(new Matrix(3, 1))).isInstanceOf(FactorisationException.class);
    assertThatThrownBy(() -> Qr.of(new Matrix(4, 2)).solve(1, 2, 3, 4))
        .isInstanceOf(FactorisationException.class)
        .hasMessage("qr: the columns of the matrix [4, 2] are linearly dependent, diagonal entry 0 of R is 0.0");
  }

  @Test
  void theInputIsNotChanged() {
    Matrix a = Samples.normal(4, 3, 1);
    double[] before = a.data().clone();
    double[] b = {1, 2, 3, 4};
    Qr.of(a).solve(b);
    assertThat(a.data()).containsExactly(before);
    assertThat(b).containsExactly(1, 2, 3, 4);
  }

  @Test
  void unfitArgumentsAreNamed() {
    assertThatThrownBy(() -> Qr.of(new Matrix(2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("qr: expected at least as many rows as columns, but the shape is [2, 3]");
    assertThatThrownBy(() -> Qr.of(new Matrix(2, 1, 1, Double.POSITIVE_INFINITY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("qr: entry [1, 0] of the matrix [2, 1] is Infinity");
    assertThatThrownBy(() -> Qr.of(new Matrix(3, 2)).solve(1, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("qr solve: the matrix [3, 2] needs a right side with 3 rows, but its shape is [2, 1]");
    assertThatThrownBy(() -> Qr.of(new Matrix(3, 2)).solveTransposed(new Matrix(3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("qr transposed solve: the matrix [3, 2] needs a right side with 2 rows, but its shape is [3, 1]");
    assertThatThrownBy(() -> Qr.of(new Matrix(2, 1, 1, 1)).solve(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("qr solve: entry [1, 0] of the right side [2, 1] is NaN");
  }
}
