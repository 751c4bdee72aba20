package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.random.RandomStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// [DirectSolver], [Lissa] and [LowRankInverse].
class SolversTest {

  @Property(tries = 100)
  void theDirectSolverSolvesTheDampedSystem(@ForAll @IntRange(min = 1, max = 80) int n, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    List<double[]> bs = List.of(Samples.normal(n, 1, seed + 1).data(), new double[n]);
    List<Solution> solutions = DirectSolver.of(LinearOperator.of(a), 0.5).solveAll(bs);
    Solution solution = solutions.getFirst();
    assertThat(solution.residual())
        .isCloseTo(ConjugateGradientsTest.residual(a, 0.5, solution.x(), bs.getFirst()), within(1e-12))
        .isLessThan(1e-9);
    assertThat(solutions.getLast().x()).containsOnly(0);
  }

  @Test
  void theDirectSolverRefusesWhatIsNotPositiveDefinite() {
    assertThatThrownBy(() -> DirectSolver.of(LinearOperator.diagonal(1, -2), 0.5))
        .isInstanceOf(FactorisationException.class)
        .hasMessage("cholesky: the matrix [2, 2] is not positive definite, pivot 1 is -1.5");
    assertThat(DirectSolver.of(LinearOperator.diagonal(1, -2), 3).solve(4, 4).x()).containsExactly(1, 4);
  }

  @Property(tries = 60)
  void lissaSolvesTheDampedSystem(@ForAll @IntRange(min = 1, max = 20) int n, @ForAll long seed) {
    Matrix a = Samples.positiveDefinite(n, seed);
    double[] b = Samples.normal(n, 1, seed + 1).data();
    Lissa solver = Lissa.of(LinearOperator.of(a), 0.7).tolerance(1e-10);
    Solution solution = solver.solve(b);
    Matrix damped = a.copy();
    for (int i = 0; i < n; i++) {
      damped.set(i, i, damped.get(i, i) + 0.7);
    }
    double[] exact = Cholesky.of(damped).solve(b);
    double size = Rows.maxAbs(exact, 0, n);
    for (int i = 0; i < n; i++) {
      assertThat(solution.x()[i]).isCloseTo(exact[i], within(1e-7 * size));
    }
    assertThat(solution.residual()).isCloseTo(ConjugateGradientsTest.residual(a, 0.7, solution.x(), b), within(1e-13));
    assertThat(solver.scale()).isCloseTo(SymmetricEigen.of(damped).values()[n - 1], within(1e-6 * solver.scale()));
  }

  /// The mean of the samples is the operator, and the mean of the results the solution, up to noise.
  @Test
  void lissaAveragesSamples() {
    Matrix a = Samples.positiveDefinite(5, 1);
    LinearOperator whole = LinearOperator.of(Samples.scaled(1 / Rows.maxAbs(a.data(), 0, 25), a));
    RandomStream stream = RandomStream.of(3);
    Lissa noisy = Lissa.of(whole, 0.5).samples(t -> {
      double[] size = new double[1];
      stream.at(t).normal(0, size);
      return LinearOperator.of(Samples.scaled(1 + 0.2 * size[0], whole.toMatrix()));
    });
    double[] b = Samples.normal(5, 1, 2).data();
    Solution once = noisy.depth(60, 1).attempt(b);
    Solution often = noisy.depth(60, 400).tolerance(0.02).solve(b);
    assertThat(once.converged()).isFalse();
    assertThat(once.outcome()).isEqualTo(Solution.Outcome.ITERATIONS);
    assertThat(often.residual()).isLessThan(once.residual() / 4);
    assertThat(often.iterations()).isEqualTo(60 * 400);
  }

  @Test
  void lissaSaysWhatItChoseAndWhenItDiverges() {
    LinearOperator a = LinearOperator.diagonal(1, 4);
    assertThat(Lissa.of(a).solve(1, 1).account())
        .isEqualTo("lissa with damping 0.0 and scale chosen, 4.0, for eigenvalues from 1.0 to 4.0");
    assertThat(Lissa.of(a, 1).solve(1, 1).account())
        .isEqualTo("lissa with damping 1.0 as given and scale chosen, 5.0, for eigenvalues from 1.0 to 4.0");
    assertThat(Lissa.of(a, 0, 2.1).solve(1, 1).x()).satisfies(x -> {
      assertThat(x[0]).isCloseTo(1, within(1e-6));
      assertThat(x[1]).isCloseTo(0.25, within(1e-6));
    });
    assertThatThrownBy(() -> Lissa.of(a, 0, 1).solve(1, 1)).isInstanceOf(UnsolvedException.class)
        .hasMessageStartingWith(
            "lissa with damping 0.0 and scale 1.0 as given: not solved after 26 iterations, since an"
                + " eigenvalue is above twice the scale; the residual is ");
    assertThatThrownBy(() -> Lissa.of(a, 0, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lissa: scale 0.0, expected a positive finite number");
    assertThatThrownBy(() -> Lissa.of(a, 0, 4).depth(10, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lissa: 0 repetitions, expected 1 or more");
    assertThat(Lissa.of(a, 0, 4).solve(0, 0).x()).containsOnly(0);
  }

  @Property(tries = 60)
  void aLowRankInverseIsExactWhereTheRankIs(@ForAll @IntRange(min = 6, max = 40) int n, @ForAll long seed) {
    Matrix x = Samples.normal(n, 3, seed);
    Matrix a = x.times(x.transpose());
    double[] b = a.times(Samples.normal(n, 1, seed + 1).data());
    RitzPairs pairs = Lanczos.of(LinearOperator.of(a), n, b);
    Solution solution = LowRankInverse.of(pairs, 3, 0.1).tolerance(1e-8).solve(b);
    assertThat(ConjugateGradientsTest.residual(a, 0.1, solution.x(), b)).isLessThan(1e-8);
  }

  @Property(tries = 60)
  void itsResidualIsThatOfTheOperator(@ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 10) int steps, @ForAll @IntRange(min = 1, max = 12) int rank) {
    Matrix a = Samples.positiveDefinite(n, seed);
    double[] b = Samples.normal(n, 1, seed + 1).data();
    for (RitzPairs pairs : List.of(Lanczos.of(LinearOperator.of(a), steps), Arnoldi.of(LinearOperator.of(a), steps))) {
      Solution solution = LowRankInverse.of(pairs, rank, 0.2).attempt(b);
      assertThat(solution.residual())
          .isCloseTo(ConjugateGradientsTest.residual(a, 0.2, solution.x(), b), within(1e-10));
      assertThat(solution.converged()).isEqualTo(solution.residual() <= 1e-6);
    }
  }

  @Test
  void aLowRankInverseSaysWhatItLeavesOut() {
    RitzPairs pairs = Lanczos.of(LinearOperator.diagonal(-5, 1, 2, 3), 4);
    LowRankInverse two = LowRankInverse.of(pairs, 2, 6);
    assertThat(two.attempt(1, 0, 0, 1).x()[3]).isCloseTo(1 / 9.0, within(1e-12));
    assertThat(two.attempt(0, 1, 0, 0).outcome()).isEqualTo(Solution.Outcome.SUBSPACE);
    assertThatThrownBy(() -> two.solve(0, 1, 0, 0)).isInstanceOf(UnsolvedException.class)
        .hasMessageStartingWith(
            "low-rank inverse of rank 2 with damping 6.0 as given: not solved after 1 iterations, since"
                + " the rest lies outside the subspace; the residual is ");
    assertThat(LowRankInverse.of(pairs, 2, 1).attempt(1, 0, 0, 0).outcome())
        .isEqualTo(Solution.Outcome.NEGATIVE_CURVATURE);
    assertThat(two.tolerance(1).solve(0, 1, 0, 0).converged()).isTrue();
  }
}
