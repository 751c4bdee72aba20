package candor.nn.optim;

/// How [Sgd] remembers earlier gradients: `v = share · v + (1 − dampening) d`, and `w = w − rate · v`, or with
/// Nesterov's look ahead `w = w − rate (d + share · v)` (Sutskever et al. 2013, eq. 3–4, in PyTorch's form). The first
/// velocity is `d`, undamped, as in PyTorch.
///
/// @param share share of the previous velocity that is kept, in `[0, 1)`
/// @param dampening share of the gradient that does not enter the velocity, in `[0, 1)`
/// @param nesterov whether the step looks ahead
public record Momentum(double share, double dampening, boolean nesterov) {
  /// Plain gradient descent.
  public static final Momentum NONE = new Momentum(0, 0, false);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if a number is out of its range, or Nesterov's momentum has no share or a
  ///     dampening
  public Momentum {
    boolean fits = share >= 0 && share < 1 && dampening >= 0 && dampening < 1
        && !(nesterov && (share == 0 || dampening != 0));
    if (!fits) {
      throw new IllegalArgumentException("momentum: share " + share + ", dampening " + dampening
          + (nesterov ? ", Nesterov's, expected a share in (0, 1) and no dampening" : ", expected numbers in [0, 1)"));
    }
  }

  /// Classical momentum (Polyak 1964).
  ///
  /// @param share share of the previous velocity that is kept, in `[0, 1)`
  /// @return the momentum
  /// @throws IllegalArgumentException if it is out of its range
  public static Momentum of(double share) {
    return new Momentum(share, 0, false);
  }

  /// Nesterov's momentum.
  ///
  /// @param share share of the previous velocity that is kept, in `(0, 1)`
  /// @return the momentum
  /// @throws IllegalArgumentException if it is out of its range
  public static Momentum nesterov(double share) {
    return new Momentum(share, 0, true);
  }

  /// The same with dampening.
  ///
  /// @param dampening share of the gradient that does not enter the velocity, in `[0, 1)`
  /// @return new momentum
  /// @throws IllegalArgumentException if it is out of its range
  public Momentum dampening(double dampening) {
    return new Momentum(share, dampening, nesterov);
  }
}
