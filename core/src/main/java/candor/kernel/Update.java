package candor.kernel;

/// In-place parameter updates of the optimisers, element by element.
public class Update {
  /// Makes the scalar loops.
  public Update() {
  }

  /// Stochastic gradient descent with momentum and L2 weight decay: `d = fma(decay, w, g)`, `v = fma(momentum, v, d)`,
  /// `w = fma(−rate, v, w)`.
  ///
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param v velocities, updated
  /// @param vo offset of the first velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  /// @param rate learning rate
  /// @param momentum share of the previous velocity that is kept
  /// @param decay weight decay
  public void sgd(float[] w, int wo, float[] v, int vo, float[] g, int go, int n, float rate, float momentum,
      float decay) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[wo + i], g[go + i]);
      v[vo + i] = Math.fma(momentum, v[vo + i], d);
      w[wo + i] = Math.fma(-rate, v[vo + i], w[wo + i]);
    }
  }

  /// Stochastic gradient descent with momentum and L2 weight decay: `d = fma(decay, w, g)`, `v = fma(momentum, v, d)`,
  /// `w = fma(−rate, v, w)`.
  ///
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param v velocities, updated
  /// @param vo offset of the first velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  /// @param rate learning rate
  /// @param momentum share of the previous velocity that is kept
  /// @param decay weight decay
  public void sgd(double[] w, int wo, double[] v, int vo, double[] g, int go, int n, double rate, double momentum,
      double decay) {
    for (int i = 0; i < n; i++) {
      double d = Math.fma(decay, w[wo + i], g[go + i]);
      v[vo + i] = Math.fma(momentum, v[vo + i], d);
      w[wo + i] = Math.fma(-rate, v[vo + i], w[wo + i]);
    }
  }

  /// The numbers of one step of Adam, which are the same for all parameters.
  ///
  /// @param rate `α / (1 − β₁ᵗ)`, the learning rate with the bias correction of the first moment
  /// @param keep1 `β₁`, the share of the first moment that is kept
  /// @param keep2 `β₂`, the share of the second moment that is kept
  /// @param correction `1 / √(1 − β₂ᵗ)`, the bias correction of the root of the second moment
  /// @param epsilon what is added to that root
  /// @param penalty L2 weight decay, which enters the gradient
  /// @param shrink factor of every parameter: `1 − α λ` with the decoupled decay `λ` of AdamW, 1 without
  public record Adam(double rate, double keep1, double keep2, double correction, double epsilon, double penalty,
      double shrink) {
  }

  /// Adam (Kingma & Ba 2015, Alg. 1) with L2 or decoupled weight decay (Loshchilov & Hutter 2019, Alg. 2): `d =
  /// fma(penalty, w, g)`, `m = fma(keep1, m, (1 − keep1) d)`, `v = fma(keep2, v, ((1 − keep2) d) d)`, `w = fma(−rate, m
  /// / fma(correction, √v, epsilon), shrink w)`. Every operation rounds once; the step's numbers, and the two
  /// differences, are computed in F64 and rounded to F32 before the loop.
  ///
  /// @param step rates, corrections and decays
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param m first moments, updated
  /// @param v second moments, updated
  /// @param so offset of the first moment of either kind
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void adam(Adam step, float[] w, int wo, float[] m, float[] v, int so, float[] g, int go, int n) {
    float down = (float) -step.rate;
    float keep1 = (float) step.keep1;
    float rest1 = (float) (1 - step.keep1);
    float keep2 = (float) step.keep2;
    float rest2 = (float) (1 - step.keep2);
    float correction = (float) step.correction;
    float epsilon = (float) step.epsilon;
    float penalty = (float) step.penalty;
    float shrink = (float) step.shrink;
    for (int i = 0; i < n; i++) {
      float d = Math.fma(penalty, w[wo + i], g[go + i]);
      float first = Math.fma(keep1, m[so + i], rest1 * d);
      float second = Math.fma(keep2, v[so + i], rest2 * d * d);
      m[so + i] = first;
      v[so + i] = second;
      float root = (float) Math.sqrt(second);
      w[wo + i] = Math.fma(down, first / Math.fma(correction, root, epsilon), shrink * w[wo + i]);
    }
  }

  /// Adam (Kingma & Ba 2015, Alg. 1) with L2 or decoupled weight decay (Loshchilov & Hutter 2019, Alg. 2): `d =
  /// fma(penalty, w, g)`, `m = fma(keep1, m, (1 − keep1) d)`, `v = fma(keep2, v, ((1 − keep2) d) d)`, `w = fma(−rate, m
  /// / fma(correction, √v, epsilon), shrink w)`. Every operation rounds once; the step's numbers, and the two
  /// differences, are computed before the loop.
  ///
  /// @param step rates, corrections and decays
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param m first moments, updated
  /// @param v second moments, updated
  /// @param so offset of the first moment of either kind
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void adam(Adam step, double[] w, int wo, double[] m, double[] v, int so, double[] g, int go, int n) {
    double down = -step.rate;
    double keep1 = step.keep1;
    double rest1 = 1 - step.keep1;
    double keep2 = step.keep2;
    double rest2 = 1 - step.keep2;
    double correction = step.correction;
    double epsilon = step.epsilon;
    double penalty = step.penalty;
    double shrink = step.shrink;
    for (int i = 0; i < n; i++) {
      double d = Math.fma(penalty, w[wo + i], g[go + i]);
      double first = Math.fma(keep1, m[so + i], rest1 * d);
      double second = Math.fma(keep2, v[so + i], rest2 * d * d);
      m[so + i] = first;
      v[so + i] = second;
      double root = Math.sqrt(second);
      w[wo + i] = Math.fma(down, first / Math.fma(correction, root, epsilon), shrink * w[wo + i]);
    }
  }
}
