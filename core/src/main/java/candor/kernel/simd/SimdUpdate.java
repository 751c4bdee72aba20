package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import candor.kernel.Update;
import jdk.incubator.vector.FloatVector;

/// Parameter updates a vector at a time.
final class SimdUpdate extends Update {
  @Override
  public void sgd(float[] w, int wo, float[] v, int vo, float[] g, int go, int n, float rate, float momentum,
      float decay) {
    int whole = SPECIES.loopBound(n);
    step(w, wo, v, vo, g, go, whole, rate, momentum, decay);
    super.sgd(w, wo + whole, v, vo + whole, g, go + whole, n - whole, rate, momentum, decay);
  }

  private static void step(float[] w, int wo, float[] v, int vo, float[] g, int go, int n, float rate, float momentum,
      float decay) {
    FloatVector keep = broadcast(SPECIES, momentum);
    FloatVector shrink = broadcast(SPECIES, decay);
    FloatVector down = broadcast(SPECIES, -rate);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector velocity = keep.fma(fromArray(SPECIES, v, vo + i), shrink.fma(old, fromArray(SPECIES, g, go + i)));
      velocity.intoArray(v, vo + i);
      down.fma(velocity, old).intoArray(w, wo + i);
    }
  }

  @Override
  public void adam(Adam step, float[] w, int wo, float[] m, float[] v, int so, float[] g, int go, int n) {
    int whole = SPECIES.loopBound(n);
    adamVectors(step, w, wo, m, v, so, g, go, whole);
    super.adam(step, w, wo + whole, m, v, so + whole, g, go + whole, n - whole);
  }

  private static void adamVectors(Adam step, float[] w, int wo, float[] m, float[] v, int so, float[] g, int go,
      int n) {
    FloatVector down = broadcast(SPECIES, (float) -step.rate());
    FloatVector keep1 = broadcast(SPECIES, (float) step.keep1());
    FloatVector rest1 = broadcast(SPECIES, (float) (1 - step.keep1()));
    FloatVector keep2 = broadcast(SPECIES, (float) step.keep2());
    FloatVector rest2 = broadcast(SPECIES, (float) (1 - step.keep2()));
    FloatVector correction = broadcast(SPECIES, (float) step.correction());
    FloatVector epsilon = broadcast(SPECIES, (float) step.epsilon());
    FloatVector penalty = broadcast(SPECIES, (float) step.penalty());
    FloatVector shrink = broadcast(SPECIES, (float) step.shrink());
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector d = penalty.fma(old, fromArray(SPECIES, g, go + i));
      FloatVector first = keep1.fma(fromArray(SPECIES, m, so + i), rest1.mul(d));
      FloatVector second = keep2.fma(fromArray(SPECIES, v, so + i), rest2.mul(d).mul(d));
      first.intoArray(m, so + i);
      second.intoArray(v, so + i);
      FloatVector ratio = first.div(correction.fma(second.sqrt(), epsilon));
      down.fma(ratio, shrink.mul(old)).intoArray(w, wo + i);
    }
  }
}
