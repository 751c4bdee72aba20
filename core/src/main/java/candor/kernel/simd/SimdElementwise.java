package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Lanes.load;
import static candor.kernel.simd.Lanes.repeat;

import candor.kernel.BinaryFn;
import candor.kernel.Elementwise;
import candor.kernel.UnaryFn;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Element-wise loops a vector at a time; what is left at the end, and functions without a vector form, run the scalar loop.
///
/// Every function has a loop of its own: one loop with the function as a parameter would box each vector.
final class SimdElementwise extends Elementwise {
  @Override
  public void map(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
    int whole = mapVectors(f, x, xo, y, yo, SPECIES.loopBound(n));
    super.map(f, x, xo + whole, y, yo + whole, n - whole);
  }

  /// Returns how many elements it has done.
  private static int mapVectors(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
    switch (f) {
      case NEG -> neg(x, xo, y, yo, n);
      case ABS -> abs(x, xo, y, yo, n);
      case SIGN -> sign(x, xo, y, yo, n);
      case SQUARE -> square(x, xo, y, yo, n);
      case SQRT -> sqrt(x, xo, y, yo, n);
      case RSQRT -> rsqrt(x, xo, y, yo, n);
      case EXP -> exp(x, xo, y, yo, n);
      case LOG -> log(x, xo, y, yo, n);
      case TANH -> tanh(x, xo, y, yo, n);
      case SIGMOID -> sigmoid(x, xo, y, yo, n);
      case RELU -> relu(x, xo, y, yo, n);
      case GELU -> gelu(x, xo, y, yo, n);
      case SILU -> silu(x, xo, y, yo, n);
      case ERF -> erf(x, xo, y, yo, n);
      case EXPM1 -> expm1(x, xo, y, yo, n);
      case LOG1P -> log1p(x, xo, y, yo, n);
      case SOFTPLUS -> softplus(x, xo, y, yo, n);
      case SIN, COS, LGAMMA -> {
        return 0;
      }
    }
    return n;
  }

  private static void neg(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(x, xo + i).neg().intoArray(y, yo + i);
    }
  }

  private static void abs(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(x, xo + i).abs().intoArray(y, yo + i);
    }
  }

  private static void sign(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = load(x, xo + i);
      v.blend(1f, v.compare(VectorOperators.GT, 0f)).blend(-1f, v.compare(VectorOperators.LT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void square(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = load(x, xo + i);
      v.mul(v).intoArray(y, yo + i);
    }
  }

  private static void sqrt(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(x, xo + i).sqrt().intoArray(y, yo + i);
    }
  }

  private static void rsqrt(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector one = repeat(1);
    for (int i = 0; i < n; i += WIDTH) {
      one.div(load(x, xo + i).sqrt()).intoArray(y, yo + i);
    }
  }

  private static void exp(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.exp(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void log(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.log(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void tanh(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.tanh(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.sigmoid(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void relu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(x, xo + i).max(0f).intoArray(y, yo + i);
    }
  }

  private static void gelu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.gelu(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void silu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.silu(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void expm1(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.expm1(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void log1p(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.log1p(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void softplus(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.softplus(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void erf(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.erf(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  @Override
  public void zip(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    int whole = zipVectors(f, a, ao, as, b, bo, bs, y, yo, SPECIES.loopBound(n));
    super.zip(f, a, ao + whole * as, as, b, bo + whole * bs, bs, y, yo + whole, n - whole);
  }

  /// Returns how many elements it has done.
  private static int zipVectors(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo,
      int n) {
    switch (f) {
      case ADD -> add(a, ao, as, b, bo, bs, y, yo, n);
      case SUB -> sub(a, ao, as, b, bo, bs, y, yo, n);
      case MUL -> mul(a, ao, as, b, bo, bs, y, yo, n);
      case DIV -> div(a, ao, as, b, bo, bs, y, yo, n);
      case MAXIMUM -> maximum(a, ao, as, b, bo, bs, y, yo, n);
      case MINIMUM -> minimum(a, ao, as, b, bo, bs, y, yo, n);
      case LEAKY_RELU -> leakyRelu(a, ao, as, b, bo, bs, y, yo, n);
      case GATE -> gate(a, ao, as, b, bo, bs, y, yo, n);
      case EQ -> equal(a, ao, as, b, bo, bs, y, yo, n);
      case NE -> notEqual(a, ao, as, b, bo, bs, y, yo, n);
      case LT -> less(a, ao, as, b, bo, bs, y, yo, n);
      case LE -> lessOrEqual(a, ao, as, b, bo, bs, y, yo, n);
      case GT -> less(b, bo, bs, a, ao, as, y, yo, n);
      case GE -> lessOrEqual(b, bo, bs, a, ao, as, y, yo, n);
      case POW, ELU, POLYGAMMA -> {
        return 0;
      }
    }
    return n;
  }

  /// Elements `i, i + 1, …` of an operand; the step is the same for a whole loop, so the compiler moves the choice out of it.
  private static FloatVector operand(float[] a, int ao, int as, int i) {
    return as == 0 ? repeat(a[ao]) : load(a, ao + i);
  }

  private static void add(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      operand(a, ao, as, i).add(operand(b, bo, bs, i)).intoArray(y, yo + i);
    }
  }

  private static void sub(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      operand(a, ao, as, i).sub(operand(b, bo, bs, i)).intoArray(y, yo + i);
    }
  }

  private static void mul(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      operand(a, ao, as, i).mul(operand(b, bo, bs, i)).intoArray(y, yo + i);
    }
  }

  private static void div(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      operand(a, ao, as, i).div(operand(b, bo, bs, i)).intoArray(y, yo + i);
    }
  }

  private static void maximum(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      operand(a, ao, as, i).max(operand(b, bo, bs, i)).intoArray(y, yo + i);
    }
  }

  private static void minimum(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      operand(a, ao, as, i).min(operand(b, bo, bs, i)).intoArray(y, yo + i);
    }
  }

  private static void leakyRelu(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = operand(a, ao, as, i);
      operand(b, bo, bs, i).mul(v).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void gate(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> open = operand(b, bo, bs, i).compare(VectorOperators.GT, 0f);
      zero.blend(operand(a, ao, as, i), open).intoArray(y, yo + i);
    }
  }

  private static void equal(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, operand(a, ao, as, i).compare(VectorOperators.EQ, operand(b, bo, bs, i))).intoArray(y, yo + i);
    }
  }

  private static void notEqual(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, operand(a, ao, as, i).compare(VectorOperators.NE, operand(b, bo, bs, i))).intoArray(y, yo + i);
    }
  }

  private static void less(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, operand(a, ao, as, i).compare(VectorOperators.LT, operand(b, bo, bs, i))).intoArray(y, yo + i);
    }
  }

  private static void lessOrEqual(float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, operand(a, ao, as, i).compare(VectorOperators.LE, operand(b, bo, bs, i))).intoArray(y, yo + i);
    }
  }

  @Override
  public void select(float[] c, int co, int cs, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo,
      int n) {
    int whole = SPECIES.loopBound(n);
    choose(c, co, cs, a, ao, as, b, bo, bs, y, yo, whole);
    super.select(c, co + whole * cs, cs, a, ao + whole * as, as, b, bo + whole * bs, bs, y, yo + whole, n - whole);
  }

  private static void choose(float[] c, int co, int cs, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y,
      int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> holds = operand(c, co, cs, i).compare(VectorOperators.NE, 0f);
      operand(b, bo, bs, i).blend(operand(a, ao, as, i), holds).intoArray(y, yo + i);
    }
  }
}
