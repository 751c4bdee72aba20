package candor.op;

import candor.autograd.Saved;
import candor.kernel.BinaryFn;
import candor.kernel.Softmax.Form;
import candor.kernel.UnaryFn;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Operations that combine the numbers along axes. All keep the axes they reduce, with size 1, so that gradients
/// broadcast back. A sample's log-sum-exp and softmax do not depend on the layout, and so on the batch, it comes in.
public interface Reductions {
  /// `Σ x` over axes; gradient `g` repeated.
  ///
  /// @param axes ascending axes
  record Sum(int... axes) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Folding.sum(x, axes);
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.expand(s.shape(0).toArray());
    }
  }

  /// The largest number over axes; `g` is shared equally among the numbers that equal it.
  ///
  /// @param axes ascending axes
  record Max(int... axes) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Folding.max("max", x, axes);
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor winners = s.input(0).eq(s.output());
      return winners.mul(g.div(winners.sumKeep(axes)));
    }
  }

  /// `ln Σ eˣ` over axes, without overflow; gradient `g e^(x − y)`.
  ///
  /// @param axes ascending axes
  record LogSumExp(int... axes) implements Op.Unary {
    @Override
    public NdArray eval(NdArray in) {
      NdArray x = in.rowMajor();
      NdArray max = finite(Folding.max("logsumexp", x, axes));
      NdArray sum = Folding.sum(Loops.map(UnaryFn.EXP, Loops.zip(BinaryFn.SUB, x, max)), axes);
      return Loops.zip(BinaryFn.ADD, Loops.map(UnaryFn.LOG, sum), max);
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor y = s.output();
      // Of numbers that are all −∞ the weights are 0, not −∞ − (−∞).
      Tensor shift = Tensor.where(y.eq(Double.NEGATIVE_INFINITY), Tensor.scalar(y.dtype(), 0), y);
      return g.mul(s.input(0).sub(shift).exp());
    }

    /// An infinite shift would turn `∞ − ∞` into NaN.
    private static NdArray finite(NdArray max) {
      NdArray infinite = Loops.zip(BinaryFn.EQ, Loops.map(UnaryFn.ABS, max), Double.POSITIVE_INFINITY);
      return Loops.select(infinite, Loops.scalar(max.dtype(), 0), max);
    }
  }

  /// `e^xᵢ / Σⱼ e^xⱼ` along one axis; gradient `y (g − Σ g y)`.
  ///
  /// @param axis axis
  record Softmax(int axis) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return SoftmaxRows.apply("softmax", Form.SOFTMAX, x, axis);
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor y = s.output();
      return y.mul(g.sub(g.mul(y).sumKeep(axis)));
    }
  }

  /// `xᵢ − ln Σⱼ e^xⱼ` along one axis; gradient `g − eʸ Σ g`.
  ///
  /// @param axis axis
  record LogSoftmax(int axis) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return SoftmaxRows.apply("logSoftmax", Form.LOG_SOFTMAX, x, axis);
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.sub(s.output().exp().mul(g.sumKeep(axis)));
    }
  }

  /// The Euclidean norm `√Σx²` over axes; gradient `g x / y`, 0 where the norm is 0.
  ///
  /// @param axes ascending axes
  record Norm(int... axes) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      Loops.requireFloating("norm", x);
      return Loops.map(UnaryFn.SQRT, Folding.sum(Loops.map(UnaryFn.SQUARE, x), axes));
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor y = s.output();
      return s.input(0).mul(g.div(Tensor.where(y.eq(0), Tensor.scalar(y.dtype(), 1), y)));
    }
  }

  /// Running sums `yᵢ = Σ_{j ≤ i} xⱼ` along one axis; gradient: the running sums of `g` from the end.
  ///
  /// @param axis axis
  record CumSum(int axis) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      Loops.requireFloating("cumsum", x);
      NdArray y = NdArray.empty(x.dtype(), x.shape());
      y.assign(x);
      Rows rows = Rows.along(y, axis);
      for (int o = 0; o < rows.outer(); o++) {
        for (int i = 1; i < rows.n(); i++) {
          rows.add(y, rows.at(o, i - 1), y, rows.at(o, i));
        }
      }
      return y;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.flip(axis).cumsum(axis).flip(axis);
    }
  }

  /// Index of the first largest number along one axis, as I32; the first NaN, if there is one. Without a gradient.
  ///
  /// @param axis axis
  record ArgMax(int axis) implements Op.Constant {
    @Override
    public NdArray forward(NdArray... x) {
      Loops.requireFloating("argmax", x[0]);
      NdArray in = x[0].rowMajor();
      if (in.shape().size(axis) == 0) {
        throw new IllegalArgumentException("argmax: axis " + axis + " of shape " + in.shape() + " is empty");
      }
      Rows rows = Rows.along(in, axis);
      int[] best = new int[rows.outer() * rows.inner()];
      for (int o = 0; o < rows.outer(); o++) {
        for (int j = 0; j < rows.inner(); j++) {
          best[o * rows.inner() + j] = largest(in, rows, o, j);
        }
      }
      return NdArray.wrap(best, in.shape().collapsed(axis));
    }

    private static int largest(NdArray x, Rows rows, int o, int j) {
      int best = 0;
      double max = rows.number(x, rows.at(o, 0) + j);
      for (int i = 1; i < rows.n() && !Double.isNaN(max); i++) {
        double value = rows.number(x, rows.at(o, i) + j);
        if (value > max || Double.isNaN(value)) {
          best = i;
          max = value;
        }
      }
      return best;
    }
  }
}
