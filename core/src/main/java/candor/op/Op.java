package candor.op;

import candor.autograd.Saved;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An operation, declared once: what it computes, what it keeps, and its derivative. Implementations are records of the
/// operation's attributes.
public interface Op {
  /// What of the forward pass the derivative rule needs.
  enum Keep {
    /// Neither inputs nor output.
    NOTHING,
    /// The inputs.
    INPUTS,
    /// The output.
    OUTPUT,
    /// Inputs and output.
    BOTH;

    /// Whether the inputs are kept.
    ///
    /// @return true for INPUTS and BOTH
    public boolean inputs() {
      return this == INPUTS || this == BOTH;
    }

    /// Whether the output is kept.
    ///
    /// @return true for OUTPUT and BOTH
    public boolean output() {
      return this == OUTPUT || this == BOTH;
    }
  }

  /// Computes the result.
  ///
  /// @param x inputs; must not be changed
  /// @return a new array, or a view of an input
  /// @throws IllegalArgumentException if shapes or types do not fit
  NdArray forward(NdArray... x);

  /// What [#backward] needs.
  ///
  /// @return nothing by default
  default Keep keep() {
    return Keep.NOTHING;
  }

  /// Whether [#backward] needs an input, so that a graph holds it.
  ///
  /// @param i position of the input
  /// @return what [#keep] says of all inputs, by default
  default boolean keepsInput(int i) {
    return keep().inputs();
  }

  /// The vector-Jacobian products `gᵀ ∂y/∂xᵢ`, written with differentiable operations.
  ///
  /// @param g gradient of the output
  /// @param s what was kept, and which inputs need a gradient
  /// @return one gradient for each input, null where it is zero or not needed
  @Nullable Tensor[] backward(Tensor g, Saved s);

  /// Whether inputs may be repeated to a common shape, so that the engine must sum their gradients back.
  ///
  /// @return false by default
  default boolean broadcasts() {
    return false;
  }

  /// How many products of two numbers the computation adds up: what a matrix product or a convolution costs.
  ///
  /// @param x inputs
  /// @param y result
  /// @return the number of multiply-adds, 0 by default, for operations that pass once over their inputs
  default long multiplyAdds(NdArray[] x, NdArray y) {
    return 0;
  }

  /// Whether a result of tracked inputs is tracked.
  ///
  /// @return true by default
  default boolean isDifferentiable() {
    return true;
  }

  /// An operation of one input.
  interface Unary extends Op {
    /// Computes the result.
    ///
    /// @param x input
    /// @return a new array, or a view of the input
    NdArray eval(NdArray x);

    /// The vector-Jacobian product.
    ///
    /// @param g gradient of the output
    /// @param s what was kept
    /// @return gradient of the input
    Tensor vjp(Tensor g, Saved s);

    @Override
    default NdArray forward(NdArray... x) {
      return eval(x[0]);
    }

    @Override
    default @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new Tensor[] {vjp(g, s)};
    }
  }

  /// An operation of two inputs.
  interface Binary extends Op {
    /// Computes the result.
    ///
    /// @param a left input
    /// @param b right input
    /// @return a new array
    NdArray eval(NdArray a, NdArray b);

    /// The vector-Jacobian product for the left input.
    ///
    /// @param g gradient of the output
    /// @param s what was kept
    /// @return gradient of the left input
    Tensor vjpLeft(Tensor g, Saved s);

    /// The vector-Jacobian product for the right input.
    ///
    /// @param g gradient of the output
    /// @param s what was kept
    /// @return gradient of the right input
    Tensor vjpRight(Tensor g, Saved s);

    @Override
    default NdArray forward(NdArray... x) {
      return eval(x[0], x[1]);
    }

    @Override
    default @Nullable Tensor[] backward(Tensor g, Saved s) {
      return new @Nullable Tensor[] {s.needs(0) ? vjpLeft(g, s) : null, s.needs(1) ? vjpRight(g, s) : null};
    }
  }

  /// An operation without a derivative, or whose derivative is zero wherever it exists.
  interface Constant extends Op {
    @Override
    default boolean isDifferentiable() {
      return false;
    }

    @Override
    default @Nullable Tensor[] backward(Tensor g, Saved s) {
      throw new IllegalStateException(this + " has no derivative");
    }
  }
}
