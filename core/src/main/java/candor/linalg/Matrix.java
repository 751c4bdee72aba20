package candor.linalg;

import java.util.Objects;

/// A dense F64 matrix whose shape is fixed; its entries can be changed.
///
/// Entry (i, j) is `data()[i * cols() + j]`. Both dimensions may be zero. Products add their terms in ascending order
/// of the inner index, each by one multiplication and one addition.
public final class Matrix {

  private final int rows;
  private final int cols;
  private final double[] data;

  /// Makes a matrix of zeros.
  ///
  /// @param rows the number of rows, not negative
  /// @param cols the number of columns, not negative
  /// @throws IllegalArgumentException when a dimension is negative or the entries do not fit an array
  public Matrix(int rows, int cols) {
    this(rows, cols, new double[checkSize(rows, cols)]);
  }

  /// Makes a matrix that shares an array.
  ///
  /// @param rows the number of rows, not negative
  /// @param cols the number of columns, not negative
  /// @param data the entries, row by row; not copied
  /// @throws IllegalArgumentException when a dimension is negative or `data` has not `rows * cols` entries
  public Matrix(int rows, int cols, double... data) {
    if (data.length != checkSize(rows, cols)) {
      throw new IllegalArgumentException(
          "matrix: shape [" + rows + ", " + cols + "] needs " + rows * cols + " entries, but there are " + data.length);
    }
    this.rows = rows;
    this.cols = cols;
    this.data = data;
  }

  /// Returns the identity matrix.
  ///
  /// @param n the number of rows and columns, not negative
  /// @return a new matrix
  /// @throws IllegalArgumentException when `n` is negative or the entries do not fit an array
  public static Matrix identity(int n) {
    Matrix identity = new Matrix(n, n);
    for (int i = 0; i < n; i++) {
      identity.data[i * n + i] = 1;
    }
    return identity;
  }

  /// Returns the number of rows.
  ///
  /// @return the number of rows
  public int rows() {
    return rows;
  }

  /// Returns the number of columns.
  ///
  /// @return the number of columns
  public int cols() {
    return cols;
  }

  /// Returns the entries, row by row.
  ///
  /// @return the array of this matrix itself, not a copy
  public double[] data() {
    return data;
  }

  /// Returns one entry.
  ///
  /// @param i the row
  /// @param j the column
  /// @return entry (i, j)
  /// @throws IndexOutOfBoundsException when there is no such entry
  public double get(int i, int j) {
    return data[index(i, j)];
  }

  /// Changes one entry.
  ///
  /// @param i the row
  /// @param j the column
  /// @param value the new entry (i, j)
  /// @throws IndexOutOfBoundsException when there is no such entry
  public void set(int i, int j, double value) {
    data[index(i, j)] = value;
  }

  /// Returns a matrix with the same entries and an array of its own.
  ///
  /// @return a new matrix
  public Matrix copy() {
    return new Matrix(rows, cols, data.clone());
  }

  /// Returns Aᵀ.
  ///
  /// @return a new matrix of shape [cols, rows]
  public Matrix transpose() {
    Matrix transpose = new Matrix(cols, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        transpose.data[j * rows + i] = data[i * cols + j];
      }
    }
    return transpose;
  }

  /// Returns the product A B.
  ///
  /// @param b the right factor, [cols, n]
  /// @return a new matrix of shape [rows, n]
  /// @throws IllegalArgumentException when `b` has not as many rows as this matrix has columns
  public Matrix times(Matrix b) {
    if (b.rows != cols) {
      throw new IllegalArgumentException("times: " + shape() + " cannot be multiplied by " + b.shape());
    }
    Matrix product = new Matrix(rows, b.cols);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < cols; k++) {
        Rows.add(data[i * cols + k], b.data, k * b.cols, product.data, i * b.cols, b.cols);
      }
    }
    return product;
  }

  /// Returns the product A x.
  ///
  /// @param x a vector of length cols
  /// @return a new vector of length rows
  /// @throws IllegalArgumentException when `x` has not as many entries as this matrix has columns
  public double[] times(double... x) {
    return times(new Matrix(x.length, 1, x)).data;
  }

  /// Returns the shape and the entries of a small matrix, the shape alone of a large one.
  @Override
  public String toString() {
    if (data.length > 100) {
      return "Matrix" + shape();
    }
    StringBuilder text = new StringBuilder("Matrix").append(shape());
    for (int i = 0; i < rows; i++) {
      text.append(System.lineSeparator());
      for (int j = 0; j < cols; j++) {
        text.append(j == 0 ? "" : " ").append(data[i * cols + j]);
      }
    }
    return text.toString();
  }

  /// The shape as error messages show it.
  String shape() {
    return "[" + rows + ", " + cols + "]";
  }

  private int index(int i, int j) {
    return Objects.checkIndex(i, rows) * cols + Objects.checkIndex(j, cols);
  }

  private static int checkSize(int rows, int cols) {
    if (rows < 0 || cols < 0 || (long) rows * cols > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("matrix: there is no array for the shape [" + rows + ", " + cols + "]");
    }
    return rows * cols;
  }
}
