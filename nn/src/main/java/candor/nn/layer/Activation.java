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
  private static final double ROOT_TWO_OVER_PI = 0.7978845608028654;
  private static final double GELU_CUBE = 0.044715;

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

  /// `x` where positive, else `alpha (e^(x/alpha) − 1)` (Barron 2017): an [#elu] whose slope at 0 is 1 for every `alpha`.
  ///
  /// @param alpha limit for very negative inputs, with the sign changed; positive and finite
  /// @return the layer
  /// @throws IllegalArgumentException if it is out of its range
  public static Activation celu(double alpha) {
    requirePositive("celu", "alpha", alpha);
    return of("celu(" + alpha + ")", x -> x.relu().add(negative(x).div(alpha).elu(1).mul(alpha)));
  }

  /// `x Φ(x)` with `Φ` the normal distribution function (Hendrycks & Gimpel 2016), exact form.
  ///
  /// @return the layer
  public static Activation gelu() {
    return of("gelu", Tensor::gelu);
  }

  /// `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`, the approximation of [#gelu] that GPT-2 was trained with (Hendrycks & Gimpel
  /// 2016, section 2).
  ///
  /// @return the layer
  public static Activation geluTanh() {
    return of("geluTanh", x -> x.add(x.pow(3).mul(GELU_CUBE)).mul(ROOT_TWO_OVER_PI).tanh().add(1).mul(x.mul(0.5)));
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

  /// `ln(1 + e^(beta x)) / beta`, closer to a rectifier the larger `beta` is.
  ///
  /// @param beta sharpness, positive and finite
  /// @return the layer
  /// @throws IllegalArgumentException if it is out of its range
  public static Activation softplus(double beta) {
    requirePositive("softplus", "beta", beta);
    return of("softplus(" + beta + ")", x -> x.mul(beta).softplus().div(beta));
  }

  /// `x / (1 + |x|)`.
  ///
  /// @return the layer
  public static Activation softsign() {
    return of("softsign", x -> x.div(x.abs().add(1)));
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

  /// `min(max(x + 3, 0), 6) / 6`, a [#sigmoid] of three lines.
  ///
  /// @return the layer
  public static Activation hardsigmoid() {
    return of("hardsigmoid", x -> x.add(3).clamp(0, 6).div(6));
  }

  /// `x min(max(x + 3, 0), 6) / 6`, a [#silu] without exponentials (Howard et al. 2019, section 5.2).
  ///
  /// @return the layer
  public static Activation hardswish() {
    return of("hardswish", x -> x.mul(x.add(3).clamp(0, 6)).div(6));
  }

  /// `tanh x`.
  ///
  /// @return the layer
  public static Activation tanh() {
    return of("tanh", Tensor::tanh);
  }

  /// `x − tanh x`.
  ///
  /// @return the layer
  public static Activation tanhshrink() {
    return of("tanhshrink", x -> x.sub(x.tanh()));
  }

  /// `x` where `|x| > limit`, else 0.
  ///
  /// @param limit what is small, 0 or more
  /// @return the layer
  /// @throws IllegalArgumentException if it is negative or NaN
  public static Activation hardshrink(double limit) {
    requireLimit("hardshrink", limit);
    return of("hardshrink(" + limit + ")",
        x -> Tensor.where(x.abs().gt(limit), x, Tensor.scalar(x.dtype(), 0)));
  }

  /// `x − limit` where `x > limit`, `x + limit` where `x < −limit`, else 0.
  ///
  /// @param limit what is taken off, 0 or more
  /// @return the layer
  /// @throws IllegalArgumentException if it is negative or NaN
  public static Activation softshrink(double limit) {
    requireLimit("softshrink", limit);
    return of("softshrink(" + limit + ")", x -> x.sub(x.clamp(-limit, limit)));
  }

  /// `x` where `x > limit`, else `value`.
  ///
  /// @param limit what inputs must exceed
  /// @param value what the others become
  /// @return the layer
  public static Activation threshold(double limit, double value) {
    return of("threshold(" + limit + ", " + value + ")",
        x -> Tensor.where(x.gt(limit), x, Tensor.scalar(x.dtype(), value)));
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

  /// `e^−xᵢ / Σⱼ e^−xⱼ` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return the layer
  public static Activation softmin(int axis) {
    return of("softmin(" + axis + ")", x -> x.neg().softmax(axis));
  }

  /// `a sigmoid(b)`, a gated linear unit (Dauphin et al. 2017, eq. 1): `a` and `b` are the first and the second half of the
  /// input along an axis.
  ///
  /// @param axis axis of even size, negative from the end
  /// @return the layer, whose output is half as large
  public static Activation glu(int axis) {
    return of("glu(" + axis + ")", x -> glu(x, x.shape().axis("glu", axis)));
  }

  /// `xᵢ − ln Σⱼ e^xⱼ` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return the layer
  public static Activation logSoftmax(int axis) {
    return of("logSoftmax(" + axis + ")", x -> x.logSoftmax(axis));
  }

  private static Tensor glu(Tensor x, int axis) {
    int size = x.shape().size(axis);
    if (size % 2 != 0) {
      throw new IllegalArgumentException(
          "glu: input has shape " + x.shape() + ", expected an even size along axis " + axis);
    }
    return x.slice(axis, 0, size / 2).mul(x.slice(axis, size / 2, size).sigmoid());
  }

  /// `min(x, 0)`, with slope 1 at 0, where that of a rectifier is 0.
  private static Tensor negative(Tensor x) {
    return x.clamp(Double.NEGATIVE_INFINITY, 0);
  }

  private static void requirePositive(String name, String what, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": " + what + " " + number + ", expected a positive finite number");
    }
  }

  private static void requireLimit(String name, double limit) {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException(name + ": limit " + limit + ", expected 0 or more");
    }
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
