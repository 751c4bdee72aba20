package candor.nn.data;

import candor.tensor.Tensor;

/// Some samples of a data set.
///
/// @param input inputs, samples along axis 0
/// @param target what the network should say of each
/// @param ids index of each sample in the data set
public record Batch(Tensor input, Tensor target, int[] ids) {
  /// Number of samples.
  ///
  /// @return the number
  public int size() {
    return ids.length;
  }
}
