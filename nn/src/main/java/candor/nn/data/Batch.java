package candor.nn.data;

import candor.tensor.Tensor;

/// Some samples of a data set.
///
/// @param input inputs, samples along axis 0
/// @param target what the network should say of each
/// @param ids identity of each sample: its index in the data set that it was first part of, see [Dataset#identities]
public record Batch(Tensor input, Tensor target, int[] ids) {
  /// Number of samples.
  ///
  /// @return the number
  public int size() {
    return ids.length;
  }

  /// The same samples with other inputs.
  ///
  /// @param changed inputs, samples along axis 0
  /// @return the batch
  public Batch withInput(Tensor changed) {
    return new Batch(changed, target, ids);
  }
}
