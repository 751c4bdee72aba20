package candor.nn.optim;

import candor.kernel.Update;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.NdArray;
import java.util.List;

/// RMSprop (Tieleman & Hinton 2012): `s = share · s + (1 − share) d²`, `v = momentum · v + d / (√s + ε)`, `w = w − rate
/// · v`, with `d = g + decay · w`, as in PyTorch. Centred (Graves 2013, eq. 38–45), an estimate of the variance `s −
/// m²` stands under the root, where `m` is the running mean of `d`; where rounding makes it negative it counts as 0.
public final class RmsProp extends Descent {
  private final Settings settings;

  /// What RMSprop remembers, and for how long. `Settings.DEFAULT.share(0.9).momentum(0.9).centred()` reads well.
  ///
  /// @param share share of the mean of squares that is kept, in `[0, 1)`
  /// @param epsilon what is added to the root, positive and finite
  /// @param momentum share of the previous velocity that is kept, in `[0, 1)`
  /// @param isCentred whether the squared mean is subtracted
  public record Settings(double share, double epsilon, double momentum, boolean isCentred) {
    /// PyTorch's: share 0.99, `ε = 10⁻⁸`, no momentum, not centred.
    public static final Settings DEFAULT = new Settings(0.99, 1e-8, 0, false);

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Settings {
      if (!isShare(share) || !isPositive(epsilon) || !isShare(momentum)) {
        throw new IllegalArgumentException("rmsProp: share " + share + ", epsilon " + epsilon + ", momentum " + momentum
            + ", expected shares in [0, 1), a positive finite epsilon");
      }
    }

    /// The same with another memory of squares.
    ///
    /// @param share share that is kept, in `[0, 1)`
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings share(double share) {
      return new Settings(share, epsilon, momentum, isCentred);
    }

    /// The same with another number under the fraction.
    ///
    /// @param epsilon what is added to the root, positive and finite
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings epsilon(double epsilon) {
      return new Settings(share, epsilon, momentum, isCentred);
    }

    /// The same with another momentum.
    ///
    /// @param momentum share of the previous velocity that is kept, in `[0, 1)`
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings momentum(double momentum) {
      return new Settings(share, epsilon, momentum, isCentred);
    }

    /// The same with the squared mean subtracted.
    ///
    /// @return new settings
    public Settings centred() {
      return new Settings(share, epsilon, momentum, true);
    }
  }

  /// An optimiser with PyTorch's settings, without weight decay.
  ///
  /// @param parameters what to change, with values
  /// @param rate learning rate, positive and finite
  /// @throws IllegalArgumentException if the rate is out of its range
  public RmsProp(List<Parameter> parameters, double rate) {
    this(ParameterGroups.of(parameters), rate, Settings.DEFAULT);
  }

  /// Makes the optimiser.
  ///
  /// @param groups what to change, with values
  /// @param rate learning rate, positive and finite
  /// @param settings what is remembered
  /// @throws IllegalArgumentException if the rate is out of its range
  public RmsProp(ParameterGroups groups, double rate, Settings settings) {
    if (!isPositive(rate)) {
      throw new IllegalArgumentException("rmsProp: rate " + rate + ", expected a positive finite number");
    }
    String[] memories =
        settings.isCentred ? new String[] {"square", "velocity", "mean"} : new String[] {"square", "velocity"};
    super("rmsProp", groups, rate, memories);
    this.settings = settings;
  }

  @Override
  int cost() {
    return 16;
  }

  @Override
  Slots.Rule rule(Update kernel, double rate, double decay, int step) {
    Update.RmsProp next = new Update.RmsProp(rate, settings.share, settings.epsilon, settings.momentum, decay);
    return settings.isCentred ? centred(kernel, next) : plain(kernel, next);
  }

  private static Slots.Rule plain(Update kernel, Update.RmsProp next) {
    return (w, memory, g, at, n) -> {
      NdArray s = memory.getFirst();
      NdArray v = memory.getLast();
      if (w.dtype() == DType.F32) {
        kernel.rmsProp(next, w.f32(), w.offset() + at, s.f32(), v.f32(), v.offset() + at, g.f32(), g.offset() + at, n);
      } else {
        kernel.rmsProp(next, w.f64(), w.offset() + at, s.f64(), v.f64(), v.offset() + at, g.f64(), g.offset() + at, n);
      }
    };
  }

  private static Slots.Rule centred(Update kernel, Update.RmsProp next) {
    return (w, memory, g, at, n) -> {
      NdArray s = memory.get(0);
      NdArray v = memory.get(1);
      NdArray m = memory.get(2);
      if (w.dtype() == DType.F32) {
        kernel.rmsPropCentred(next, w.f32(), w.offset() + at, s.f32(), m.f32(), v.f32(), v.offset() + at, g.f32(),
            g.offset() + at,
            n);
      } else {
        kernel.rmsPropCentred(next, w.f64(), w.offset() + at, s.f64(), m.f64(), v.f64(), v.offset() + at, g.f64(),
            g.offset() + at,
            n);
      }
    };
  }
}
