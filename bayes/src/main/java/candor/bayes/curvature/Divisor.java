package candor.bayes.curvature;

/// Which objective is left when samples are removed: two conventions that differ where there is weight decay.
public enum Divisor {
  /// The mean keeps the divisor of all samples: `1/n Σ_{j≠i} ℓⱼ + ½ λ ‖θ‖²`. Removing a sample up-weights it by `−1/n`.
  KEPT,
  /// The mean is that of the samples that are left, with `λ` as it was: `1/(n−1) Σ_{j≠i} ℓⱼ + ½ λ ‖θ‖²`, as a training on the
  /// smaller data set has it.
  RENORMALISED
}
