package candor.kernel;

import org.apache.commons.numbers.gamma.Erf;

/// The element-wise functions of one argument, each with its F32 and its F64 specification.
///
/// In F32 the exponentials, logarithms, `tanh`, `sigmoid`, `erf` and what is composed of them are the polynomials of
/// [F32Math]; everything else goes through `StrictMath` in double precision and is rounded once.
public enum UnaryFn {
  /// `−x`.
  NEG(x -> -x, x -> -x),
  /// `|x|`.
  ABS(Math::abs, Math::abs),
  /// `−1`, `±0` or `1`; NaN stays NaN.
  SIGN(Math::signum, Math::signum),
  /// `x²`.
  SQUARE(x -> x * x, x -> x * x),
  /// `√x`.
  SQRT(x -> (float) Math.sqrt(x), Math::sqrt),
  /// `1/√x`.
  RSQRT(x -> 1f / (float) Math.sqrt(x), x -> 1 / Math.sqrt(x)),
  /// `eˣ`.
  EXP(F32Math::exp, StrictMath::exp),
  /// `eˣ − 1`, accurate near 0.
  EXPM1(F32Math::expm1, StrictMath::expm1),
  /// `ln x`.
  LOG(F32Math::log, StrictMath::log),
  /// `ln(1 + x)`, accurate near 0.
  LOG1P(F32Math::log1p, StrictMath::log1p),
  /// `sin x`.
  SIN(x -> (float) StrictMath.sin(x), StrictMath::sin),
  /// `cos x`.
  COS(x -> (float) StrictMath.cos(x), StrictMath::cos),
  /// `tanh x`.
  TANH(F32Math::tanh, StrictMath::tanh),
  /// `1/(1 + e⁻ˣ)`.
  SIGMOID(F32Math::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
  /// `ln(1 + eˣ)`, without overflow.
  SOFTPLUS(F32Math::softplus,
      x -> Math.max(x, 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)))),
  /// `max(x, 0)`.
  RELU(x -> Math.max(x, 0f), x -> Math.max(x, 0.0)),
  /// `x Φ(x) = ½x(1 + erf(x/√2))` (Hendrycks & Gimpel 2016), exact form.
  GELU(F32Math::gelu, x -> 0.5 * x * (1 + Erf.value(x * 0.7071067811865476))),
  /// `x sigmoid(x)`.
  SILU(F32Math::silu, x -> x * (1 / (1 + StrictMath.exp(-x)))),
  /// `erf x = 2/√π ∫₀ˣ e^(−t²) dt`.
  ERF(F32Math::erf, Erf::value),
  /// `ln Γ(x)` for `x > 0`, `∞` at 0, NaN below.
  LGAMMA(x -> (float) Special.lgamma(x), Special::lgamma);

  /// A function of one F32 number.
  @FunctionalInterface
  public interface F32 {
    /// Evaluates the function.
    ///
    /// @param x argument
    /// @return value
    float apply(float x);
  }

  /// A function of one F64 number.
  @FunctionalInterface
  public interface F64 {
    /// Evaluates the function.
    ///
    /// @param x argument
    /// @return value
    double apply(double x);
  }

  private final F32 f32;
  private final F64 f64;

  UnaryFn(F32 f32, F64 f64) {
    this.f32 = f32;
    this.f64 = f64;
  }

  /// The F32 specification.
  ///
  /// @return function of one F32 number
  public F32 f32() {
    return f32;
  }

  /// The F64 specification.
  ///
  /// @return function of one F64 number
  public F64 f64() {
    return f64;
  }
}
