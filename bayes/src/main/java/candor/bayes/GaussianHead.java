package candor.bayes;

import candor.nn.loss.GaussianNll;
import candor.tensor.Tensor;

/// How the output of a network is read as a normal distribution.
public sealed interface GaussianHead {
  /// The means.
  ///
  /// @param output output of the network
  /// @return `[N, D]`
  Tensor mean(Tensor output);

  /// The variances.
  ///
  /// @param output output of the network
  /// @return `[N, D]`
  Tensor variance(Tensor output);

  /// Learned means and variances: an output `[N, 2D]` of a network that was trained with this loss.
  ///
  /// @param loss how the variances are made
  record Learned(GaussianNll loss) implements GaussianHead {
    @Override
    public Tensor mean(Tensor output) {
      return loss.mean(output);
    }

    @Override
    public Tensor variance(Tensor output) {
      return loss.variance(output);
    }
  }

  /// Means, an output `[N, D]`, with the same known noise everywhere: variance `1/τ`.
  ///
  /// @param precision `τ`, positive and finite
  record Precision(double precision) implements GaussianHead {
    /// Checks the precision.
    ///
    /// @throws IllegalArgumentException if it is not positive and finite
    public Precision {
      if (!(precision > 0 && precision < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "gaussian head: precision " + precision + ", expected a positive finite number");
      }
    }

    @Override
    public Tensor mean(Tensor output) {
      return output;
    }

    @Override
    public Tensor variance(Tensor output) {
      return Tensor.full(output.dtype(), 1 / precision, output.shape().toArray());
    }
  }
}
