package candor.bayes.dirichlet;

import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.Sampler;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// Training data with data from outside beside it, so that every step sees both: after each sample of the data come
/// `ratio` from outside, with the label [PriorNetworkLoss#OUTSIDE].
///
/// ```java
/// DataLoader loader = new OutsideData(images, synthetic, 1).loader(64, seed); // batches of 64 + 64
/// Trainer trainer = Trainer.builder(model, new PriorNetworkLoss(Direction.REVERSE), adam, loader).build();
/// ```
///
/// An epoch has every sample of the data once, in random order. A set from outside that is too small is used again; of
/// one that is too large, evenly spaced samples are used.
///
/// **Batch normalisation** sees mixed batches: in training it normalises the data with means that samples from outside
/// have moved, and its running means are those of the mixture. The network is consistent, since evaluation uses the
/// same means, but it is not the one that the data alone would give, and the two kinds can be told apart by what they
/// do to the means. Prefer layer or group normalisation, whose samples do not know of each other.
///
/// Data from outside that a network was trained with says little about how it detects others: score on other sets.
///
/// @param inside training data, with I32 classes as targets
/// @param outside data of other kinds, with any targets
/// @param ratio samples from outside for each one of the data, at least 1
public record OutsideData(Dataset inside, Dataset outside, int ratio) {
  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if the ratio is below 1, a set is empty, or there are more samples than an index
  ///     can count
  public OutsideData {
    if (ratio < 1 || inside.size() == 0 || outside.size() == 0
        || (long) inside.size() * (1L + ratio) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("outside data: " + inside.size() + " samples, " + outside.size()
          + " from outside, ratio " + ratio + ", expected 1 or more of each, and an index for every sample");
    }
  }

  /// The data, and after them as many samples from outside as an epoch uses.
  ///
  /// @return a view
  public Dataset data() {
    int n = inside.size() * ratio;
    int available = outside.size();
    int[] used = IntStream.range(0, n)
        .map(i -> available < n ? i % available : (int) ((long) i * available / n)).toArray();
    Dataset marked = outside.subset(used)
        .mapTargets(targets -> Tensor.full(DType.I32, PriorNetworkLoss.OUTSIDE, targets.shape().size(0)));
    return Dataset.concat(inside, marked);
  }

  /// The order of [#data]: each sample of the data, followed by its share from outside.
  ///
  /// @return the sampler
  public Sampler sampler() {
    return (size, stream) -> order(inside.size(), ratio, stream);
  }

  private static int[] order(int n, int ratio, RandomStream stream) {
    int[] ins = stream.permutation(n);
    int[] outs = stream.child("outside").permutation(n * ratio);
    int[] order = new int[n * (1 + ratio)];
    for (int i = 0; i < order.length; i++) {
      int sample = i / (1 + ratio);
      int place = i % (1 + ratio);
      order[i] = place == 0 ? ins[sample] : n + outs[sample * ratio + place - 1];
    }
    return order;
  }

  /// Batches of both kinds.
  ///
  /// @param samples samples of the data in a batch, at least 1; `ratio` times as many from outside come beside them
  /// @param seed seed of the order
  /// @return the loader
  /// @throws IllegalArgumentException if the number is below 1
  public DataLoader loader(int samples, long seed) {
    return new DataLoader(data(), Math.multiplyExact(samples, 1 + ratio), seed).sampler(sampler());
  }
}
