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
  public void sgd(Sgd step, float[] w, int wo, float[] v, int vo, float[] g, int go, int n) {
    int whole = SPECIES.loopBound(n);
    if (step.nesterov()) {
      nesterovVectors(step, w, wo, v, vo, g, go, whole);
    } else {
      sgdVectors(step, w, wo, v, vo, g, go, whole);
    }
    super.sgd(step, w, wo + whole, v, vo + whole, g, go + whole, n - whole);
  }

  private static void sgdVectors(Sgd step, float[] w, int wo, float[] v, int vo, float[] g, int go, int n) {
    FloatVector down = broadcast(SPECIES, (float) -step.rate());
    FloatVector keep = broadcast(SPECIES, (float) step.keep());
    FloatVector take = broadcast(SPECIES, (float) step.take());
    FloatVector decay = broadcast(SPECIES, (float) step.decay());
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector d = decay.fma(old, fromArray(SPECIES, g, go + i));
      FloatVector velocity = keep.fma(fromArray(SPECIES, v, vo + i), take.mul(d));
      velocity.intoArray(v, vo + i);
      down.fma(velocity, old).intoArray(w, wo + i);
    }
  }

  private static void nesterovVectors(Sgd step, float[] w, int wo, float[] v, int vo, float[] g, int go, int n) {
    FloatVector down = broadcast(SPECIES, (float) -step.rate());
    FloatVector keep = broadcast(SPECIES, (float) step.keep());
    FloatVector take = broadcast(SPECIES, (float) step.take());
    FloatVector decay = broadcast(SPECIES, (float) step.decay());
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector d = decay.fma(old, fromArray(SPECIES, g, go + i));
      FloatVector velocity = keep.fma(fromArray(SPECIES, v, vo + i), take.mul(d));
      velocity.intoArray(v, vo + i);
      down.fma(keep.fma(velocity, d), old).intoArray(w, wo + i);
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

  @Override
  public void rmsProp(RmsProp step, float[] w, int wo, float[] s, float[] v, int so, float[] g, int go, int n) {
    int whole = SPECIES.loopBound(n);
    rmsPropVectors(step, w, wo, s, v, so, g, go, whole);
    super.rmsProp(step, w, wo + whole, s, v, so + whole, g, go + whole, n - whole);
  }

  private static void rmsPropVectors(RmsProp step, float[] w, int wo, float[] s, float[] v, int so, float[] g, int go,
      int n) {
    FloatVector down = broadcast(SPECIES, (float) -step.rate());
    FloatVector keep = broadcast(SPECIES, (float) step.keep());
    FloatVector rest = broadcast(SPECIES, (float) (1 - step.keep()));
    FloatVector epsilon = broadcast(SPECIES, (float) step.epsilon());
    FloatVector momentum = broadcast(SPECIES, (float) step.momentum());
    FloatVector decay = broadcast(SPECIES, (float) step.decay());
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector d = decay.fma(old, fromArray(SPECIES, g, go + i));
      FloatVector square = keep.fma(fromArray(SPECIES, s, so + i), rest.mul(d).mul(d));
      square.intoArray(s, so + i);
      FloatVector velocity = momentum.fma(fromArray(SPECIES, v, so + i), d.div(square.sqrt().add(epsilon)));
      velocity.intoArray(v, so + i);
      down.fma(velocity, old).intoArray(w, wo + i);
    }
  }

  @Override
  public void rmsPropCentred(RmsProp step, float[] w, int wo, float[] s, float[] m, float[] v, int so, float[] g,
      int go, int n) {
    int whole = SPECIES.loopBound(n);
    centredVectors(step, w, wo, s, m, v, so, g, go, whole);
    super.rmsPropCentred(step, w, wo + whole, s, m, v, so + whole, g, go + whole, n - whole);
  }

  private static void centredVectors(RmsProp step, float[] w, int wo, float[] s, float[] m, float[] v, int so,
      float[] g, int go, int n) {
    FloatVector down = broadcast(SPECIES, (float) -step.rate());
    FloatVector keep = broadcast(SPECIES, (float) step.keep());
    FloatVector rest = broadcast(SPECIES, (float) (1 - step.keep()));
    FloatVector epsilon = broadcast(SPECIES, (float) step.epsilon());
    FloatVector momentum = broadcast(SPECIES, (float) step.momentum());
    FloatVector decay = broadcast(SPECIES, (float) step.decay());
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector d = decay.fma(old, fromArray(SPECIES, g, go + i));
      FloatVector square = keep.fma(fromArray(SPECIES, s, so + i), rest.mul(d).mul(d));
      square.intoArray(s, so + i);
      FloatVector mean = keep.fma(fromArray(SPECIES, m, so + i), rest.mul(d));
      mean.intoArray(m, so + i);
      FloatVector root = mean.neg().fma(mean, square).max(zero).sqrt();
      FloatVector velocity = momentum.fma(fromArray(SPECIES, v, so + i), d.div(root.add(epsilon)));
      velocity.intoArray(v, so + i);
      down.fma(velocity, old).intoArray(w, wo + i);
    }
  }

  @Override
  public void adagrad(Adagrad step, float[] w, int wo, float[] s, int so, float[] g, int go, int n) {
    int whole = SPECIES.loopBound(n);
    adagradVectors(step, w, wo, s, so, g, go, whole);
    super.adagrad(step, w, wo + whole, s, so + whole, g, go + whole, n - whole);
  }

  private static void adagradVectors(Adagrad step, float[] w, int wo, float[] s, int so, float[] g, int go, int n) {
    FloatVector down = broadcast(SPECIES, (float) -step.rate());
    FloatVector epsilon = broadcast(SPECIES, (float) step.epsilon());
    FloatVector decay = broadcast(SPECIES, (float) step.decay());
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, w, wo + i);
      FloatVector d = decay.fma(old, fromArray(SPECIES, g, go + i));
      FloatVector sum = d.fma(d, fromArray(SPECIES, s, so + i));
      sum.intoArray(s, so + i);
      down.fma(d.div(sum.sqrt().add(epsilon)), old).intoArray(w, wo + i);
    }
  }

  @Override
  public void average(double share, float[] a, int ao, float[] x, int xo, int n) {
    int whole = SPECIES.loopBound(n);
    averageVectors((float) share, a, ao, x, xo, whole);
    super.average(share, a, ao + whole, x, xo + whole, n - whole);
  }

  private static void averageVectors(float share, float[] a, int ao, float[] x, int xo, int n) {
    FloatVector part = broadcast(SPECIES, share);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector old = fromArray(SPECIES, a, ao + i);
      part.fma(fromArray(SPECIES, x, xo + i).sub(old), old).intoArray(a, ao + i);
    }
  }
}
