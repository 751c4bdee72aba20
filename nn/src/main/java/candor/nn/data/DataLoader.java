package candor.nn.data;

import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/// Cuts a data set into mini-batches. The order of an epoch is a function of the seed and the epoch's number; the last
/// batch may be smaller.
public final class DataLoader {
  private final Dataset data;
  private final int batchSize;
  private final RandomStream shuffling;

  /// Makes a loader.
  ///
  /// @param data data set
  /// @param batchSize samples of a batch, at least 1
  /// @param seed seed of the shuffling
  /// @throws IllegalArgumentException if the batch size is below 1
  public DataLoader(Dataset data, int batchSize, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("data loader: batches of " + batchSize + " samples, expected 1 or more");
    }
    this.data = data;
    this.batchSize = batchSize;
    this.shuffling = RandomStream.of(seed).purpose(Purpose.SHUFFLING);
  }

  /// Number of batches of an epoch.
  ///
  /// @return the number
  public int batches() {
    return Math.ceilDiv(data.size(), batchSize);
  }

  /// The batches of an epoch, shuffled.
  ///
  /// @param epoch number of the epoch
  /// @return batches, read one by one
  public Iterable<Batch> epoch(int epoch) {
    return batches(shuffling.at(epoch).permutation(data.size()));
  }

  /// The batches in the data set's own order.
  ///
  /// @return batches, read one by one
  public Iterable<Batch> inOrder() {
    return batches(IntStream.range(0, data.size()).toArray());
  }

  private Iterable<Batch> batches(int[] order) {
    return () -> new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < order.length;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("data loader: the epoch is over");
        }
        int from = at;
        at = Math.min(order.length, from + batchSize);
        return data.batch(Arrays.copyOfRange(order, from, at));
      }
    };
  }
}
