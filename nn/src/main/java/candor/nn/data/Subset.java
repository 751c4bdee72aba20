package candor.nn.data;

import candor.tensor.Tensor;
import java.util.Objects;
import java.util.stream.IntStream;

/// Some samples of another data set.
final class Subset implements Dataset {
  private final Dataset parent;
  private final int[] index;

  Subset(Dataset parent, int[] index) {
    this.parent = parent;
    this.index = index.clone();
    for (int i : index) {
      if (i < 0 || i >= parent.size()) {
        throw new IndexOutOfBoundsException("subset: index " + i + " in a data set of " + parent.size() + " samples");
      }
    }
  }

  @Override
  public int size() {
    return index.length;
  }

  @Override
  public int identities() {
    return parent.identities();
  }

  @Override
  public Batch batch(int... wanted) {
    return parent.batch(IntStream.of(wanted).map(i -> index[Objects.checkIndex(i, index.length)]).toArray());
  }

  @Override
  public Tensor targets() {
    return parent.targets().indexSelect(0, Tensor.of(index, index.length));
  }
}
