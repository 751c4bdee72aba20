package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConjugateGradientsTest {

  @Property(tries = 100)
  void solvesPositiveDefiniteSystemsAsCholeskyDoes(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    double[] b = Samples.normal(n, 1, seed + 1).data();
    Solution solution = ConjugateGradients.of(LinearOperator.of(a), 0).tolerance(1e-12).solve(b);
    double[] exact = Cholesky.of(a).solve(b);
    double size = Rows.maxAbs(exact, 0, n);
    for (int i = 0; i < n; i++) {
      assertThat(solution.x()[i]).isCloseTo(exact[i], within(1e-8 * size));
    }
    assertThat(solution.iterations()).isLessThanOrEqualTo(10 * n);
  }

  @Property(tries = 100)
  void dampsAndReportsTheResidualThatIsThere(@ForAll @IntRange(min = 1, max = 30) int n, @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int iterations) {
    Matrix a = Samples.positiveDefinite(n, seed);
    double[] b = Samples.normal(n, 1, seed + 1).data();
    Solution solution = ConjugateGradients.of(LinearOperator.of(a), 0.3).iterations(iterations).attempt(b);
    assertThat(solution.residual()).isCloseTo(residual(a, 0.3, solution.x(), b), within(1e-13));
    assertThat(solution.converged()).isEqualTo(solution.residual() <= 1e-6);
    assertThat(solution.iterations()).isLessThanOrEqualTo(iterations);
  }

  @Property(tries = 100)
  void indefiniteMatricesAreEitherSolvedOrReported(@ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
    Matrix a = Samples.symmetric(n, seed);
    double[] b = Samples.normal(n, 1, seed + 1).data();
    Solution solution = ConjugateGradients.of(LinearOperator.of(a), 0).attempt(b);
    assertThat(solution.residual()).isCloseTo(residual(a, 0, solution.x(), b), within(1e-9));
    assertThat(solution.converged() || solution.outcome() == Solution.Outcome.NEGATIVE_CURVATURE).isTrue();
    Solution damped = ConjugateGradients.of(LinearOperator.of(a)).solve(b);
    assertThat(damped.damping()).isGreaterThan(-SymmetricEigen.of(a).values()[0]);
  }

  @Test
  void manyRightSidesHaveTheBitsOfOneAfterTheOther() {
    LinearOperator a = LinearOperator.of(Samples.positiveDefinite(20, 1));
    List<double[]> bs = List.of(Samples.normal(20, 1, 2).data(), new double[20], Samples.normal(20, 1, 3).data());
    ConjugateGradients solver = ConjugateGradients.of(a, 0.1);
    List<Solution> together = solver.solveAll(bs);
    for (int i = 0; i < bs.size(); i++) {
      Solution alone = solver.solve(bs.get(i));
      assertThat(together.get(i).x()).containsExactly(alone.x());
      assertThat(together.get(i).iterations()).isEqualTo(alone.iterations());
    }
    assertThat(together.get(1).residual()).isZero();
    assertThat(together.get(1).iterations()).isZero();
  }

  @Test
  void aPreconditionerSavesIterations() {
    double[] diagonal = new double[60];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = StrictMath.exp(0.15 * i);
    }
    Matrix a = Samples.scaled(0.01, Samples.positiveDefinite(60, 1));
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] += a.get(i, i);
      a.set(i, i, diagonal[i]);
    }
    double[] b = Samples.normal(60, 1, 2).data();
    ConjugateGradients plain = ConjugateGradients.of(LinearOperator.of(a), 0).tolerance(1e-10);
    Solution jacobi = plain.jacobi(diagonal).solve(b);
    assertThat(jacobi.iterations()).isLessThan(plain.solve(b).iterations() / 2);
    LinearOperator inverse = DirectSolver.of(LinearOperator.of(a), 0).inverse();
    assertThat(plain.preconditioner(inverse).solve(b).iterations()).isLessThanOrEqualTo(2);
  }

  /// Products in F32 are not those of one matrix; what they hide is not called solved.
  @Test
  void roundedProductsEndInAnHonestResidual() {
    Matrix a = Samples.positiveDefinite(30, 1);
    double[] b = Samples.normal(30, 1, 2).data();
    LinearOperator rounded = new LinearOperator() {
      @Override
      public int size() {
        return 30;
      }

      @Override
      public double[] apply(double... x) {
        double[] y = new double[30];
        for (int i = 0; i < 30; i++) {
          y[i] = (float) x[i];
        }
        y = a.times(y);
        for (int i = 0; i < 30; i++) {
          y[i] = (float) y[i];
        }
        return y;
      }
    };
    Solution solution = ConjugateGradients.of(rounded, 0).tolerance(1e-12).attempt(b);
    assertThat(solution.outcome()).isEqualTo(Solution.Outcome.ROUNDING);
    assertThat(solution.residual()).isBetween(1e-12, 1e-4);
  }

  @Test
  void negativeCurvatureIsReported() {
    ConjugateGradients solver = ConjugateGradients.of(LinearOperator.diagonal(1, -2), 0.5);
    assertThatThrownBy(() -> solver.solve(1, 1)).isInstanceOf(UnsolvedException.class)
        .hasMessage(
            "conjugate gradients with damping 0.5 as given: not solved after 0 iterations, since the matrix is not"
                + " positive definite, and wants more damping; the residual is 1.0 of the right side");
    assertThat(solver.attempt(1, 1).outcome()).isEqualTo(Solution.Outcome.NEGATIVE_CURVATURE);
  }

  @Test
  void theDampingIsChosenForTheSpectrum() {
    LinearOperator a = LinearOperator.diagonal(-1, 0.5, 9);
    ConjugateGradients solver = ConjugateGradients.of(a);
    assertThat(solver.damping()).isCloseTo((9 + 1e4) / (1e4 - 1), within(1e-9));
    assertThat(solver.solve(1, 1, 1).account()).isEqualTo(
        "conjugate gradients with damping 1.001 chosen for eigenvalues from -1.0 to 9.0");
    assertThat(ConjugateGradients.of(LinearOperator.diagonal(1, 2)).damping()).isZero();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LinearOperator a = LinearOperator.diagonal(1, 2);
    ConjugateGradients solver = ConjugateGradients.of(a, 0);
    assertThatThrownBy(() -> solver.solve(1, 2, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conjugate gradients: the right side has 3 numbers, expected 2");
    assertThatThrownBy(() -> solver.solve(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conjugate gradients: entry 1 of the right side is NaN");
    assertThatThrownBy(() -> ConjugateGradients.of(a, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conjugate gradients: damping -1.0, expected a finite number of 0 or more");
    assertThatThrownBy(() -> solver.tolerance(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conjugate gradients: tolerance 0.0, expected a positive finite number");
    assertThatThrownBy(() -> solver.iterations(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conjugate gradients: 0 iterations, expected 1 or more");
    assertThatThrownBy(() -> solver.preconditioner(LinearOperator.diagonal(1))).isInstanceOf(
        IllegalArgumentException.class)
        .hasMessage("conjugate gradients: the preconditioner has 1 rows, the operator 2");
    assertThatThrownBy(() -> solver.jacobi(1, -3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conjugate gradients: entry 1 of the damped diagonal -3.0, expected a positive finite number");
    assertThatThrownBy(() -> ConjugateGradients.of(LinearOperator.diagonal(1, Double.NaN), 0).attempt(1, 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("conjugate gradients: entry 1 of the operator's product number 0 is NaN");
    assertThatThrownBy(() -> a.apply(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("diagonal: the vector has 1 numbers, expected 2");
    assertThatThrownBy(() -> LinearOperator.of(new Matrix(2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linear operator: expected a square matrix, but its shape is [2, 3]");
  }

  /// ‖b − (A + δ I) x‖ / ‖b‖.
  static double residual(Matrix a, double damping, double[] x, double... b) {
    double[] rest = b.clone();
    Rows.add(-1, a.times(x), 0, rest, 0, rest.length);
    Rows.add(-damping, x, 0, rest, 0, rest.length);
    return Rows.norm(rest) / Rows.norm(b);
  }
}
