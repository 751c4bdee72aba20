package candor.tensor;

import candor.autograd.Node;
import candor.op.Activation;
import candor.op.Choice;
import candor.op.Dropout;
import candor.op.Exponential;

/// The element-wise functions of [Tensor].
public sealed interface Functions permits Tensor {
  /// `eˣ`.
  ///
  /// @return new tensor of this shape
  default Tensor exp() {
    return Node.apply(new Exponential.Exp(), (Tensor) this);
  }

  /// `eˣ − 1`, accurate near 0.
  ///
  /// @return new tensor of this shape
  default Tensor expm1() {
    return Node.apply(new Exponential.Expm1(), (Tensor) this);
  }

  /// `ln x`.
  ///
  /// @return new tensor of this shape
  default Tensor log() {
    return Node.apply(new Exponential.Log(), (Tensor) this);
  }

  /// `ln(1 + x)`, accurate near 0.
  ///
  /// @return new tensor of this shape
  default Tensor log1p() {
    return Node.apply(new Exponential.Log1p(), (Tensor) this);
  }

  /// `sin x`, `x` in radians.
  ///
  /// @return new tensor of this shape
  default Tensor sin() {
    return Node.apply(new Exponential.Sin(), (Tensor) this);
  }

  /// `cos x`, `x` in radians.
  ///
  /// @return new tensor of this shape
  default Tensor cos() {
    return Node.apply(new Exponential.Cos(), (Tensor) this);
  }

  /// `erf x = 2/√π ∫₀ˣ e^(−t²) dt`.
  ///
  /// @return new tensor of this shape
  default Tensor erf() {
    return Node.apply(new Exponential.Erf(), (Tensor) this);
  }

  /// `ln Γ(x)` for `x > 0`, NaN elsewhere; `ln Γ(0) = ∞`.
  ///
  /// @return new tensor of this shape
  default Tensor lgamma() {
    return Node.apply(new Exponential.Lgamma(), (Tensor) this);
  }

  /// `ψ(x)`, the derivative of `ln Γ(x)`, for `x > 0`, NaN elsewhere.
  ///
  /// @return new tensor of this shape
  default Tensor digamma() {
    return Node.apply(new Exponential.Polygamma(0), (Tensor) this);
  }

  /// `ψ⁽ⁿ⁾(x)`, the polygamma function, for `x > 0`, NaN elsewhere.
  ///
  /// @param order `n`, 0 for the digamma function
  /// @return new tensor of this shape
  default Tensor polygamma(int order) {
    return Node.apply(new Exponential.Polygamma(order), (Tensor) this);
  }

  /// `μ⁽ⁿ⁾(x)`, the derivatives of Binet's function `μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π`, for `x > 0`, NaN
  /// elsewhere: what is left of `lgamma` when its large terms have been cancelled on paper.
  ///
  /// @param order `n`, 0 for `μ` itself
  /// @return new tensor of this shape
  default Tensor binet(int order) {
    return Node.apply(new Exponential.Binet(order), (Tensor) this);
  }

  /// `tanh x`.
  ///
  /// @return new tensor of this shape
  default Tensor tanh() {
    return Node.apply(new Activation.Tanh(), (Tensor) this);
  }

  /// `1/(1 + e⁻ˣ)`.
  ///
  /// @return new tensor of this shape
  default Tensor sigmoid() {
    return Node.apply(new Activation.Sigmoid(), (Tensor) this);
  }

  /// `ln(1 + eˣ)`.
  ///
  /// @return new tensor of this shape
  default Tensor softplus() {
    return Node.apply(new Activation.Softplus(), (Tensor) this);
  }

  /// `max(x, 0)`.
  ///
  /// @return new tensor of this shape
  default Tensor relu() {
    return Node.apply(new Activation.Relu(), (Tensor) this);
  }

  /// `x Φ(x)` with `Φ` the normal distribution function (Hendrycks & Gimpel 2016), exact form.
  ///
  /// @return new tensor of this shape
  default Tensor gelu() {
    return Node.apply(new Activation.Gelu(), (Tensor) this);
  }

  /// `x sigmoid(x)`.
  ///
  /// @return new tensor of this shape
  default Tensor silu() {
    return Node.apply(new Activation.Silu(), (Tensor) this);
  }

  /// `x` where positive, else `slope · x`.
  ///
  /// @param slope slope for negative inputs
  /// @return new tensor of this shape
  default Tensor leakyRelu(double slope) {
    return Node.apply(new Activation.LeakyRelu(slope), (Tensor) this);
  }

  /// `x` where positive, else `scale (eˣ − 1)` (Clevert et al. 2016, eq. 15).
  ///
  /// @param scale limit for very negative inputs, with the sign changed
  /// @return new tensor of this shape
  default Tensor elu(double scale) {
    return Node.apply(new Activation.Elu(scale), (Tensor) this);
  }

  /// This where `other` is positive or NaN, else 0; `other` gets no gradient.
  ///
  /// @param other what decides
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor gate(Tensor other) {
    return Node.apply(new Activation.Gate(), (Tensor) this, other);
  }

  /// `min(max(x, low), high)`; NaN stays NaN.
  ///
  /// @param low lower bound
  /// @param high upper bound
  /// @return new tensor of this shape
  default Tensor clamp(double low, double high) {
    return Node.apply(new Choice.Clamp(low, high), (Tensor) this);
  }

  /// Dropout with a mask that random stream and sample identities determine (see [Dropout]).
  ///
  /// @param dropout probability, stream, identities
  /// @return new tensor of this shape
  default Tensor dropout(Dropout dropout) {
    return Node.apply(dropout, (Tensor) this);
  }
}
