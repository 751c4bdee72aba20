package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {

  @Property(tries = 300)
  void vectorsAreOrthonormalAndTheMatrixOnlyStretchesThem(@ForAll @IntRange(max = 40) int n, @ForAll long seed) {
    assertDecomposes(Samples.symmetric(n, seed));
  }

  @Property(tries = 100)
  void matricesOfLowRankAreDecomposed(
      @ForAll @IntRange(max = 40) int n, @ForAll @IntRange(max = 5) int rank, @ForAll long seed) {
    Matrix x = Samples.normal(n, rank, seed);
    assertDecomposes(x.times(x.transpose()));
  }

  @Property(tries = 200)
  void valuesEqualThoseOfEjml(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Matrix a = Samples.symmetric(n, seed);
    EigenDecomposition_F64<DMatrixRMaj> ejml = DecompositionFactory_DDRM.eig(n, false, true);
    assertThat(ejml.decompose(Samples.toEjml(a))).isTrue();
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      expected[i] = ejml.getEigenvalue(i).getReal();
    }
    Arrays.sort(expected);
    Samples.assertClose(SymmetricEigen.of(a).values(), expected, n, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 100})
  void theSecondDifferenceHasItsKnownValues(int n) {
    Matrix a = Samples.scaled(2, Matrix.identity(n));
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      expected[i] = 2 - 2 * StrictMath.cos(Math.PI * (i + 1) / (n + 1));
      if (i > 0) {
        a.set(i, i - 1, -1);
        a.set(i - 1, i, -1);
      }
    }
    Samples.assertClose(SymmetricEigen.of(a).values(), expected, n, 1);
    assertDecomposes(a);
  }

  @Test
  void aSmallExampleHasItsKnownValuesAndVectors() {
    SymmetricEigen eigen = SymmetricEigen.of(new Matrix(2, 2, 2, 1, 1, 2));
    Samples.assertClose(eigen.values(), new double[] {1, 3}, 2, 1);
    double[] v = eigen.vectors().data();
    double half = Math.sqrt(0.5);
    Samples.assertClose(new double[] {v[0] * v[2], v[1] * v[3]}, new double[] {-0.5, 0.5}, 2, 1);
    Samples.assertClose(new double[] {Math.abs(v[0]), Math.abs(v[1])}, new double[] {half, half}, 2, 1);
  }

  @Test
  void diagonalMatricesAreSortedExactly() {
    SymmetricEigen eigen = SymmetricEigen.of(Samples.diagonal(3, -1, 0, 3, 2));
    assertThat(eigen.values()).containsExactly(-1, 0, 2, 3, 3);
    assertDecomposes(Samples.diagonal(3, -1, 0, 3, 2));
  }

  @Test
  void zeroAndEmptyMatricesAreDecomposed() {
    assertThat(SymmetricEigen.of(new Matrix(3, 3)).values()).containsExactly(0, 0, 0);
    assertDecomposes(new Matrix(3, 3));
    assertThat(SymmetricEigen.of(new Matrix(0, 0)).values()).isEmpty();
    assertThat(SymmetricEigen.of(new Matrix(0, 0)).vectors().shape()).isEqualTo("[0, 0]");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, -500, 500, 1000})
  void scalingByAPowerOfTwoScalesTheValuesExactly(int exponent) {
    Matrix a = Samples.symmetric(10, 1);
    double scale = Math.scalb(1.0, exponent);
    double[] expected = SymmetricEigen.of(a).values();
    Rows.scale(scale, expected, 0, expected.length);
    assertThat(SymmetricEigen.of(Samples.scaled(scale, a)).values()).containsExactly(expected);
  }

  @Test
  void subnormalEntriesAreNotLost() {
    Matrix a = Samples.scaled(Double.MIN_VALUE, new Matrix(2, 2, 2, 1, 1, 2));
    assertThat(SymmetricEigen.of(a).values()).containsExactly(Double.MIN_VALUE, 3 * Double.MIN_VALUE);
  }

  @Test
  void entriesNearTheSmallestNumbersBesideALargeOneConverge() {
    for (int seed = 0; seed < 20; seed++) {
      Matrix a = Samples.scaled(0x1p-1050, Samples.symmetric(6, seed));
      Arrays.fill(a.data(), 0, 6, 0);
      for (int i = 1; i < 6; i++) {
        a.set(i, 0, 0);
      }
      a.set(0, 0, 1);
      assertDecomposes(a);
    }
  }

  @Test
  void illConditionedAndGradedMatricesAreDecomposed() {
    assertDecomposes(Samples.hilbert(20));
    Matrix graded = new Matrix(12, 12);
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        graded.set(i, j, StrictMath.pow(10, -2.0 * Math.max(i, j)));
      }
    }
    assertDecomposes(graded);
    Matrix reversed = new Matrix(12, 12);
    for (int i = 0; i < 144; i++) {
      reversed.data()[i] = graded.data()[143 - i];
    }
    assertDecomposes(reversed);
  }

  @Test
  void matricesOfSeveralHundredRowsAreDecomposed() {
    assertDecomposes(Samples.symmetric(300, 1));
  }

  @Test
  void theInputIsNotChanged() {
    Matrix a = Samples.symmetric(5, 1);
    double[] before = a.data().clone();
    SymmetricEigen.of(a);
    assertThat(a.data()).containsExactly(before);
  }

  @Test
  void failureToConvergeReportsTheEntryThatRemains() {
    assertThatThrownBy(() -> SymmetricEigen.of(new Matrix(2, 2, 20, 5, 5, 20), 0))
        .asInstanceOf(InstanceOfAssertFactories.type(FactorisationException.class))
        .satisfies(e -> {
          assertThat(e).hasMessage(
              "symmetric eigen: after 0 steps entry 0 beside the diagonal has not vanished, it is 5.0");
          assertThat(e.index()).isZero();
          assertThat(e.value()).isEqualTo(5);
        });
  }

  @Test
  void unfitMatricesAreNamed() {
    assertThatThrownBy(() -> SymmetricEigen.of(new Matrix(3, 2))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symmetric eigen: expected a square matrix, but its shape is [3, 2]");
    assertThatThrownBy(() -> SymmetricEigen.of(new Matrix(2, 2, 4, 1, 2, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symmetric eigen: expected a symmetric matrix, but entry [1, 0] is 2.0 and entry [0, 1] is 1.0");
    assertThatThrownBy(() -> SymmetricEigen.of(new Matrix(1, 1, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symmetric eigen: entry [0, 0] of the matrix [1, 1] is NaN");
  }

  private static void assertDecomposes(Matrix a) {
    SymmetricEigen eigen = SymmetricEigen.of(a);
    double[] values = eigen.values();
    Matrix v = eigen.vectors();
    Samples.assertClose(v.transpose().times(v), Matrix.identity(a.rows()), 1);
    assertThat(values).isSorted();
    double size = a.rows() * Samples.maxAbs(a);
    Samples.assertClose(a.times(v), v.times(Samples.diagonal(values)), size);
  }
}
