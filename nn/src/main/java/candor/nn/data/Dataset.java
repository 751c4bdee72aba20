package candor.nn.data;

import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Samples that can be read by index, in any order and by several threads.
///
/// Every sample has an identity, which the random numbers of dropout and augmentation follow, and whatever else is kept
/// for each sample. In a data set of its own it is the index. A subset, a split and a mapped set keep the identities of
/// what they were made from.
///
/// ```java
/// Split split = Split.stratified(images, 1, Split.part("train", 0.9), Split.part("validation", 0.1));
/// Dataset train = split.get("train");
/// int[] ids = train.batch(0).ids(); // an index of `images`
/// ```
public interface Dataset {
  /// Number of samples.
  ///
  /// @return the number
  int size();

  /// Reads samples.
  ///
  /// @param index indices, in any order
  /// @return the samples, in that order
  /// @throws IndexOutOfBoundsException if an index is not in `[0, size)`
  Batch batch(int... index);

  /// Bound of the identities, such as the length of an array that keeps something for each sample.
  ///
  /// @return a number above every identity; the size, unless this set is part of another
  default int identities() {
    return size();
  }

  /// All samples, in order.
  ///
  /// @return one batch
  default Batch all() {
    return batch(IntStream.range(0, size()).toArray());
  }

  /// The targets of all samples, in order.
  ///
  /// @return targets, samples along axis 0
  default Tensor targets() {
    int piece = 1024;
    List<Tensor> targets = new ArrayList<>();
    for (int from = 0; from == 0 || from < size(); from += piece) {
      targets.add(batch(IntStream.range(from, Math.min(size(), from + piece)).toArray()).target());
    }
    return Tensor.concat(0, targets);
  }

  /// Some of the samples, which keep their identities.
  ///
  /// @param index indices in this set, in the order of the result; one may come again
  /// @return a view
  /// @throws IndexOutOfBoundsException if an index is not in `[0, size)`
  default Dataset subset(int... index) {
    return new Subset(this, index);
  }

  /// The same samples with changed inputs, such as [Normaliser#apply] makes them. The function runs whenever samples are
  /// read, by several threads.
  ///
  /// @param function inputs of the inputs of some samples along axis 0, each sample by itself
  /// @return a view
  default Dataset mapInputs(UnaryOperator<Tensor> function) {
    return new Mapped(this, function, UnaryOperator.identity());
  }

  /// The same samples with changed targets. The function runs whenever samples are read, by several threads.
  ///
  /// @param function targets of the targets of some samples along axis 0, each sample by itself
  /// @return a view
  default Dataset mapTargets(UnaryOperator<Tensor> function) {
    return new Mapped(this, UnaryOperator.identity(), function);
  }

  /// Data sets one after the other. Identities are shifted by those of the sets before: samples of different parts are
  /// different samples, also when the parts were taken from one set.
  ///
  /// @param parts at least one data set, of one kind of inputs and targets
  /// @return a view
  /// @throws IllegalArgumentException if there is none, or more samples or identities than an index can count
  static Dataset concat(Dataset... parts) {
    return new Concatenation(parts.clone());
  }
}
