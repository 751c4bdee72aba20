package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class F32MathTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /// A function, its value in double precision, and the error its documentation promises from an argument upwards.
  record Claim(String name, UnaryFn.F32 function, DoubleUnaryOperator exact, double ulps, float from) {
    Claim(String name, UnaryFn.F32 function, DoubleUnaryOperator exact, double ulps) {
      this(name, function, exact, ulps, -INFINITY);
    }

    @Override
    public String toString() {
      return name;
    }

    double error(float x) {
      double expected = exact.applyAsDouble(x);
      float nearest = (float) expected;
      float actual = function.apply(x);
      if (Float.isNaN(nearest) || Float.isInfinite(nearest)) {
        return Float.compare(actual, nearest) == 0 ? 0 : INFINITY;
      }
      return Math.abs(actual - expected) / ulp(expected);
    }

    /// The spacing of floats in the binade of an exact value.
    private static double ulp(double value) {
      return Math.scalb(1.0, Math.max(Math.getExponent(value), Float.MIN_EXPONENT) - 23);
    }
  }

  private static Stream<Claim> claims() {
    return Stream.of(
        new Claim("exp", F32Math::exp, StrictMath::exp, 1.02),
        new Claim("expm1", F32Math::expm1, StrictMath::expm1, 1.47),
        new Claim("log", F32Math::log, StrictMath::log, 0.89),
        new Claim("log1p", F32Math::log1p, StrictMath::log1p, 1.60),
        new Claim("tanh", F32Math::tanh, StrictMath::tanh, 2.50),
        new Claim("sigmoid", F32Math::sigmoid, F32MathTest::sigmoid, 2.41),
        new Claim("erf", F32Math::erf, Erf::value, 1.39),
        new Claim("softplus", F32Math::softplus, F32MathTest::softplus, 1.88),
        new Claim("gelu", F32Math::gelu, x -> 0.5 * x * Erfc.value(-x * Math.sqrt(0.5)), 2.43, -1),
        new Claim("silu", F32Math::silu, x -> x * sigmoid(x), 3.20, -87));
  }

  private static double sigmoid(double x) {
    double t = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? t : 1) / (1 + t);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void errorStaysWithinTheDocumentedBoundAtEveryExponent(Claim claim) {
    assertWithin(claim, Integer.MIN_VALUE, Integer.MAX_VALUE, 1499);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void errorStaysWithinTheDocumentedBoundWhereTheFunctionBends(Claim claim) {
    int from = Float.floatToRawIntBits(0x1p-14f);
    int to = Float.floatToRawIntBits(128f);
    assertWithin(claim, from, to, 211);
    assertWithin(claim, Integer.MIN_VALUE + from, Integer.MIN_VALUE + to, 211);
  }

  private static void assertWithin(Claim claim, int firstBits, int lastBits, int stride) {
    double worst = 0;
    float at = 0;
    for (long bits = firstBits; bits <= lastBits; bits += stride) {
      float x = Float.intBitsToFloat((int) bits);
      double error = x < claim.from() ? 0 : claim.error(x);
      if (error > worst) {
        worst = error;
        at = x;
      }
    }
    assertThat(worst).as("%s at %s", claim, at).isLessThanOrEqualTo(claim.ulps());
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 0, 1", "exp, -0.0, 1", "exp, Infinity, Infinity", "exp, -Infinity, 0", "exp, 3.4028235e38, Infinity",
    "exp, -3.4028235e38, 0", "exp, 88.72284, Infinity", "exp, 88.72283, 3.4027985e38", "exp, -103.97208, 1.4e-45",
    "exp, -103.97209, 0", "exp, 1.4e-45, 1",
    "expm1, 0, 0", "expm1, -0.0, -0.0", "expm1, Infinity, Infinity", "expm1, -Infinity, -1",
    "expm1, 1.4e-45, 1.4e-45",
    "log, 1, 0", "log, 0, -Infinity", "log, -0.0, -Infinity", "log, -1.4e-45, NaN", "log, -Infinity, NaN",
    "log, Infinity, Infinity", "log, 1.4e-45, -103.27893", "log, 3.4028235e38, 88.72284",
    "log1p, 0, 0", "log1p, -0.0, -0.0", "log1p, -1, -Infinity", "log1p, -1.0000001, NaN", "log1p, -Infinity, NaN",
    "log1p, Infinity, Infinity", "log1p, 3.4028235e38, 88.72284", "log1p, 1.4e-45, 1.4e-45",
    "tanh, 0, 0", "tanh, -0.0, -0.0", "tanh, Infinity, 1", "tanh, -Infinity, -1", "tanh, 20, 1",
    "tanh, 1.4e-45, 1.4e-45",
    "sigmoid, 0, 0.5", "sigmoid, -0.0, 0.5", "sigmoid, Infinity, 1", "sigmoid, -Infinity, 0",
    "sigmoid, -100, 3.8e-44",
    "erf, 0, 0", "erf, -0.0, -0.0", "erf, Infinity, 1", "erf, -Infinity, -1", "erf, 4, 1", "erf, -3.4028235e38, -1",
    "softplus, 0, 0.6931472", "softplus, Infinity, Infinity", "softplus, -Infinity, 0", "softplus, 100, 100",
    "gelu, 0, 0", "gelu, -0.0, -0.0", "gelu, Infinity, Infinity", "gelu, 20, 20",
    "silu, 0, 0", "silu, -0.0, -0.0", "silu, Infinity, Infinity", "silu, 100, 100"})
  void specialArgumentsGiveTheExactValue(String name, float x, float expected) {
    UnaryFn.F32 function = claims().filter(claim -> claim.name().equals(name)).findFirst().orElseThrow().function();
    assertThat(Float.valueOf(function.apply(x))).isEqualTo(Float.valueOf(expected));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void nanStaysNanWhateverItsPayload(Claim claim) {
    for (int payload = 1; payload < 1 << 23; payload += 4093) {
      assertThat(claim.function().apply(Float.intBitsToFloat(0x7f800000 | payload))).as("payload %d", payload).isNaN();
      assertThat(claim.function().apply(Float.intBitsToFloat(0xff800000 | payload))).as("payload %d", payload).isNaN();
    }
  }

  @Test
  void tanhAndErfAreOddToTheBit() {
    for (int bits = 0; bits < Float.floatToRawIntBits(INFINITY); bits += 7919) {
      float x = Float.intBitsToFloat(bits);
      assertThat(Float.valueOf(F32Math.tanh(-x))).as("tanh(-%s)", x).isEqualTo(Float.valueOf(-F32Math.tanh(x)));
      assertThat(Float.valueOf(F32Math.erf(-x))).as("erf(-%s)", x).isEqualTo(Float.valueOf(-F32Math.erf(x)));
    }
  }

  @Test
  void sigmoidsOfOppositeArgumentsSumToOne() {
    for (float x = 0; x < 30; x += 0x1p-12f) {
      assertThat(F32Math.sigmoid(x) + F32Math.sigmoid(-x)).as("x = %s", x).isBetween(1 - 0x1p-23f, 1 + 0x1p-23f);
    }
  }

  private static Stream<Claim> monotoneClaims() {
    return claims().filter(claim -> !claim.name().equals("gelu") && !claim.name().equals("silu"));
  }

  @ParameterizedTest
  @MethodSource("monotoneClaims")
  void valuesNeverFallByMoreThanTwoUlpAlongGrowingArguments(Claim claim) {
    float highest = -INFINITY;
    float fallen = 0;
    for (long key = Integer.MIN_VALUE; key <= Integer.MAX_VALUE; key += 1021) {
      float x = Float.intBitsToFloat((int) (key < 0 ? Integer.MIN_VALUE - key - 1 : key));
      float y = claim.function().apply(x);
      if (y < highest) {
        fallen = Math.max(fallen, (highest - y) / Math.ulp(y));
      } else if (y > highest) {
        highest = y;
      }
    }
    assertThat(fallen).isLessThanOrEqualTo(2f);
  }
}
