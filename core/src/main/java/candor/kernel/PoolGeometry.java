package candor.kernel;

/// The windows of a two-dimensional pooling on batch-innermost planes `(h, w, n)`: window `(oy, ox)` covers rows
/// `[rowStart[oy], rowEnd[oy])` and columns `[colStart[ox], colEnd[ox])`, already clipped to the plane.
///
/// @param n images
/// @param h input height
/// @param w input width
/// @param rowStart first row of each window row
/// @param rowEnd end row of each window row
/// @param colStart first column of each window column
/// @param colEnd end column of each window column
/// @param rowCount rows of each window row that count in an average's divisor
/// @param colCount columns of each window column that count in an average's divisor
public record PoolGeometry(int n, int h, int w, int[] rowStart, int[] rowEnd, int[] colStart, int[] colEnd,
    int[] rowCount, int[] colCount) {

  /// Output height.
  ///
  /// @return number of window rows
  public int oh() {
    return rowStart.length;
  }

  /// Output width.
  ///
  /// @return number of window columns
  public int ow() {
    return colStart.length;
  }

  /// What the average of a window divides by.
  ///
  /// @param oy window row
  /// @param ox window column
  /// @return the divisor
  public int count(int oy, int ox) {
    return rowCount[oy] * colCount[ox];
  }

  /// Whether every pixel is in exactly one window.
  ///
  /// @return true when the windows tile the plane
  public boolean isTiling() {
    return tiles(rowStart, rowEnd, h) && tiles(colStart, colEnd, w);
  }

  private static boolean tiles(int[] start, int[] end, int size) {
    int next = 0;
    for (int i = 0; i < start.length; i++) {
      if (start[i] != next) {
        return false;
      }
      next = end[i];
    }
    return next == size;
  }
}
