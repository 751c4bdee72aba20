package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A function without parameters as a layer: the activation functions, and any other by [#of].
///
/// ```java
/// Sequential.of(new Linear(784, 100), Activation.relu(), new Linear(100, 10), Activation.logSoftmax(1))
/// ```
public final class Activation extends Module {
  /// `λ` of [#selu].
  static final double SELU_SCALE = 1.0507009873554805;
  /// `α` of [#selu].
  static final double SELU_ALPHA = 1.6732632423543772;

  private final String name;
  private final UnaryOperator<Tensor> function;

  private Activation(String name, UnaryOperator<Tensor> function) {
    this.name = name;
    this.function = function;
  }

  /// Any function of a tensor as a layer.
  ///
  /// @param name what the layer is printed as
  /// @param function the function; it draws no random numbers and keeps nothing
  /// @return the layer
  public static Activation of(String name, UnaryOperator<Tensor> function) {
    return new Activation(name, function);
  }

  /// `max(x, 0)`.
  ///
  /// @return the layer
  public static Activation relu() {
    return of("relu", Tensor::relu);
  }

  /// `min(max(x, 0), 6)`.
  ///
  /// @return the layer
  public static Activation relu6() {
    return of("relu6", x -> x.clamp(0, 6));
  }

  /// `x` where positive, else `x/100` (Maas et al. 2013).
  ///
  /// @return the layer
  public static Activation leakyRelu() {
    return leakyRelu(0.01);
  }

  /// `x` where positive, else `slope x` (Maas et al. 2013).
  ///
  /// @param slope slope for negative inputs
  /// @return the layer
  public static Activation leakyRelu(double slope) {
    return of("leakyRelu(" + slope + ")", x -> x.leakyRelu(slope));
  }

  /// `x` where positive, else `eˣ − 1` (Clevert et al. 2016, eq. 15).
  ///
  /// @return the layer
  public static Activation elu() {
    return elu(1);
  }

  /// `x` where positive, else `alpha (eˣ − 1)` (Clevert et al. 2016, eq. 15).
  ///
  /// @param alpha limit for very negative inputs, with the sign changed
  /// @return the layer
  public static Activation elu(double alpha) {
    return of("elu(" + alpha + ")", x -> x.elu(alpha));
  }

  /// `λ elu(x)` with limit `α`: `λ = 1.0507…` and `α = 1.6733…` keep mean 0 and variance 1 (Klambauer et al. 2017, eq. 2).
  /// [AlphaDropout] goes with it.
  ///
  /// @return the layer
  public static Activation selu() {
    return of("selu", x -> x.elu(SELU_ALPHA).mul(SELU_SCALE));
  }

  /// `x Φ(x)` with `Φ` the normal distribution function (Hendrycks & Gimpel 2016), exact form.
  ///
  /// @return the layer
  public static Activation gelu() {
    return of("gelu", Tensor::gelu);
  }

  /// `x sigmoid(x)` (Elfwing et al. 2018), also called swish.
  ///
  /// @return the layer
  public static Activation silu() {
    return of("silu", Tensor::silu);
  }

  /// `x tanh(softplus x)` (Misra 2020).
  ///
  /// @return the layer
  public static Activation mish() {
    return of("mish", x -> x.mul(x.softplus().tanh()));
  }

  /// `ln(1 + eˣ)`.
  ///
  /// @return the layer
  public static Activation softplus() {
    return of("softplus", Tensor::softplus);
  }

  /// `1/(1 + e⁻ˣ)`.
  ///
  /// @return the layer
  public static Activation sigmoid() {
    return of("sigmoid", Tensor::sigmoid);
  }

  /// `−ln(1 + e⁻ˣ)`, the logarithm of [#sigmoid].
  ///
  /// @return the layer
  public static Activation logSigmoid() {
    return of("logSigmoid", x -> x.neg().softplus().neg());
  }

  /// `tanh x`.
  ///
  /// @return the layer
  public static Activation tanh() {
    return of("tanh", Tensor::tanh);
  }

  /// `min(max(x, −1), 1)`.
  ///
  /// @return the layer
  public static Activation hardtanh() {
    return hardtanh(-1, 1);
  }

  /// `min(max(x, low), high)`.
  ///
  /// @param low lower bound
  /// @param high upper bound
  /// @return the layer
  public static Activation hardtanh(double low, double high) {
    return of("hardtanh(" + low + ", " + high + ")", x -> x.clamp(low, high));
  }

  /// `e^xᵢ / Σⱼ e^xⱼ` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return the layer
  public static Activation softmax(int axis) {
    return of("softmax(" + axis + ")", x -> x.softmax(axis));
  }

  /// `xᵢ − ln Σⱼ e^xⱼ` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return the layer
  public static Activation logSoftmax(int axis) {
    return of("logSoftmax(" + axis + ")", x -> x.logSoftmax(axis));
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return function.apply(x);
  }

  @Override
  public String toString() {
    return name;
  }
}
