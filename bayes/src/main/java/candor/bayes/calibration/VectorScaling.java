package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.DType;
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

  private final Logits.Source source;
  private final Tensor factors;
  private final Tensor offsets;
  private final Solution solution;

  private VectorScaling(Logits.Source source, Tensor factors, Tensor offsets, Solution solution) {
    this.source = source;
    this.factors = factors;
    this.offsets = offsets;
    this.solution = solution;
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
    Tensor ones = Tensor.ones(DType.F64, logits.size(), 1);
    List<Tensor> features = IntStream.range(0, classes)
        .mapToObj(k -> Tensor.concat(1, List.of(logits.values().slice(1, k, k + 1), ones))).toList();
    double[] start = new double[2 * classes];
    for (int k = 0; k < classes; k++) {
      start[2 * k] = 1;
    }
    SoftmaxRegression.Fit fit = new SoftmaxRegression(NAME, features, new double[2 * classes], labels).minimise(start);
    Tensor parameters = Tensor.of(fit.parameters(), classes, 2);
    return new VectorScaling(logits.source(), parameters.select(1, 0), parameters.select(1, 1), fit.solution());
  }

  /// The factors.
  ///
  /// @return `w`, `[K]`
  public Tensor factors() {
    return factors;
  }

  /// The offsets.
  ///
  /// @return `b`, `[K]`
  public Tensor offsets() {
    return offsets;
  }

  /// How the fit ended.
  ///
  /// @return the solution
  public Solution solution() {
    return solution;
  }

  /// Calibrates.
  ///
  /// @throws IllegalArgumentException if the logits have other classes than those that it was fitted on, or another source
  @Override
  public Belief.Categorical apply(Logits logits) {
    MatrixScaling.requireLike(NAME, logits, source, offsets.count());
    return new Belief.Categorical(logits.values().mul(factors).add(offsets).softmax(1));
  }
}
