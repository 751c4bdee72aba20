package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TriangularTest {

  @Property(tries = 400)
  void theSolutionSolvesTheSystemInAllEightForms(
      @ForAll @IntRange(max = 40) int n,
      @ForAll @IntRange(max = 4) int m,
      @ForAll boolean lower,
      @ForAll boolean transposed,
      @ForAll boolean unit,
      @ForAll long seed) {
    Matrix t = triangle(n, lower, seed);
    Matrix stored = withGarbageOutside(t, lower);
    if (unit) {
      for (int i = 0; i < n; i++) {
        t.set(i, i, 1);
      }
    }
    Triangular system = lower ? Triangular.lower(stored) : Triangular.upper(stored);
    system = unit ? system.unit() : system;
    system = transposed ? system.transposed() : system;

    Matrix b = Samples.normal(n, m, seed + 1);
    Matrix x = system.solve(b);
    Samples.assertClose((transposed ? t.transpose() : t).times(x), b, 5 * (1 + Samples.maxAbs(x)));
  }

  @Test
  void aVectorIsSolvedLikeAColumn() {
    Matrix t = new Matrix(2, 2, 2, 0, 3, 4);
    assertThat(Triangular.lower(t).solve(2, 11)).containsExactly(1, 2);
    assertThat(Triangular.lower(t).transposed().solve(8, 8)).containsExactly(1, 2);
    assertThat(Triangular.upper(t).solve(2, 8)).containsExactly(1, 2);
    assertThat(Triangular.lower(t).unit().solve(1, 5)).containsExactly(1, 2);
  }

  @Test
  void transposingTwiceIsNoChange() {
    Matrix t = new Matrix(2, 2, 2, 0, 3, 4);
    assertThat(Triangular.lower(t).transposed().transposed().solve(2, 11)).containsExactly(1, 2);
  }

  @Test
  void theRightSideIsNotChanged() {
    double[] b = {2, 11};
    Triangular.lower(new Matrix(2, 2, 2, 0, 3, 4)).solve(b);
    assertThat(b).containsExactly(2, 11);
  }

  @Test
  void aDiagonalThatCannotDivideIsNamed() {
    for (double pivot : new double[] {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Triangular.upper(Samples.diagonal(1, pivot, 1)).solve(1, 1, 1))
          .asInstanceOf(InstanceOfAssertFactories.type(FactorisationException.class))
          .satisfies(e -> {
            assertThat(e).hasMessage(
                "triangular solve: diagonal entry 1 must be finite and not zero, but is " + pivot);
            assertThat(e.index()).isEqualTo(1);
            assertThat(Double.compare(e.value(), pivot)).isZero();
          });
    }
    assertThat(Triangular.upper(Samples.diagonal(1, 0, Double.NaN)).unit().solve(1, 2, 3)).containsExactly(1, 2, 3);
  }

  @Test
  void unfitArgumentsAreNamed() {
    assertThatThrownBy(() -> Triangular.lower(new Matrix(2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("triangular: expected a square matrix, but its shape is [2, 3]");
    assertThatThrownBy(() -> Triangular.lower(new Matrix(2, 2, 1, 0, Double.NaN, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("triangular: entry [1, 0] of the matrix [2, 2] is NaN");
    assertThatThrownBy(() -> Triangular.upper(new Matrix(2, 2, 1, Double.NEGATIVE_INFINITY, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("triangular: entry [0, 1] of the matrix [2, 2] is -Infinity");
    assertThatThrownBy(() -> Triangular.lower(Matrix.identity(2)).solve(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("triangular solve: the matrix [2, 2] needs a right side with 2 rows, but its shape is [3, 1]");
    assertThatThrownBy(() -> Triangular.lower(Matrix.identity(2)).solve(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("triangular solve: entry [1, 0] of the right side [2, 1] is NaN");
  }

  /// Diagonal entries of 1 to 2 and small others, so that the solution stays small in every form.
  private static Matrix triangle(int n, boolean lower, long seed) {
    Matrix t = Samples.scaled(0.1, Samples.normal(n, n, seed));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i == j) {
          t.set(i, i, 1 + (i % 7) / 7.0);
        } else if (lower != j < i) {
          t.set(i, j, 0);
        }
      }
    }
    return t;
  }

  private static Matrix withGarbageOutside(Matrix t, boolean lower) {
    Matrix stored = t.copy();
    for (int i = 0; i < t.rows(); i++) {
      for (int j = 0; j < t.cols(); j++) {
        if (lower ? j > i : j < i) {
          stored.set(i, j, Double.NaN);
        }
      }
    }
    return stored;
  }
}
