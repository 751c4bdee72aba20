package candor.kernel.simd;

import candor.kernel.F32Math;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [F32Math] for all lanes of a vector of the preferred species, operation by operation and so with
/// equal bits.
///
/// Made to be inlined into a loop over an array. While C2 parses a loop, every call of the Vector API costs it 300 to
/// 600 nodes; past 18 000 it still inlines the Vector API, whose methods insist on it, but no helper of ours. So
/// helpers are called early and the rest is written out, and a loop has room for one of these functions, not for two:
/// put the second into a loop of its own over the same block.
final class VectorMath {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

  private VectorMath() {
  }

  /// [F32Math#exp(float)] of every lane.
  static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(F32Math.LOG2_E, F32Math.ROUND_TO_HALVES);
    FloatVector n = shifted.sub(F32Math.ROUND_TO_HALVES);
    FloatVector r = reduce(x, n);
    IntVector whole = shifted.reinterpretAsInts();
    IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
    FloatVector y = expm1Reduced(r).add(1f).mul(powerOfTwo(half)).mul(powerOfTwo(whole.sub(half)));
    y = y.blend(0f, x.compare(VectorOperators.LT, F32Math.EXP_ZERO));
    return y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, F32Math.EXP_INFINITE));
  }

  /// [F32Math#expm1(float)] of every lane.
  static FloatVector expm1(FloatVector x) {
    FloatVector shifted = x.fma(F32Math.LOG2_E, F32Math.ROUND_TO_HALF);
    FloatVector n = shifted.sub(F32Math.ROUND_TO_HALF);
    FloatVector r = reduce(x, n);
    FloatVector scale = powerOfTwo(shifted.reinterpretAsInts());
    FloatVector y = scale.fma(expm1Reduced(r), scale.sub(0.5f)).mul(2f);
    y = y.blend(x, x.abs().compare(VectorOperators.LT, F32Math.IDENTITY));
    y = y.blend(-1f, x.compare(VectorOperators.LT, F32Math.EXP_NEGLIGIBLE));
    return y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, F32Math.EXP_INFINITE));
  }

  /// [F32Math#log(float)] of every lane.
  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    FloatVector normal = x.mul(FloatVector.broadcast(F, 1f).blend(0x1p24f, small));
    IntVector distance = normal.reinterpretAsInts().sub(F32Math.TWO_THIRDS);
    FloatVector f = distance.and(F32Math.FRACTION).add(F32Math.TWO_THIRDS).reinterpretAsFloats().sub(1f);
    FloatVector k = exponent(distance).add(FloatVector.zero(F).blend(-24f, small));
    FloatVector y = logReduced(f, k);
    y = x.blend(y, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    return y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
  }

  /// [F32Math#log1p(float)] of every lane.
  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1f);
    IntVector distance = u.reinterpretAsInts().sub(F32Math.TWO_THIRDS);
    FloatVector scale = IntVector.broadcast(I, F32Math.FOUR).sub(distance.and(~F32Math.FRACTION)).reinterpretAsFloats();
    FloatVector f = scale.fma(x.mul(0.25f), scale.fma(0.25f, -1f));
    FloatVector y = logReduced(f, exponent(distance));
    y = u.blend(y, u.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    y = y.blend(Float.NEGATIVE_INFINITY, u.compare(VectorOperators.EQ, 0f));
    y = y.blend(Float.NaN, u.compare(VectorOperators.LT, 0f));
    return y.blend(x, x.abs().compare(VectorOperators.LT, F32Math.IDENTITY));
  }

  /// [F32Math#tanh(float)] of every lane.
  static FloatVector tanh(FloatVector x) {
    FloatVector m = oneMinusExp(x.abs().mul(-2f));
    FloatVector y = m.div(FloatVector.broadcast(F, 2f).sub(m));
    return y.reinterpretAsInts().or(x.reinterpretAsInts().and(Integer.MIN_VALUE)).reinterpretAsFloats();
  }

  /// [F32Math#sigmoid(float)] of every lane.
  static FloatVector sigmoid(FloatVector x) {
    FloatVector t = exp(x.abs().neg());
    return FloatVector.broadcast(F, 1f).blend(t, x.compare(VectorOperators.LT, 0f)).div(t.add(1f));
  }

  /// [F32Math#erf(float)] of every lane.
  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector large = oneMinusExp(logErfc(a));
    FloatVector v = a.mul(a);
    FloatVector p = v.fma(F32Math.ERF_11, F32Math.ERF_9);
    p = p.fma(v, FloatVector.broadcast(F, F32Math.ERF_7));
    p = p.fma(v, FloatVector.broadcast(F, F32Math.ERF_5));
    p = p.fma(v, FloatVector.broadcast(F, F32Math.ERF_3));
    p = p.fma(v, FloatVector.broadcast(F, F32Math.ERF_1));
    FloatVector y = large.blend(p.fma(a, a), a.compare(VectorOperators.LT, F32Math.ERF_SPLIT));
    return y.reinterpretAsInts().or(x.reinterpretAsInts().and(Integer.MIN_VALUE)).reinterpretAsFloats();
  }

  /// [F32Math#softplus(float)] of every lane.
  static FloatVector softplus(FloatVector x) {
    FloatVector t = exp(x.abs().neg());
    VectorMask<Float> large = t.compare(VectorOperators.GT, F32Math.THIRD);
    FloatVector f = t.blend(t.fma(0.5f, -0.5f), large);
    return logReduced(f, FloatVector.zero(F).blend(1f, large)).add(x.max(0f));
  }

  /// [F32Math#gelu(float)] of every lane.
  static FloatVector gelu(FloatVector x) {
    return erf(x.mul(F32Math.SQRT_HALF)).add(1f).mul(x.mul(0.5f));
  }

  /// [F32Math#silu(float)] of every lane.
  static FloatVector silu(FloatVector x) {
    return sigmoid(x).mul(x);
  }

  /// `x − n ln 2`.
  private static FloatVector reduce(FloatVector x, FloatVector n) {
    FloatVector upper = n.fma(FloatVector.broadcast(F, -F32Math.LN2_HI), x);
    return n.fma(FloatVector.broadcast(F, -F32Math.LN2_LO), upper);
  }

  /// The floats whose exponent fields are the low nine bits.
  private static FloatVector powerOfTwo(IntVector bits) {
    return bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  /// The signed exponents as floats.
  private static FloatVector exponent(IntVector bits) {
    return (FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector expm1Reduced(FloatVector r) {
    FloatVector p = r.fma(F32Math.EXP_6, F32Math.EXP_5);
    p = p.fma(r, FloatVector.broadcast(F, F32Math.EXP_4));
    p = p.fma(r, FloatVector.broadcast(F, F32Math.EXP_3));
    p = p.fma(r, FloatVector.broadcast(F, F32Math.EXP_2));
    return p.fma(r.mul(r), r);
  }

  private static FloatVector oneMinusExp(FloatVector x) {
    FloatVector shifted = x.fma(F32Math.LOG2_E, F32Math.ROUND_TO_NEGATIVE);
    FloatVector r = shifted.sub(F32Math.ROUND_TO_NEGATIVE).fma(FloatVector.broadcast(F, -F32Math.LN2), x);
    FloatVector scale = powerOfTwo(shifted.reinterpretAsInts());
    FloatVector y = scale.fma(expm1Reduced(r), scale.add(1f));
    return y.blend(1f, x.compare(VectorOperators.LT, F32Math.EXP_NEGLIGIBLE));
  }

  private static FloatVector logReduced(FloatVector f, FloatVector k) {
    FloatVector p = f.fma(F32Math.LOG_10, F32Math.LOG_9);
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_8));
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_7));
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_6));
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_5));
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_4));
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_3));
    p = p.fma(f, FloatVector.broadcast(F, F32Math.LOG_2));
    FloatVector correction = p.fma(f.mul(f), k.mul(F32Math.LN2_LO));
    return k.fma(FloatVector.broadcast(F, F32Math.LN2_HI), f.add(correction));
  }

  private static FloatVector logErfc(FloatVector a) {
    FloatVector q = a.fma(F32Math.LOG_ERFC_5, F32Math.LOG_ERFC_4);
    q = q.fma(a, FloatVector.broadcast(F, F32Math.LOG_ERFC_3));
    q = q.fma(a, FloatVector.broadcast(F, F32Math.LOG_ERFC_2));
    q = q.fma(a, FloatVector.broadcast(F, F32Math.LOG_ERFC_1));
    return q.fma(a, FloatVector.broadcast(F, F32Math.LOG_ERFC_0));
  }
}
