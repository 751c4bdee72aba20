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
      case EXPM1 -> expm1(x, xo, y, yo, n);
      case LOG -> log(x, xo, y, yo, n);
      case LOG1P -> log1p(x, xo, y, yo, n);
      case TANH -> tanh(x, xo, y, yo, n);
      case SIGMOID -> sigmoid(x, xo, y, yo, n);
      case SOFTPLUS -> softplus(x, xo, y, yo, n);
      case RELU -> relu(x, xo, y, yo, n);
      case GELU -> gelu(x, xo, y, yo, n);
      case SILU -> silu(x, xo, y, yo, n);
      case ERF -> erf(x, xo, y, yo, n);
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

  private static void expm1(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.expm1(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void log(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.log(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void log1p(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.log1p(load(x, xo + i)).intoArray(y, yo + i);
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

  private static void softplus(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.softplus(load(x, xo + i)).intoArray(y, yo + i);
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

  private static void erf(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.erf(load(x, xo + i)).intoArray(y, yo + i);
    }
  }

  @Override
  public void zip(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    int whole = 0;
    if (n >= WIDTH) {
      Scratch scratch = Scratch.own();
      whole = zipVectors(f, as == 0 ? scratch.repeat(0, a[ao]) : a, as * ao, -as, bs == 0 ? scratch.repeat(1, b[bo]) : b, bs * bo, -bs, y, yo, SPECIES.loopBound(n));
    }
    super.zip(f, a, ao + whole * as, as, b, bo + whole * bs, bs, y, yo + whole, n - whole);
  }

  /// Returns how many elements it has done. Vectors of an operand begin at `i & mask`, where the mask is −1, or 0 for one vector that is
  /// read again and again.
  private static int zipVectors(BinaryFn f, float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo,
      int n) {
    switch (f) {
      case ADD -> add(a, ao, am, b, bo, bm, y, yo, n);
      case SUB -> sub(a, ao, am, b, bo, bm, y, yo, n);
      case MUL -> mul(a, ao, am, b, bo, bm, y, yo, n);
      case DIV -> div(a, ao, am, b, bo, bm, y, yo, n);
      case MAXIMUM -> maximum(a, ao, am, b, bo, bm, y, yo, n);
      case MINIMUM -> minimum(a, ao, am, b, bo, bm, y, yo, n);
      case LEAKY_RELU -> leakyRelu(a, ao, am, b, bo, bm, y, yo, n);
      case ELU -> elu(a, ao, am, b, bo, bm, y, yo, n);
      case GATE -> gate(a, ao, am, b, bo, bm, y, yo, n);
      case EQ -> equal(a, ao, am, b, bo, bm, y, yo, n);
      case NE -> notEqual(a, ao, am, b, bo, bm, y, yo, n);
      case LT -> less(a, ao, am, b, bo, bm, y, yo, n);
      case LE -> lessOrEqual(a, ao, am, b, bo, bm, y, yo, n);
      case GT -> less(b, bo, bm, a, ao, am, y, yo, n);
      case GE -> lessOrEqual(b, bo, bm, a, ao, am, y, yo, n);
      case POW, POLYGAMMA -> {
        return 0;
      }
    }
    return n;
  }

  private static void add(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(a, ao + (i & am)).add(load(b, bo + (i & bm))).intoArray(y, yo + i);
    }
  }

  private static void sub(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(a, ao + (i & am)).sub(load(b, bo + (i & bm))).intoArray(y, yo + i);
    }
  }

  private static void mul(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(a, ao + (i & am)).mul(load(b, bo + (i & bm))).intoArray(y, yo + i);
    }
  }

  private static void div(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(a, ao + (i & am)).div(load(b, bo + (i & bm))).intoArray(y, yo + i);
    }
  }

  private static void maximum(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(a, ao + (i & am)).max(load(b, bo + (i & bm))).intoArray(y, yo + i);
    }
  }

  private static void minimum(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      load(a, ao + (i & am)).min(load(b, bo + (i & bm))).intoArray(y, yo + i);
    }
  }

  private static void leakyRelu(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = load(a, ao + (i & am));
      load(b, bo + (i & bm)).mul(v).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void elu(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = load(a, ao + (i & am));
      VectorMath.expm1(v).mul(load(b, bo + (i & bm))).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void gate(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> open = load(b, bo + (i & bm)).compare(VectorOperators.GT, 0f);
      zero.blend(load(a, ao + (i & am)), open).intoArray(y, yo + i);
    }
  }

  private static void equal(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, load(a, ao + (i & am)).compare(VectorOperators.EQ, load(b, bo + (i & bm)))).intoArray(y, yo + i);
    }
  }

  private static void notEqual(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, load(a, ao + (i & am)).compare(VectorOperators.NE, load(b, bo + (i & bm)))).intoArray(y, yo + i);
    }
  }

  private static void less(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, load(a, ao + (i & am)).compare(VectorOperators.LT, load(b, bo + (i & bm)))).intoArray(y, yo + i);
    }
  }

  private static void lessOrEqual(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = repeat(0);
    for (int i = 0; i < n; i += WIDTH) {
      zero.blend(1f, load(a, ao + (i & am)).compare(VectorOperators.LE, load(b, bo + (i & bm)))).intoArray(y, yo + i);
    }
  }

  @Override
  public void select(float[] c, int co, int cs, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo,
      int n) {
    int whole = SPECIES.loopBound(n);
    if (whole > 0) {
      Scratch scratch = Scratch.own();
      choose(cs == 0 ? scratch.repeat(0, c[co]) : c, cs * co, -cs, as == 0 ? scratch.repeat(1, a[ao]) : a, as * ao, -as, bs == 0 ? scratch.repeat(2, b[bo]) : b, bs * bo, -bs, y, yo, whole);
    }
    super.select(c, co + whole * cs, cs, a, ao + whole * as, as, b, bo + whole * bs, bs, y, yo + whole, n - whole);
  }

  private static void choose(float[] c, int co, int cm, float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo,
      int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMask<Float> holds = load(c, co + (i & cm)).compare(VectorOperators.NE, 0f);
      load(b, bo + (i & bm)).blend(load(a, ao + (i & am)), holds).intoArray(y, yo + i);
    }
  }
}
