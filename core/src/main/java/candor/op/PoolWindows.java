package candor.op;

import candor.kernel.PoolGeometry;
import candor.tensor.Shape;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// How a pooling cuts its input into windows.
public sealed interface PoolWindows {
  /// The windows on an input `[N, C, H, W]`.
  ///
  /// @param operation name of the operation, for messages
  /// @param x shape of the input
  /// @return the windows
  /// @throws IllegalArgumentException if the input has another rank or is smaller than a window
  PoolGeometry on(String operation, Shape x);

  /// The same with windows at the end that are cut off, for rows and columns that fill no window; PyTorch's `ceil_mode`.
  /// [Adaptive] windows leave none out and stay as they are.
  ///
  /// @return windows
  PoolWindows ceilMode();

  /// The same with averages over the pixels of the input only, not the padding; PyTorch's `count_include_pad=False`.
  /// [Adaptive] windows have no padding and stay as they are.
  ///
  /// @return windows
  PoolWindows excludingPadding();

  /// Windows of fixed size at regular distances. Padding never wins a maximum. It counts as zeros in an average, unless
  /// it is excluded.
  ///
  /// There are `⌊(H + 2 padH − kernelH) / strideH⌋ + 1` rows of windows. With `ceil` the quotient is rounded up, but a
  /// window that would begin below the input, in the padding, is left out, as in PyTorch. What a window has beyond the
  /// padding counts nowhere.
  ///
  /// @param kernelH window height
  /// @param kernelW window width
  /// @param strideH rows between windows
  /// @param strideW columns between windows
  /// @param padH rows of padding above and below, at most half a window
  /// @param padW columns of padding left and right, at most half a window
  /// @param ceil whether there are windows that end beyond the padding
  /// @param countsPadding whether padding counts in an average
  record Sliding(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW, boolean ceil,
      boolean countsPadding) implements PoolWindows {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if a size or stride is below 1, or a padding negative or over half a window
    public Sliding {
      boolean fits = kernelH >= 1 && kernelW >= 1 && strideH >= 1 && strideW >= 1 && padH >= 0 && padW >= 0
          && 2 * padH <= kernelH && 2 * padW <= kernelW;
      if (!fits) {
        throw new IllegalArgumentException(
            "pool2d: window %d,%d stride %d,%d padding %d,%d, expected sizes of 1 or more and padding of at most half a window"
                .formatted(kernelH, kernelW, strideH, strideW, padH, padW));
      }
    }

    /// Windows that end within the padding, which counts in an average.
    ///
    /// @param kernelH window height
    /// @param kernelW window width
    /// @param strideH rows between windows
    /// @param strideW columns between windows
    /// @param padH rows of padding above and below, at most half a window
    /// @param padW columns of padding left and right, at most half a window
    /// @throws IllegalArgumentException if a size or stride is below 1, or a padding negative or over half a window
    public Sliding(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {
      this(kernelH, kernelW, strideH, strideW, padH, padW, false, true);
    }

    /// Square windows without padding.
    ///
    /// @param kernel height and width
    /// @param stride pixels between windows
    /// @return the windows
    public static Sliding square(int kernel, int stride) {
      return new Sliding(kernel, kernel, stride, stride, 0, 0);
    }

    @Override
    public Sliding ceilMode() {
      return new Sliding(kernelH, kernelW, strideH, strideW, padH, padW, true, countsPadding);
    }

    @Override
    public Sliding excludingPadding() {
      return new Sliding(kernelH, kernelW, strideH, strideW, padH, padW, ceil, false);
    }

    /// Number of windows along a row of the input.
    ///
    /// @param width columns of the input
    /// @return the number, 0 if none fits
    public int columns(int width) {
      return count(width, kernelW, strideW, padW);
    }

    @Override
    public PoolGeometry on(String operation, Shape x) {
      Loops.requireImages(operation, x);
      int h = x.size(2);
      int w = x.size(3);
      int rows = required(operation, "rows", h, kernelH, padH, count(h, kernelH, strideH, padH));
      int columns = required(operation, "columns", w, kernelW, padW, columns(w));
      return new PoolGeometry(x.size(0), h, w, starts(rows, strideH, padH), ends(rows, h, kernelH, strideH, padH),
          starts(columns, strideW, padW), ends(columns, w, kernelW, strideW, padW),
          counts(rows, h, kernelH, strideH, padH), counts(columns, w, kernelW, strideW, padW));
    }

    private int count(int size, int kernel, int stride, int pad) {
      int room = size + 2 * pad - kernel;
      if (!ceil) {
        return room < 0 ? 0 : room / stride + 1;
      }
      int windows = Math.ceilDiv(room, stride) + 1;
      return Math.max(0, (windows - 1) * stride >= size + pad ? windows - 1 : windows);
    }

    private static int required(String operation, String what, int size, int kernel, int pad, int count) {
      if (count == 0) {
        throw new IllegalArgumentException(operation + ": input has " + size + " " + what + " and " + pad
            + " of padding on each side, the window has " + kernel);
      }
      return count;
    }

    private static int[] starts(int count, int stride, int pad) {
      return table(count, o -> Math.max(0, o * stride - pad));
    }

    private static int[] ends(int count, int size, int kernel, int stride, int pad) {
      return table(count, o -> Math.min(size, o * stride - pad + kernel));
    }

    /// What of each window counts in the divisor of an average.
    private int[] counts(int count, int size, int kernel, int stride, int pad) {
      int border = countsPadding ? pad : 0;
      return table(count,
          o -> Math.min(size + border, o * stride - pad + kernel) - Math.max(-border, o * stride - pad));
    }
  }

  /// As many windows as the output has pixels, of nearly equal size: window `i` of `n` covers
  /// `[⌊i size / n⌋, ⌈(i + 1) size / n⌉)`.
  ///
  /// @param height output height
  /// @param width output width
  record Adaptive(int height, int width) implements PoolWindows {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if a size is below 1
    public Adaptive {
      if (Math.min(height, width) < 1) {
        throw new IllegalArgumentException(
            "adaptive pool2d: output size " + height + "," + width + ", expected 1 or more");
      }
    }

    @Override
    public Adaptive ceilMode() {
      return this;
    }

    @Override
    public Adaptive excludingPadding() {
      return this;
    }

    @Override
    public PoolGeometry on(String operation, Shape x) {
      Loops.requireImages(operation, x);
      int h = x.size(2);
      int w = x.size(3);
      if (Math.min(h, w) < 1) {
        throw new IllegalArgumentException(operation + ": input " + x + " has no pixels");
      }
      int[] top = table(height, i -> i * h / height);
      int[] bottom = table(height, i -> Math.ceilDiv((i + 1) * h, height));
      int[] left = table(width, i -> i * w / width);
      int[] right = table(width, i -> Math.ceilDiv((i + 1) * w, width));
      return new PoolGeometry(x.size(0), h, w, top, bottom, left, right, table(height, i -> bottom[i] - top[i]),
          table(width, i -> right[i] - left[i]));
    }
  }

  private static int[] table(int n, IntUnaryOperator f) {
    int[] table = new int[n];
    Arrays.setAll(table, f);
    return table;
  }
}
