package candor.nn.optim;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;

/// The tensors of a state that shall be restored, which are checked before they are used.
final class SavedState {
  private final String owner;
  private final Map<String, Tensor> tensors;
  private final Set<String> unread;

  /// Joins a state and who it is for.
  ///
  /// @param owner name, for messages
  /// @param tensors the state
  SavedState(String owner, Map<String, Tensor> tensors) {
    this.owner = owner;
    this.tensors = tensors;
    this.unread = new LinkedHashSet<>(tensors.keySet());
  }

  /// A copy that lives in no workspace, for a state.
  static Tensor copy(NdArray numbers) {
    return Workspace.keep(Tensor.of(numbers));
  }

  /// One number, for a state.
  static Tensor scalar(double value) {
    return Workspace.outside(() -> Tensor.scalar(DType.F64, value));
  }

  /// The numbers under a name.
  ///
  /// @throws IllegalArgumentException if there are none, or they have another type or shape
  NdArray array(String name, DType dtype, Shape shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          owner + ": the state has no " + name + ", expected " + dtype + shape + "; it has " + tensors.keySet());
    }
    if (tensor.dtype() != dtype || !tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(owner + ": " + name + " of the state is " + tensor.dtype() + tensor.shape()
          + ", expected " + dtype + shape);
    }
    unread.remove(name);
    return tensor.array();
  }

  /// The numbers under a name, which must be like others.
  ///
  /// @throws IllegalArgumentException if there are none, or they have another type or shape
  NdArray array(String name, NdArray like) {
    return array(name, like.dtype(), like.shape());
  }

  /// The number under a name.
  ///
  /// @param name name of an F64 scalar
  /// @param expected words for what the number must be
  /// @param fits whether it is
  /// @throws IllegalArgumentException if there is none, or it does not fit
  double number(String name, String expected, DoublePredicate fits) {
    double number = array(name, DType.F64, Shape.SCALAR).at();
    if (!fits.test(number)) {
      throw new IllegalArgumentException(owner + ": " + name + " of the state is " + number + ", expected " + expected);
    }
    return number;
  }

  /// The whole number of 0 or more under a name.
  ///
  /// @throws IllegalArgumentException if there is none, or it does not fit
  int count(String name) {
    return (int) number(name, "a whole number of 0 or more", x -> x >= 0 && x == (int) x);
  }

  /// Refuses a state of which something was not asked for.
  ///
  /// @throws IllegalArgumentException that names the first such tensor
  void requireAllRead() {
    for (String name : unread) {
      throw new IllegalArgumentException(owner + ": the state has " + name + ", which is not known here");
    }
  }
}
