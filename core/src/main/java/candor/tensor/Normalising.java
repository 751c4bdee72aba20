package candor.tensor;

import candor.autograd.Node;
import candor.op.BatchNorms;

/// Batch normalisation of [Tensor], and its derivatives (see [BatchNorms]).
public sealed interface Normalising permits Tensor {
  /// Mean and biased variance of every feature of this `[N, F, …]`, over all axes but axis 1; NaN when there are no
  /// numbers.
  ///
  /// @return new tensor `[2, F]`, means in row 0
  /// @throws IllegalArgumentException if this has less than two axes, or is not floating
  default Tensor batchStatistics() {
    return Node.apply(new BatchNorms.Statistics(), (Tensor) this);
  }

  /// Batch normalisation `γ (x − μ) / √(σ² + ε) + β` of this `[N, F, …]`, with mean and biased variance of every feature
  /// over all axes but axis 1 (Ioffe & Szegedy 2015, Alg. 1).
  ///
  /// @param weight `γ`, `[F]`
  /// @param bias `β`, `[F]`
  /// @param epsilon `ε`
  /// @return new tensor, batch innermost in memory unless this is a row-major matrix
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor batchNorm(Tensor weight, Tensor bias, double epsilon) {
    return batchNorm(batchStatistics(), weight, bias, epsilon);
  }

  /// Batch normalisation, for who needs the statistics too.
  ///
  /// @param statistics what [#batchStatistics] gives for this tensor; derivatives take them for the function of this
  ///     tensor that they are
  /// @param weight `γ`, `[F]`
  /// @param bias `β`, `[F]`
  /// @param epsilon `ε`
  /// @return new tensor, batch innermost in memory unless this is a row-major matrix
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor batchNorm(Tensor statistics, Tensor weight, Tensor bias, double epsilon) {
    return Node.apply(new BatchNorms.BatchNorm(epsilon), (Tensor) this, statistics, weight, bias);
  }

  /// The gradients of [#batchNorm] for weight, `Σ g x̂`, and bias, `Σ g`, where this is the gradient `g` of the output.
  ///
  /// @param input input of the normalisation
  /// @param statistics its [#batchStatistics]
  /// @param epsilon `ε`
  /// @return new tensor `[2, F]`, the gradient for the weight in row 0
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor batchNormSums(Tensor input, Tensor statistics, double epsilon) {
    return Node.apply(new BatchNorms.BatchNormSums(epsilon), (Tensor) this, input, statistics);
  }

  /// The gradient of [#batchNorm] for its input, where this is the gradient of the output.
  ///
  /// @param input input of the normalisation
  /// @param statistics its [#batchStatistics]
  /// @param weight `γ`, `[F]`
  /// @param sums the [#batchNormSums] of this tensor and the input
  /// @param epsilon `ε`
  /// @return new tensor of the shape of the input, batch innermost in memory
  /// @throws IllegalArgumentException if shapes or types do not fit
  default Tensor batchNormGradient(Tensor input, Tensor statistics, Tensor weight, Tensor sums, double epsilon) {
    return Node.apply(new BatchNorms.BatchNormGradient(epsilon), (Tensor) this, input, statistics, weight, sums);
  }
}
