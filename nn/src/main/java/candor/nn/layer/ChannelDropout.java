package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;

/// What the dropouts of whole channels share.
abstract sealed class ChannelDropout extends Module permits Dropout1d, Dropout2d {
  private final String name;
  private final String expected;
  private final int rank;
  private final double p;

  ChannelDropout(String name, String expected, int rank, double p) {
    Dropout.requireProbability(name, p);
    this.name = name;
    this.expected = expected;
    this.rank = rank;
    this.p = p;
  }

  @Override
  protected final Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    if (shape.rank() != rank) {
      throw new IllegalArgumentException(name + ": input has shape " + shape + ", expected " + expected);
    }
    if (!isStochastic() || !context.isRandom()) {
      return x;
    }
    // Batch innermost, as convolutions leave their result.
    NdArray ones = NdArray.empty(x.dtype(), Shape.of(shape.size(0), shape.size(1)), 1, 0).fill(1);
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    sizes[0] = shape.size(0);
    sizes[1] = shape.size(1);
    Tensor mask = Tensor.of(ones).dropout(candor.op.Dropout.of(p, context.stream(), context.sampleIds()));
    return x.mul(mask.reshape(sizes));
  }

  @Override
  public final boolean isStochastic() {
    return p > 0;
  }
}
