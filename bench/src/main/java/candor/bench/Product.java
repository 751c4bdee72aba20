package candor.bench;

import java.util.List;

/// A matrix product `[m, k] [k, n]` whose operands lie as the layout says: `N` row by row, `T` column by column, so
/// that its transpose is what lies row by row.
///
/// @param m rows of the left factor
/// @param n columns of the right factor
/// @param k columns of the left and rows of the right factor
/// @param leftTransposed whether the left factor is stored as `[k, m]`
/// @param rightTransposed whether the right factor is stored as `[n, k]`
public record Product(int m, int n, int k, boolean leftTransposed, boolean rightTransposed) {
  /// Reads the parameters of a benchmark.
  ///
  /// @param shape such as `128x500x800`, for `m × n × k`
  /// @param layout two letters, `N` or `T`
  /// @return the product
  /// @throws IllegalArgumentException if they do not read so
  public static Product of(String shape, String layout) {
    if (!shape.matches("\\d+x\\d+x\\d+") || !layout.matches("[NT][NT]")) {
      throw new IllegalArgumentException(
          "product: shape " + shape + " and layout " + layout + ", expected such as 64x64x64 and NT");
    }
    List<Integer> sizes = List.of(shape.split("x", -1)).stream().map(Integer::valueOf).toList();
    return new Product(sizes.get(0), sizes.get(1), sizes.get(2), layout.charAt(0) == 'T', layout.charAt(1) == 'T');
  }

  /// Sizes of the stored left factor.
  ///
  /// @return rows and columns
  public int[] left() {
    return leftTransposed ? new int[] {k, m} : new int[] {m, k};
  }

  /// Sizes of the stored right factor.
  ///
  /// @return rows and columns
  public int[] right() {
    return rightTransposed ? new int[] {n, k} : new int[] {k, n};
  }
}
