package candor.kernel;

/// The gamma family in double precision: `ln Γ`, the polygamma functions `ψ⁽ⁿ⁾` and Binet's function.
///
/// All are computed here, with basic arithmetic and `StrictMath.log` alone, so that every platform has the same bits.
/// The test `SpecialTest` compares them with reference values from 10⁻³⁰⁰ to 10³⁰⁰.
public final class Special {
  private Special() {
  }

  /// `ln Γ(x)`, with a relative error below 5·10⁻¹⁶, also near its roots 1 and 2.
  ///
  /// @param x argument
  /// @return the value for `x > 0`, `+∞` at 0, NaN below 0
  public static double lgamma(double x) {
    if (x > 0) {
      return Gamma.log(x);
    }
    return x == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  /// The polygamma function `ψ⁽ⁿ⁾(x)`, the derivative of order `n + 1` of `ln Γ`.
  ///
  /// For `n ≥ 1`: the recurrence `ψ⁽ⁿ⁾(x) = ψ⁽ⁿ⁾(x+1) − (−1)ⁿ n! / xⁿ⁺¹` (Abramowitz & Stegun 6.4.6) up to
  /// `x ≥ 16 + n`, then the asymptotic series 6.4.11. `ψ` has small relative errors also near its root at 1.46.
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
    return n == 0 ? Gamma.digamma(x) : (n % 2 == 0 ? -1 : 1) * hurwitzTerms(n, x);
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
    return head + (tail + Stirling.correction(n + 1, z));
  }

  /// Binet's function `μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π`, or a derivative: what Stirling's formula leaves of
  /// `ln Γ`, about `1/12x` (Abramowitz & Stegun 6.1.40).
  ///
  /// The other terms of `ln Γ` are large for large arguments and cancel in most formulas of Dirichlet distributions.
  /// Who cancels them on paper and computes the rest with `μ` keeps all digits.
  ///
  /// @param n order of the derivative, at least 0
  /// @param x argument
  /// @return the value for `x > 0`, NaN elsewhere
  /// @throws IllegalArgumentException if `n` is negative
  public static double binet(int n, double x) {
    if (n < 0) {
      throw new IllegalArgumentException("binet: order " + n + ", expected 0 or more");
    }
    return x > 0 ? Stirling.binet(n, x) : Double.NaN;
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
