package candor.nn.train;

import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.tensor.Tensor;

/// Samples in memory, given as two tensors.
///
/// @param inputs inputs, samples along axis 0
/// @param targets targets, samples along axis 0
record Batches(Tensor inputs, Tensor targets) implements Dataset {
  @Override
  public int size() {
    return targets.shape().size(0);
  }

  @Override
  public Batch batch(int... index) {
    Tensor rows = Tensor.of(index, index.length);
    return new Batch(inputs.indexSelect(0, rows), targets.indexSelect(0, rows), index.clone());
  }
}
