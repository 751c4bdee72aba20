package candor.kernel;

/// In-place updates of parameters by optimisers, and of averages of parameters, element by element.
public class Update {
  /// Makes the scalar loops.
  public Update() {
  }

  /// The numbers of one step of gradient descent.
  ///
  /// @param rate learning rate
  /// @param keep share of the previous velocity that is kept
  /// @param take share of the gradient that enters the velocity
  /// @param decay L2 weight decay, which enters the gradient
  /// @param nesterov whether the step looks ahead
  public record Sgd(double rate, double keep, double take, double decay, boolean nesterov) {
  }

  /// Stochastic gradient descent with momentum and L2 weight decay: `d = fma(decay, w, g)`, `v = fma(keep, v, take ·
  /// d)`, `w = fma(−rate, v, w)`, or with Nesterov's momentum (Sutskever et al. 2013, as in PyTorch) `w = fma(−rate,
  /// fma(keep, v, d), w)`. The step's numbers are rounded to F32 before the loop.
  ///
  /// @param step rate, momentum and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param v velocities, updated
  /// @param vo offset of the first velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void sgd(Sgd step, float[] w, int wo, float[] v, int vo, float[] g, int go, int n) {
    float down = (float) -step.rate;
    float keep = (float) step.keep;
    float take = (float) step.take;
    float decay = (float) step.decay;
    boolean nesterov = step.nesterov;
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[wo + i], g[go + i]);
      float velocity = Math.fma(keep, v[vo + i], take * d);
      v[vo + i] = velocity;
      w[wo + i] = Math.fma(down, nesterov ? Math.fma(keep, velocity, d) : velocity, w[wo + i]);
    }
  }

  /// Stochastic gradient descent with momentum and L2 weight decay: `d = fma(decay, w, g)`, `v = fma(keep, v, take ·
  /// d)`, `w = fma(−rate, v, w)`, or with Nesterov's momentum (Sutskever et al. 2013, as in PyTorch) `w = fma(−rate,
  /// fma(keep, v, d), w)`.
  ///
  /// @param step rate, momentum and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param v velocities, updated
  /// @param vo offset of the first velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void sgd(Sgd step, double[] w, int wo, double[] v, int vo, double[] g, int go, int n) {
    double down = -step.rate;
    double keep = step.keep;
    double take = step.take;
    double decay = step.decay;
    boolean nesterov = step.nesterov;
    for (int i = 0; i < n; i++) {
      double d = Math.fma(decay, w[wo + i], g[go + i]);
      double velocity = Math.fma(keep, v[vo + i], take * d);
      v[vo + i] = velocity;
      w[wo + i] = Math.fma(down, nesterov ? Math.fma(keep, velocity, d) : velocity, w[wo + i]);
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

  /// The numbers of one step of RMSprop.
  ///
  /// @param rate learning rate
  /// @param keep share of the mean of squares, and of the mean, that is kept
  /// @param epsilon what is added to the root
  /// @param momentum share of the previous velocity that is kept
  /// @param decay L2 weight decay, which enters the gradient
  public record RmsProp(double rate, double keep, double epsilon, double momentum, double decay) {
  }

  /// RMSprop (Tieleman & Hinton 2012) with momentum and L2 weight decay, as in PyTorch: `d = fma(decay, w, g)`, `s =
  /// fma(keep, s, ((1 − keep) d) d)`, `v = fma(momentum, v, d / (√s + epsilon))`, `w = fma(−rate, v, w)`. Every
  /// operation rounds once; the step's numbers, and the difference, are computed in F64 and rounded to F32 before the
  /// loop.
  ///
  /// @param step rate, shares and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param s means of squares, updated
  /// @param v velocities, updated
  /// @param so offset of the first mean of squares and velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void rmsProp(RmsProp step, float[] w, int wo, float[] s, float[] v, int so, float[] g, int go, int n) {
    float down = (float) -step.rate;
    float keep = (float) step.keep;
    float rest = (float) (1 - step.keep);
    float epsilon = (float) step.epsilon;
    float momentum = (float) step.momentum;
    float decay = (float) step.decay;
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[wo + i], g[go + i]);
      float square = Math.fma(keep, s[so + i], rest * d * d);
      s[so + i] = square;
      float velocity = Math.fma(momentum, v[so + i], d / ((float) Math.sqrt(square) + epsilon));
      v[so + i] = velocity;
      w[wo + i] = Math.fma(down, velocity, w[wo + i]);
    }
  }

  /// RMSprop (Tieleman & Hinton 2012) with momentum and L2 weight decay, as in PyTorch: `d = fma(decay, w, g)`, `s =
  /// fma(keep, s, ((1 − keep) d) d)`, `v = fma(momentum, v, d / (√s + epsilon))`, `w = fma(−rate, v, w)`.
  ///
  /// @param step rate, shares and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param s means of squares, updated
  /// @param v velocities, updated
  /// @param so offset of the first mean of squares and velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void rmsProp(RmsProp step, double[] w, int wo, double[] s, double[] v, int so, double[] g, int go, int n) {
    double down = -step.rate;
    double keep = step.keep;
    double rest = (1 - step.keep);
    double epsilon = step.epsilon;
    double momentum = step.momentum;
    double decay = step.decay;
    for (int i = 0; i < n; i++) {
      double d = Math.fma(decay, w[wo + i], g[go + i]);
      double square = Math.fma(keep, s[so + i], rest * d * d);
      s[so + i] = square;
      double velocity = Math.fma(momentum, v[so + i], d / (Math.sqrt(square) + epsilon));
      v[so + i] = velocity;
      w[wo + i] = Math.fma(down, velocity, w[wo + i]);
    }
  }

  /// RMSprop, centred (Graves 2013, eq. 38–45, in PyTorch's form): as [#rmsProp] with `m = fma(keep, m, (1 − keep) d)`
  /// and `max(0, fma(−m, m, s))`, an estimate of the variance, under the root. Rounding could make it negative.
  ///
  /// @param step rate, shares and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param s means of squares, updated
  /// @param m means, updated
  /// @param v velocities, updated
  /// @param so offset of the first mean of squares, mean and velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void rmsPropCentred(RmsProp step, float[] w, int wo, float[] s, float[] m, float[] v, int so, float[] g,
      int go,
      int n) {
    float down = (float) -step.rate;
    float keep = (float) step.keep;
    float rest = (float) (1 - step.keep);
    float epsilon = (float) step.epsilon;
    float momentum = (float) step.momentum;
    float decay = (float) step.decay;
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[wo + i], g[go + i]);
      float square = Math.fma(keep, s[so + i], rest * d * d);
      s[so + i] = square;
      float mean = Math.fma(keep, m[so + i], rest * d);
      m[so + i] = mean;
      float variance = Math.max(0, Math.fma(-mean, mean, square));
      float velocity = Math.fma(momentum, v[so + i], d / ((float) Math.sqrt(variance) + epsilon));
      v[so + i] = velocity;
      w[wo + i] = Math.fma(down, velocity, w[wo + i]);
    }
  }

  /// RMSprop, centred (Graves 2013, eq. 38–45, in PyTorch's form): as [#rmsProp] with `m = fma(keep, m, (1 − keep) d)`
  /// and `max(0, fma(−m, m, s))`, an estimate of the variance, under the root. Rounding could make it negative.
  ///
  /// @param step rate, shares and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param s means of squares, updated
  /// @param m means, updated
  /// @param v velocities, updated
  /// @param so offset of the first mean of squares, mean and velocity
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void rmsPropCentred(RmsProp step, double[] w, int wo, double[] s, double[] m, double[] v, int so, double[] g,
      int go,
      int n) {
    double down = -step.rate;
    double keep = step.keep;
    double rest = (1 - step.keep);
    double epsilon = step.epsilon;
    double momentum = step.momentum;
    double decay = step.decay;
    for (int i = 0; i < n; i++) {
      double d = Math.fma(decay, w[wo + i], g[go + i]);
      double square = Math.fma(keep, s[so + i], rest * d * d);
      s[so + i] = square;
      double mean = Math.fma(keep, m[so + i], rest * d);
      m[so + i] = mean;
      double variance = Math.max(0, Math.fma(-mean, mean, square));
      double velocity = Math.fma(momentum, v[so + i], d / (Math.sqrt(variance) + epsilon));
      v[so + i] = velocity;
      w[wo + i] = Math.fma(down, velocity, w[wo + i]);
    }
  }

  /// The numbers of one step of Adagrad.
  ///
  /// @param rate learning rate
  /// @param epsilon what is added to the root
  /// @param decay L2 weight decay, which enters the gradient
  public record Adagrad(double rate, double epsilon, double decay) {
  }

  /// Adagrad (Duchi et al. 2011, fig. 1 with diagonal matrices) with L2 weight decay, as in PyTorch: `d = fma(decay, w,
  /// g)`, `s = fma(d, d, s)`, `w = fma(−rate, d / (√s + epsilon), w)`. The step's numbers are rounded to F32 before the
  /// loop.
  ///
  /// @param step rate and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param s sums of squares, updated
  /// @param so offset of the first sum
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void adagrad(Adagrad step, float[] w, int wo, float[] s, int so, float[] g, int go, int n) {
    float down = (float) -step.rate;
    float epsilon = (float) step.epsilon;
    float decay = (float) step.decay;
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, w[wo + i], g[go + i]);
      float sum = Math.fma(d, d, s[so + i]);
      s[so + i] = sum;
      w[wo + i] = Math.fma(down, d / ((float) Math.sqrt(sum) + epsilon), w[wo + i]);
    }
  }

  /// Adagrad (Duchi et al. 2011, fig. 1 with diagonal matrices) with L2 weight decay, as in PyTorch: `d = fma(decay, w,
  /// g)`, `s = fma(d, d, s)`, `w = fma(−rate, d / (√s + epsilon), w)`.
  ///
  /// @param step rate and decay
  /// @param w parameters, updated
  /// @param wo offset of the first parameter
  /// @param s sums of squares, updated
  /// @param so offset of the first sum
  /// @param g gradients
  /// @param go offset of the first gradient
  /// @param n number of parameters
  public void adagrad(Adagrad step, double[] w, int wo, double[] s, int so, double[] g, int go, int n) {
    double down = -step.rate;
    double epsilon = step.epsilon;
    double decay = step.decay;
    for (int i = 0; i < n; i++) {
      double d = Math.fma(decay, w[wo + i], g[go + i]);
      double sum = Math.fma(d, d, s[so + i]);
      s[so + i] = sum;
      w[wo + i] = Math.fma(down, d / (Math.sqrt(sum) + epsilon), w[wo + i]);
    }
  }

  /// A step of a running average towards new numbers: `a = fma(share, x − a, a)`, so that an average that has arrived
  /// stays.
  ///
  /// @param share share of the way, rounded to F32 before the loop
  /// @param a averages, updated
  /// @param ao offset of the first average
  /// @param x new numbers
  /// @param xo offset of the first new number
  /// @param n how many
  public void average(double share, float[] a, int ao, float[] x, int xo, int n) {
    float part = (float) share;
    for (int i = 0; i < n; i++) {
      a[ao + i] = Math.fma(part, x[xo + i] - a[ao + i], a[ao + i]);
    }
  }

  /// A step of a running average towards new numbers: `a = fma(share, x − a, a)`, so that an average that has arrived
  /// stays.
  ///
  /// @param share share of the way
  /// @param a averages, updated
  /// @param ao offset of the first average
  /// @param x new numbers
  /// @param xo offset of the first new number
  /// @param n how many
  public void average(double share, double[] a, int ao, double[] x, int xo, int n) {
    double part = share;
    for (int i = 0; i < n; i++) {
      a[ao + i] = Math.fma(part, x[xo + i] - a[ao + i], a[ao + i]);
    }
  }
}
