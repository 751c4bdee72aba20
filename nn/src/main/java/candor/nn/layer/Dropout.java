package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Tensor;

/// Inverted dropout (Srivastava et al. 2014): in training and sampling each feature of each sample is zeroed with
/// probability `p` and the others are multiplied by `1/(1 − p)`; in evaluation the input passes unchanged. Axis 0
/// counts the samples.
public final class Dropout extends Module {
  private final double p;

  /// Makes the layer.
  ///
  /// @param p probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public Dropout(double p) {
    requireProbability("dropout", p);
    this.p = p;
  }

  static void requireProbability(String name, double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException(name + ": probability " + p + ", expected [0, 1)");
    }
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return isStochastic() && context.isRandom()
        ? x.dropout(candor.op.Dropout.of(p, context.stream(), context.sampleIds()))
        : x;
  }

  @Override
  public boolean isStochastic() {
    return p > 0;
  }
}
