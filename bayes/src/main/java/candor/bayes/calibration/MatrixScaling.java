package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/// Matrix scaling: `softmax(W z + b)` (Guo et al. 2017, section 4.2), with what minimises the negative log-likelihood of
/// validation data. Of the log-probabilities of a belief it is Dirichlet calibration (Kull et al. 2019). It can
/// change which class is predicted.
///
/// Its `K (K + 1)` parameters overfit small sets; [Odir] holds them back. The problem is convex and solved by Newton's
/// method, from `W = 1, b = 0`, so it is never worse there than no calibration and, without a penalty, than vector
/// scaling. If the classes of the validation data are separable, all or some, or one has no samples, there is no finite
/// best matrix without a penalty: the solution then says [Solution.Outcome#UNBOUNDED]. Without a penalty rows are determined
/// up to a row added to all, and offsets up to a number.
public final class MatrixScaling implements Calibrator {
  private static final String NAME = "matrix scaling";

  private final LinearScaling scaling;

  /// The off-diagonal and intercept regularisation of Kull et al. 2019:
  /// `λ / (K (K − 1)) Σ_{i≠j} w²ᵢⱼ + μ / K Σ b²ⱼ` is added to the mean loss. The diagonal is free, so the penalty of no
  /// calibration is 0.
  ///
  /// @param lambda weight `λ` of the numbers beside the diagonal, not negative
  /// @param mu weight `μ` of the offsets, not negative
  public record Odir(double lambda, double mu) {
    /// No penalty.
    public static final Odir NONE = new Odir(0, 0);

    /// Checks the weights.
    ///
    /// @throws IllegalArgumentException if one is negative or not finite
    public Odir {
      if (!(lambda >= 0 && mu >= 0 && lambda + mu < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            NAME + ": lambda " + lambda + " and mu " + mu + ", expected finite numbers of at least 0");
      }
    }

    /// Twice the factors of the squares of all parameters, row by row, each with its offset at the end.
    private double[] penalty(int classes) {
      double[] penalty = new double[classes * (classes + 1)];
      for (int i = 0; i < classes; i++) {
        for (int j = 0; j < classes; j++) {
          penalty[i * (classes + 1) + j] = i == j ? 0 : 2 * lambda / (classes * (classes - 1.0));
        }
        penalty[i * (classes + 1) + classes] = 2 * mu / classes;
      }
      return penalty;
    }
  }

  private MatrixScaling(LinearScaling scaling) {
    this.scaling = scaling;
  }

  /// Finds matrix and offsets without a penalty.
  ///
  /// @param logits of `N` validation samples, 1 or more, of 44 classes at most
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each, or there are too many
  ///     classes
  /// @throws IllegalStateException if the search does not converge
  public static MatrixScaling fit(Logits logits, int... labels) {
    return fit(Odir.NONE, logits, labels);
  }

  /// Finds matrix and offsets.
  ///
  /// @param odir the penalty
  /// @param logits of `N` validation samples, 1 or more, of 44 classes at most
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each, or there are too many
  ///     classes
  /// @throws IllegalStateException if the search does not converge
  public static MatrixScaling fit(Odir odir, Logits logits, int... labels) {
    Labels.require(NAME, logits.values().shape(), labels);
    int classes = logits.classes();
    List<Tensor> read = Collections.nCopies(classes, LinearScaling.withOne(logits.values()));
    return new MatrixScaling(LinearScaling.fit(NAME, logits, read, k -> k, odir.penalty(classes), labels));
  }

  /// The matrix.
  ///
  /// @return `W`, `[K, K]`
  public Tensor matrix() {
    return scaling.weights();
  }

  /// The offsets.
  ///
  /// @return `b`, `[K]`
  public Tensor offsets() {
    return scaling.offsets();
  }

  /// How the fit ended.
  ///
  /// @return the solution; its likelihoods are without the penalty, its gradient is with it
  public Solution solution() {
    return scaling.solution();
  }

  /// Calibrates.
  ///
  /// @throws IllegalArgumentException if the logits have other classes than those that it was fitted on, or another source
  @Override
  public Belief.Categorical apply(Logits logits) {
    return new Belief.Categorical(scaling.values(logits).matmul(matrix().transpose()).add(offsets()).softmax(1));
  }
}
