package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Layer normalisation (Ba et al. 2016, eq. 3): `y = γ (x − μ) / √(σ² + ε) + β` for every sample over its last axes, with
/// their mean and biased variance, in training and evaluation alike.
///
/// The last axes of the input have the shape that the layer was made for. Parameters `weight`, `γ`, and `bias`, `β`, have
/// that shape too and begin as 1 and 0.
public final class LayerNorm extends Module {
  private final Shape shape;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;

  /// A layer with `ε = 10⁻⁵`.
  ///
  /// @param sizes sizes of the last axes, which are normalised together
  /// @throws IllegalArgumentException if there are none, or one is below 1
  public LayerNorm(int... sizes) {
    this(Standardised.EPSILON, true, sizes);
  }

  private LayerNorm(double epsilon, boolean isAffine, int... sizes) {
    Standardised.requireEpsilon("layerNorm", epsilon);
    if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "layerNorm: sizes " + Arrays.toString(sizes).replace(" ", "") + ", expected one or more, of 1 or more");
    }
    this.shape = Shape.of(sizes);
    this.epsilon = epsilon;
    weight = isAffine ? parameter("weight", Init.constant(1), sizes) : null;
    bias = isAffine ? parameter("bias", Init.constant(0), sizes) : null;
  }

  /// The same with another `ε`.
  ///
  /// @param value what is added to the variance, positive and finite
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is out of its range
  public LayerNorm epsilon(double value) {
    return new LayerNorm(value, weight != null, shape.toArray());
  }

  /// The same without parameters, `γ = 1` and `β = 0`.
  ///
  /// @return a new layer
  public LayerNorm withoutAffine() {
    return new LayerNorm(epsilon, false, shape.toArray());
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    int lead = x.shape().rank() - shape.rank();
    boolean fits = lead >= 0;
    for (int i = 0; fits && i < shape.rank(); i++) {
      fits = x.shape().size(lead + i) == shape.size(i);
    }
    if (!fits) {
      throw new IllegalArgumentException("layerNorm: input has shape " + x.shape() + ", expected " + shape
          + " at its end");
    }
    if (weight != null) {
      Types.requireOne("layerNorm", x, weight.value());
    }
    Tensor y = Standardised.rows(x, shape.count(), epsilon);
    return weight == null || bias == null ? y : y.mul(weight.value()).add(bias.value());
  }
}
