package candor.bayes;

import candor.nn.Module;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// All parameters of a network as one vector, in the order of [Module#parameters], each in row-major order.
final class FlatWeights {
  private FlatWeights() {
  }

  static int count(List<Parameter> parameters) {
    return parameters.stream().mapToInt(p -> p.shape().count()).sum();
  }

  static double[] read(List<Parameter> parameters) {
    double[] all = new double[count(parameters)];
    int at = 0;
    for (Parameter p : parameters) {
      double[] values = p.value().detach().to(DType.F64).toDoubles();
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }

  /// Gives the parameters other numbers, in the types that they have.
  static void write(List<Parameter> parameters, double... all) {
    int at = 0;
    for (Parameter p : parameters) {
      int end = at + p.shape().count();
      Tensor values = Tensor.of(NdArray.wrap(Arrays.copyOfRange(all, at, end), p.shape()));
      p.assign(values.to(p.value().dtype()));
      at = end;
    }
  }
}
