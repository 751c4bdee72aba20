package candor.bayes.detection;

import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.tensor.Tensor;

/// The samples of a data set with targets of their own, such as what a network made of each.
///
/// @param data samples
/// @param targets a target for each, along axis 0
record Retargeted(Dataset data, Tensor targets) implements Dataset {
  @Override
  public int size() {
    return data.size();
  }

  @Override
  public int identities() {
    return data.identities();
  }

  @Override
  public Batch batch(int... index) {
    Batch batch = data.batch(index);
    return new Batch(batch.input(), targets.indexSelect(0, Tensor.of(index, index.length)), batch.ids());
  }
}
