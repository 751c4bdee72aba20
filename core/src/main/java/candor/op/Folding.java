package candor.op;

import candor.kernel.Reduction;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;

/// Runs reduction kernels over strided arrays.
///
/// Neighbouring axes in physical order that are all reduced, or all kept, form a run; reduced runs are folded one by
/// one from the innermost. A run that lies innermost is folded by rows, any other by columns. A row sum longer than
/// [#CHUNK] is the row sum of its chunks' sums.
final class Folding {
  static final int CHUNK = 1 << 16;
  /// Most and least columns of a piece; a multiple of any vector.
  private static final int COLUMNS = 1 << 9;
  private static final int FEW_COLUMNS = 1 << 6;

  private Folding() {
  }

  static NdArray sum(NdArray x, int... axes) {
    Loops.requireFloating("sum", x);
    return fold(x, axes, Folding::sumRun);
  }

  static NdArray max(String operation, NdArray x, int... axes) {
    Loops.requireFloating(operation, x);
    for (int axis : axes) {
      if (x.shape().size(axis) == 0) {
        throw new IllegalArgumentException(operation + ": axis " + axis + " of shape " + x.shape()
            + " is empty, and no number is the largest of none");
      }
    }
    return fold(x, axes, Folding::maxRun);
  }

  /// Folds a dense `(outer, n, inner)` array to `(outer, inner)`.
  private interface Run {
    NdArray fold(NdArray x, int outer, int n, int inner);
  }

  private static NdArray fold(NdArray x, int[] axes, Run run) {
    NdArray dense = x.dense();
    int[] order = dense.order();
    boolean[] reduced = new boolean[order.length];
    for (int axis : axes) {
      reduced[axis] = true;
    }
    int inner = 1;
    int outer = x.count();
    boolean empty = x.count() == 0;
    NdArray current = dense;
    for (int i = order.length - 1; i >= 0 && !empty; i--) {
      int size = x.shape().size(order[i]);
      if (!reduced[order[i]]) {
        inner *= size;
        outer /= size;
        continue;
      }
      int n = size;
      while (i > 0 && reduced[order[i - 1]]) {
        n *= x.shape().size(order[--i]);
      }
      outer /= n;
      current = run.fold(current, outer, n, inner);
    }
    Shape shape = x.shape().collapsed(axes);
    if (empty) {
      return NdArray.zeros(x.dtype(), shape);
    }
    NdArray out = NdArray.empty(x.dtype(), shape, order);
    out.assign(physical(current, shape, order));
    return out;
  }

  /// Reads a flat array in the physical order of a shape.
  private static NdArray physical(NdArray flat, Shape shape, int[] order) {
    int[] sizes = new int[order.length];
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      sizes[i] = shape.size(order[i]);
      inverse[order[i]] = i;
    }
    return flat.dense().reshape(Shape.of(sizes)).permute(inverse);
  }

  private static NdArray sumRun(NdArray x, int outer, int n, int inner) {
    NdArray y = NdArray.empty(x.dtype(), Shape.of(outer * inner));
    Backend backend = Backend.current();
    Reduction kernel = backend.kernels().reduction();
    boolean f32 = x.dtype() == DType.F32;
    if (inner > 1) {
      columns(backend, outer, n, inner, (o, from, width) -> {
        int at = x.offset() + o * n * inner + from;
        if (f32) {
          kernel.sumColumns(x.f32(), at, n, inner, width, y.f32(), y.offset() + o * inner + from);
        } else {
          kernel.sumColumns(x.f64(), at, n, inner, width, y.f64(), y.offset() + o * inner + from);
        }
      });
      return y;
    }
    int chunks = Math.max(1, Math.ceilDiv(n, CHUNK));
    NdArray parts = chunks == 1 ? y : NdArray.empty(x.dtype(), Shape.of(outer * chunks));
    backend.forEach(outer * chunks, Math.min(n, CHUNK), (from, to) -> {
      for (int i = from; i < to; i++) {
        int start = i % chunks * CHUNK;
        int at = x.offset() + i / chunks * n + start;
        int length = Math.min(n - start, CHUNK);
        if (f32) {
          parts.f32()[parts.offset() + i] = kernel.sum(x.f32(), at, length);
        } else {
          parts.f64()[parts.offset() + i] = kernel.sum(x.f64(), at, length);
        }
      }
    });
    return chunks == 1 ? y : sumRun(parts, outer, chunks, 1);
  }

  private static NdArray maxRun(NdArray x, int outer, int n, int inner) {
    NdArray y = NdArray.empty(x.dtype(), Shape.of(outer * inner));
    Backend backend = Backend.current();
    Reduction kernel = backend.kernels().reduction();
    boolean f32 = x.dtype() == DType.F32;
    if (inner > 1) {
      columns(backend, outer, n, inner, (o, from, width) -> {
        int at = x.offset() + o * n * inner + from;
        if (f32) {
          kernel.maxColumns(x.f32(), at, n, inner, width, y.f32(), y.offset() + o * inner + from);
        } else {
          kernel.maxColumns(x.f64(), at, n, inner, width, y.f64(), y.offset() + o * inner + from);
        }
      });
      return y;
    }
    backend.forEach(outer, n, (from, to) -> {
      for (int i = from; i < to; i++) {
        if (f32) {
          y.f32()[y.offset() + i] = kernel.max(x.f32(), x.offset() + i * n, n);
        } else {
          y.f64()[y.offset() + i] = kernel.max(x.f64(), x.offset() + i * n, n);
        }
      }
    });
    return y;
  }

  private interface Columns {
    void run(int outer, int from, int width);
  }

  private static void columns(Backend backend, int outer, int n, int inner, Columns body) {
    int each = Math.ceilDiv(inner, Math.ceilDiv(backend.threads(), outer));
    int width = Math.min(COLUMNS, Math.max(1, Math.ceilDiv(each, FEW_COLUMNS)) * FEW_COLUMNS);
    int pieces = Math.ceilDiv(inner, width);
    backend.forEach(outer * pieces, (long) n * Math.min(inner, width), (from, to) -> {
      for (int i = from; i < to; i++) {
        int start = i % pieces * width;
        body.run(i / pieces, start, Math.min(width, inner - start));
      }
    });
  }
}
