package candor.op;

import candor.kernel.PoolGeometry;
import candor.tensor.Shape;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// How a pooling cuts its input into windows.
public sealed interface PoolWindows {
  /// The windows on an input `[N, C, H, W]`.
  ///
  /// @param x shape of the input
  /// @return the windows
  /// @throws IllegalArgumentException if the input has another rank or is smaller than a window
  PoolGeometry on(Shape x);

  /// Windows of fixed size at regular distances. Padding counts in an average's divisor and never wins a maximum.
  ///
  /// @param kernelH window height
  /// @param kernelW window width
  /// @param strideH rows between windows
  /// @param strideW columns between windows
  /// @param padH rows of padding above and below, at most half a window
  /// @param padW columns of padding left and right, at most half a window
  record Sliding(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) implements PoolWindows {
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

    /// Square windows without padding.
    ///
    /// @param kernel height and width
    /// @param stride pixels between windows
    /// @return the windows
    public static Sliding square(int kernel, int stride) {
      return new Sliding(kernel, kernel, stride, stride, 0, 0);
    }

    @Override
    public PoolGeometry on(Shape x) {
      requireRank(x);
      int oh = count("rows", x.size(2), kernelH, strideH, padH);
      int ow = count("columns", x.size(3), kernelW, strideW, padW);
      return new PoolGeometry(x.size(0), x.size(2), x.size(3), table(oh, o -> Math.max(0, o * strideH - padH)),
          table(oh, o -> Math.min(x.size(2), o * strideH - padH + kernelH)),
          table(ow, o -> Math.max(0, o * strideW - padW)),
          table(ow, o -> Math.min(x.size(3), o * strideW - padW + kernelW)), kernelH * kernelW);
    }

    private static int count(String what, int size, int kernel, int stride, int pad) {
      if (size + 2 * pad < kernel) {
        throw new IllegalArgumentException("pool2d: input has " + size + " " + what + " and " + pad
            + " of padding on each side, the window has " + kernel);
      }
      return (size + 2 * pad - kernel) / stride + 1;
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
    public PoolGeometry on(Shape x) {
      requireRank(x);
      if (Math.min(x.size(2), x.size(3)) < 1) {
        throw new IllegalArgumentException("adaptive pool2d: input " + x + " has no pixels");
      }
      return new PoolGeometry(x.size(0), x.size(2), x.size(3), table(height, i -> i * x.size(2) / height),
          table(height, i -> Math.ceilDiv((i + 1) * x.size(2), height)), table(width, i -> i * x.size(3) / width),
          table(width, i -> Math.ceilDiv((i + 1) * x.size(3), width)), 0);
    }
  }

  private static void requireRank(Shape x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException("pool2d: input has shape " + x + ", expected [N,C,H,W]");
    }
  }

  private static int[] table(int n, IntUnaryOperator f) {
    return IntStream.range(0, n).map(f).toArray();
  }
}
