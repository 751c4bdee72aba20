package candor.op;

import candor.autograd.Saved;
import candor.kernel.BinaryFn;
import candor.kernel.UnaryFn;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Activation functions, with their derivatives.
public interface Activation {
  /// `tanh x`; gradient `g (1 − y²)`.
  record Tanh() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.TANH;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.sub(g.mul(s.output().square()));
    }
  }

  /// `1/(1 + e⁻ˣ)`; gradient `g y (1 − y)`.
  record Sigmoid() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.SIGMOID;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor y = s.output();
      return g.mul(y.sub(y.square()));
    }
  }

  /// `ln(1 + eˣ)`; gradient `g sigmoid(x)`.
  record Softplus() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.SOFTPLUS;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.mul(s.input(0).sigmoid());
    }
  }

  /// `max(x, 0)`; gradient `g` where `x > 0` or NaN, else 0.
  record Relu() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.RELU;
    }

    @Override
    public Keep keep() {
      return Keep.OUTPUT;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return g.gate(s.output());
    }
  }

  /// `x` where the gate is positive or NaN, else 0; gradient `g` through the same gate, none for the gate itself.
  record Gate() implements Op {
    @Override
    public NdArray forward(NdArray... x) {
      return Loops.zip(BinaryFn.GATE, x[0], x[1]);
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
      return new @Nullable Tensor[] {s.needs(0) ? g.gate(s.input(1)) : null, null};
    }
  }

  /// `x` where positive, else `slope x`; gradient `g` or `slope g`.
  ///
  /// @param slope slope for negative inputs
  record LeakyRelu(double slope) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      Loops.requireFloating("leakyRelu", x);
      return Loops.zip(BinaryFn.LEAKY_RELU, x, slope);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return Tensor.where(s.input(0).gt(0), g, g.mul(slope));
    }
  }

  /// `x` where positive, else `scale (eˣ − 1)`; gradient `g` or `g (y + scale)`.
  ///
  /// @param scale limit for very negative inputs, with the sign changed
  record Elu(double scale) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return Loops.zip(BinaryFn.ELU, x, scale);
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      return Tensor.where(s.input(0).gt(0), g, g.mul(s.output().add(scale)));
    }
  }

  /// `x Φ(x)` with `Φ` the normal distribution function; gradient `g (Φ(x) + x φ(x))`.
  record Gelu() implements Pointwise.OfOne {
    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double INVERSE_SQRT_2PI = 0.3989422804014327;

    @Override
    public UnaryFn fn() {
      return UnaryFn.GELU;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor x = s.input(0);
      Tensor distribution = x.mul(SQRT_HALF).erf().add(1).mul(0.5);
      Tensor density = x.square().mul(-0.5).exp().mul(INVERSE_SQRT_2PI);
      return g.mul(distribution.add(x.mul(density)));
    }
  }

  /// `x sigmoid(x)`; gradient `g σ (1 + x (1 − σ))` with `σ = sigmoid(x)`.
  record Silu() implements Pointwise.OfOne {
    @Override
    public UnaryFn fn() {
      return UnaryFn.SILU;
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor x = s.input(0);
      Tensor sigmoid = x.sigmoid();
      return g.mul(sigmoid.mul(x.sub(x.mul(sigmoid)).add(1)));
    }
  }
}
