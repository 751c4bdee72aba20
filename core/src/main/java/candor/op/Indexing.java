package candor.op;

import candor.autograd.Saved;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Operations that pick or place numbers by index tensors. Each pair is adjoint: the derivative of one is the other.
public interface Indexing {
  /// Rows of `x` along an axis, picked by a vector of indices; the gradient is added back to the rows it came from.
  ///
  /// @param axis axis
  record IndexSelect(int axis) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      NdArray in = x[0].rowMajor();
      int[] index = Rows.indices("indexSelect", x[1], in.shape().size(axis));
      NdArray y = NdArray.empty(in.dtype(), in.shape().with(axis, index.length));
      Rows from = Rows.along(in, axis);
      Rows to = Rows.along(y, axis);
      for (int o = 0; o < to.outer(); o++) {
        for (int i = 0; i < index.length; i++) {
          to.copy(in, from.at(o, index[i]), y, to.at(o, i));
        }
      }
      return y;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.indexAdd(axis, s.input(1), s.shape(0).size(axis)), null};
    }
  }

  /// Adds rows of `x` along an axis to the rows of a zero tensor that a vector of indices names, in the order of the
  /// indices; the adjoint of [IndexSelect].
  ///
  /// @param axis axis
  /// @param size size of the axis in the result
  record IndexAdd(int axis, int size) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      Loops.requireFloating("indexAdd", x[0]);
      NdArray in = x[0].rowMajor();
      int[] index = Rows.indices("indexAdd", x[1], size);
      if (index.length != in.shape().size(axis)) {
        throw new IllegalArgumentException("indexAdd: " + index.length + " indices for " + in.shape().size(axis)
            + " rows along axis " + axis + " of " + in.shape());
      }
      NdArray y = NdArray.zeros(in.dtype(), in.shape().with(axis, size));
      Rows from = Rows.along(in, axis);
      Rows to = Rows.along(y, axis);
      for (int o = 0; o < to.outer(); o++) {
        for (int i = 0; i < index.length; i++) {
          to.add(in, from.at(o, i), y, to.at(o, index[i]));
        }
      }
      return y;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.indexSelect(axis, s.input(1)), null};
    }
  }

  /// `y[…, i, …] = x[…, index[…, i, …], …]` along an axis, with `index` of the result's shape; the gradient is
  /// scattered back.
  ///
  /// @param axis axis
  record Gather(int axis) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      NdArray in = x[0].rowMajor();
      requireAligned("gather", in.shape(), x[1], axis);
      int[] index = Rows.indices("gather", x[1], in.shape().size(axis));
      NdArray y = NdArray.empty(in.dtype(), x[1].shape());
      Rows from = Rows.along(in, axis);
      Rows to = Rows.along(y, axis);
      Rows single = new Rows(1, 1, 1);
      for (int k = 0; k < index.length; k++) {
        int o = k / to.inner() / Math.max(1, to.n());
        single.copy(in, from.at(o, index[k]) + k % to.inner(), y, k);
      }
      return y;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.scatterAdd(axis, s.input(1), s.shape(0).size(axis)), null};
    }
  }

  /// `y[…, index[…, i, …], …] += x[…, i, …]` along an axis of a zero tensor, in row-major order of `x`; the adjoint of
  /// [Gather].
  ///
  /// @param axis axis
  /// @param size size of the axis in the result
  record ScatterAdd(int axis, int size) implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      Loops.requireFloating("scatterAdd", x[0]);
      NdArray in = x[0].rowMajor();
      if (!in.shape().equals(x[1].shape())) {
        throw new IllegalArgumentException(
            "scatterAdd: index has shape " + x[1].shape() + ", expected that of the input, " + in.shape());
      }
      int[] index = Rows.indices("scatterAdd", x[1], size);
      NdArray y = NdArray.zeros(in.dtype(), in.shape().with(axis, size));
      Rows from = Rows.along(in, axis);
      Rows to = Rows.along(y, axis);
      Rows single = new Rows(1, 1, 1);
      for (int k = 0; k < index.length; k++) {
        int o = k / from.inner() / Math.max(1, from.n());
        single.add(in, k, y, to.at(o, index[k]) + k % from.inner());
      }
      return y;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {g.gather(axis, s.input(1)), null};
    }
  }

  /// A new last axis with 1 at the index and 0 elsewhere; without a gradient.
  ///
  /// @param classes size of the new axis
  /// @param dtype floating-point type of the result
  record OneHot(int classes, DType dtype) implements Op.Constant {
    @Override
    public NdArray forward(NdArray... x) {
      int[] index = Rows.indices("oneHot", x[0], classes);
      int[] shape = Arrays.copyOf(x[0].shape().toArray(), x[0].shape().rank() + 1);
      shape[shape.length - 1] = classes;
      NdArray y = NdArray.zeros(dtype, Shape.of(shape));
      for (int i = 0; i < index.length; i++) {
        if (dtype == DType.F32) {
          y.f32()[y.offset() + i * classes + index[i]] = 1;
        } else {
          y.f64()[y.offset() + i * classes + index[i]] = 1;
        }
      }
      return y;
    }
  }

  private static void requireAligned(String operation, Shape x, NdArray index, int axis) {
    boolean fits = index.shape().rank() == x.rank() && index.shape().with(axis, 0).equals(x.with(axis, 0));
    if (!fits) {
      throw new IllegalArgumentException(
          operation + ": index has shape " + index.shape() + ", expected that of the input, "
              + x + ", except along axis " + axis);
    }
  }
}
