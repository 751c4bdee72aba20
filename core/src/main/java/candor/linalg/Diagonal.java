package candor.linalg;

/// A diagonal matrix.
///
/// @param entries the diagonal
record Diagonal(double[] entries) implements LinearOperator {

  @Override
  public int size() {
    return entries.length;
  }

  @Override
  public double[] apply(double... x) {
    Checks.length("diagonal", "vector", x, entries.length);
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      product[i] = entries[i] * x[i];
    }
    return product;
  }
}
