package candor.nn;

import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Parameters as one vector of F64 numbers: parameter after parameter, each in row-major order, whatever its order in
/// memory. PyTorch's `parameters_to_vector` has the same.
///
/// ```java
/// FlatParameters flat = FlatParameters.of(model.parameters());
/// double[] gradient = flat.flatten(Autograd.grad(loss, flat.values()));
/// ```
public final class FlatParameters {
  private final String owner;
  private final List<Parameter> parameters;
  private final int count;

  /// Counts the numbers.
  ///
  /// @param owner who uses the vector, for messages
  /// @param parameters parameters in the order of the vector
  /// @throws IllegalArgumentException if they have more numbers together than an array can hold
  public FlatParameters(String owner, List<Parameter> parameters) {
    this.owner = owner;
    this.parameters = List.copyOf(parameters);
    long sum = 0;
    for (Parameter p : this.parameters) {
      sum += p.shape().count();
    }
    if (sum > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(owner + ": " + sum + " numbers, more than a vector can hold");
    }
    this.count = (int) sum;
  }

  /// Counts the numbers.
  ///
  /// @param parameters parameters in the order of the vector
  /// @return the vector's view of them
  /// @throws IllegalArgumentException if they have more numbers together than an array can hold
  public static FlatParameters of(List<Parameter> parameters) {
    return new FlatParameters("flat parameters", parameters);
  }

  /// Length of the vector.
  ///
  /// @return number of numbers of all parameters
  public int count() {
    return count;
  }

  /// The parameters.
  ///
  /// @return in the order of the vector
  public List<Parameter> parameters() {
    return parameters;
  }

  /// The present values, for which gradients can be taken.
  ///
  /// @return variables, in the order of the vector
  /// @throws IllegalStateException if the module was not initialised
  public List<Tensor> values() {
    return parameters.stream().map(Parameter::value).toList();
  }

  /// The present numbers.
  ///
  /// @return new vector
  /// @throws IllegalStateException if the module was not initialised
  public double[] read() {
    double[] x = new double[count];
    int to = 0;
    for (Parameter p : parameters) {
      to = copy(p.value().array(), x, to);
    }
    return x;
  }

  /// Numbers of tensors that belong to the parameters, such as gradients.
  ///
  /// @param tensors one for each parameter, of its shape and type
  /// @return new vector
  /// @throws IllegalArgumentException if one does not fit its parameter
  public double[] flatten(List<Tensor> tensors) {
    requireFit(tensors);
    double[] x = new double[count];
    int to = 0;
    for (Tensor g : tensors) {
      to = copy(g.array(), x, to);
    }
    return x;
  }

  void requireFit(List<Tensor> tensors) {
    if (tensors.size() != parameters.size()) {
      throw new IllegalArgumentException(
          owner + ": " + tensors.size() + " gradients for " + parameters.size() + " parameters");
    }
    for (int i = 0; i < parameters.size(); i++) {
      Tensor value = parameters.get(i).value();
      Tensor g = tensors.get(i);
      if (!g.shape().equals(value.shape()) || g.dtype() != value.dtype()) {
        throw new IllegalArgumentException(owner + ": gradient of parameter " + parameters.get(i).name() + " is "
            + g.dtype() + g.shape() + ", expected " + value.dtype() + value.shape());
      }
    }
  }

  static int copy(NdArray array, double[] x, int to) {
    NdArray from = array.rowMajor();
    int n = from.count();
    if (from.dtype() == DType.F32) {
      float[] numbers = from.f32();
      for (int i = 0; i < n; i++) {
        x[to + i] = numbers[from.offset() + i];
      }
    } else {
      System.arraycopy(from.f64(), from.offset(), x, to, n);
    }
    return to + n;
  }

  /// A vector as tensors that belong to the parameters, each of its parameter's shape, type and order in memory, as
  /// products with its gradient want it.
  ///
  /// @param x vector
  /// @return constants, in the order of the vector
  /// @throws IllegalArgumentException if the vector has another length
  public List<Tensor> unflatten(double... x) {
    requireLength(x);
    List<Tensor> tensors = new ArrayList<>();
    int from = 0;
    for (Parameter p : parameters) {
      NdArray value = p.value().array();
      tensors.add(Tensor.of(part(x, from, p.shape(), value.dtype()).inOrder(value.order())));
      from += p.shape().count();
    }
    return tensors;
  }

  /// Overwrites the parameters in place. Graphs that hold their present values fail from now on with a clear message.
  ///
  /// @param x new numbers
  /// @return the numbers that the parameters have now: those of F32 ones are rounded
  /// @throws IllegalArgumentException if the vector has another length
  public double[] write(double... x) {
    requireLength(x);
    int from = 0;
    for (Parameter p : parameters) {
      NdArray numbers = part(x, from, p.shape(), p.value().dtype());
      p.overwrite().assign(numbers);
      from += p.shape().count();
    }
    return read();
  }

  private static NdArray part(double[] x, int from, Shape shape, DType dtype) {
    NdArray numbers = NdArray.empty(dtype, shape);
    int to = numbers.offset();
    if (dtype == DType.F64) {
      System.arraycopy(x, from, numbers.f64(), to, shape.count());
      return numbers;
    }
    float[] y = numbers.f32();
    Backend.current().forEach(shape.count(), 1, (first, end) -> {
      for (int i = first; i < end; i++) {
        y[to + i] = (float) x[from + i];
      }
    });
    return numbers;
  }

  private void requireLength(double... x) {
    if (x.length != count) {
      throw new IllegalArgumentException(
          owner + ": a vector of " + x.length + " numbers, expected " + count + ", as many as the parameters have");
    }
  }

  /// Where a number of the vector belongs, for messages.
  ///
  /// @param index index in the vector
  /// @return such as `number 3 of parameter weight [10,84]`
  /// @throws IndexOutOfBoundsException if there is no such number
  public String describe(int index) {
    int rest = Objects.checkIndex(index, count);
    for (Parameter p : parameters) {
      if (rest < p.shape().count()) {
        return "number " + rest + " of parameter " + p.name() + " " + p.shape();
      }
      rest -= p.shape().count();
    }
    throw new AssertionError(index);
  }
}
