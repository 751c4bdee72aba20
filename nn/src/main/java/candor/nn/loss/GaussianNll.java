package candor.nn.loss;

import candor.tensor.Shape;
import candor.tensor.Tensor;

/// The negative logarithm of a normal density with learned variance (Nix & Weigend 1994), `½ ((t − μ)²/σ² + ln σ² +
/// ln 2π)`, in nats. PyTorch leaves `½ ln 2π` out unless told otherwise.
///
/// The output `[N, 2D, …]` holds the `D` means `μ`, and after them along axis 1 the `D` numbers `s` from which the
/// variances are made; the target is `[N, D, …]`. The elements are those of the target, and [Reduction#MEAN] is the
/// mean over all of them, so the mean over `D` too.
///
/// @param variance how `σ²` is made of `s`
/// @param floor what is added to `σ²`, finite; positive, or 0 with [Variance#LOG]
/// @param reduction how the elements become one number
public record GaussianNll(Variance variance, double floor, Reduction reduction) implements SampleLoss {
  private static final String NAME = "gaussianNll";
  private static final double LOG_TWO_PI = 1.8378770664093453;

  /// How a variance is made of a number without bounds.
  public enum Variance {
    /// `σ² = eˢ + floor` (Kendall & Gal 2017, eq. 8, with a floor). Without a floor `s` is the log variance itself, and
    /// `e⁻ˢ` can overflow.
    LOG,
    /// `σ² = ln(1 + eˢ) + floor` (Lakshminarayanan et al. 2017, section 2.2.1).
    SOFTPLUS
  }

  /// Checks the floor.
  ///
  /// @throws IllegalArgumentException if it is out of its range
  public GaussianNll {
    boolean fits = floor < Double.POSITIVE_INFINITY && (variance == Variance.LOG ? floor >= 0 : floor > 0);
    if (!fits) {
      throw new IllegalArgumentException(
          NAME + ": floor " + floor + " with " + variance + ", expected a finite number, "
              + (variance == Variance.LOG ? "0 or more" : "positive"));
    }
  }

  /// The same with another variance.
  ///
  /// @param variance how `σ²` is made of `s`
  /// @param floor what is added to `σ²`, finite; positive, or 0 with [Variance#LOG]
  /// @return new loss
  /// @throws IllegalArgumentException if the floor is out of its range
  public GaussianNll variance(Variance variance, double floor) {
    return new GaussianNll(variance, floor, reduction);
  }

  @Override
  public GaussianNll reduction(Reduction reduction) {
    return new GaussianNll(variance, floor, reduction);
  }

  /// The means of a prediction.
  ///
  /// @param output output of the network, `[N, 2D, …]`
  /// @return `μ`, `[N, D, …]`, a view
  /// @throws IllegalArgumentException if axis 1 has no even size
  public Tensor mean(Tensor output) {
    return output.slice(1, 0, half(output));
  }

  /// The variances of a prediction.
  ///
  /// @param output output of the network, `[N, 2D, …]`
  /// @return `σ²`, `[N, D, …]`, the floor included
  /// @throws IllegalArgumentException if axis 1 has no even size
  public Tensor variance(Tensor output) {
    Tensor s = spread(output);
    return (variance == Variance.LOG ? s.exp() : s.softplus()).add(floor);
  }

  @Override
  public Tensor elements(Tensor output, Tensor target) {
    boolean fits = output.shape().rank() >= 2 && output.dtype() == target.dtype()
        && target.shape().rank() == output.shape().rank()
        && output.shape().equals(target.shape().with(1, 2 * target.shape().size(1)));
    if (!fits) {
      throw new IllegalArgumentException(NAME + ": the output is " + output.dtype() + output.shape() + ", the target "
          + target.dtype() + target.shape() + ", expected [N,2D,…] and [N,D,…] of one type");
    }
    Tensor squares = target.sub(mean(output)).square();
    Tensor scaled;
    Tensor log;
    if (variance == Variance.LOG) {
      log = logOfExponential(spread(output));
      scaled = squares.mul(log.neg().exp());
    } else {
      Tensor sigma2 = variance(output);
      log = sigma2.log();
      scaled = squares.div(sigma2);
    }
    return scaled.add(log).add(LOG_TWO_PI).mul(0.5);
  }

  /// `ln(eˢ + floor)`, without overflow.
  private Tensor logOfExponential(Tensor s) {
    if (floor == 0) {
      return s;
    }
    double least = StrictMath.log(floor);
    return s.sub(least).softplus().add(least);
  }

  private Tensor spread(Tensor output) {
    int half = half(output);
    return output.slice(1, half, 2 * half);
  }

  private static int half(Tensor output) {
    Shape shape = output.shape();
    if (shape.rank() < 2 || shape.size(1) % 2 != 0) {
      throw new IllegalArgumentException(NAME + ": the output has shape " + shape + ", expected [N,2D,…]");
    }
    return shape.size(1) / 2;
  }
}
