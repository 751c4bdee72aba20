package candor.op;

import candor.autograd.Saved;
import candor.kernel.BinaryFn;
import candor.kernel.UnaryFn;
import candor.tensor.NdArray;
import candor.tensor.Tensor;

/// Exponentials, logarithms, trigonometry, the error function and the gamma family, with their derivatives.
public interface Exponential {
  /// `eˣ`; gradient `g eˣ`.
  record Exp() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.EXP;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.output());
    }
  }

  /// `eˣ − 1`; gradient `g (y + 1)`.
  record Expm1() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.EXPM1;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.output().add(1));
    }
  }

  /// `ln x`; gradient `g / x`.
  record Log() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.LOG;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.div(s.input(0));
    }
  }

  /// `ln(1 + x)`; gradient `g / (1 + x)`.
  record Log1p() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.LOG1P;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.div(s.input(0).add(1));
    }
  }

  /// `sin x`; gradient `g cos x`.
  record Sin() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.SIN;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).cos());
    }
  }

  /// `cos x`; gradient `−g sin x`.
  record Cos() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.COS;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).sin()).neg();
    }
  }

  /// `erf x`; gradient `g 2/√π e^(−x²)`.
  record Erf() implements Pointwise.OfOne {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    @Override
    public UnaryFn fn() {
      return UnaryFn.ERF;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).square().neg().exp()).mul(TWO_OVER_SQRT_PI);
    }
  }

  /// `ln Γ(x)`; gradient `g ψ(x)`.
  record Lgamma() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.LGAMMA;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).digamma());
    }
  }

  /// `ψ⁽ⁿ⁾(x)`; gradient `g ψ⁽ⁿ⁺¹⁾(x)`: the family is closed under differentiation.
  ///
  /// @param order `n`, 0 for the digamma function
  record Polygamma(int order) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Loops.zip(BinaryFn.POLYGAMMA, x, order);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).polygamma(order + 1));
    }
  }

  /// `μ⁽ⁿ⁾(x)`, what Stirling's formula leaves of `ln Γ(x)`; gradient `g μ⁽ⁿ⁺¹⁾(x)`.
  ///
  /// @param order `n`, 0 for Binet's function itself
  record Binet(int order) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Loops.zip(BinaryFn.BINET, x, order);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).binet(order + 1));
    }
  }
}
