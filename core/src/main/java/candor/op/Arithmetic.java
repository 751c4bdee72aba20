package candor.op;

import candor.autograd.Saved;
import candor.kernel.BinaryFn;
import candor.kernel.UnaryFn;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Sums, products, powers and extremes: a table of functions and their derivatives, with `g` the gradient of the
/// result.
public interface Arithmetic {
  /// `a + b`; gradients `g`, `g`.
  record Add() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.ADD;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g;
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g;
    }
  }

  /// `a − b`; gradients `g`, `−g`.
  record Sub() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.SUB;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g;
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g.neg();
    }
  }

  /// `a b`; gradients `g b`, `g a`.
  record Mul() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.MUL;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g.mul(s.input(1));
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g.mul(s.input(0));
    }
  }

  /// `a / b`; gradients `g / b`, `−g (a / b) / b`.
  record Div() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.DIV;
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g.div(s.input(1));
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g.mul(s.output()).div(s.input(1)).neg();
    }
  }

  /// `aᵇ`; gradients `g b aᵇ⁻¹` (0 where `b = 0`), `g aᵇ ln a` (0 where `a = 0` and `b ≥ 0`).
  record Pow() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.POW;
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      Tensor a = s.input(0);
      Tensor b = s.input(1);
      // 0 · 0⁻¹ would be NaN, here and in every further derivative; the slope of a⁰ is 0.
      Tensor base = Tensor.where(a.eq(0).mul(b.eq(0)), Tensor.scalar(a.dtype(), 1), a);
      return g.mul(b.mul(base.pow(b.sub(1))));
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      Tensor a = s.input(0);
      // 0 · ln 0 would be NaN; 0ᵇ does not change with b ≥ 0.
      Tensor base = Tensor.where(a.eq(0).mul(s.input(1).ge(0)), Tensor.scalar(a.dtype(), 1), a);
      return g.mul(s.output().mul(base.log()));
    }
  }

  /// The larger of `a` and `b`; `g` goes to the larger one, half to each where they are equal.
  record Maximum() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.MAXIMUM;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g.mul(share(s.input(0), s.input(1)));
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g.mul(share(s.input(1), s.input(0)));
    }

    private static Tensor share(Tensor mine, Tensor other) {
      return mine.gt(other).add(mine.eq(other).mul(0.5));
    }
  }

  /// The smaller of `a` and `b`; `g` goes to the smaller one, half to each where they are equal.
  record Minimum() implements Pointwise.OfTwo {
    @Override
    public BinaryFn fn() {
      return BinaryFn.MINIMUM;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjpLeft(Tensor g, Saved s) {
      return g.mul(Maximum.share(s.input(1), s.input(0)));
    }

    @Override
    public Tensor vjpRight(Tensor g, Saved s) {
      return g.mul(Maximum.share(s.input(0), s.input(1)));
    }
  }

  /// `−x`; gradient `−g`.
  record Neg() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.NEG;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.neg();
    }
  }

  /// `|x|`; gradient `g sign x`, 0 at 0.
  record Abs() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.ABS;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).sign());
    }
  }

  /// The sign of `x`, without a gradient.
  record Sign() implements Op.Constant {
    @Override
    public NdArray forward(NdArray... x) {
      return Loops.map(UnaryFn.SIGN, x[0]);
    }
  }

  /// `x²`; gradient `2 g x`.
  record Square() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.SQUARE;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0)).mul(2);
    }
  }

  /// `√x`; gradient `g / (2√x)`.
  record Sqrt() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.SQRT;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.div(s.output().mul(2));
    }
  }

  /// `x^(−½)`; gradient `−½ g x^(−3/2)`.
  record Rsqrt() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.RSQRT;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor y = s.output();
      return g.mul(y.square().mul(y)).mul(-0.5);
    }
  }
}
