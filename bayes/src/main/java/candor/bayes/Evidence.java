package candor.bayes;

/// The marginal likelihood of a Laplace approximation as a function of the prior precision `δ` (MacKay 1992), from the
/// eigenvalues `λ` of the curvature: `ln p(D) ≈ ln p(D | θ) − ½ δ ‖θ‖² + ½ Σ ln (δ / (λ + δ))`.
///
/// @param eigenvalues `λ`, none negative
/// @param squaredNorm `‖θ‖²`
/// @param logLikelihood `ln p(D | θ)`
record Evidence(double[] eigenvalues, double squaredNorm, double logLikelihood) {
  private static final double WIDEST = 600;

  double logarithm(double precision) {
    double sum = logLikelihood - 0.5 * precision * squaredNorm;
    for (double value : eigenvalues) {
      sum -= 0.5 * StrictMath.log1p(value / precision);
    }
    return sum;
  }

  /// The precision of highest evidence, where `Σ λ / (λ + δ) = δ ‖θ‖²`. The left side falls and the right side rises with
  /// `δ`, so there is one, found by bisection.
  ///
  /// @throws IllegalArgumentException if there is none, as the weights or the curvature are 0
  double best() {
    double low = -WIDEST;
    double high = WIDEST;
    if (slope(low) <= 0 || slope(high) >= 0) {
      throw new IllegalArgumentException("laplace: the evidence has no maximum, as all weights are 0 or the data does "
          + "not determine any; give the prior precision");
    }
    double middle = 0;
    while (middle > low && middle < high) {
      if (slope(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
      middle = low + (high - low) / 2;
    }
    return StrictMath.exp(middle);
  }

  private double slope(double logPrecision) {
    double precision = StrictMath.exp(logPrecision);
    double determined = 0;
    for (double value : eigenvalues) {
      determined += value / (value + precision);
    }
    return determined - precision * squaredNorm;
  }
}
