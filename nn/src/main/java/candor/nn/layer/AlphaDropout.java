package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Alpha dropout (Klambauer et al. 2017, section 3), for [Activation#selu]: in training and sampling each feature of each
/// sample becomes `α′ = −λα`, the limit of the activation, with probability `p`, and everything is mapped by `a x + b` so
/// that inputs of mean 0 and variance 1 keep them: `a = ((1 − p)(1 + p α′²))^(−½)`, `b = −a p α′`. In evaluation the input
/// passes unchanged. Axis 0 counts the samples.
public final class AlphaDropout extends Module {
  private static final double LIMIT = -Activation.SELU_SCALE * Activation.SELU_ALPHA;

  private final double p;

  /// Makes the layer.
  ///
  /// @param p probability of the limit, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public AlphaDropout(double p) {
    Dropout.requireProbability("alphaDropout", p);
    this.p = p;
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    if (!isStochastic() || !context.isRandom()) {
      return x;
    }
    candor.op.Dropout dropout = candor.op.Dropout.of(p, context.stream(), context.sampleIds());
    NdArray ones = NdArray.empty(x.dtype(), x.shape(), x.array().order()).fill(1);
    double kept = 1 / dropout.rule().scale();
    double a = 1 / Math.sqrt(kept * (1 + (1 - kept) * LIMIT * LIMIT));
    double b = -a * (1 - kept) * LIMIT;
    return Tensor.where(Tensor.of(ones).dropout(dropout), x, Tensor.scalar(x.dtype(), LIMIT)).mul(a).add(b);
  }

  @Override
  public boolean isStochastic() {
    return p > 0;
  }
}
