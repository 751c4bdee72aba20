package candor.linalg;

import java.util.ArrayList;
import java.util.List;

/// A square matrix A that is known by its products alone, such as the Hessian of a network.
///
/// ```java
/// LinearOperator a = LinearOperator.of(matrix).shifted(0.01);
/// double[] x = ConjugateGradients.of(a, 0).solve(b).x();
/// ```
///
/// A product does not change its argument, and equal arguments give equal bits.
public interface LinearOperator {

  /// Returns the number of rows, which is that of the columns.
  ///
  /// @return n
  int size();

  /// Returns the product A x.
  ///
  /// @param x a vector of length n
  /// @return a new vector of length n
  /// @throws IllegalArgumentException when `x` has another length
  double[] apply(double... x);

  /// Returns the products with several vectors. An operator whose products have something in common, such as a graph of
  /// a gradient, computes it once; the numbers are those of one product after the other.
  ///
  /// @param xs vectors of length n
  /// @return one new vector for each of them
  /// @throws IllegalArgumentException when a vector has another length
  default List<double[]> applyAll(List<double[]> xs) {
    List<double[]> products = new ArrayList<>();
    for (double[] x : xs) {
      products.add(apply(x));
    }
    return products;
  }

  /// Returns the operator A + δ I.
  ///
  /// @param shift δ
  /// @return the operator, which asks this one
  default LinearOperator shifted(double shift) {
    return new Shifted(this, shift);
  }

  /// Returns the entries of A, by products with all columns of the identity, some dozens of them together.
  ///
  /// @return a new matrix of shape [n, n]
  default Matrix toMatrix() {
    return Dense.of(this);
  }

  /// Wraps a matrix.
  ///
  /// @param a a square matrix, which is shared
  /// @return the operator
  /// @throws IllegalArgumentException when the matrix is not square
  static LinearOperator of(Matrix a) {
    return new Dense(a);
  }

  /// Returns the diagonal matrix with given entries.
  ///
  /// @param entries the diagonal, copied
  /// @return the operator
  static LinearOperator diagonal(double... entries) {
    return new Diagonal(entries.clone());
  }
}
