package candor.linalg;

import java.util.ArrayList;
import java.util.List;

/// A matrix as an operator.
///
/// @param matrix the matrix
record Dense(Matrix matrix) implements LinearOperator {
  /// Columns that are computed together.
  private static final int BLOCK = 64;

  Dense {
    Checks.square("linear operator", matrix);
  }

  @Override
  public int size() {
    return matrix.rows();
  }

  @Override
  public double[] apply(double... x) {
    return matrix.times(x);
  }

  static Matrix of(LinearOperator a) {
    int n = a.size();
    Matrix result = new Matrix(n, n);
    for (int from = 0; from < n; from += BLOCK) {
      List<double[]> units = new ArrayList<>();
      for (int j = from; j < Math.min(n, from + BLOCK); j++) {
        double[] unit = new double[n];
        unit[j] = 1;
        units.add(unit);
      }
      List<double[]> columns = a.applyAll(units);
      for (int j = 0; j < columns.size(); j++) {
        for (int i = 0; i < n; i++) {
          result.set(i, from + j, columns.get(j)[i]);
        }
      }
    }
    return result;
  }
}
