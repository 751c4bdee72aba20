package candor.nn;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/// A tensor that training changes, declared by a module and filled by [Module#initialise].
public final class Parameter {
  private final String name;
  private final Shape shape;
  private final Init init;
  private final int[] order;
  private @Nullable Tensor value;

  Parameter(String name, Shape shape, Init init, int[] order) {
    this.name = name;
    this.shape = shape;
    this.init = init;
    this.order = order;
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

  /// The present value, a variable: gradients can be taken for it.
  ///
  /// @return the value
  /// @throws IllegalStateException if the module was not initialised
  public Tensor value() {
    if (value == null) {
      throw new IllegalStateException(
          "parameter " + name + " " + shape + " has no value; call initialise(seed) on the model");
    }
    return value;
  }

  /// Replaces the value. Graphs that hold the old one stay valid.
  ///
  /// @param numbers new numbers, of this shape
  /// @throws IllegalArgumentException if the shape is another
  public void assign(Tensor numbers) {
    if (!numbers.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "parameter " + name + ": value has shape " + numbers.shape() + ", expected " + shape);
    }
    value = Workspace.outside(() -> Tensor.of(numbers.array().copyInOrder(order))).variable();
  }

  /// Gives up the present value so that its numbers can be overwritten in place. Graphs that hold it fail from now on
  /// with a clear message.
  ///
  /// @return the numbers, dense, to be overwritten
  public NdArray overwrite() {
    NdArray numbers = value().array().overwrite();
    value = Tensor.of(numbers).variable();
    return numbers;
  }

  void initialise(RandomStream stream, DType dtype) {
    assign(Tensor.of(NdArray.wrap(init.values(stream, shape), shape)).to(dtype));
  }
}
