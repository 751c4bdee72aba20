package candor.nn.data;

import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Cuts a data set into mini-batches. The order of an epoch is a function of the seed and the epoch's number, and so is
/// what augmentation makes of a sample; the last batch may be smaller.
///
/// ```java
/// DataLoader loader = new DataLoader(images, 128, 1)
///     .augment(Augmentation.of(new RandomCrop(32, 32, 4, Padding.ZERO), new RandomHorizontalFlip(0.5)))
///     .normalise(Normaliser.of(images)).prefetch(2);
/// ```
///
/// A loader never changes; each of these methods makes another one.
public final class DataLoader {
  private final Dataset data;
  private final int batchSize;
  private final long seed;
  private final Sampler sampler;
  private final Augmentation augmentation;
  private final UnaryOperator<Batch> last;
  private final boolean dropLast;
  private final int ahead;

  /// Makes a loader.
  ///
  /// @param data data set
  /// @param batchSize samples of a batch, at least 1
  /// @param seed seed of shuffling and augmentation
  /// @throws IllegalArgumentException if the batch size is below 1
  public DataLoader(Dataset data, int batchSize, long seed) {
    this(data, batchSize, seed, Sampler.shuffled(), Augmentation.of(), UnaryOperator.identity(), false, 0);
    if (batchSize < 1) {
      throw new IllegalArgumentException("data loader: batches of " + batchSize + " samples, expected 1 or more");
    }
  }

  private DataLoader(Dataset data, int batchSize, long seed, Sampler sampler, Augmentation augmentation,
      UnaryOperator<Batch> last, boolean dropLast, int ahead) {
    this.data = data;
    this.batchSize = batchSize;
    this.seed = seed;
    this.sampler = sampler;
    this.augmentation = augmentation;
    this.last = last;
    this.dropLast = dropLast;
    this.ahead = ahead;
  }

  /// The same with other samples or another order in an epoch.
  ///
  /// @param chosen sampler
  /// @return the loader
  public DataLoader sampler(Sampler chosen) {
    return new DataLoader(data, batchSize, seed, chosen, augmentation, last, dropLast, ahead);
  }

  /// The same with random changes of the samples of an epoch. [#inOrder], which is for evaluation, has none.
  ///
  /// @param change augmentation
  /// @return the loader
  public DataLoader augment(Augmentation change) {
    return new DataLoader(data, batchSize, seed, sampler, change, last, dropLast, ahead);
  }

  /// The same with normalised inputs, in an epoch and in order. Augmentation comes before: what a crop fills with 0 is
  /// black, not the mean colour. To have it the other way round, use [Dataset#mapInputs].
  ///
  /// @param normaliser what to do to the inputs
  /// @return the loader
  public DataLoader normalise(Normaliser normaliser) {
    return new DataLoader(data, batchSize, seed, sampler, augmentation,
        batch -> batch.withInput(normaliser.apply(batch.input())), dropLast, ahead);
  }

  /// The same without the last batch of an epoch if it is smaller than the others. [#inOrder] keeps it.
  ///
  /// @return the loader
  public DataLoader dropLast() {
    return new DataLoader(data, batchSize, seed, sampler, augmentation, last, true, ahead);
  }

  /// The same with batches that are made in the background, while the caller computes.
  ///
  /// Order and bits of the batches stay the same. At most `batches` of them are under way or waiting, each made by a
  /// thread of its own that ends with it: an epoch that is given up leaves nothing behind. Their tensors live in no
  /// [workspace][candor.tensor.Workspace], so that they outlive a training step; they cost some garbage instead. What
  /// goes wrong in the background is thrown, as the cause of an [IllegalStateException], when its batch is asked for.
  /// The caller's own [ScopedValue]s are not bound there.
  ///
  /// @param batches how many at most; 0 makes every batch when it is asked for
  /// @return the loader
  /// @throws IllegalArgumentException if it is negative
  public DataLoader prefetch(int batches) {
    if (batches < 0) {
      throw new IllegalArgumentException("data loader: prefetch of " + batches + " batches, expected 0 or more");
    }
    return new DataLoader(data, batchSize, seed, sampler, augmentation, last, dropLast, batches);
  }

  /// Seed of shuffling and augmentation.
  ///
  /// @return the seed
  public long seed() {
    return seed;
  }

  /// Number of batches of an epoch.
  ///
  /// @return the number
  public int batches() {
    return dropLast ? data.size() / batchSize : Math.ceilDiv(data.size(), batchSize);
  }

  /// The batches of an epoch, shuffled and augmented.
  ///
  /// @param epoch number of the epoch
  /// @return batches, read one by one
  /// @throws IllegalArgumentException if the sampler gives too few samples, or too many
  public Iterable<Batch> epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /// The batches of an epoch without the first ones, for training that goes on in the middle of it.
  ///
  /// @param epoch number of the epoch
  /// @param from number of the first batch that is given
  /// @return batches, read one by one
  /// @throws IndexOutOfBoundsException if there are not so many batches
  /// @throws IllegalArgumentException if the sampler gives too few samples, or too many
  public Iterable<Batch> epoch(int epoch, int from) {
    Objects.checkIndex(from, batches() + 1);
    RandomStream root = RandomStream.of(seed);
    int[] order = sampler.order(data.size(), root.purpose(Purpose.SHUFFLING).at(epoch));
    if (order.length != data.size()) {
      throw new IllegalArgumentException(
          "data loader: the sampler gave " + order.length + " samples, expected " + data.size());
    }
    RandomStream changes = root.purpose(Purpose.AUGMENTATION).at(epoch);
    return batches(from, batches(), order, batch -> last.apply(augmentation.apply(batch, changes)));
  }

  /// The batches in the data set's own order, all of them, without augmentation.
  ///
  /// @return batches, read one by one
  public Iterable<Batch> inOrder() {
    return batches(0, Math.ceilDiv(data.size(), batchSize), IntStream.range(0, data.size()).toArray(), last);
  }

  private Iterable<Batch> batches(int from, int to, int[] order, UnaryOperator<Batch> change) {
    IntFunction<Batch> make = i -> change.apply(data.batch(Arrays.copyOfRange(order, (from + i) * batchSize,
        (int) Math.min(order.length, (from + i + 1L) * batchSize))));
    return () -> ahead == 0 ? new OneByOne(to - from, make) : new Prefetch(to - from, make, ahead);
  }

  /// Makes a batch when it is asked for.
  private static final class OneByOne implements Iterator<Batch> {
    private final int count;
    private final IntFunction<Batch> make;
    private int at;

    OneByOne(int count, IntFunction<Batch> make) {
      this.count = count;
      this.make = make;
    }

    @Override
    public boolean hasNext() {
      return at < count;
    }

    @Override
    public Batch next() {
      return make.apply(checked(at++, count));
    }
  }

  /// The number of a batch, which must exist.
  static int checked(int number, int count) {
    if (number >= count) {
      throw new NoSuchElementException("data loader: the epoch is over");
    }
    return number;
  }
}
