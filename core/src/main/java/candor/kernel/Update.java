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
}
