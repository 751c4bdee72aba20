package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Adds to each step of `[N, T, F]` where it stands (Vaswani et al. 2017, section 3.5): the sine and cosine of `t /
/// 10000^(2i/F)` to the features `2i` and `2i + 1` of step `t`.
public final class PositionalEncoding extends Module {
  private static final double LONGEST = 10_000;

  private final Tensor table;

  /// Makes the layer.
  ///
  /// @param features size of a step
  /// @param steps largest number of steps
  /// @throws IllegalArgumentException if a number is below 1
  public PositionalEncoding(int features, int steps) {
    if (features < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "positionalEncoding: " + features + " features and " + steps + " steps, expected 1 or more");
    }
    double[] values = new double[steps * features];
    for (int i = 0; i < features; i++) {
      double frequency = StrictMath.exp(-StrictMath.log(LONGEST) * (i - i % 2) / features);
      for (int t = 0; t < steps; t++) {
        values[t * features + i] = i % 2 == 0 ? StrictMath.sin(t * frequency) : StrictMath.cos(t * frequency);
      }
    }
    table = Tensor.of(values, steps, features);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    Shape shape = x.shape();
    int steps = table.shape().size(0);
    if (shape.rank() != 3 || shape.size(2) != table.shape().size(1) || shape.size(1) > steps) {
      throw new IllegalArgumentException("positionalEncoding: input has shape " + shape + ", expected [N,T,"
          + table.shape().size(1) + "] with at most " + steps + " steps");
    }
    return x.add(table.slice(0, 0, shape.size(1)).to(x.dtype()));
  }
}
