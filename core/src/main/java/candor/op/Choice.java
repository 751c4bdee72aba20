package candor.op;

import candor.autograd.Saved;
import candor.kernel.BinaryFn;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Comparisons, and what is chosen by them.
public interface Choice {
  /// A comparison: 1 where it holds, else 0; without a gradient.
  ///
  /// @param fn one of EQ, NE, LT, LE, GT, GE
  record Compare(BinaryFn fn) implements Op.Constant {
    @Override
    public NdArray forward(NdArray... x) {
      return Loops.zip(fn, x[0], x[1]);
    }
  }

  /// `c ≠ 0 ? a : b`; `g` goes to the chosen one.
  record Where() implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      return Loops.select(x[0], x[1], x[2]);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public boolean broadcasts() {
      return true;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      Tensor zero = Tensor.scalar(g.dtype(), 0);
      Tensor condition = s.input(0);
      return new @Nullable Tensor[] {null, s.needs(1) ? Tensor.where(condition, g, zero) : null,
        s.needs(2) ? Tensor.where(condition, zero, g) : null};
    }
  }

  /// `min(max(x, low), high)`; gradient `g` where `low ≤ x ≤ high`, else 0.
  ///
  /// @param low lower bound
  /// @param high upper bound
  record Clamp(double low, double high) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      Loops.requireFloating("clamp", x);
      return Loops.zip(BinaryFn.MINIMUM, Loops.zip(BinaryFn.MAXIMUM, x, low), high);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor x = s.input(0);
      return Tensor.where(x.ge(low).mul(x.le(high)), g, Tensor.scalar(g.dtype(), 0));
    }
  }
}
