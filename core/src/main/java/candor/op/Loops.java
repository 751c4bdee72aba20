package candor.op;

import candor.kernel.BinaryFn;
import candor.kernel.Elementwise;
import candor.kernel.UnaryFn;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import java.util.Locale;

/// Runs element-wise kernels over strided, broadcast operands.
final class Loops {
  private static final int CHUNK = 1 << 14;

  private Loops() {
  }

  /// `f(x)`, laid out as `x`.
  static NdArray map(UnaryFn f, NdArray x) {
    requireFloating(name(f), x);
    NdArray in = x.dense();
    NdArray out = NdArray.empty(x.dtype(), x.shape(), in.order());
    Backend backend = Backend.current();
    Elementwise kernel = backend.kernels().elementwise();
    backend.forEach(in.count(), 2, (from, to) -> {
      if (in.dtype() == DType.F32) {
        kernel.map(f, in.f32(), in.offset() + from, out.f32(), out.offset() + from, to - from);
      } else {
        kernel.map(f, in.f64(), in.offset() + from, out.f64(), out.offset() + from, to - from);
      }
    });
    return out;
  }

  /// `f(a, b)` with broadcasting.
  static NdArray zip(BinaryFn f, NdArray a, NdArray b) {
    Broadcast plan = Broadcast.of(name(f), a, b);
    NdArray out = plan.out();
    Elementwise kernel = Backend.current().kernels().elementwise();
    plan.run((at, y, n) -> {
      if (out.dtype() == DType.F32) {
        kernel.zip(f, plan.in(0).f32(), at[0], plan.step(0), plan.in(1).f32(), at[1], plan.step(1), out.f32(), y, n);
      } else {
        kernel.zip(f, plan.in(0).f64(), at[0], plan.step(0), plan.in(1).f64(), at[1], plan.step(1), out.f64(), y, n);
      }
    });
    return out;
  }

  /// `f(x, c)` for a number `c`.
  static NdArray zip(BinaryFn f, NdArray x, double c) {
    requireFloating(name(f), x);
    return zip(f, x, scalar(x.dtype(), c));
  }

  /// `c ≠ 0 ? a : b` with broadcasting.
  static NdArray select(NdArray c, NdArray a, NdArray b) {
    Broadcast plan = Broadcast.of("where", c, a, b);
    NdArray out = plan.out();
    Elementwise kernel = Backend.current().kernels().elementwise();
    plan.run((at, y, n) -> {
      if (out.dtype() == DType.F32) {
        kernel.select(plan.in(0).f32(), at[0], plan.step(0), plan.in(1).f32(), at[1], plan.step(1), plan.in(2).f32(),
            at[2], plan.step(2), out.f32(), y, n);
      } else {
        kernel.select(plan.in(0).f64(), at[0], plan.step(0), plan.in(1).f64(), at[1], plan.step(1), plan.in(2).f64(),
            at[2], plan.step(2), out.f64(), y, n);
      }
    });
    return out;
  }

  /// A scalar array.
  static NdArray scalar(DType dtype, double value) {
    return NdArray.empty(dtype, Shape.SCALAR).fill(value);
  }

  static void requireImages(String operation, Shape x) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException(operation + ": input has shape " + x + ", expected [N,C,H,W]");
    }
  }

  static void requireFloating(String operation, NdArray x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          operation + ": input has type " + x.dtype() + x.shape() + ", expected f32 or f64");
    }
  }

  /// Largest piece that one kernel call gets, so that several threads share even one long row.
  static int chunk() {
    return CHUNK;
  }

  private static String name(Enum<?> f) {
    return f.name().toLowerCase(Locale.ROOT);
  }
}
