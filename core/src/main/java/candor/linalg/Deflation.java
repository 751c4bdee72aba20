package candor.linalg;

/// `V (Θ + δ)⁻¹ Vᵀ + (I − V Vᵀ) / c` with the upper eigenpairs, and c the least of their `θ + δ`.
///
/// @param pairs eigenpairs, ascending
/// @param first the first that is taken
/// @param damping δ
record Deflation(RitzPairs pairs, int first, double damping) implements LinearOperator {

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public double[] apply(double... x) {
    Checks.length("preconditioner", "vector", x, size());
    double[] y = pairs.toVectors(pairs.project(x));
    double rest = 1 / (pairs.value(first) + damping);
    for (int j = 0; j < y.length; j++) {
      y[j] *= j < first ? 0 : 1 / (pairs.value(j) + damping) - rest;
    }
    double[] result = pairs.combine(pairs.toBasis(y));
    Rows.add(rest, x, 0, result, 0, x.length);
    return result;
  }
}
