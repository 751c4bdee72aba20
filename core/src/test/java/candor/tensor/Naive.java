package candor.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A multi-dimensional array without strides: its values in row-major order. What views of [NdArray] are compared with.
record Naive(int[] sizes, int[] values) {
  /// Where a new element comes from.
  interface Source {
    int[] of(int[] index);
  }

  static Naive counting(int... sizes) {
    return new Naive(sizes, IntStream.range(0, Shape.of(sizes).count()).map(i -> 7 * i + 3).toArray());
  }

  Shape shape() {
    return Shape.of(sizes);
  }

  int rank() {
    return sizes.length;
  }

  int at(int[] index) {
    int flat = 0;
    for (int i = 0; i < sizes.length; i++) {
      flat = flat * sizes[i] + index[i];
    }
    return values[flat];
  }

  /// The index of the `k`-th element in row-major order.
  static int[] index(int[] sizes, int k) {
    int[] index = new int[sizes.length];
    int rest = k;
    for (int i = sizes.length - 1; i >= 0; i--) {
      index[i] = rest % sizes[i];
      rest /= sizes[i];
    }
    return index;
  }

  Naive map(int[] newSizes, Source source) {
    int[] result = new int[Shape.of(newSizes).count()];
    Arrays.setAll(result, k -> at(source.of(index(newSizes, k))));
    return new Naive(newSizes, result);
  }

  Naive permute(int... axes) {
    return map(IntStream.of(axes).map(a -> sizes[a]).toArray(), index -> {
      int[] old = new int[axes.length];
      for (int i = 0; i < axes.length; i++) {
        old[axes[i]] = index[i];
      }
      return old;
    });
  }

  Naive slice(int[] start, int[] step, int... newSizes) {
    return map(newSizes, index -> IntStream.range(0, rank()).map(i -> start[i] + index[i] * step[i]).toArray());
  }

  Naive expand(int... newSizes) {
    int lead = newSizes.length - rank();
    return map(newSizes, index -> IntStream.range(0, rank()).map(i -> sizes[i] == 1 ? 0 : index[lead + i]).toArray());
  }

  Naive reshape(int... newSizes) {
    return new Naive(newSizes, values);
  }
}
