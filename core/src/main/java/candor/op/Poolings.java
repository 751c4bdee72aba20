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
  /// The largest number of every window; `g` goes to the first pixel that has it.
  ///
  /// @param windows windows
  record MaxPool2d(PoolWindows windows) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      Loops.requireFloating("maxPool2d", x);
      PoolGeometry g = windows.on("maxPool2d", x.shape());
      NdArray in = batchInnermost(x);
      NdArray y = activations(x, g.oh(), g.ow());
      Pooling kernel = Backend.current().kernels().pooling();
      planes(x, (from, to) -> {
        if (x.dtype() == DType.F32) {
          kernel.max(g, in.f32(), in.offset(), y.f32(), y.offset(), from, to);
        } else {
          kernel.max(g, in.f64(), in.offset(), y.f64(), y.offset(), from, to);
        }
      });
      return y;
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.maxPoolGradient(windows, s.input(0), s.output());
    }
  }

  /// The gradient of [MaxPool2d]: adds each window's number to the place of its maximum. Inputs: the numbers, and the
  /// pooling's input and output, which have no gradient themselves.
  ///
  /// @param windows windows
  record MaxPoolGradient(PoolWindows windows) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      PoolGeometry g = windows.on("maxPoolGradient", in[1].shape());
      requirePair("maxPoolGradient", g, in[1], in[2]);
      require("maxPoolGradient", "output gradient", in[0], in[2].dtype(), in[2].shape());
      NdArray gy = batchInnermost(in[0]);
      NdArray x = batchInnermost(in[1]);
      NdArray y = batchInnermost(in[2]);
      NdArray gx = activations(x, g.h(), g.w());
      Pooling kernel = Backend.current().kernels().pooling();
      planes(x, (from, to) -> {
        if (x.dtype() == DType.F32) {
          kernel.maxGradient(g, x.f32(), x.offset(), y.f32(), y.offset(), gy.f32(), gy.offset(), gx.f32(),
              gx.offset(), from, to);
        } else {
          kernel.maxGradient(g, x.f64(), x.offset(), y.f64(), y.offset(), gy.f64(), gy.offset(), gx.f64(),
              gx.offset(), from, to);
        }
      });
      return gx;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {s.needs(0) ? g.maxPoolPick(windows, s.input(1), s.input(2)) : null, null, null};
    }
  }

  /// The adjoint of [MaxPoolGradient]: reads the first input at the place of each window's maximum.
  ///
  /// @param windows windows
  record MaxPoolPick(PoolWindows windows) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      PoolGeometry g = windows.on("maxPoolPick", in[1].shape());
      requirePair("maxPoolPick", g, in[1], in[2]);
      require("maxPoolPick", "tensor to read", in[0], in[1].dtype(), in[1].shape());
      NdArray v = batchInnermost(in[0]);
      NdArray x = batchInnermost(in[1]);
      NdArray y = batchInnermost(in[2]);
      NdArray out = activations(x, g.oh(), g.ow());
      Pooling kernel = Backend.current().kernels().pooling();
      planes(x, (from, to) -> {
        if (x.dtype() == DType.F32) {
          kernel.maxPick(g, x.f32(), x.offset(), y.f32(), y.offset(), v.f32(), v.offset(), out.f32(), out.offset(),
              from, to);
        } else {
          kernel.maxPick(g, x.f64(), x.offset(), y.f64(), y.offset(), v.f64(), v.offset(), out.f64(), out.offset(),
              from, to);
        }
      });
      return out;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {s.needs(0) ? g.maxPoolGradient(windows, s.input(1), s.input(2)) : null, null,
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

  private static void requirePair(String operation, PoolGeometry g, NdArray input, NdArray output) {
    Loops.requireFloating(operation, input);
    require(operation, "output", output, input.dtype(), pooled(g, input.shape()));
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
