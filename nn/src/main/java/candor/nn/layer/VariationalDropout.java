package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.op.Dropout;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Variational dropout of sequences `[N, T, F]` (Gal & Ghahramani 2016, section 4): in training and sampling each feature
/// of each sequence is zeroed in all steps with probability `p`, else multiplied by `1/(1 − p)` in all steps; in evaluation
/// the input passes unchanged.
///
/// Dropping the same features in every step is what makes a pass a draw from an approximate posterior over the weights
/// that the steps share. Within recurrent layers it is an option, see [RecurrentOptions#variational].
public final class VariationalDropout extends Module {
  private final double p;

  /// Makes the layer.
  ///
  /// @param p probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public VariationalDropout(double p) {
    candor.nn.layer.Dropout.requireProbability("variationalDropout", p);
    this.p = p;
  }

  /// One mask for each sequence, `[N, F]`.
  static Tensor mask(double p, RandomStream stream, int[] ids, DType dtype, int features) {
    return Tensor.ones(dtype, ids.length, features).dropout(Dropout.of(p, stream, ids));
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException("variationalDropout: input has shape " + shape + ", expected [N,T,F]");
    }
    if (!isStochastic() || !context.isRandom()) {
      return x;
    }
    return x.mul(mask(p, context.stream(), context.sampleIds(), x.dtype(), shape.size(2)).unsqueeze(1));
  }

  @Override
  public boolean isStochastic() {
    return p > 0;
  }
}
