package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// A fully connected layer with DropConnect (Wan et al. 2013): `y = x (M ⊙ W)ᵀ + b`, from `[N, in]` to `[N, out]`. In
/// training and sampling each weight is zeroed with probability `p` and the others are multiplied by `1/(1 − p)`; in
/// evaluation this is [Linear] with the same parameters, `weight` and `bias`.
///
/// There is one mask for each pass, where the paper has one for each sample: that would take a weight matrix for every
/// sample and turn the product into as many products of a matrix and a vector. A pass then is a draw of one network, for
/// all samples, whatever batches they come in: the mask is addressed by the step or the pass and by the place of the
/// weight. The paper masks biases too, and in evaluation approximates the mean of the activations by a normal
/// distribution; here biases are kept, and evaluation takes the mean weights.
public final class DropConnect extends Module {
  private final Parameter weight;
  private final Parameter bias;
  private final double p;

  /// A layer with weights after Glorot & Bengio and biases of 0.
  ///
  /// @param in number of inputs
  /// @param out number of outputs
  /// @param p probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`, or a number is below 1
  public DropConnect(int in, int out, double p) {
    this(in, out, p, Init.glorotUniform());
  }

  /// A layer with biases of 0.
  ///
  /// @param in number of inputs
  /// @param out number of outputs
  /// @param p probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @param init first weights
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`, or a number is below 1
  public DropConnect(int in, int out, double p, Init init) {
    Dropout.requireProbability("dropConnect", p);
    if (Math.min(in, out) < 1) {
      throw new IllegalArgumentException("dropConnect: " + in + " inputs and " + out + " outputs, expected 1 or more");
    }
    this.p = p;
    // In memory as the weight of a linear layer lies.
    weight = parameter("weight", init, Shape.of(out, in), new int[] {1, 0});
    bias = parameter("bias", Init.constant(0), out);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    int in = weight.shape().size(1);
    if (x.shape().rank() != 2 || x.shape().size(1) != in) {
      throw new IllegalArgumentException("dropConnect: input has shape " + x.shape() + ", expected [N," + in + "]");
    }
    Types.requireOne("dropConnect", x, weight.value());
    return x.matmul(weights(context).transpose()).add(bias.value());
  }

  /// The weights of a pass; the outputs are what a mask takes for samples.
  private Tensor weights(Context context) {
    if (!isStochastic() || !context.isRandom()) {
      return weight.value();
    }
    int[] outputs = IntStream.range(0, weight.shape().size(0)).toArray();
    return weight.value().dropout(candor.op.Dropout.of(p, context.stream(), outputs));
  }

  @Override
  public boolean isStochastic() {
    return p > 0;
  }
}
