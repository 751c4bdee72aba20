package candor.nn.data.augment;

import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Moves whole pixels: rows from rows and columns from columns, for each image in its own way.
final class Moves {
  /// A sum with it is negative, and two of it do not overflow.
  private static final int OUTSIDE = Integer.MIN_VALUE / 2;

  private Moves() {
  }

  /// Where a row or a column comes from.
  @FunctionalInterface
  interface Origin {
    /// The row or column of the old image.
    ///
    /// @param place row or column of the new image
    /// @param sample number of the image in the batch
    /// @return old place, or -1 where the new image is 0
    int of(int place, int sample);
  }

  static Tensor move(Planes images, int height, int width, Origin rows, Origin columns) {
    int n = images.samples();
    int[] row = table(height, n, rows, images.width() * n, 1);
    int[] column = table(width, n, columns, n, 0);
    NdArray result = images.like(height, width);
    float[] to = result.f32();
    Backend.current().forEach(images.channels() * height, 2L * width * n, (start, end) -> {
      for (int line = start; line < end; line++) {
        int plane = images.offset() + line / height * images.height() * images.width() * n;
        moveRow(images.pixels(), plane, row, line % height * n, column, to,
            result.offset() + line * width * n, n);
      }
    });
    return Planes.tensor(result);
  }

  /// For every place and image, the distance in memory.
  private static int[] table(int places, int n, Origin origin, int stride, int sampleStride) {
    int[] table = new int[places * n];
    for (int place = 0; place < places; place++) {
      for (int i = 0; i < n; i++) {
        int from = origin.of(place, i);
        table[place * n + i] = from < 0 ? OUTSIDE : from * stride + i * sampleStride;
      }
    }
    return table;
  }

  private static void moveRow(float[] from, int plane, int[] row, int rowAt, int[] column, float[] to, int at, int n) {
    for (int x = 0; x < column.length; x += n) {
      for (int i = 0; i < n; i++) {
        int distance = row[rowAt + i] + column[x + i];
        to[at + x + i] = distance < 0 ? 0 : from[plane + distance];
      }
    }
  }
}
