package candor.random;

/// Gamma numbers by rejection: Marsaglia and Tsang, *A Simple Method for Generating Gamma Variables*, ACM TOMS 26
/// (2000).
///
/// For a shape a ≥ 1, with d = a - ⅓ and c = 1 / √(9d), a normal x gives v = (1 + cx)³, and d·v is accepted with
/// probability exp(x²/2 + d - dv + d ln v) when v > 0. For a < 1 the draw is G(a + 1) · U^(1/a).
/// Attempt k of an element reads block `element` of attempt stream k: two words for x, two for the acceptance.
final class Gamma {

  private Gamma() {}

  static double draw(RandomStream stream, double shape, int sample, int element) {
    check(shape);
    if (shape >= 1) {
      return atLeastOne(stream, shape, sample, element);
    }
    return atLeastOne(stream, shape + 1, sample, element) * StrictMath.pow(boost(stream, sample, element), 1 / shape);
  }

  static double logDraw(RandomStream stream, double shape, int sample, int element) {
    check(shape);
    if (shape >= 1) {
      return StrictMath.log(atLeastOne(stream, shape, sample, element));
    }
    return StrictMath.log(atLeastOne(stream, shape + 1, sample, element))
        + StrictMath.log(boost(stream, sample, element)) / shape;
  }

  private static double atLeastOne(RandomStream stream, double shape, int sample, int element) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    for (int attempt = 0;; attempt++) {
      Words words = new Words(stream.attempt(attempt), sample);
      double x = Normal.from64(words.bits64(2L * element));
      double v = 1 + c * x;
      v = v * v * v;
      if (v > 0 && accepts(openUniform(words.bits64(2L * element + 1)), x, v, d)) {
        return d * v;
      }
    }
  }

  private static boolean accepts(double u, double x, double v, double d) {
    // The first test is a cheap bound of the second and accepts most draws.
    return u < 1 - 0.0331 * (x * x) * (x * x)
        || StrictMath.log(u) < 0.5 * x * x + d * (1 - v + StrictMath.log(v));
  }

  private static double boost(RandomStream stream, int sample, int element) {
    // Attempt numbers are positive, so -1 is a stream of its own.
    return openUniform(new Words(stream.attempt(-1), sample).bits64(element));
  }

  private static double openUniform(long bits) {
    return ((bits >>> 11) + 0.5) * 0x1p-53;
  }

  private static void check(double shape) {
    if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gamma: shape must be positive and finite, but is " + shape);
    }
  }
}
