package candor.kernel;

/// What Stirling's formula leaves: Binet's function `μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π` and its derivatives.
final class Stirling {
  /// Bernoulli numbers B₂, B₄, … B₂₂.
  private static final double[] BERNOULLI = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6,
    -3617.0 / 510, 43867.0 / 798, -174611.0 / 330, 854513.0 / 138};
  private static final double HALF_LN_2PI = 0.9189385332046727;

  private Stirling() {
  }

  /// `|μ⁽ⁿ⁾(x)| = Σ B₂ₖ (2k+n−2)!/(2k)! x^(1−2k−n)`, for `x ≥ 10 + n` (Abramowitz & Stegun 6.1.41, 6.4.11). The sign is
  /// that of (−1)ⁿ.
  static double correction(int n, double x) {
    double inverse = 1 / x;
    double power = inverse;
    double factor = 0.5;
    for (int i = 1; i <= n; i++) {
      power *= inverse;
      factor *= i;
    }
    double sum = 0;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      sum += BERNOULLI[k - 1] * factor * power;
      power *= inverse * inverse;
      factor *= (2.0 * k + n - 1) * (2.0 * k + n) / ((2.0 * k + 1) * (2.0 * k + 2));
    }
    return sum;
  }

  /// `μ⁽ⁿ⁾(x)` for `x > 0`.
  static double binet(int n, double x) {
    if (x >= 10 + n) {
      return n % 2 == 0 ? correction(n, x) : -correction(n, x);
    }
    if (n == 0) {
      return Gamma.log(x) - (x - 0.5) * StrictMath.log(x) + x - HALF_LN_2PI;
    }
    double value = Special.polygamma(n - 1, x);
    // The others are infinite later.
    return Double.isInfinite(value) ? value : value - stirling(n, x);
  }

  /// The derivative of order n of `(x − ½) ln x − x`, for n of 1 or more: `ln x − 1/2x`, or `(−1)ⁿ ((n−2)! / xⁿ⁻¹ +
  /// (n−1)! / 2xⁿ)`.
  private static double stirling(int n, double x) {
    if (n == 1) {
      return StrictMath.log(x) - 0.5 / x;
    }
    double power = 1 / x;
    double factorial = 1;
    for (int i = 2; i < n; i++) {
      power /= x;
      factorial *= i - 1;
    }
    double size = power * factorial * (1 + (n - 1) / (2 * x));
    return n % 2 == 0 ? size : -size;
  }
}
