package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;

/// A vector for each token: from I32 tokens of any shape, such as `[N, T]`, to `[N, T, F]`. The parameter `weight` `[V, F]`
/// holds the vectors of `V` tokens and begins standard normal.
///
/// The gradient of the table is the sum of those of all places that a token stands in. Vectors of sequences lie in memory
/// with `T` outermost, as recurrent layers read them.
public final class Embedding extends Module {
  private static final int NONE = -1;

  private final int padding;
  private final double p;
  private final Parameter weight;

  /// A table without a padding token and without dropout.
  ///
  /// @param tokens number of tokens, `V`
  /// @param features size of a vector
  /// @throws IllegalArgumentException if a number is below 1
  public Embedding(int tokens, int features) {
    this(tokens, features, NONE, 0);
  }

  private Embedding(int tokens, int features, int padding, double p) {
    if (tokens < 1 || features < 1) {
      throw new IllegalArgumentException(
          "embedding: " + tokens + " tokens and " + features + " features, expected 1 or more");
    }
    if (padding < NONE || padding >= tokens) {
      throw new IllegalArgumentException("embedding: padding token " + padding + ", expected 0 to " + (tokens - 1));
    }
    Dropout.requireProbability("embedding", p);
    this.padding = padding;
    this.p = p;
    weight = parameter("weight", init(padding), tokens, features);
  }

  /// The same with a token that pads: its vector is 0 whatever the table holds, and its row of the table has gradient 0.
  ///
  /// @param token the token
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if there is no such token
  public Embedding padding(int token) {
    if (token < 0) {
      throw new IllegalArgumentException(
          "embedding: padding token " + token + ", expected 0 to " + (weight.shape().size(0) - 1));
    }
    return new Embedding(weight.shape().size(0), weight.shape().size(1), token, p);
  }

  /// The same with dropout of tokens (Gal & Ghahramani 2016, section 4.2): in training and sampling each token of the
  /// vocabulary is zeroed with probability `p` wherever it stands in a sequence, else multiplied by `1/(1 − p)`.
  ///
  /// Each sequence has a mask of its own, addressed by its identity, so that it does not depend on the batch; common
  /// implementations have one for a whole batch. Drawing takes `N V` random numbers.
  ///
  /// @param probability probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is outside `[0, 1)`
  public Embedding dropout(double probability) {
    return new Embedding(weight.shape().size(0), weight.shape().size(1), padding, probability);
  }

  private static Init init(int padding) {
    Init normal = Init.normal(1);
    return (stream, shape) -> {
      double[] values = normal.values(stream, shape);
      if (padding != NONE) {
        Arrays.fill(values, padding * shape.size(1), (padding + 1) * shape.size(1), 0);
      }
      return values;
    };
  }

  @Override
  protected Tensor forward(Tensor tokens, Context context) {
    if (tokens.dtype() != DType.I32 || tokens.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "embedding: tokens are " + tokens.dtype() + tokens.shape() + ", expected i32[N,…]");
    }
    Tensor y = tokens.shape().rank() == 1 ? vectors(tokens) : vectors(tokens.transpose(0, 1)).transpose(0, 1);
    if (padding != NONE) {
      y = y.mul(tokens.to(y.dtype()).ne(padding).unsqueeze(-1));
    }
    return isStochastic() && context.isRandom() ? y.mul(mask(tokens, y.dtype(), context).unsqueeze(-1)) : y;
  }

  private Tensor vectors(Tensor tokens) {
    int[] sizes = Arrays.copyOf(tokens.shape().toArray(), tokens.shape().rank() + 1);
    sizes[sizes.length - 1] = weight.shape().size(1);
    return weight.value().indexSelect(0, tokens.reshape(tokens.count())).reshape(sizes);
  }

  /// The factor of every place, that of its token in the mask of its sequence.
  private Tensor mask(Tensor tokens, DType dtype, Context context) {
    Tensor ofTokens =
        VariationalDropout.mask(p, context.stream(), context.sampleIds(), dtype, weight.shape().size(0));
    int samples = tokens.shape().size(0);
    Tensor places = tokens.reshape(samples, tokens.count() / Math.max(1, samples));
    return ofTokens.gather(1, places).reshape(tokens.shape().toArray());
  }

  @Override
  public boolean isStochastic() {
    return p > 0;
  }
}
