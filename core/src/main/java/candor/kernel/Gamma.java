package candor.kernel;

/// `ln Γ` and `ψ` for positive arguments, with a few roundings everywhere: near the roots of `ln Γ` at 1 and 2 and that
/// of `ψ` at 1.46 too, where differences of larger numbers would leave no digit.
///
/// Between 10⁻³⁰⁸ and 10 power series at 1, at 2 and at the root of `ψ`, whose coefficients
/// `src/test/python/gamma_series.py` printed; above, Stirling's series (Abramowitz & Stegun 6.1.33, 6.1.40 and 6.3.18).
final class Gamma {
  /// Above, Stirling's series has the last bit.
  private static final double LARGE = 10;
  private static final double HALF_LN_2PI = 0.9189385332046727;
  /// 1 − γ with Euler's constant γ.
  private static final double ONE_MINUS_EULER = 0.42278433509846713;
  private static final double ROOT = 1.4616321449683622;
  /// What is missing of the root.
  private static final double ROOT_REST = 9.549995429965697e-17;

  /// `(−1)ᵏ (ζ(k) − 1)` for k = 2, 3, …
  private static final double[] ZETA = {0.6449340668482264, -0.2020569031595943, 0.08232323371113819,
    -0.03692775514336993, 0.01734306198444914, -0.008349277381922827, 0.00407735619794434, -0.0020083928260822143,
    0.0009945751278180853, -0.0004941886041194645, 0.0002460865533080483, -0.00012271334757848915,
    6.124813505870483e-05, -3.058823630702049e-05, 1.528225940865187e-05, -7.637197637899763e-06, 3.81729326499984e-06,
    -1.908212716553939e-06, 9.539620338727962e-07, -4.769329867878064e-07, 2.38450502727733e-07,
    -1.1921992596531106e-07, 5.960818905125948e-08, -2.980350351465228e-08, 1.4901554828365043e-08,
    -7.45071178983543e-09, 3.725334024788457e-09, -1.862659723513049e-09, 9.313274324196682e-10,
    -4.656629065033784e-10, 2.3283118336765053e-10, -1.164155017270052e-10, 5.820772087902701e-11,
    -2.9103850444971e-11, 1.4551921891041985e-11, -7.275959835057482e-12, 3.637979547378651e-12,
    -1.818989650307066e-12, 9.094947840263888e-13, -4.547473783042154e-13, 2.2737368458246524e-13};

  /// Taylor coefficients of `ψ` at its root, from the first power on.
  private static final double[] AT_ROOT = {0.9676722454476212, -0.4427631689835921, 0.258499760955651,
    -0.16394270544240652, 0.10782405069126237, -0.07219956125645471, 0.04880428816414311, -0.03316112647484736,
    0.022597648232218104, -0.01542476590494896, 0.010538791616612175, -0.007204534386356869, 0.004926781395729853,
    -0.003369801655439328, 0.002305126326734928, -0.0015769367714301972, 0.0010788252019162967, -0.0007380709389960052,
    0.000504953265834602, -0.0003454680251063077, 0.00023635601564027053, -0.00016170622091974803,
    0.0001106337276874741, -7.569179582195066e-05, 5.178575795222081e-05};

  private Gamma() {
  }

  /// `ln Γ(x)` for `x > 0`.
  static double log(double x) {
    if (x < 0.5) {
      return logOfTwoPlus(x) - StrictMath.log(x * (1 + x));
    }
    if (x < 0.75) {
      return logOfTwoPlus(x - 1) - StrictMath.log(x);
    }
    if (x < 1.25) {
      return logOfOnePlus(x - 1);
    }
    if (x >= LARGE) {
      // Not (x − ½) ln x − x, whose terms cancel.
      return (x - 0.5) * (StrictMath.log(x) - 1) + (HALF_LN_2PI - 0.5 + Stirling.correction(0, x));
    }
    double product = 1;
    double y = x;
    while (y >= 2.5) {
      y--;
      product *= y;
    }
    double log = logOfTwoPlus(y - 2);
    return y == x ? log : log + StrictMath.log(product);
  }

  /// `ψ(x)` for `x > 0`.
  static double digamma(double x) {
    if (x < 0.75) {
      return ofTwoPlus(x) - 1 / (1 + x) - 1 / x;
    }
    if (x < 1.2) {
      return ofTwoPlus(x - 1) - 1 / x;
    }
    if (x < 1.75) {
      double z = x - ROOT - ROOT_REST;
      double sum = 0;
      for (int k = AT_ROOT.length - 1; k >= 0; k--) {
        sum = AT_ROOT[k] + sum * z;
      }
      return sum * z;
    }
    if (x >= LARGE) {
      return x == Double.POSITIVE_INFINITY ? x : StrictMath.log(x) - (0.5 / x + Stirling.correction(1, x));
    }
    double sum = 0;
    double y = x;
    while (y >= 2.75) {
      y--;
      sum += 1 / y;
    }
    return ofTwoPlus(y - 2) + sum;
  }

  /// `ln Γ(1 + z) = −γ z + Σ (−1)ᵏ ζ(k) zᵏ/k`, for `|z| ≤ ¼` (A&S 6.1.33).
  private static double logOfOnePlus(double z) {
    double sum = 0;
    for (int k = 26; k >= 2; k--) {
      sum = (ZETA[k - 2] + (k % 2 == 0 ? 1 : -1)) / k + sum * z;
    }
    return (ONE_MINUS_EULER - 1 + sum * z) * z;
  }

  /// `ln Γ(2 + z) = (1 − γ) z + Σ (−1)ᵏ (ζ(k) − 1) zᵏ/k`, for `|z| ≤ ¾` (A&S 6.1.33).
  private static double logOfTwoPlus(double z) {
    double sum = 0;
    for (int k = ZETA.length + 1; k >= 2; k--) {
      sum = ZETA[k - 2] / k + sum * z;
    }
    return (ONE_MINUS_EULER + sum * z) * z;
  }

  /// `ψ(2 + z)`, the derivative of [#logOfTwoPlus].
  private static double ofTwoPlus(double z) {
    double sum = 0;
    for (int k = ZETA.length - 1; k >= 0; k--) {
      sum = ZETA[k] + sum * z;
    }
    return ONE_MINUS_EULER + sum * z;
  }
}
