package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  @Property(tries = 200)
  void theFactorIsLowerTriangularAndItsSquareIsTheMatrix(@ForAll @IntRange(max = 40) int n, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    Matrix l = Cholesky.of(a).lower();
    for (int i = 0; i < n; i++) {
      assertThat(l.get(i, i)).isPositive();
      for (int j = i + 1; j < n; j++) {
        assertThat(l.get(i, j)).isZero();
      }
    }
    Samples.assertClose(l.times(l.transpose()), a, Samples.maxAbs(a));
  }

  @Property(tries = 200)
  void theFactorEqualsThatOfEjml(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    CholeskyDecomposition_F64<DMatrixRMaj> ejml = DecompositionFactory_DDRM.chol(n, true);
    assertThat(ejml.decompose(Samples.toEjml(a))).isTrue();
    Matrix expected = Samples.fromEjml(ejml.getT(null));
    Samples.assertClose(Cholesky.of(a).lower(), expected, 10 * Samples.maxAbs(a));
  }

  @Property(tries = 200)
  void solutionsAndTheInverseUndoTheMatrix(
      @ForAll @IntRange(max = 40) int n, @ForAll @IntRange(max = 4) int m, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    Cholesky cholesky = Cholesky.of(a);
    Matrix b = Samples.normal(n, m, seed + 1);
    // All eigenvalues are at least 1, so |x| ≤ |b| and the residual is bounded by the size of A.
    Samples.assertClose(a.times(cholesky.solve(b)), b, 10 * (1 + n) * (1 + Samples.maxAbs(a)));
    Samples.assertClose(a.times(cholesky.inverse()), Matrix.identity(n), 10 * (1 + n) * (1 + Samples.maxAbs(a)));
    assertThat(cholesky.inverse().data()).containsExactly(cholesky.inverse().transpose().data());
  }

  @Property(tries = 100)
  void theLogarithmOfTheDeterminantEqualsThatOfEjml(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    double expected = StrictMath.log(CommonOps_DDRM.det(Samples.toEjml(a)));
    assertThat(Cholesky.of(a).logDet()).isCloseTo(expected, Offset.offset(1e-11 * (1 + expected)));
  }

  @Test
  void aSmallExampleIsExact() {
    Cholesky cholesky = Cholesky.of(new Matrix(3, 3, 4, 12, -16, 12, 37, -43, -16, -43, 98));
    assertThat(cholesky.lower().data()).containsExactly(2, 0, 0, 6, 1, 0, -8, 5, 3);
    assertThat(cholesky.solve(0, 6, 39)).containsExactly(1, 1, 1);
    assertThat(cholesky.logDet()).isCloseTo(2 * StrictMath.log(6), Offset.offset(1e-15));
  }

  @Test
  void theDeterminantOfManyLargePivotsDoesNotOverflow() {
    Matrix a = Samples.scaled(1e10, Matrix.identity(100));
    assertThat(Cholesky.of(a).logDet()).isCloseTo(1000 * StrictMath.log(10), Offset.offset(1e-9));
  }

  @Test
  void illConditionedMatricesAreFactoredBackwardStably() {
    Matrix a = Samples.hilbert(12);
    Matrix l = Cholesky.of(a).lower();
    Samples.assertClose(l.times(l.transpose()), a, 0.1);
    double[] b = a.times(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    Samples.assertClose(a.times(Cholesky.of(a).solve(b)), b, 12, 3);
  }

  @Test
  void theEmptyMatrixHasAnEmptyFactor() {
    Cholesky empty = Cholesky.of(new Matrix(0, 0));
    assertThat(empty.lower().shape()).isEqualTo("[0, 0]");
    assertThat(empty.inverse().shape()).isEqualTo("[0, 0]");
    assertThat(empty.solve()).isEmpty();
    assertThat(empty.logDet()).isZero();
  }

  @Test
  void theInputIsNotChangedAndTheFactorCannotBe() {
    Matrix a = new Matrix(2, 2, 4, 2, 2, 5);
    Cholesky cholesky = Cholesky.of(a);
    cholesky.lower().set(0, 0, 77);
    assertThat(a.data()).containsExactly(4, 2, 2, 5);
    assertThat(cholesky.lower().data()).containsExactly(2, 0, 1, 2);
  }

  @Test
  void matricesThatAreNotPositiveDefiniteNameTheFirstBadPivot() {
    assertPivot(new Matrix(2, 2, 1, 2, 2, 1), 1, -3);
    assertPivot(new Matrix(2, 2, 1, 1, 1, 1), 1, 0);
    assertPivot(Samples.diagonal(3, 2, -5, -7), 2, -5);
    assertPivot(new Matrix(1, 1), 0, 0);
  }

  @Test
  void unfitMatricesAreNamed() {
    assertThatThrownBy(() -> Cholesky.of(new Matrix(2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cholesky: expected a square matrix, but its shape is [2, 3]");
    assertThatThrownBy(() -> Cholesky.of(new Matrix(2, 2, 4, 1, 2, 4))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cholesky: expected a symmetric matrix, but entry [1, 0] is 2.0 and entry [0, 1] is 1.0");
    assertThatThrownBy(() -> Cholesky.of(new Matrix(2, 2, 4, Double.NaN, 1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cholesky: entry [0, 1] of the matrix [2, 2] is NaN");
    assertThatThrownBy(() -> Cholesky.of(Matrix.identity(2)).solve(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("triangular solve: the matrix [2, 2] needs a right side with 2 rows, but its shape is [1, 1]");
  }

  @Test
  void asymmetryIsAcceptedUpToTheOrderOfRounding() {
    assertThat(Cholesky.of(new Matrix(2, 2, 4, 2, 2 + 1e-12, 5)).lower().data()).containsExactly(2, 0, 1, 2);
    assertThatThrownBy(() -> Cholesky.of(new Matrix(2, 2, 4, 2, 2 + 1e-9, 5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertPivot(Matrix a, int index, double value) {
    assertThatThrownBy(() -> Cholesky.of(a))
        .asInstanceOf(InstanceOfAssertFactories.type(FactorisationException.class))
        .satisfies(e -> {
          assertThat(e).hasMessage(
              "cholesky: the matrix " + a.shape() + " is not positive definite, pivot " + index + " is " + value);
          assertThat(e.index()).isEqualTo(index);
          assertThat(e.value()).isEqualTo(value);
        });
  }
}
