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
}
