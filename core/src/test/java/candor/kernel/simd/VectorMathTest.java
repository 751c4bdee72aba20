package candor.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.F32Math;
import candor.kernel.UnaryFn;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorMathTest {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int BLOCK = 1024;

  private static final float[] SPECIAL = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
    -Float.MIN_NORMAL, Math.nextDown(Float.MIN_NORMAL), 1f, -1f, Math.nextUp(1f), Math.nextDown(1f),
    Math.nextDown(-1f), Math.nextUp(-1f), Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY, Float.NaN, Float.intBitsToFloat(0x7f800001), Float.intBitsToFloat(0xff800001),
    Float.intBitsToFloat(-1), 88.72283f, 88.72284f, 89f, Math.nextUp(89f), -87.33655f, -103.97208f, -103.97209f,
    -104f, Math.nextDown(-104f), -18f, Math.nextDown(-18f), 9f, -9f, 0.9f, Math.nextDown(0.9f), 0.33333334f,
    0.6666667f, 0.6666666f, 1.3333334f, 0x1p-25f, -0x1p-25f, 16777216f};

  /// A loop over an array, as the kernels write it.
  @FunctionalInterface
  interface Loop {
    void run(float[] x, float[] y);
  }

  record Function(String name, UnaryFn.F32 scalar, Loop vector) {
    @Override
    public String toString() {
      return name;
    }

    void assertEqualBits(float[] x, float[] y) {
      vector.run(x, y);
      for (int i = 0; i < x.length; i++) {
        float expected = scalar.apply(x[i]);
        if (Float.floatToIntBits(y[i]) != Float.floatToIntBits(expected)) {
          assertThat(Float.valueOf(y[i])).as("%s(%s)", name, x[i]).isEqualTo(Float.valueOf(expected));
        }
      }
    }
  }

  private static List<Function> functions() {
    return List.of(
        new Function("exp", F32Math::exp, VectorMathTest::exp),
        new Function("expm1", F32Math::expm1, VectorMathTest::expm1),
        new Function("log", F32Math::log, VectorMathTest::log),
        new Function("log1p", F32Math::log1p, VectorMathTest::log1p),
        new Function("tanh", F32Math::tanh, VectorMathTest::tanh),
        new Function("sigmoid", F32Math::sigmoid, VectorMathTest::sigmoid),
        new Function("erf", F32Math::erf, VectorMathTest::erf),
        new Function("softplus", F32Math::softplus, VectorMathTest::softplus),
        new Function("gelu", F32Math::gelu, VectorMathTest::gelu),
        new Function("silu", F32Math::silu, VectorMathTest::silu));
  }

  private static void exp(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.exp(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void expm1(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.expm1(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void log(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.log(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void log1p(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.log1p(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void tanh(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.tanh(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void sigmoid(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.sigmoid(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void erf(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.erf(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void softplus(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.softplus(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void gelu(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.gelu(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  private static void silu(float[] x, float[] y) {
    for (int i = 0; i < x.length; i += F.length()) {
      VectorMath.silu(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void vectorsGiveTheBitsOfTheScalarsAtSpecialArguments(Function function) {
    float[] x = new float[F.loopBound(SPECIAL.length + F.length() - 1)];
    System.arraycopy(SPECIAL, 0, x, 0, SPECIAL.length);
    function.assertEqualBits(x, new float[x.length]);
  }

  /// Begins interpreted and ends in compiled code: the bits must not change on the way.
  @ParameterizedTest
  @MethodSource("functions")
  void vectorsGiveTheBitsOfTheScalarsAtEveryExponentBeforeAndAfterCompilation(Function function) {
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE;) {
      for (int i = 0; i < BLOCK; i++, bits += 1021) {
        x[i] = Float.intBitsToFloat((int) bits);
      }
      function.assertEqualBits(x, y);
    }
  }

  @Provide
  Arbitrary<int[]> bitPatterns() {
    Arbitrary<Integer> anyBits = Arbitraries.integers().withDistribution(RandomDistribution.uniform());
    return anyBits.array(int[].class).ofSize(4 * F.length());
  }

  @Property
  void vectorsGiveTheBitsOfTheScalarsAtRandomBitPatterns(@ForAll("bitPatterns") int[] bits) {
    float[] x = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      x[i] = Float.intBitsToFloat(bits[i]);
    }
    functions().forEach(function -> function.assertEqualBits(x, new float[x.length]));
  }
}
