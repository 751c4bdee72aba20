package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The fully connected layer `y = x Wᵀ + b`, from `[N, in]` to `[N, out]`, or over the last of more axes, with `W` of
/// shape `[out, in]` and `b` of shape `[out]`.
///
/// The weight lies in memory as `[in, out]`, so that a single sample runs along contiguous outputs. Of more axes, those
/// before the last keep their order in memory.
public final class Linear extends Module {
  private final Init init;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  /// A layer with weights after Glorot & Bengio and biases of 0.
  ///
  /// @param in number of inputs
  /// @param out number of outputs
  /// @throws IllegalArgumentException if a number is below 1
  public Linear(int in, int out) {
    this(in, out, Init.glorotUniform());
  }

  /// A layer with biases of 0.
  ///
  /// @param in number of inputs
  /// @param out number of outputs
  /// @param init first weights
  /// @throws IllegalArgumentException if a number is below 1
  public Linear(int in, int out, Init init) {
    this(in, out, init, true);
  }

  private Linear(int in, int out, Init init, boolean hasBias) {
    if (Math.min(in, out) < 1) {
      throw new IllegalArgumentException("linear: " + in + " inputs and " + out + " outputs, expected 1 or more");
    }
    this.init = init;
    weight = parameter("weight", init, Shape.of(out, in), new int[] {1, 0});
    bias = hasBias ? parameter("bias", Init.constant(0), out) : null;
  }

  /// The same without a bias, `y = x Wᵀ`.
  ///
  /// @return a new layer, without numbers
  public Linear withoutBias() {
    return new Linear(weight.shape().size(1), weight.shape().size(0), init, false);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    int rank = x.shape().rank();
    if (rank < 2 || x.shape().size(-1) != weight.shape().size(1)) {
      throw new IllegalArgumentException("linear: input has shape " + x.shape() + ", expected [N,"
          + (rank > 2 ? "…," : "") + weight.shape().size(1) + "]");
    }
    Types.requireOne("linear", x, weight.value());
    return Positions.map(x, this::rows);
  }

  private Tensor rows(Tensor x) {
    Tensor y = x.matmul(weight.value().transpose());
    return bias == null ? y : y.add(bias.value());
  }
}
