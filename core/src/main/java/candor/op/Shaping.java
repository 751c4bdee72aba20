package candor.op;

import candor.autograd.Saved;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Operations that rearrange numbers without changing them. Where the strides allow it the result is a view.
public interface Shaping {
  /// The same numbers under another shape; the gradient is reshaped back.
  ///
  /// @param shape new shape
  record Reshape(Shape shape) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return x.reshape(shape);
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.reshape(s.shape(0).toArray());
    }
  }

  /// The axes in another order; the gradient is permuted back.
  ///
  /// @param axes old axis of every new axis
  record Permute(int... axes) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return x.permute(axes);
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      int[] inverse = new int[axes.length];
      for (int i = 0; i < axes.length; i++) {
        inverse[axes[i]] = i;
      }
      return g.permute(inverse);
    }
  }

  /// Repeats axes of size 1; the engine sums the gradient back.
  ///
  /// @param shape new shape
  record Expand(Shape shape) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return x.expand(shape);
    }

    @Override
    public boolean broadcasts() {
      return true;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g;
    }
  }

  /// Every `step`-th index from `start`, along every axis; the gradient is placed back among zeros.
  ///
  /// @param start first index along every axis
  /// @param step distance between indices along every axis, at least 1
  /// @param shape shape of the result
  record Slice(int[] start, int[] step, Shape shape) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      requireInside("slice", start, step, shape, x.shape());
      return x.slice(start, step, shape);
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.place(start, step, s.shape(0), 0);
    }
  }

  /// Places the input into a larger tensor filled with one number, every `step`-th index from `start`, in the physical
  /// order of the input; the gradient is sliced out.
  ///
  /// @param start first index along every axis
  /// @param step distance between indices along every axis, at least 1
  /// @param shape shape of the result
  /// @param fill number elsewhere
  record Place(int[] start, int[] step, Shape shape, double fill) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      requireInside("place", start, step, x.shape(), shape);
      NdArray y = NdArray.empty(x.dtype(), shape, x.order()).fill(fill);
      y.slice(start, step, x.shape()).assign(x);
      return y;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.slice(start, step, s.shape(0));
    }
  }

  /// Reverses axes; the gradient is reversed back.
  ///
  /// @param axes axes
  record Flip(int... axes) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      int[] start = new int[x.shape().rank()];
      int[] step = new int[start.length];
      Arrays.fill(step, 1);
      for (int axis : axes) {
        start[axis] = x.shape().size(axis) - 1;
        step[axis] = -1;
      }
      NdArray y = NdArray.empty(x.dtype(), x.shape());
      y.assign(x.slice(start, step, x.shape()));
      return y;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.flip(axes);
    }
  }

  /// Joins tensors along an axis, in the physical order of the first; each gets its slice of the gradient.
  ///
  /// @param axis axis
  record Concat(int axis) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      int total = 0;
      for (NdArray part : x) {
        boolean fits = part.dtype() == x[0].dtype() && part.shape().rank() == x[0].shape().rank()
            && part.shape().with(axis, 0).equals(x[0].shape().with(axis, 0));
        if (!fits) {
          throw new IllegalArgumentException(
              "concat: cannot join " + part.dtype() + part.shape() + " to " + x[0].dtype()
                  + x[0].shape() + " along axis " + axis + ", the other sizes and the types must agree");
        }
        total += part.shape().size(axis);
      }
      NdArray y = NdArray.empty(x[0].dtype(), x[0].shape().with(axis, total), x[0].order());
      int at = 0;
      for (NdArray part : x) {
        y.slice(start(y.shape(), at), ones(y.shape()), part.shape()).assign(part);
        at += part.shape().size(axis);
      }
      return y;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      @Nullable Tensor[] result = new Tensor[s.count()];
      int at = 0;
      for (int i = 0; i < result.length; i++) {
        result[i] = s.needs(i) ? g.slice(start(g.shape(), at), ones(g.shape()), s.shape(i)) : null;
        at += s.shape(i).size(axis);
      }
      return result;
    }

    private int[] start(Shape shape, int at) {
      int[] start = new int[shape.rank()];
      start[axis] = at;
      return start;
    }

    private static int[] ones(Shape shape) {
      int[] step = new int[shape.rank()];
      Arrays.fill(step, 1);
      return step;
    }
  }

  /// The same numbers in another floating-point type; the gradient is converted back.
  ///
  /// @param dtype new type
  record Cast(DType dtype) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Casting.cast(x, dtype);
    }

    @Override
    public boolean isDifferentiable() {
      return dtype.isFloating();
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.to(s.dtype(0));
    }
  }

  /// Checks that the indices `start, start + step, …`, as many as `part` has, lie in `whole` along every axis.
  private static void requireInside(String operation, int[] start, int[] step, Shape part, Shape whole) {
    if (start.length != whole.rank() || step.length != whole.rank() || part.rank() != whole.rank()) {
      throw new IllegalArgumentException(
          operation + ": " + start.length + " starts, " + step.length + " steps and the shapes " + part
              + " and " + whole + ", expected one rank");
    }
    for (int i = 0; i < start.length; i++) {
      long last = start[i] + (part.size(i) - 1L) * step[i];
      boolean inside =
          step[i] >= 1 && start[i] >= 0 && (part.size(i) == 0 ? start[i] <= whole.size(i) : last < whole.size(i));
      if (!inside) {
        throw new IndexOutOfBoundsException(
            operation + ": " + part.size(i) + " indices from " + start[i] + " with step " + step[i]
                + " along axis " + i + ", expected a step of 1 or more and indices of 0 to " + (whole.size(i) - 1));
      }
    }
  }
}
