package candor.kernel;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;

/// The gamma family in double precision: `ln Γ` and the polygamma functions `ψ⁽ⁿ⁾`.
///
/// `ln Γ` and `ψ` come from Commons Numbers, which calls `Math.log` inside: their last bits may differ between Java
/// platforms. In Candor only the F64 error function, from the same library, shares that fate. Orders one and up are
/// computed here with basic arithmetic alone (the library's trigamma function is wrong by 2·10⁻¹² at 30). The test
/// `SpecialTest` compares all of them with reference values.
public final class Special {
  /// Bernoulli numbers B₂, B₄, … B₂₂ of the asymptotic series.
  private static final double[] BERNOULLI = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6,
    -3617.0 / 510, 43867.0 / 798, -174611.0 / 330, 854513.0 / 138};

  private Special() {
  }

  /// `ln Γ(x)`.
  ///
  /// @param x argument
  /// @return the value for `x > 0`, `+∞` at 0, NaN below 0
  public static double lgamma(double x) {
    if (x > 0) {
      return LogGamma.value(x);
    }
    return x == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  /// The polygamma function `ψ⁽ⁿ⁾(x)`, the derivative of order `n + 1` of `ln Γ`.
  ///
  /// For `n ≥ 1`: the recurrence `ψ⁽ⁿ⁾(x) = ψ⁽ⁿ⁾(x+1) − (−1)ⁿ n! / xⁿ⁺¹` (Abramowitz & Stegun 6.4.6) up to
  /// `x ≥ 16 + n`, then the asymptotic series 6.4.11.
  ///
  /// @param n order, at least 0; above 150 the factorials overflow and the value is infinite or NaN
  /// @param x argument
  /// @return the value for `x > 0`, NaN elsewhere
  /// @throws IllegalArgumentException if `n` is negative
  public static double polygamma(int n, double x) {
    if (n < 0) {
      throw new IllegalArgumentException("polygamma: order " + n + ", expected 0 or more");
    }
    if (!(x > 0)) {
      return Double.NaN;
    }
    return n == 0 ? Digamma.value(x) : (n % 2 == 0 ? -1 : 1) * hurwitzTerms(n, x);
  }

  /// `n! ζ(n + 1, x)`, the absolute value of `ψ⁽ⁿ⁾(x)`.
  private static double hurwitzTerms(int n, double x) {
    double head = 0;
    double factorial = factorial(n);
    double z = x;
    for (; z < 16 + n; z++) {
      head += factorial * power(1 / z, n + 1);
    }
    double inverse = 1 / z;
    double tail = factorial(n - 1) * power(inverse, n) + factorial * power(inverse, n + 1) / 2;
    double rising = factorial(n + 1) / 2;
    for (int k = 1; k <= BERNOULLI.length; k++) {
      tail += BERNOULLI[k - 1] * rising * power(inverse, n + 2 * k);
      rising *= (n + 2.0 * k) * (n + 2.0 * k + 1) / ((2.0 * k + 1) * (2.0 * k + 2));
    }
    return head + tail;
  }

  private static double factorial(int n) {
    double product = 1;
    for (int i = 2; i <= n; i++) {
      product *= i;
    }
    return product;
  }

  private static double power(double base, int exponent) {
    double product = 1;
    for (int i = 0; i < exponent; i++) {
      product *= base;
    }
    return product;
  }
}
