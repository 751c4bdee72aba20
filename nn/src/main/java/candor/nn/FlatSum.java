package candor.nn;

import candor.kernel.Reduction;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;

/// A sum of tensors that belong to parameters, such as the gradients of pieces of a data set, number by number in F64.
///
/// ```java
/// FlatSum sum = new FlatSum(flat);
/// sum.add(Autograd.grad(loss, flat.values()));
/// double[] gradient = sum.vector();
/// ```
///
/// It lies in memory as the parameters do, and only the vector is in the order of [FlatParameters].
public final class FlatSum {
  private final FlatParameters flat;
  private final List<NdArray> sums;

  /// Begins with zeros.
  ///
  /// @param flat the parameters
  /// @throws IllegalStateException if their module was not initialised
  public FlatSum(FlatParameters flat) {
    this.flat = flat;
    this.sums = flat.values().stream().map(Tensor::array)
        .map(value -> NdArray.zeros(DType.F64, value.shape(), value.order())).toList();
  }

  /// Adds tensors.
  ///
  /// @param tensors one for each parameter, of its shape and type
  /// @return index in the vector of the first number of them that is infinite or NaN, or −1
  /// @throws IllegalArgumentException if one does not fit its parameter
  public int add(List<Tensor> tensors) {
    flat.requireFit(tensors);
    int at = 0;
    int first = -1;
    for (int i = 0; i < sums.size(); i++) {
      NdArray sum = sums.get(i);
      NdArray numbers = tensors.get(i).array().inOrder(sum.order());
      if (!add(numbers, sum) && first < 0) {
        first = firstNotFinite(numbers, at);
      }
      at += sum.count();
    }
    return first;
  }

  /// Whether all numbers are finite, as far as their sum tells: it may overflow although they are.
  private static boolean add(NdArray numbers, NdArray sum) {
    Reduction reduction = Backend.current().kernels().reduction();
    int n = numbers.count();
    int from = numbers.offset();
    double[] y = sum.f64();
    int to = sum.offset();
    if (numbers.dtype() == DType.F32) {
      float[] x = numbers.f32();
      for (int i = 0; i < n; i++) {
        y[to + i] += x[from + i];
      }
      return Float.isFinite(reduction.sum(x, from, n));
    }
    double[] x = numbers.f64();
    for (int i = 0; i < n; i++) {
      y[to + i] += x[from + i];
    }
    return Double.isFinite(reduction.sum(x, from, n));
  }

  private static int firstNotFinite(NdArray numbers, int at) {
    double[] x = new double[numbers.count()];
    FlatParameters.copy(numbers, x, 0);
    int i = 0;
    while (i < x.length && Double.isFinite(x[i])) {
      i++;
    }
    return i < x.length ? at + i : -1;
  }

  /// The sum.
  ///
  /// @return new vector
  public double[] vector() {
    double[] x = new double[flat.count()];
    NdArray vector = NdArray.wrap(x, Shape.of(x.length));
    int to = 0;
    for (NdArray sum : sums) {
      vector.slice(new int[] {to}, new int[] {1}, Shape.of(sum.count())).reshape(sum.shape()).assign(sum);
      to += sum.count();
    }
    return x;
  }
}
