package candor.op;

import candor.autograd.Saved;
import candor.kernel.BinaryFn;
import candor.kernel.ConvGeometry;
import candor.kernel.Convolution;
import candor.kernel.Elementwise;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Two-dimensional convolution and its adjoints. All three are linear in each input, and the derivative of one is made
/// of the other two: the set is closed.
///
/// With `⟨·,·⟩` the sum of products, `⟨g, conv(x, w)⟩ = ⟨x, inputGradient(g, w)⟩ = ⟨w, weightGradient(x, g)⟩`.
/// Activations are computed, and left, batch innermost: in the physical order (1, 2, 3, 0).
public interface Convolutions {
  /// `y[n, o] = Σ_c w[o, c] ⋆ x[n, c]`, the cross-correlation that the field calls convolution; plus `b[o]` if there is
  /// a bias.
  ///
  /// @param spec stride, padding, dilation, groups
  record Conv2d(ConvSpec spec) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      NdArray x = in[0];
      NdArray w = in[1];
      requireOneType("conv2d", x, w);
      ConvGeometry g = spec.on(x.shape(), w.shape());
      return output(g, batchInnermost(x), w.rowMajor(), in.length == 3 ? bias(g, x, in[2]) : null);
    }

    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return products(y, x[1]);
    }

    private static NdArray bias(ConvGeometry g, NdArray x, NdArray b) {
      requireOneType("conv2d", x, b);
      if (!b.shape().equals(Shape.of(g.o()))) {
        throw new IllegalArgumentException(
            "conv2d: bias has shape " + b.shape() + ", expected one number for each output channel, [" + g.o() + "]");
      }
      return b.rowMajor();
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      @Nullable Tensor[] result = new @Nullable Tensor[s.count()];
      result[0] = s.needs(0) ? g.convInputGradient(s.input(1), spec, s.shape(0).size(2), s.shape(0).size(3)) : null;
      result[1] = s.needs(1) ? s.input(0).convWeightGradient(g, spec, s.shape(1).size(2), s.shape(1).size(3)) : null;
      if (result.length == 3) {
        result[2] = s.needs(2) ? g.sum(0, 2, 3) : null;
      }
      return result;
    }
  }

  /// The gradient of [Conv2d] for its input, from the output's gradient and the weight; also called transposed
  /// convolution.
  ///
  /// @param spec stride, padding, dilation, groups
  /// @param height rows of the input of the convolution
  /// @param width columns of the input of the convolution
  record InputGradient(ConvSpec spec, int height, int width) implements Op.Binary {
    @Override
    public NdArray eval(NdArray gy, NdArray w) {
      requireOneType("convInputGradient", gy, w);
      requireRank("convInputGradient", "output gradient", gy);
      requireRank("convInputGradient", "weight", w);
      Shape x = Shape.of(gy.shape().size(0), w.shape().size(1) * spec.groups(), height, width);
      ConvGeometry g = checked("convInputGradient", spec.on(x, w.shape()), gy);
      return inputGradient(g, batchInnermost(gy), w.rowMajor());
    }

    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return products(x[0], x[1]);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g.conv2d(s.input(1), spec);
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g.convWeightGradient(s.input(0), spec, s.shape(1).size(2), s.shape(1).size(3));
    }
  }

  /// The gradient of [Conv2d] for its weight, from the input and the output's gradient.
  ///
  /// @param spec stride, padding, dilation, groups
  /// @param kernelHeight rows of the weight
  /// @param kernelWidth columns of the weight
  record WeightGradient(ConvSpec spec, int kernelHeight, int kernelWidth) implements Op.Binary {
    @Override
    public NdArray eval(NdArray x, NdArray gy) {
      requireOneType("convWeightGradient", x, gy);
      requireRank("convWeightGradient", "input", x);
      requireRank("convWeightGradient", "output gradient", gy);
      Shape w = Shape.of(gy.shape().size(1), x.shape().size(1) / spec.groups(), kernelHeight, kernelWidth);
      ConvGeometry g = checked("convWeightGradient", spec.on(x.shape(), w), gy);
      return weightGradient(g, batchInnermost(x), batchInnermost(gy), w);
    }

    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return products(x[1], y);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return s.input(1).convInputGradient(g, spec, s.shape(0).size(2), s.shape(0).size(3));
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return s.input(0).conv2d(g, spec);
    }
  }

  private static NdArray output(ConvGeometry g, NdArray x, NdArray w, @Nullable NdArray bias) {
    NdArray y = activations(x.dtype(), g.n(), g.o(), g.oh(), g.ow());
    Backend backend = Backend.current();
    Convolution kernel = backend.kernels().convolution();
    long work = (long) g.o() * g.groupInputs() * g.kh() * g.kw() * g.ow() * g.n() / 16;
    backend.forEach(g.oh(), work, (from, to) -> {
      if (x.dtype() == DType.F32) {
        kernel.forward(g, x.f32(), x.offset(), w.f32(), w.offset(), y.f32(), y.offset(), 0, g.o(), from, to);
      } else {
        kernel.forward(g, x.f64(), x.offset(), w.f64(), w.offset(), y.f64(), y.offset(), 0, g.o(), from, to);
      }
      if (bias != null) {
        add(bias, g, backend.kernels().elementwise(), y, from, to);
      }
    });
    return y;
  }

  /// Adds the bias to some rows, which the caches still hold.
  private static void add(NdArray bias, ConvGeometry g, Elementwise kernel, NdArray y, int from, int to) {
    int row = g.ow() * g.n();
    for (int o = 0; o < g.o(); o++) {
      int at = y.offset() + (o * g.oh() + from) * row;
      int n = (to - from) * row;
      if (y.dtype() == DType.F32) {
        kernel.zip(BinaryFn.ADD, y.f32(), at, 1, bias.f32(), bias.offset() + o, 0, y.f32(), at, n);
      } else {
        kernel.zip(BinaryFn.ADD, y.f64(), at, 1, bias.f64(), bias.offset() + o, 0, y.f64(), at, n);
      }
    }
  }

  private static NdArray inputGradient(ConvGeometry g, NdArray gy, NdArray w) {
    NdArray gx = activations(gy.dtype(), g.n(), g.c(), g.h(), g.w());
    Backend backend = Backend.current();
    Convolution kernel = backend.kernels().convolution();
    long work = (long) g.c() * g.groupOutputs() * g.kh() * g.kw() * g.w() * g.n() / 16;
    backend.forEach(g.h(), work, (from, to) -> {
      if (gy.dtype() == DType.F32) {
        kernel.inputGradient(g, gy.f32(), gy.offset(), w.f32(), w.offset(), gx.f32(), gx.offset(), 0, g.c(), from, to);
      } else {
        kernel.inputGradient(g, gy.f64(), gy.offset(), w.f64(), w.offset(), gx.f64(), gx.offset(), 0, g.c(), from, to);
      }
    });
    return gx;
  }

  private static NdArray weightGradient(ConvGeometry g, NdArray x, NdArray gy, Shape shape) {
    NdArray gw = NdArray.empty(x.dtype(), shape);
    Backend backend = Backend.current();
    Convolution kernel = backend.kernels().convolution();
    long work = (long) g.groupInputs() * g.kh() * g.kw() * g.oh() * g.ow() * g.n() / 16;
    backend.forEach(g.o(), work, (from, to) -> {
      if (x.dtype() == DType.F32) {
        kernel.weightGradient(g, x.f32(), x.offset(), gy.f32(), gy.offset(), gw.f32(), gw.offset(), from, to);
      } else {
        kernel.weightGradient(g, x.f64(), x.offset(), gy.f64(), gy.offset(), gw.f64(), gw.offset(), from, to);
      }
    });
    return gw;
  }

  /// One for every element of the output and every tap of a kernel, those in the padding too.
  private static long products(NdArray output, NdArray weight) {
    return (long) output.count() * weight.shape().size(1) * weight.shape().size(2) * weight.shape().size(3);
  }

  private static NdArray activations(DType dtype, int... shape) {
    return NdArray.empty(dtype, Shape.of(shape), 1, 2, 3, 0);
  }

  private static NdArray batchInnermost(NdArray x) {
    return x.inOrder(1, 2, 3, 0);
  }

  private static void requireOneType(String operation, NdArray a, NdArray b) {
    Loops.requireFloating(operation, a);
    if (a.dtype() != b.dtype()) {
      throw new IllegalArgumentException(
          operation + ": operands have types " + a.dtype() + a.shape() + " and " + b.dtype()
              + b.shape() + ", expected one type");
    }
  }

  private static void requireRank(String operation, String argument, NdArray x) {
    if (x.shape().rank() != 4) {
      throw new IllegalArgumentException(operation + ": " + argument + " has shape " + x.shape() + ", expected rank 4");
    }
  }

  private static ConvGeometry checked(String operation, ConvGeometry g, NdArray gy) {
    Shape expected = Shape.of(g.n(), g.o(), g.oh(), g.ow());
    if (!gy.shape().equals(expected)) {
      throw new IllegalArgumentException(
          operation + ": output gradient has shape " + gy.shape() + ", expected " + expected);
    }
    return g;
  }
}
