package candor.nn.data;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// Samples in memory, given as two tensors: a table, a regression, or whatever was computed. A batch lies in row-major
/// order.
///
/// @param inputs inputs, samples along axis 0
/// @param targets targets, samples along axis 0; `[N, 1]` for a regression, I32 `[N]` for classes
public record TensorDataset(Tensor inputs, Tensor targets) implements Dataset {
  /// Joins inputs and targets.
  ///
  /// @throws IllegalArgumentException if there are not as many inputs as targets
  public TensorDataset {
    if (inputs.shape().rank() == 0 || targets.shape().rank() == 0
        || inputs.shape().size(0) != targets.shape().size(0)) {
      throw new IllegalArgumentException("tensor data set: inputs " + describe(inputs) + " and targets "
          + describe(targets) + ", expected as many samples along axis 0");
    }
    // Once here, not for every batch.
    inputs = Tensor.of(inputs.array().rowMajor());
    targets = Tensor.of(targets.array().rowMajor());
  }

  private static String describe(Tensor x) {
    return x.dtype() + "" + x.shape();
  }

  @Override
  public int size() {
    return inputs.shape().size(0);
  }

  @Override
  public Batch batch(int... index) {
    Tensor rows = Tensor.of(index, index.length);
    return new Batch(inputs.indexSelect(0, rows), targets.indexSelect(0, rows), index.clone());
  }

  /// The same samples in another floating-point type. Integers stay: they are classes or indices.
  ///
  /// @param dtype F32 or F64
  /// @return the data set
  /// @throws IllegalArgumentException if the type is I32
  public TensorDataset to(DType dtype) {
    if (!dtype.isFloating()) {
      throw new IllegalArgumentException("tensor data set: type " + dtype + ", expected f32 or f64");
    }
    return new TensorDataset(to(inputs, dtype), to(targets, dtype));
  }

  private static Tensor to(Tensor x, DType dtype) {
    return x.dtype().isFloating() ? x.to(dtype) : x;
  }
}
