package candor.nn.optim;

import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.List;

/// Parameters as one vector of F64 numbers, parameter after parameter, each in its order in memory.
final class FlatParameters {
  private final String owner;
  private final List<Parameter> parameters;
  private final int count;

  /// Counts the numbers.
  ///
  /// @param owner name, for messages
  /// @param parameters parameters with values
  FlatParameters(String owner, List<Parameter> parameters) {
    this.owner = owner;
    this.parameters = List.copyOf(parameters);
    this.count = this.parameters.stream().mapToInt(p -> p.value().count()).sum();
  }

  /// The present numbers.
  double[] read() {
    double[] x = new double[count];
    int to = 0;
    for (Parameter p : parameters) {
      to = copy(p.value().array(), x, to);
    }
    return x;
  }

  /// The numbers of gradients.
  ///
  /// @throws IllegalArgumentException if a gradient does not fit its parameter
  double[] flatten(List<Tensor> gradients) {
    if (gradients.size() != parameters.size()) {
      throw new IllegalArgumentException(
          owner + ": " + gradients.size() + " gradients for " + parameters.size() + " parameters");
    }
    double[] result = new double[count];
    int to = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Tensor value = parameters.get(i).value();
      Tensor g = gradients.get(i);
      if (!g.shape().equals(value.shape()) || g.dtype() != value.dtype()) {
        throw new IllegalArgumentException(owner + ": gradient of parameter " + parameters.get(i).name() + " is "
            + g.dtype() + g.shape() + ", expected " + value.dtype() + value.shape());
      }
      to = copy(g.array().inOrder(value.array().order()), result, to);
    }
    return result;
  }

  private static int copy(NdArray from, double[] x, int to) {
    int n = from.count();
    for (int i = 0; i < n; i++) {
      x[to + i] = from.dtype() == DType.F32 ? from.f32()[from.offset() + i] : from.f64()[from.offset() + i];
    }
    return to + n;
  }

  /// Overwrites the parameters. F32 ones are rounded, and the vector with them, so that it holds what they are.
  void write(double[] x) {
    int from = 0;
    for (Parameter p : parameters) {
      NdArray w = p.overwrite();
      for (int i = 0; i < w.count(); i++) {
        if (w.dtype() == DType.F32) {
          w.f32()[w.offset() + i] = (float) x[from + i];
          x[from + i] = (float) x[from + i];
        } else {
          w.f64()[w.offset() + i] = x[from + i];
        }
      }
      from += w.count();
    }
  }

  /// Relative rounding error of a loss that is computed in the parameters' type.
  double epsilon() {
    boolean single = parameters.stream().anyMatch(p -> p.value().dtype() == DType.F32);
    return single ? Math.ulp(1f) : Math.ulp(1.0);
  }
}
