package candor.nn.data;

import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/// Data sets one after the other.
final class Concatenation implements Dataset {
  private final Dataset[] parts;
  /// First index and first identity of every part, and the ends.
  private final int[] starts;
  private final int[] firstIds;

  Concatenation(Dataset[] parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: no data sets");
    }
    this.parts = parts;
    starts = sums(parts, Dataset::size, "samples");
    firstIds = sums(parts, Dataset::identities, "identities");
  }

  private static int[] sums(Dataset[] parts, ToIntFunction<Dataset> count, String what) {
    int[] sums = new int[parts.length + 1];
    for (int k = 0; k < parts.length; k++) {
      long sum = (long) sums[k] + count.applyAsInt(parts[k]);
      if (sum > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("concat: " + sum + " " + what + " in the first " + (k + 1)
            + " data sets, expected " + Integer.MAX_VALUE + " or less");
      }
      sums[k + 1] = (int) sum;
    }
    return sums;
  }

  @Override
  public int size() {
    return starts[parts.length];
  }

  @Override
  public int identities() {
    return firstIds[parts.length];
  }

  @Override
  public Batch batch(int... index) {
    List<Batch> batches = new ArrayList<>();
    int[] place = new int[index.length];
    int[] ids = new int[index.length];
    int placed = 0;
    for (int k = 0; k < parts.length; k++) {
      int part = k;
      int[] here = Arrays.stream(index).filter(i -> partOf(i) == part).map(i -> i - starts[part]).toArray();
      if (here.length == 0) {
        continue;
      }
      Batch batch = parts[k].batch(here);
      batches.add(batch);
      for (int i = 0, at = 0; i < index.length; i++) {
        if (partOf(index[i]) == k) {
          ids[i] = firstIds[k] + batch.ids()[at++];
          place[i] = placed++;
        }
      }
    }
    return switch (batches.size()) {
      case 0 -> parts[0].batch();
      case 1 -> new Batch(batches.getFirst().input(), batches.getFirst().target(), ids);
      default -> {
        Tensor rows = Tensor.of(place, place.length);
        yield new Batch(Tensor.concat(0, batches.stream().map(Batch::input).toList()).indexSelect(0, rows),
            Tensor.concat(0, batches.stream().map(Batch::target).toList()).indexSelect(0, rows), ids);
      }
    };
  }

  private int partOf(int index) {
    int found = Arrays.binarySearch(starts, Objects.checkIndex(index, size()));
    if (found < 0) {
      return -found - 2;
    }
    // Empty parts start where the next one does.
    while (starts[found + 1] == index) {
      found++;
    }
    return found;
  }

  @Override
  public Tensor targets() {
    return Tensor.concat(0, Arrays.stream(parts).map(Dataset::targets).toList());
  }
}
