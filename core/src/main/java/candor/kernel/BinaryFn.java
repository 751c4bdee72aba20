package candor.kernel;

/// The element-wise functions of two arguments, each with its F32 and its F64 specification.
///
/// Functions with a parameter (a slope, an exponent) take it as a broadcast second argument, so they need no loop of
/// their own. Comparisons give 1 or 0 and are false when an argument is NaN, except [#NE].
public enum BinaryFn {
  /// `a + b`.
  ADD((a, b) -> a + b, (a, b) -> a + b),
  /// `a − b`.
  SUB((a, b) -> a - b, (a, b) -> a - b),
  /// `a b`.
  MUL((a, b) -> a * b, (a, b) -> a * b),
  /// `a / b`.
  DIV((a, b) -> a / b, (a, b) -> a / b),
  /// `aᵇ`.
  POW((a, b) -> (float) StrictMath.pow(a, b), StrictMath::pow),
  /// The larger argument; NaN when either is NaN.
  MAXIMUM(Math::max, Math::max),
  /// The smaller argument; NaN when either is NaN.
  MINIMUM(Math::min, Math::min),
  /// `a > 0 ? a : b a`, the leaky rectifier of slope `b`; NaN stays NaN.
  LEAKY_RELU((a, b) -> a > 0 ? a : b * a, (a, b) -> a > 0 ? a : b * a),
  /// `a > 0 ? a : b (eᵃ − 1)`, the exponential linear unit of scale `b` (Clevert et al. 2016, eq. 15).
  ELU((a, b) -> a > 0 ? a : b * F32Math.expm1(a), (a, b) -> a > 0 ? a : b * StrictMath.expm1(a)),
  /// `b ≤ 0 ? 0 : a`: lets the gradient `a` pass where the rectifier's result `b` was positive, or NaN, so that a NaN
  /// does not look like a dead unit.
  GATE((a, b) -> b <= 0 ? 0f : a, (a, b) -> b <= 0 ? 0.0 : a),
  /// `ψ⁽ᵇ⁾(a)`, the polygamma function of order `b` for `a > 0`, NaN elsewhere.
  POLYGAMMA((a, b) -> (float) Special.polygamma((int) b, a), (a, b) -> Special.polygamma((int) b, a)),
  /// `μ⁽ᵇ⁾(a)`, the derivative of order `b` of Binet's function for `a > 0`, NaN elsewhere.
  BINET((a, b) -> (float) Special.binet((int) b, a), (a, b) -> Special.binet((int) b, a)),
  /// `a = b`.
  EQ((a, b) -> a == b ? 1f : 0f, (a, b) -> a == b ? 1.0 : 0.0),
  /// `a ≠ b`.
  NE((a, b) -> a != b ? 1f : 0f, (a, b) -> a != b ? 1.0 : 0.0),
  /// `a < b`.
  LT((a, b) -> a < b ? 1f : 0f, (a, b) -> a < b ? 1.0 : 0.0),
  /// `a ≤ b`.
  LE((a, b) -> a <= b ? 1f : 0f, (a, b) -> a <= b ? 1.0 : 0.0),
  /// `a > b`.
  GT((a, b) -> a > b ? 1f : 0f, (a, b) -> a > b ? 1.0 : 0.0),
  /// `a ≥ b`.
  GE((a, b) -> a >= b ? 1f : 0f, (a, b) -> a >= b ? 1.0 : 0.0);

  /// A function of two F32 numbers.
  @FunctionalInterface
  public interface F32 {
    /// Evaluates the function.
    ///
    /// @param a first argument
    /// @param b second argument
    /// @return value
    float apply(float a, float b);
  }

  /// A function of two F64 numbers.
  @FunctionalInterface
  public interface F64 {
    /// Evaluates the function.
    ///
    /// @param a first argument
    /// @param b second argument
    /// @return value
    double apply(double a, double b);
  }

  private final F32 f32;
  private final F64 f64;

  BinaryFn(F32 f32, F64 f64) {
    this.f32 = f32;
    this.f64 = f64;
  }

  /// The F32 specification.
  ///
  /// @return function of two F32 numbers
  public F32 f32() {
    return f32;
  }

  /// The F64 specification.
  ///
  /// @return function of two F64 numbers
  public F64 f64() {
    return f64;
  }
}
