package candor.nn.optim;

import candor.nn.Module;

/// An exponential moving average of the weights, `a = β a + (1 − β) w` (Polyak & Juditsky 1992; Tarvainen & Valpola
/// 2017 for the teacher of a pair).
public final class Ema extends WeightAverage {
  private final double decay;
  private final Start start;
  private final Buffers buffers;

  /// What the average is while few weights were seen.
  public enum Start {
    /// It begins with a copy of the weights of the time when it is made, whose share falls as `βᵗ`.
    COPY,
    /// It begins with the copy too, but forgets it soon: the decay of update `t`, from 0, is `min(β, (1 + t) / (10 +
    /// t))`.
    WARM_UP,
    /// It begins with 0 and is divided by `1 − βᵗ` where it is used, as Adam's moments are (Kingma & Ba 2015, section
    /// 3).
    BIAS_CORRECTED
  }

  /// What happens to the model's buffers, such as the running statistics of batch normalisation.
  public enum Buffers {
    /// They are averaged like the weights.
    AVERAGE,
    /// Those of the last update are used.
    COPY
  }

  /// Begins an average.
  ///
  /// @param model initialised model
  /// @param decay `β`, the share of the average that is kept, in `[0, 1)`
  /// @param start what the average is while few weights were seen
  /// @param buffers what happens to buffers
  /// @throws IllegalArgumentException if the decay is out of its range
  public Ema(Module model, double decay, Start start, Buffers buffers) {
    if (!Descent.isShare(decay)) {
      throw new IllegalArgumentException("ema: decay " + decay + ", expected a number in [0, 1)");
    }
    super("ema", model, start == Start.BIAS_CORRECTED);
    this.decay = decay;
    this.start = start;
    this.buffers = buffers;
  }

  @Override
  double share(int step) {
    return 1 - (start == Start.WARM_UP ? Math.min(decay, (1.0 + step) / (10.0 + step)) : decay);
  }

  @Override
  double bufferShare(int step) {
    return buffers == Buffers.COPY ? 1 : share(step);
  }

  @Override
  double scale(int steps) {
    return start == Start.BIAS_CORRECTED ? 1 / (1 - StrictMath.pow(decay, steps)) : 1;
  }

  @Override
  String obstacle(int steps) {
    return start == Start.BIAS_CORRECTED && steps == 0 ? NO_AVERAGE : "";
  }

  @Override
  void moved() {
    // Nothing depends on it.
  }
}
