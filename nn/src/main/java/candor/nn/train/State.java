package candor.nn.train;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Map;

/// Numbers in the states of listeners.
final class State {
  private State() {
  }

  /// A number as a tensor that lives in no workspace.
  static Tensor scalar(double value) {
    return Workspace.outside(() -> Tensor.scalar(DType.F64, value));
  }

  /// Takes a number out of a state.
  ///
  /// @param owner whose state it is
  /// @param name name of the number
  /// @param state tensors by name, from which it is removed
  /// @throws IllegalArgumentException if it is missing or no number
  static double number(String owner, String name, Map<String, Tensor> state) {
    Tensor tensor = state.remove(name);
    if (tensor == null || tensor.dtype() != DType.F64 || !tensor.shape().equals(Shape.SCALAR)) {
      throw new IllegalArgumentException(owner + ": " + name + " of the state is "
          + (tensor == null ? "missing" : tensor.dtype() + "" + tensor.shape()) + ", expected f64[]");
    }
    return tensor.item();
  }
}
