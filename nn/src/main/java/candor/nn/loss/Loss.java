package candor.nn.loss;

import candor.tensor.Tensor;

/// A scalar to minimise, of a network's output and what it should have been.
///
/// The losses below are [SampleLoss]es: they know the loss of every sample, and how it is reduced to one number, the
/// mean unless said otherwise. All have second derivatives, and none overflows for logits of ±10⁴. Targets that do not
/// fit are refused, never repeated to the shape of the output. The mean over an empty batch is NaN, the sum is 0.
@FunctionalInterface
public interface Loss {
  /// The loss of a batch.
  ///
  /// @param output output of the network
  /// @param target what it should have been
  /// @return scalar
  Tensor of(Tensor output, Tensor target);

  /// What a batch counts in a mean over batches: with these weights, the mean of the losses of several batches is the loss
  /// of all their samples together. It is the number of samples, or what else a mean divides by, such as the sum of class
  /// weights.
  ///
  /// @param output output of the network, samples along axis 0
  /// @param target what it should have been
  /// @return the weight, 0 or more
  default double weight(Tensor output, Tensor target) {
    return output.shape().size(0);
  }

  /// Softmax cross-entropy `−ln softmax(x)ₜ` in nats, from logits `[N, K]` and I32 classes `[N]`, the mean of the
  /// samples. [CrossEntropy] has more: label smoothing, class weights, an ignored class, pixels, probabilities as
  /// targets.
  ///
  /// @return the loss
  static CrossEntropy crossEntropy() {
    return new CrossEntropy(0, null, null, Reduction.MEAN);
  }

  /// Binary cross-entropy of logits, `−(t ln σ(x) + (1 − t) ln(1 − σ(x)))` in nats, with targets in `[0, 1]` of the
  /// output's shape.
  ///
  /// @return the loss
  static BinaryCrossEntropy binaryCrossEntropy() {
    return new BinaryCrossEntropy(null, Reduction.MEAN);
  }

  /// The squared error `(x − t)²`.
  ///
  /// @return the loss
  static SampleLoss mse() {
    return new ErrorLoss("mse", Tensor::square, Reduction.MEAN);
  }

  /// The absolute error `|x − t|`; its gradient is 0 where `x = t`.
  ///
  /// @return the loss
  static SampleLoss mae() {
    return new ErrorLoss("mae", Tensor::abs, Reduction.MEAN);
  }

  /// Huber's loss of the error `e = x − t` (Huber 1964): `½ e²` where `|e| ≤ δ`, else `δ (|e| − ½ δ)`.
  ///
  /// @param delta `δ`, positive and finite
  /// @return the loss
  /// @throws IllegalArgumentException if `δ` is out of its range
  static SampleLoss huber(double delta) {
    requirePositive("huber", "delta", delta);
    return new ErrorLoss("huber", e -> huber(e, delta), Reduction.MEAN);
  }

  /// Huber's loss over `β` (Girshick 2015, eq. 3, for `β = 1`): `½ e² / β` where `|e| ≤ β`, else `|e| − ½ β`.
  ///
  /// @param beta `β`, positive and finite
  /// @return the loss
  /// @throws IllegalArgumentException if `β` is out of its range
  static SampleLoss smoothL1(double beta) {
    requirePositive("smoothL1", "beta", beta);
    return new ErrorLoss("smoothL1", e -> huber(e, beta).div(beta), Reduction.MEAN);
  }

  private static Tensor huber(Tensor error, double delta) {
    Tensor limited = error.clamp(-delta, delta);
    return limited.mul(error.sub(limited.mul(0.5)));
  }

  /// The negative logarithm of a normal density with learned variance, the variance being `softplus(s) + 10⁻⁶`
  /// (Lakshminarayanan et al. 2017, section 2.2.1).
  ///
  /// @return the loss
  static GaussianNll gaussianNll() {
    return new GaussianNll(GaussianNll.Variance.SOFTPLUS, 1e-6, Reduction.MEAN);
  }

  /// The Kullback–Leibler divergence of the target from the output, both categorical distributions given by logits or
  /// by logarithms of probabilities.
  ///
  /// @return the loss
  static KlDivergence klDivergence() {
    return new KlDivergence(Reduction.MEAN);
  }

  /// The hinge loss `max(0, 1 − t x)` with targets −1 and 1 of the output's shape.
  ///
  /// @return the loss
  static SampleLoss hinge() {
    return new MarginLoss("hinge", Tensor::relu, Reduction.MEAN);
  }

  /// The smooth hinge loss `τ ln(1 + e^((1 − t x)/τ))` with targets −1 and 1 of the output's shape (Koh & Liang 2017,
  /// section 4.3); [#hinge] in the limit of small `τ`.
  ///
  /// @param temperature `τ`, positive and finite
  /// @return the loss
  /// @throws IllegalArgumentException if the temperature is out of its range
  static SampleLoss smoothHinge(double temperature) {
    requirePositive("smoothHinge", "temperature", temperature);
    return new MarginLoss("smoothHinge", m -> m.div(temperature).softplus().mul(temperature), Reduction.MEAN);
  }

  /// The multi-class hinge loss `1/K Σ_{j ≠ t} max(0, 1 − x_t + x_j)`, from logits `[N, K]` and I32 classes `[N]`.
  ///
  /// @return the loss
  static MultiMargin multiMargin() {
    return new MultiMargin(1, 1, Reduction.MEAN);
  }

  private static void requirePositive(String loss, String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(loss + ": " + name + " " + value + ", expected a positive finite number");
    }
  }
}
