package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Vector scaling: `softmax(w ∘ z + b)` with a factor and an offset for each class (Guo et al. 2017, section 4.2), those
/// that minimise the negative log-likelihood of validation data. It can change which class is predicted.
///
/// The problem is convex and solved by Newton's method, from `w = 1, b = 0`, so it is never worse there than no
/// calibration, nor than temperature scaling. A class without validation samples has no finite best offset: the solution
/// then says [Solution.Outcome#UNBOUNDED]. Offsets are determined up to a number added to all.
public final class VectorScaling implements Calibrator {
  private static final String NAME = "vector scaling";

  private final LinearScaling scaling;

  private VectorScaling(LinearScaling scaling) {
    this.scaling = scaling;
  }

  /// Finds factors and offsets.
  ///
  /// @param logits of `N` validation samples, 1 or more, of 1000 classes at most
  /// @param labels their `N` true classes
  /// @return the calibrator
  /// @throws IllegalArgumentException if there is no sample, or not one class of `[0, K)` for each, or there are too many
  ///     classes
  /// @throws IllegalStateException if the search does not converge
  public static VectorScaling fit(Logits logits, int... labels) {
    Labels.require(NAME, logits.values().shape(), labels);
    int classes = logits.classes();
    List<Tensor> read = IntStream.range(0, classes)
        .mapToObj(k -> LinearScaling.withOne(logits.values().slice(1, k, k + 1))).toList();
    return new VectorScaling(LinearScaling.fit(NAME, logits, read, k -> 0, new double[2 * classes], labels));
  }

  /// The factors.
  ///
  /// @return `w`, `[K]`
  public Tensor factors() {
    return scaling.weights().select(1, 0);
  }

  /// The offsets.
  ///
  /// @return `b`, `[K]`
  public Tensor offsets() {
    return scaling.offsets();
  }

  /// How the fit ended.
  ///
  /// @return the solution
  public Solution solution() {
    return scaling.solution();
  }

  /// Calibrates.
  ///
  /// @throws IllegalArgumentException if the logits have other classes than those that it was fitted on, or another source
  @Override
  public Belief.Categorical apply(Logits logits) {
    return new Belief.Categorical(scaling.values(logits).mul(factors()).add(offsets()).softmax(1));
  }
}
