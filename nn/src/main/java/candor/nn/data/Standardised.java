package candor.nn.data;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// A regression whose inputs and targets were standardised with the means and standard deviations of the training
/// samples alone. The normalisers put predictions back into the original units: `targets().invert(…)` for values, and
/// `targets().std()` times a standard deviation.
///
/// @param train training samples, of mean 0 and variance 1
/// @param test test samples, changed in the same way
/// @param inputs what was done to the inputs
/// @param targets what was done to the targets
public record Standardised(Dataset train, Dataset test, Normaliser inputs, Normaliser targets) {
  /// Standardises. The numbers are computed in the type of the data sets, best F64, and then rounded.
  ///
  /// @param train training samples, targets `[N, K]`
  /// @param test test samples
  /// @param dtype type of the result
  /// @return views of both
  /// @throws IllegalArgumentException if there is no training sample, inputs or targets have no axis 1 or are integers,
  ///     or one is not finite
  public static Standardised of(Dataset train, Dataset test, DType dtype) {
    Normaliser inputs = Normaliser.of(train);
    Normaliser targets = Normaliser.ofTargets(train);
    return new Standardised(map(train, inputs, targets, dtype), map(test, inputs, targets, dtype), inputs, targets);
  }

  private static Dataset map(Dataset data, Normaliser inputs, Normaliser targets, DType dtype) {
    return data.mapInputs((Tensor x) -> inputs.apply(x).to(dtype)).mapTargets(y -> targets.apply(y).to(dtype));
  }
}
