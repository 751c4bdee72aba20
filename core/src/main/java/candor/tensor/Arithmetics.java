package candor.tensor;

import candor.autograd.Node;
import candor.kernel.BinaryFn;
import candor.op.Arithmetic;
import candor.op.Choice;

/// The arithmetic and the comparisons of [Tensor].
public sealed interface Arithmetics permits Tensor {
  /// `this + other`, broadcast.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor add(Tensor other) {
    return Node.apply(new Arithmetic.Add(), (Tensor) this, other);
  }

  /// `this + value`, broadcast.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor add(double value) {
    return add(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this − other`, broadcast.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor sub(Tensor other) {
    return Node.apply(new Arithmetic.Sub(), (Tensor) this, other);
  }

  /// `this − value`, broadcast.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor sub(double value) {
    return sub(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this · other`, element by element, broadcast.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor mul(Tensor other) {
    return Node.apply(new Arithmetic.Mul(), (Tensor) this, other);
  }

  /// `this · value`, element by element, broadcast.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor mul(double value) {
    return mul(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this / other`, broadcast.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor div(Tensor other) {
    return Node.apply(new Arithmetic.Div(), (Tensor) this, other);
  }

  /// `this / value`, broadcast.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor div(double value) {
    return div(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this` to the power `other`, broadcast.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor pow(Tensor other) {
    return Node.apply(new Arithmetic.Pow(), (Tensor) this, other);
  }

  /// `this` to the power `value`, broadcast.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor pow(double value) {
    return pow(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// The larger of `this` and `other`, broadcast; NaN when either is NaN.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor maximum(Tensor other) {
    return Node.apply(new Arithmetic.Maximum(), (Tensor) this, other);
  }

  /// The larger of `this` and `value`, broadcast; NaN when either is NaN.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor maximum(double value) {
    return maximum(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// The smaller of `this` and `other`, broadcast; NaN when either is NaN.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor minimum(Tensor other) {
    return Node.apply(new Arithmetic.Minimum(), (Tensor) this, other);
  }

  /// The smaller of `this` and `value`, broadcast; NaN when either is NaN.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor minimum(double value) {
    return minimum(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this = other`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor eq(Tensor other) {
    return Node.apply(new Choice.Compare(BinaryFn.EQ), (Tensor) this, other);
  }

  /// `this = value`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor eq(double value) {
    return eq(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this ≠ other`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor ne(Tensor other) {
    return Node.apply(new Choice.Compare(BinaryFn.NE), (Tensor) this, other);
  }

  /// `this ≠ value`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor ne(double value) {
    return ne(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this < other`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor lt(Tensor other) {
    return Node.apply(new Choice.Compare(BinaryFn.LT), (Tensor) this, other);
  }

  /// `this < value`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor lt(double value) {
    return lt(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this ≤ other`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor le(Tensor other) {
    return Node.apply(new Choice.Compare(BinaryFn.LE), (Tensor) this, other);
  }

  /// `this ≤ value`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor le(double value) {
    return le(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this > other`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor gt(Tensor other) {
    return Node.apply(new Choice.Compare(BinaryFn.GT), (Tensor) this, other);
  }

  /// `this > value`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor gt(double value) {
    return gt(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `this ≥ other`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param other right operand
  /// @return new tensor of the common shape
  /// @throws IllegalArgumentException if shapes cannot be broadcast together, or types differ
  default Tensor ge(Tensor other) {
    return Node.apply(new Choice.Compare(BinaryFn.GE), (Tensor) this, other);
  }

  /// `this ≥ value`, as 1 or 0, broadcast; without a gradient.
  ///
  /// @param value right operand
  /// @return new tensor of this shape
  default Tensor ge(double value) {
    return ge(Tensor.scalar(((Tensor) this).dtype(), value));
  }

  /// `−x`.
  ///
  /// @return new tensor of this shape
  default Tensor neg() {
    return Node.apply(new Arithmetic.Neg(), (Tensor) this);
  }

  /// `|x|`.
  ///
  /// @return new tensor of this shape
  default Tensor abs() {
    return Node.apply(new Arithmetic.Abs(), (Tensor) this);
  }

  /// The sign of `x`: −1, 0 or 1; without a gradient.
  ///
  /// @return new tensor of this shape
  default Tensor sign() {
    return Node.apply(new Arithmetic.Sign(), (Tensor) this);
  }

  /// `x²`.
  ///
  /// @return new tensor of this shape
  default Tensor square() {
    return Node.apply(new Arithmetic.Square(), (Tensor) this);
  }

  /// `√x`.
  ///
  /// @return new tensor of this shape
  default Tensor sqrt() {
    return Node.apply(new Arithmetic.Sqrt(), (Tensor) this);
  }

  /// `1/√x`.
  ///
  /// @return new tensor of this shape
  default Tensor rsqrt() {
    return Node.apply(new Arithmetic.Rsqrt(), (Tensor) this);
  }
}
