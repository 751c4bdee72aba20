package candor.linalg;

import java.util.List;

/// `A + δ I`.
///
/// @param a A
/// @param shift δ
record Shifted(LinearOperator a, double shift) implements LinearOperator {

  @Override
  public int size() {
    return a.size();
  }

  @Override
  public double[] apply(double... x) {
    return plus(x, a.apply(x));
  }

  @Override
  public List<double[]> applyAll(List<double[]> xs) {
    List<double[]> products = a.applyAll(xs);
    for (int i = 0; i < xs.size(); i++) {
      plus(xs.get(i), products.get(i));
    }
    return products;
  }

  private double[] plus(double[] x, double... product) {
    Rows.add(shift, x, 0, product, 0, x.length);
    return product;
  }
}
