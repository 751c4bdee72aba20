package candor.nn.loss;

import candor.tensor.Tensor;

/// A scalar to minimise, of a network's output and what it should have been.
@FunctionalInterface
public interface Loss {
  /// The loss of a batch.
  ///
  /// @param output output of the network
  /// @param target what it should have been
  /// @return scalar
  Tensor of(Tensor output, Tensor target);

  /// Mean softmax cross-entropy `−1/N Σ ln softmax(x)ₜ` in nats, from logits `[N, K]` and I32 classes `[N]`.
  ///
  /// @return the loss
  static Loss crossEntropy() {
    return (logits, classes) -> logits.crossEntropy(classes).mean();
  }
}
