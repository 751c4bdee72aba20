package candor.nn;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/// A tensor that belongs to a module and is not trained, such as the running mean of batch normalisation. It is declared
/// by [Module#buffer], filled by [Module#initialise], and changed between passes ([Context#applyUpdates]), never by one.
public final class Buffer {
  private final String name;
  private final Shape shape;
  private final double initial;
  private @Nullable Tensor value;

  Buffer(String name, Shape shape, double initial) {
    this.name = name;
    this.shape = shape;
    this.initial = initial;
  }

  /// Name within its module.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// Shape, known before there is a value.
  ///
  /// @return the shape
  public Shape shape() {
    return shape;
  }

  /// The present value, a constant.
  ///
  /// @return the value
  /// @throws IllegalStateException if the module was not initialised
  public Tensor value() {
    if (value == null) {
      throw new IllegalStateException(
          "buffer " + name + " " + shape + " has no value; call initialise(seed) on the model");
    }
    return value;
  }

  /// Replaces the value.
  ///
  /// @param numbers new numbers, of this shape
  /// @throws IllegalArgumentException if the shape is another
  public void assign(Tensor numbers) {
    if (!numbers.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "buffer " + name + ": value has shape " + numbers.shape() + ", expected " + shape);
    }
    value = Workspace.keep(numbers);
  }

  void initialise(DType dtype) {
    value = Tensor.full(dtype, initial, shape.toArray());
  }
}
