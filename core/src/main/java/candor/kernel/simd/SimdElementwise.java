package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.BinaryFn;
import candor.kernel.Elementwise;
import candor.kernel.UnaryFn;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/// Element-wise loops a vector at a time; what is left at the end, and functions without a vector form, run the scalar
/// loop.
///
/// Every function has a loop of its own: one loop with the function as a parameter would box each vector. The loops are
/// handed out, not called, by a `switch`: calls in its branches would become part of one method, and the compiler stops
/// inlining, which is to say boxes, where a method grows large. In loops of two operands the vectors of an operand begin
/// at `i & mask`, where the mask is −1, or 0 for a repeated number, which is one vector that is read again and again.
/// (A branch would do, but where a program takes one side rarely, the compiler boxes the vectors of that side.)
final class SimdElementwise extends Elementwise {
  private interface Map {
    void run(float[] x, int xo, float[] y, int yo, int n);
  }

  private interface Zip {
    void run(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n);
  }

  @Override
  public void map(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
    Map loop = loop(f);
    int whole = 0;
    if (loop != null && n >= WIDTH) {
      whole = SPECIES.loopBound(n);
      loop.run(x, xo, y, yo, whole);
    }
    super.map(f, x, xo + whole, y, yo + whole, n - whole);
  }

  private static @Nullable Map loop(UnaryFn f) {
    return switch (f) {
      case NEG -> SimdElementwise::neg;
      case ABS -> SimdElementwise::abs;
      case SIGN -> SimdElementwise::sign;
      case SQUARE -> SimdElementwise::square;
      case SQRT -> SimdElementwise::sqrt;
      case RSQRT -> SimdElementwise::rsqrt;
      case EXP -> SimdElementwise::exp;
      case EXPM1 -> SimdElementwise::expm1;
      case LOG -> SimdElementwise::log;
      case LOG1P -> SimdElementwise::log1p;
      case TANH -> SimdElementwise::tanh;
      case SIGMOID -> SimdElementwise::sigmoid;
      case SOFTPLUS -> SimdElementwise::softplus;
      case RELU -> SimdElementwise::relu;
      case GELU -> SimdElementwise::gelu;
      case SILU -> SimdElementwise::silu;
      case ERF -> SimdElementwise::erf;
      default -> null;
    };
  }

  private static void neg(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      fromArray(SPECIES, x, xo + i).neg().intoArray(y, yo + i);
    }
  }

  private static void abs(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      fromArray(SPECIES, x, xo + i).abs().intoArray(y, yo + i);
    }
  }

  private static void sign(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, xo + i);
      v.blend(1f, v.compare(VectorOperators.GT, 0f)).blend(-1f, v.compare(VectorOperators.LT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void square(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, xo + i);
      v.mul(v).intoArray(y, yo + i);
    }
  }

  private static void sqrt(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      fromArray(SPECIES, x, xo + i).sqrt().intoArray(y, yo + i);
    }
  }

  private static void rsqrt(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector one = broadcast(SPECIES, 1);
    for (int i = 0; i < n; i += WIDTH) {
      one.div(fromArray(SPECIES, x, xo + i).sqrt()).intoArray(y, yo + i);
    }
  }

  static void exp(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.exp(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void expm1(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.expm1(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void log(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.log(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void log1p(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.log1p(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void tanh(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.tanh(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.sigmoid(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void softplus(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.softplus(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void relu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      fromArray(SPECIES, x, xo + i).max(0f).intoArray(y, yo + i);
    }
  }

  private static void gelu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.gelu(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void silu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.silu(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  private static void erf(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      VectorMath.erf(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
    }
  }

  @Override
  public void zip(BinaryFn f, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    Zip loop = loop(f);
    int whole = 0;
    if (loop != null && n >= WIDTH) {
      whole = SPECIES.loopBound(n);
      Scratch scratch = Scratch.own();
      float[] u = as == 0 ? scratch.repeat(0, a[ao]) : a;
      float[] v = bs == 0 ? scratch.repeat(1, b[bo]) : b;
      loop.run(u, as * ao, -as, v, bs * bo, -bs, y, yo, whole);
    }
    super.zip(f, a, ao + whole * as, as, b, bo + whole * bs, bs, y, yo + whole, n - whole);
  }

  private static @Nullable Zip loop(BinaryFn f) {
    return switch (f) {
      case ADD -> SimdElementwise::add;
      case SUB -> SimdElementwise::sub;
      case MUL -> SimdElementwise::mul;
      case DIV -> SimdElementwise::div;
      case MAXIMUM -> SimdElementwise::maximum;
      case MINIMUM -> SimdElementwise::minimum;
      case LEAKY_RELU -> SimdElementwise::leakyRelu;
      case ELU -> SimdElementwise::elu;
      case GATE -> SimdElementwise::gate;
      case EQ -> SimdElementwise::equal;
      case NE -> SimdElementwise::notEqual;
      case LT -> SimdElementwise::less;
      case LE -> SimdElementwise::lessOrEqual;
      case GT -> (a, ao, am, b, bo, bm, y, yo, n) -> less(b, bo, bm, a, ao, am, y, yo, n);
      case GE -> (a, ao, am, b, bo, bm, y, yo, n) -> lessOrEqual(b, bo, bm, a, ao, am, y, yo, n);
      default -> null;
    };
  }

  private static void add(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.add(v).intoArray(y, yo + i);
    }
  }

  private static void sub(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.sub(v).intoArray(y, yo + i);
    }
  }

  private static void mul(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.mul(v).intoArray(y, yo + i);
    }
  }

  private static void div(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.div(v).intoArray(y, yo + i);
    }
  }

  private static void maximum(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.max(v).intoArray(y, yo + i);
    }
  }

  private static void minimum(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.min(v).intoArray(y, yo + i);
    }
  }

  private static void leakyRelu(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      v.mul(u).blend(u, u.compare(VectorOperators.GT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void elu(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      VectorMath.expm1(u).mul(v).blend(u, u.compare(VectorOperators.GT, 0f)).intoArray(y, yo + i);
    }
  }

  private static void gate(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = broadcast(SPECIES, 0);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      u.blend(zero, v.compare(VectorOperators.LE, 0f)).intoArray(y, yo + i);
    }
  }

  private static void equal(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = broadcast(SPECIES, 0);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      zero.blend(1f, u.compare(VectorOperators.EQ, v)).intoArray(y, yo + i);
    }
  }

  private static void notEqual(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = broadcast(SPECIES, 0);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      zero.blend(1f, u.compare(VectorOperators.NE, v)).intoArray(y, yo + i);
    }
  }

  private static void less(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = broadcast(SPECIES, 0);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      zero.blend(1f, u.compare(VectorOperators.LT, v)).intoArray(y, yo + i);
    }
  }

  private static void lessOrEqual(float[] a, int ao, int am, float[] b, int bo, int bm, float[] y, int yo, int n) {
    FloatVector zero = broadcast(SPECIES, 0);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      zero.blend(1f, u.compare(VectorOperators.LE, v)).intoArray(y, yo + i);
    }
  }

  @Override
  public void select(float[] c, int co, int cs, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo,
      int n) {
    int whole = 0;
    if (n >= WIDTH) {
      whole = SPECIES.loopBound(n);
      Scratch scratch = Scratch.own();
      float[] t = cs == 0 ? scratch.repeat(0, c[co]) : c;
      float[] u = as == 0 ? scratch.repeat(1, a[ao]) : a;
      float[] v = bs == 0 ? scratch.repeat(2, b[bo]) : b;
      choose(t, cs * co, -cs, u, as * ao, -as, v, bs * bo, -bs, y, yo, whole);
    }
    super.select(c, co + whole * cs, cs, a, ao + whole * as, as, b, bo + whole * bs, bs, y, yo + whole, n - whole);
  }

  private static void choose(float[] c, int co, int cm, float[] a, int ao, int am, float[] b, int bo, int bm, float[] y,
      int yo, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector t = fromArray(SPECIES, c, co + (i & cm));
      FloatVector u = fromArray(SPECIES, a, ao + (i & am));
      FloatVector v = fromArray(SPECIES, b, bo + (i & bm));
      v.blend(u, t.compare(VectorOperators.NE, 0f)).intoArray(y, yo + i);
    }
  }
}
