package candor.kernel;

/// The elementary functions in F32: Candor's own polynomials, which the Vector API twin repeats lane by lane with
/// equal bits.
///
/// Only `Math.fma`, the four operations, comparisons and bit operations occur, each of which IEEE 754 rounds in one
/// way only; so the results are the same on every processor, at every vector width and before and after compilation.
/// Constants are public because the twin in `candor.kernel.simd` shares them. The polynomials are minimax fits by
/// `src/test/python/minimax.py`, which rounds them to F32. The errors quoted, in units in the last place (ulp) of the
/// exact result, are the largest over every float between 2⁻¹⁴ and 128 in magnitude and every 17th of the others. NaN
/// gives NaN everywhere.
///
/// **Rounding by addition.** The sum `x + 1.5·2²³` of an `|x| < 2²²` has no room for a fraction: its low bits are the
/// nearest integer `n`, and subtracting `1.5·2²³` gives `n` as a float. With `1.5·2²³ + 127` the low nine bits are
/// the exponent field of `2ⁿ`, and a shift by 23 makes that power of two. Nothing is clamped on the way: arguments
/// out of range compute nonsense which a comparison at the end replaces.
public final class F32Math {
  /// `log₂ e`.
  public static final float LOG2_E = 1.442695f;

  /// `ln 2`.
  public static final float LN2 = 0.6931472f;

  /// `ln 2` in two parts, the upper of 16 bits, so that its product with an integer of 8 bits is exact.
  public static final float LN2_HI = 0.69314575f, LN2_LO = 1.4286068e-6f;

  /// Coefficients of `r²` to `r⁶` in `eʳ` for `|r| ≤ ½ ln 2`.
  public static final float EXP_2 = 0.49999994f, EXP_3 = 0.16666521f, EXP_4 = 0.04166826f, EXP_5 = 0.008368665f,
      EXP_6 = 0.0013821168f;

  /// Coefficients of `f²` to `f¹⁰` in `ln(1 + f)` for `|f| ≤ ⅓`.
  public static final float LOG_2 = -0.5f, LOG_3 = 0.33333215f, LOG_4 = -0.24999806f, LOG_5 = 0.20010427f,
      LOG_6 = -0.16680197f, LOG_7 = 0.14005734f, LOG_8 = -0.121874474f, LOG_9 = 0.13984594f, LOG_10 = -0.12880209f;

  /// Coefficients of `x` to `x¹¹` in `erf(x) − x` for `|x| ≤ 0.9`.
  public static final float ERF_1 = 0.12837915f, ERF_3 = -0.37612504f, ERF_5 = 0.11281922f, ERF_7 = -0.026770493f,
      ERF_9 = 0.004998959f, ERF_11 = -0.00060207996f;

  /// Coefficients of `1` to `x⁵` in `ln erfc(x)` for `0.9 ≤ x ≤ 3.95`; the polynomial falls to `−∞` beyond.
  public static final float LOG_ERFC_0 = -0.0018776691f, LOG_ERFC_1 = -1.1201907f, LOG_ERFC_2 = -0.6507554f,
      LOG_ERFC_3 = -0.091109075f, LOG_ERFC_4 = 0.015579004f, LOG_ERFC_5 = -0.0012515537f;

  /// Rounds by addition; half of the bits, shifted by 23, is `2^⌊n/2⌋`, the other half `2^⌈n/2⌉`.
  public static final float ROUND_TO_HALVES = 0x1.8p23f + 254;

  /// Rounds by addition; the bits, shifted by 23, are `2ⁿ⁻¹`.
  public static final float ROUND_TO_HALF = 0x1.8p23f + 126;

  /// Rounds by addition; the bits, shifted by 23, are `−2ⁿ`.
  public static final float ROUND_TO_NEGATIVE = 0x1.8p23f + 127 + 256;

  /// Below the first `eˣ` rounds to 0, above the second to `∞`, below the third `1 − eˣ` rounds to 1.
  public static final float EXP_ZERO = -104f, EXP_INFINITE = 89f, EXP_NEGLIGIBLE = -18f;

  /// Below this magnitude `eˣ − 1` and `ln(1 + x)` round to `x`.
  public static final float IDENTITY = 0x1p-25f;

  /// The bits of `⅔`, and the mask of the fraction of a float.
  public static final int TWO_THIRDS = 0x3f2aaaab, FRACTION = 0x7fffff;

  /// Exponent field of 4, as bits.
  public static final int FOUR = 129 << 23;

  /// `⅓`.
  public static final float THIRD = 0.33333334f;

  /// Where `erf` changes from its series to `1 − e^(ln erfc)`.
  public static final float ERF_SPLIT = 0.9f;

  /// `√½`.
  public static final float SQRT_HALF = 0.70710677f;

  private F32Math() {
  }

  /// `eˣ` to within 1.02 ulp, subnormal results included.
  ///
  /// `x = n ln 2 + r` with the integer `n` nearest to `x log₂ e` and `ln 2` in two parts; `eʳ` is a polynomial of
  /// degree 6. As `2ⁿ` itself may be out of range, it is applied in two factors.
  ///
  /// @param x argument
  /// @return value; 1 at ±0
  public static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUND_TO_HALVES);
    float n = shifted - ROUND_TO_HALVES;
    float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, x));
    int whole = Float.floatToRawIntBits(shifted);
    int half = whole >> 1;
    float y = (1f + expm1Reduced(r)) * Float.intBitsToFloat(half << 23) * Float.intBitsToFloat((whole - half) << 23);
    y = x < EXP_ZERO ? 0f : y;
    return x > EXP_INFINITE ? Float.POSITIVE_INFINITY : y;
  }

  /// `eˣ − 1` to within 1.47 ulp.
  ///
  /// Reduced as [#exp(float)]; then `2ⁿ(eʳ − 1) + (2ⁿ − 1)`, computed at half its size because `2¹²⁸` is no float.
  ///
  /// @param x argument
  /// @return value; ±0 at ±0
  public static float expm1(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUND_TO_HALF);
    float n = shifted - ROUND_TO_HALF;
    float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, x));
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
    float y = 2f * Math.fma(scale, expm1Reduced(r), scale - 0.5f);
    y = Math.abs(x) < IDENTITY ? x : y;
    y = x < EXP_NEGLIGIBLE ? -1f : y;
    return x > EXP_INFINITE ? Float.POSITIVE_INFINITY : y;
  }

  /// `ln x` to within 0.89 ulp, subnormal arguments included.
  ///
  /// `x = 2ᵏ(1 + f)` with `⅔ ≤ 1 + f < 4/3`: the distance of the bits from those of ⅔ holds `k` above the fraction.
  /// `ln(1 + f)` is a polynomial of degree 10.
  ///
  /// @param x argument
  /// @return value; +0 at 1, −∞ at ±0, NaN below 0
  public static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    float normal = x * (small ? 0x1p24f : 1f);
    int distance = Float.floatToRawIntBits(normal) - TWO_THIRDS;
    float f = Float.intBitsToFloat((distance & FRACTION) + TWO_THIRDS) - 1f;
    float k = (float) (distance >> 23) + (small ? -24f : 0f);
    float y = logReduced(f, k);
    y = x < Float.POSITIVE_INFINITY ? y : x;
    y = x == 0f ? Float.NEGATIVE_INFINITY : y;
    return x < 0f ? Float.NaN : y;
  }

  /// `ln(1 + x)` to within 1.60 ulp.
  ///
  /// The rounded sum `u = 1 + x` only chooses `k` as in [#log(float)]; `f = 2⁻ᵏx + (2⁻ᵏ − 1)` is then computed from
  /// `x` itself, with `4·2⁻ᵏ` and `x/4` because `2⁻¹²⁸` would be subnormal.
  ///
  /// @param x argument
  /// @return value; ±0 at ±0, −∞ at −1, NaN below −1
  public static float log1p(float x) {
    float u = 1f + x;
    int distance = Float.floatToRawIntBits(u) - TWO_THIRDS;
    float scale = Float.intBitsToFloat(FOUR - (distance & ~FRACTION));
    float f = Math.fma(scale, 0.25f * x, Math.fma(scale, 0.25f, -1f));
    float y = logReduced(f, (float) (distance >> 23));
    y = u < Float.POSITIVE_INFINITY ? y : u;
    y = u == 0f ? Float.NEGATIVE_INFINITY : y;
    y = u < 0f ? Float.NaN : y;
    return Math.abs(x) < IDENTITY ? x : y;
  }

  /// `tanh x` to within 2.50 ulp: `m/(2 − m)` with `m = 1 − e^(−2|x|)`, and the sign of `x`.
  ///
  /// @param x argument
  /// @return value; ±0 at ±0, ±1 at ±∞
  public static float tanh(float x) {
    float m = oneMinusExp(-2f * Math.abs(x));
    return withSignOf(x, m / (2f - m));
  }

  /// `1/(1 + e⁻ˣ)` to within 2.41 ulp: with `t = e^(−|x|)`, it is `1/(1 + t)` for `x ≥ 0` and `t/(1 + t)` below.
  ///
  /// @param x argument
  /// @return value; ½ at ±0, 0 at −∞, 1 at ∞
  public static float sigmoid(float x) {
    float t = exp(-Math.abs(x));
    return (x < 0f ? t : 1f) / (1f + t);
  }

  /// `erf x = 2/√π ∫₀ˣ e^(−t²) dt` to within 1.39 ulp.
  ///
  /// Up to 0.9 an odd polynomial of degree 11; beyond, `1 − e^q` with a polynomial `q` of degree 5 for `ln erfc |x|`.
  ///
  /// @param x argument
  /// @return value; ±0 at ±0, ±1 at ±∞
  public static float erf(float x) {
    float a = Math.abs(x);
    return withSignOf(x, a < ERF_SPLIT ? erfSeries(a) : oneMinusExp(logErfc(a)));
  }

  /// `ln(1 + eˣ)` to within 1.88 ulp: `max(x, 0) + ln(1 + t)` with `t = e^(−|x|)`.
  ///
  /// As `1 + t` lies between 1 and 2, the reduction of [#log1p(float)] needs only `k = 0` and `k = 1`.
  ///
  /// @param x argument
  /// @return value
  public static float softplus(float x) {
    float t = exp(-Math.abs(x));
    boolean large = t > THIRD;
    float f = large ? Math.fma(t, 0.5f, -0.5f) : t;
    return Math.max(x, 0f) + logReduced(f, large ? 1f : 0f);
  }

  /// `x Φ(x) = ½x(1 + erf(x/√2))` (Hendrycks & Gimpel 2016, arXiv:1606.08415), exact form.
  ///
  /// To within 2.43 ulp for `x ≥ −1`; below, the sum cancels and the absolute error stays under 1.2·10⁻⁷.
  ///
  /// @param x argument
  /// @return value; NaN at −∞
  public static float gelu(float x) {
    return 0.5f * x * (1f + erf(SQRT_HALF * x));
  }

  /// `x sigmoid(x)` to within 3.20 ulp for `x ≥ −87`, below which the result is next to subnormal.
  ///
  /// @param x argument
  /// @return value; NaN at −∞
  public static float silu(float x) {
    return x * sigmoid(x);
  }

  /// `eʳ − 1` for `|r| ≤ ½ ln 2`.
  private static float expm1Reduced(float r) {
    float p = Math.fma(r, EXP_6, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    return Math.fma(p, r * r, r);
  }

  /// `1 − eˣ` for `x ≤ 0`. One part of `ln 2` is enough: its error grows with `n`, but `2ⁿ` shrinks faster.
  private static float oneMinusExp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUND_TO_NEGATIVE);
    float r = Math.fma(shifted - ROUND_TO_NEGATIVE, -LN2, x);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
    float y = Math.fma(scale, expm1Reduced(r), 1f + scale);
    return x < EXP_NEGLIGIBLE ? 1f : y;
  }

  /// `ln(2ᵏ(1 + f))` for `|f| ≤ ⅓`.
  private static float logReduced(float f, float k) {
    float p = Math.fma(f, LOG_10, LOG_9);
    p = Math.fma(p, f, LOG_8);
    p = Math.fma(p, f, LOG_7);
    p = Math.fma(p, f, LOG_6);
    p = Math.fma(p, f, LOG_5);
    p = Math.fma(p, f, LOG_4);
    p = Math.fma(p, f, LOG_3);
    p = Math.fma(p, f, LOG_2);
    return Math.fma(k, LN2_HI, f + Math.fma(p, f * f, k * LN2_LO));
  }

  /// `erf a` for `0 ≤ a ≤ 0.9`.
  private static float erfSeries(float a) {
    float v = a * a;
    float p = Math.fma(v, ERF_11, ERF_9);
    p = Math.fma(p, v, ERF_7);
    p = Math.fma(p, v, ERF_5);
    p = Math.fma(p, v, ERF_3);
    p = Math.fma(p, v, ERF_1);
    return Math.fma(p, a, a);
  }

  /// `ln erfc a` for `a ≥ 0.9`.
  private static float logErfc(float a) {
    float q = Math.fma(a, LOG_ERFC_5, LOG_ERFC_4);
    q = Math.fma(q, a, LOG_ERFC_3);
    q = Math.fma(q, a, LOG_ERFC_2);
    q = Math.fma(q, a, LOG_ERFC_1);
    return Math.fma(q, a, LOG_ERFC_0);
  }

  private static float withSignOf(float x, float magnitude) {
    int sign = Float.floatToRawIntBits(x) & Integer.MIN_VALUE;
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
  }
}
