package candor.op;

import candor.autograd.Node;
import candor.autograd.Saved;
import candor.kernel.ConvGeometry;
import candor.kernel.Convolution;
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
///
/// The two whose results are activations take a third input, which is added: a bias, one number for each channel, or a
/// tensor of the result's shape. So sums of gradients need no passes of their own: a rule adds to what others have brought
/// ([Saved#takeGradient]).
public interface Convolutions {
  /// `y[n, o] = Σ_c w[o, c] ⋆ x[n, c]`, the cross-correlation that the field calls convolution; plus the third input, if
  /// there is one.
  ///
  /// @param spec stride, padding, dilation, groups
  record Conv2d(ConvSpec spec) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      NdArray x = in[0];
      NdArray w = in[1];
      requireOneType("conv2d", x, w);
      ConvGeometry g = spec.on(x.shape(), w.shape());
      NdArray y = activations(x.dtype(), g.n(), g.o(), g.oh(), g.ow());
      output(g, batchInnermost(x), w.rowMajor(), Addend.of("conv2d", y, in), y);
      return y;
    }

    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return products(y, x[1]);
    }

    @Override
    public boolean keepsInput(int i) {
      return i < 2;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      Op adjoint = new InputGradient(spec, s.shape(0).size(2), s.shape(0).size(3));
      return gradients(s, s.needs(0) ? plus(s.takeGradient(0), adjoint, g, s.input(1)) : null,
          s.needs(1) ? s.input(0).convWeightGradient(g, spec, s.shape(1).size(2), s.shape(1).size(3)) : null, g);
    }
  }

  /// The gradient of [Conv2d] for its input, from the output's gradient and the weight; also called transposed
  /// convolution. Plus the third input, if there is one.
  ///
  /// @param spec stride, padding, dilation, groups
  /// @param height rows of the input of the convolution
  /// @param width columns of the input of the convolution
  record InputGradient(ConvSpec spec, int height, int width) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      NdArray gy = in[0];
      NdArray w = in[1];
      requireOneType("convInputGradient", gy, w);
      requireRank("convInputGradient", "output gradient", gy);
      requireRank("convInputGradient", "weight", w);
      Shape x = Shape.of(gy.shape().size(0), w.shape().size(1) * spec.groups(), height, width);
      ConvGeometry g = checked("convInputGradient", spec.on(x, w.shape()), gy);
      NdArray gx = activations(gy.dtype(), g.n(), g.c(), g.h(), g.w());
      inputGradient(g, batchInnermost(gy), w.rowMajor(), Addend.of("convInputGradient", gx, in), gx);
      return gx;
    }

    @Override
    public long multiplyAdds(NdArray[] x, NdArray y) {
      return products(x[0], x[1]);
    }

    @Override
    public boolean keepsInput(int i) {
      return i < 2;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return gradients(s, s.needs(0) ? plus(s.takeGradient(0), new Conv2d(spec), g, s.input(1)) : null,
          s.needs(1) ? g.convWeightGradient(s.input(0), spec, s.shape(1).size(2), s.shape(1).size(3)) : null, g);
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
      Op adjoint = new InputGradient(spec, s.shape(0).size(2), s.shape(0).size(3));
      return plus(s.takeGradient(0), adjoint, s.input(1), g);
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return plus(s.takeGradient(1), new Conv2d(spec), s.input(0), g);
    }
  }

  /// The result of an operation plus what is there already.
  private static Tensor plus(@Nullable Tensor sum, Op op, Tensor a, Tensor b) {
    return sum == null ? Node.apply(op, a, b) : Node.apply(op, a, b, sum);
  }

  /// One gradient for each input; that of the third is the result's, summed if it is a bias.
  private static @Nullable Tensor[] gradients(Saved s, @Nullable Tensor first, @Nullable Tensor second, Tensor g) {
    @Nullable Tensor[] all = new @Nullable Tensor[s.count()];
    all[0] = first;
    all[1] = second;
    if (all.length == 3 && s.needs(2)) {
      all[2] = s.shape(2).rank() == 1 ? g.sum(0, 2, 3) : g;
    }
    return all;
  }

  private static void output(ConvGeometry g, NdArray x, NdArray w, @Nullable Addend addend, NdArray y) {
    Convolution kernel = Backend.current().kernels().convolution();
    long work = (long) g.o() * g.groupInputs() * g.kh() * g.kw() * g.ow() * g.n() / 16;
    rows(y, work, addend, (from, to) -> {
      if (x.dtype() == DType.F32) {
        kernel.forward(g, x.f32(), x.offset(), w.f32(), w.offset(), y.f32(), y.offset(), 0, g.o(), from, to);
      } else {
        kernel.forward(g, x.f64(), x.offset(), w.f64(), w.offset(), y.f64(), y.offset(), 0, g.o(), from, to);
      }
    });
  }

  private static void inputGradient(ConvGeometry g, NdArray gy, NdArray w, @Nullable Addend addend, NdArray gx) {
    Convolution kernel = Backend.current().kernels().convolution();
    long work = (long) g.c() * g.groupOutputs() * g.kh() * g.kw() * g.w() * g.n() / 16;
    rows(gx, work, addend, (from, to) -> {
      if (gy.dtype() == DType.F32) {
        kernel.inputGradient(g, gy.f32(), gy.offset(), w.f32(), w.offset(), gx.f32(), gx.offset(), 0, g.c(), from, to);
      } else {
        kernel.inputGradient(g, gy.f64(), gy.offset(), w.f64(), w.offset(), gx.f64(), gx.offset(), 0, g.c(), from, to);
      }
    });
  }

  /// Computes rows of a result in parallel, and adds to them.
  private static void rows(NdArray y, long work, @Nullable Addend addend, Backend.Range compute) {
    Backend.current().forEach(y.shape().size(2), work, (from, to) -> {
      compute.run(from, to);
      if (addend != null) {
        addend.add(y, from, to);
      }
    });
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
