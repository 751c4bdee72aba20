package candor.op;

import candor.autograd.Saved;
import candor.kernel.PoolGeometry;
import candor.kernel.Pooling;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Two-dimensional pooling and its adjoints, on batch-innermost activations like the convolutions.
public interface Poolings {
  /// The largest number of every window, and if there will be gradients its place in the window behind them; a constant,
  /// since the derivative of what is read from it is that of [MaxPool2d].
  ///
  /// @param windows windows
  /// @param keeps whether it has places
  record MaxPoolTrace(PoolWindows windows, boolean keeps) implements Op.Constant {
    @Override
    public NdArray forward(NdArray... in) {
      Loops.requireFloating("maxPool2d", in[0]);
      PoolGeometry g = windows.on("maxPool2d", in[0].shape());
      NdArray x = batchInnermost(in[0]);
      NdArray trace =
          NdArray.empty(x.dtype(), Shape.of(keeps ? 2 : 1, g.n(), x.shape().size(1), g.oh(), g.ow()), 0, 2, 3, 4, 1);
      Pooling kernel = Backend.current().kernels().pooling();
      planes(x, (from, to) -> {
        if (x.dtype() == DType.F32 && keeps) {
          kernel.maxPlaces(g, x.f32(), x.offset(), trace.f32(), trace.offset(), trace.f32(), places(trace), from, to);
        } else if (x.dtype() == DType.F32) {
          kernel.max(g, x.f32(), x.offset(), trace.f32(), trace.offset(), from, to);
        } else if (keeps) {
          kernel.maxPlaces(g, x.f64(), x.offset(), trace.f64(), trace.offset(), trace.f64(), places(trace), from, to);
        } else {
          kernel.max(g, x.f64(), x.offset(), trace.f64(), trace.offset(), from, to);
        }
      });
      return trace;
    }
  }

  /// The largest number of every window, from the numbers and their trace; `g` goes to the first pixel that has it.
  ///
  /// @param windows windows
  record MaxPool2d(PoolWindows windows) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      return in[1].first(0);
    }

    @Override
    public boolean keepsInput(int i) {
      return i == 1;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.maxPoolGradient(windows, s.shape(0).size(2), s.shape(0).size(3), s.input(1)),
        null};
    }
  }

  /// The gradient of [MaxPool2d]: adds each window's number to the place of its maximum. Inputs: the numbers and the trace,
  /// which has no gradient itself.
  ///
  /// @param windows windows
  /// @param height rows of the input of the pooling
  /// @param width columns of the input of the pooling
  record MaxPoolGradient(PoolWindows windows, int height, int width) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      Loops.requireFloating("maxPoolGradient", in[0]);
      Loops.requireImages("maxPoolGradient", in[0].shape());
      NdArray gy = batchInnermost(in[0]);
      Shape x = Shape.of(gy.shape().size(0), gy.shape().size(1), height, width);
      PoolGeometry g = windows.on("maxPoolGradient", x);
      require("maxPoolGradient", "output gradient", gy, gy.dtype(), pooled(g, x));
      NdArray trace = trace("maxPoolGradient", in[1], gy);
      NdArray gx = activations(gy, height, width);
      Pooling kernel = Backend.current().kernels().pooling();
      planes(gx, (from, to) -> {
        if (gy.dtype() == DType.F32) {
          kernel.maxGradient(g, trace.f32(), places(trace), gy.f32(), gy.offset(), gx.f32(), gx.offset(), from, to);
        } else {
          kernel.maxGradient(g, trace.f64(), places(trace), gy.f64(), gy.offset(), gx.f64(), gx.offset(), from, to);
        }
      });
      return gx;
    }

    @Override
    public boolean keepsInput(int i) {
      return i == 1;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.maxPoolPick(windows, s.input(1)), null};
    }
  }

  /// The adjoint of [MaxPoolGradient]: reads the first input at the place of each window's maximum.
  ///
  /// @param windows windows
  record MaxPoolPick(PoolWindows windows) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      Loops.requireFloating("maxPoolPick", in[0]);
      PoolGeometry g = windows.on("maxPoolPick", in[0].shape());
      NdArray v = batchInnermost(in[0]);
      NdArray y = activations(v, g.oh(), g.ow());
      NdArray trace = trace("maxPoolPick", in[1], y);
      Pooling kernel = Backend.current().kernels().pooling();
      planes(v, (from, to) -> {
        if (v.dtype() == DType.F32) {
          kernel.maxPick(g, trace.f32(), places(trace), v.f32(), v.offset(), y.f32(), y.offset(), from, to);
        } else {
          kernel.maxPick(g, trace.f64(), places(trace), v.f64(), v.offset(), y.f64(), y.offset(), from, to);
        }
      });
      return y;
    }

    @Override
    public boolean keepsInput(int i) {
      return i == 1;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.maxPoolGradient(windows, s.shape(0).size(2), s.shape(0).size(3), s.input(1)),
        null};
    }
  }

  /// The mean of every window; `g` is spread evenly.
  ///
  /// @param windows windows
  record AvgPool2d(PoolWindows windows) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      Loops.requireFloating("avgPool2d", x);
      PoolGeometry g = windows.on("avgPool2d", x.shape());
      NdArray in = batchInnermost(x);
      NdArray y = activations(x, g.oh(), g.ow());
      Pooling kernel = Backend.current().kernels().pooling();
      planes(x, (from, to) -> {
        if (x.dtype() == DType.F32) {
          kernel.average(g, in.f32(), in.offset(), y.f32(), y.offset(), from, to);
        } else {
          kernel.average(g, in.f64(), in.offset(), y.f64(), y.offset(), from, to);
        }
      });
      return y;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.avgPoolGradient(windows, s.shape(0));
    }
  }

  /// The gradient of [AvgPool2d], its adjoint.
  ///
  /// @param windows windows
  /// @param shape shape of the pooling's input
  record AvgPoolGradient(PoolWindows windows, Shape shape) implements Op.Unary {
    @Override
    public NdArray eval(NdArray gy) {
      PoolGeometry g = windows.on("avgPoolGradient", shape);
      Loops.requireFloating("avgPoolGradient", gy);
      require("avgPoolGradient", "output gradient", gy, gy.dtype(), pooled(g, shape));
      NdArray in = batchInnermost(gy);
      NdArray gx = activations(gy, g.h(), g.w());
      Pooling kernel = Backend.current().kernels().pooling();
      planes(gx, (from, to) -> {
        if (gy.dtype() == DType.F32) {
          kernel.averageGradient(g, in.f32(), in.offset(), gx.f32(), gx.offset(), from, to);
        } else {
          kernel.averageGradient(g, in.f64(), in.offset(), gx.f64(), gx.offset(), from, to);
        }
      });
      return gx;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.avgPool2d(windows);
    }
  }

  /// A trace with places, whose two halves lie one behind the other.
  private static NdArray trace(String operation, NdArray trace, NdArray y) {
    Shape s = y.shape();
    require(operation, "trace", trace, y.dtype(), Shape.of(2, s.size(0), s.size(1), s.size(2), s.size(3)));
    return trace.inOrder(0, 2, 3, 4, 1);
  }

  private static int places(NdArray trace) {
    return trace.offset() + trace.count() / 2;
  }

  private static void require(String operation, String argument, NdArray x, DType dtype, Shape shape) {
    if (x.dtype() != dtype || !x.shape().equals(shape)) {
      throw new IllegalArgumentException(
          operation + ": " + argument + " is " + x.dtype() + x.shape() + ", expected " + dtype + shape);
    }
  }

  private static Shape pooled(PoolGeometry g, Shape input) {
    return Shape.of(g.n(), input.size(1), g.oh(), g.ow());
  }

  private static NdArray batchInnermost(NdArray x) {
    return x.inOrder(1, 2, 3, 0);
  }

  private static NdArray activations(NdArray like, int height, int width) {
    return NdArray.empty(like.dtype(), Shape.of(like.shape().size(0), like.shape().size(1), height, width), 1, 2, 3, 0);
  }

  private static void planes(NdArray x, Backend.Range body) {
    int channels = x.shape().size(1);
    Backend.current().forEach(channels, x.count() / Math.max(1, channels), body);
  }
}
