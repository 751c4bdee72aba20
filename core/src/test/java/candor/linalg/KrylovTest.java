package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// [Lanczos], [Arnoldi], [RitzPairs] and [Spectrum].
class KrylovTest {

  @Property(tries = 100)
  void allStepsFindAllEigenvalues(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Matrix a = Samples.symmetric(n, seed);
    double[] exact = SymmetricEigen.of(a).values();
    Samples.assertClose(Lanczos.of(LinearOperator.of(a), n).values(), exact, n, n);
    Samples.assertClose(Arnoldi.of(LinearOperator.of(a), n).values(), exact, n, n);
  }

  @Property(tries = 100)
  void vectorsAreOrthonormalAndResidualsTrue(@ForAll @IntRange(min = 2, max = 40) int n, @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int steps) {
    Matrix a = Samples.symmetric(n, seed);
    RitzPairs pairs = Lanczos.of(LinearOperator.of(a), steps);
    for (int i = 0; i < pairs.count(); i++) {
      double[] v = pairs.vector(i);
      for (int j = 0; j <= i; j++) {
        assertThat(Rows.dot(v, pairs.vector(j))).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
      double[] rest = a.times(v);
      Rows.add(-pairs.value(i), v, 0, rest, 0, n);
      assertThat(pairs.residual(i)).isCloseTo(Rows.norm(rest), within(1e-11));
    }
  }

  @Property(tries = 60)
  void theSpectrumLiesWithinItsEnds(@ForAll @IntRange(min = 1, max = 60) int n, @ForAll long seed) {
    Matrix a = Samples.symmetric(n, seed);
    double[] exact = SymmetricEigen.of(a).values();
    Spectrum spectrum = Spectrum.of(LinearOperator.of(a));
    assertThat(spectrum.smallest()).isLessThanOrEqualTo(exact[0] + 1e-9);
    assertThat(spectrum.largest()).isGreaterThanOrEqualTo(exact[n - 1] - 1e-9);
    double damping = spectrum.damping(100);
    assertThat(100 * (spectrum.smallest() + damping)).isGreaterThanOrEqualTo(spectrum.largest() + damping - 1e-9);
    assertThat(damping).isGreaterThanOrEqualTo(Math.max(0, -1.01 * spectrum.smallest()));
  }

  @Test
  void anInvariantSubspaceEndsIt() {
    LinearOperator a = LinearOperator.diagonal(1, 2, 3, 4);
    RitzPairs pairs = Lanczos.of(a, 4, 1, 0, 1, 0);
    assertThat(pairs.count()).isEqualTo(2);
    assertThat(pairs.isInvariant()).isTrue();
    assertThat(pairs.values()[0]).isCloseTo(1, within(1e-14));
    assertThat(pairs.values()[1]).isCloseTo(3, within(1e-14));
    assertThat(Lanczos.of(a, 2).isInvariant()).isFalse();
    assertThat(Lanczos.of(a, 100).count()).isEqualTo(4);
    assertThat(Lanczos.of(LinearOperator.diagonal(0, 0), 2).values()).containsExactly(0);
  }

  /// Of a matrix with an asymmetry Arnoldi says so, and its residuals hold all the same.
  @Test
  void arnoldiSeesAsymmetry() {
    Matrix a = Samples.symmetric(12, 1);
    a.set(2, 7, a.get(2, 7) + 1e-3);
    RitzPairs pairs = Arnoldi.of(LinearOperator.of(a), 6);
    assertThat(pairs.asymmetry()).isBetween(1e-6, 1e-2);
    assertThat(Lanczos.of(LinearOperator.of(a), 6).asymmetry()).isZero();
    double[] v = pairs.vector(5);
    double[] rest = a.times(v);
    Rows.add(-pairs.value(5), v, 0, rest, 0, 12);
    assertThat(pairs.residual(5)).isCloseTo(Rows.norm(rest), within(1e-12));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LinearOperator a = LinearOperator.diagonal(1, Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> Lanczos.of(a, 2)).isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("lanczos: entry 1 of the operator's product number 0 is ");
    assertThatThrownBy(() -> Lanczos.of(a, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lanczos: 0 steps, expected 1 or more");
    assertThatThrownBy(() -> Arnoldi.of(a, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("arnoldi: the start is 0, which spans nothing");
    assertThatThrownBy(() -> Lanczos.of(LinearOperator.diagonal(), 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lanczos: 0 rows of the operator, expected 1 or more");
    assertThatThrownBy(() -> new Spectrum(0, 1).damping(1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spectrum: condition number 1.0, expected a finite number above 1");
  }
}
