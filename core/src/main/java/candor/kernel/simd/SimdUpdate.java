package candor.kernel.simd;

import static candor.kernel.simd.Lanes.SPECIES;
import static candor.kernel.simd.Lanes.WIDTH;
import static candor.kernel.simd.Lanes.load;
import static candor.kernel.simd.Lanes.repeat;

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
    FloatVector keep = repeat(momentum);
    FloatVector shrink = repeat(decay);
    FloatVector down = repeat(-rate);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = load(w, wo + i);
      FloatVector velocity = keep.fma(load(v, vo + i), shrink.fma(old, load(g, go + i)));
      velocity.intoArray(v, vo + i);
      down.fma(velocity, old).intoArray(w, wo + i);
    }
  }
}
