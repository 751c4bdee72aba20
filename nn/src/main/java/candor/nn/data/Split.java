package candor.nn.data;

import candor.random.Purpose;
import candor.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A data set cut at random into parts that have names and no sample in common. The cut is a function of the seed alone,
/// and samples keep their identities.
///
/// ```java
/// Split split = Split.random(data, 1, Split.part("train", 55_000), Split.part("validation", 5_000));
/// Dataset train = split.get("train");
/// ```
public final class Split {
  private final Map<String, Dataset> parts;

  private Split(Map<String, Dataset> parts) {
    this.parts = Collections.unmodifiableMap(parts);
  }

  /// A part to be made.
  ///
  /// @param name its name
  /// @param weight its size in relation to the weights of the other parts: a share, or a number of samples
  public record Part(String name, double weight) {
    /// Describes a part.
    ///
    /// @throws IllegalArgumentException if the weight is not positive and finite
    public Part {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("split: part " + name + " of weight " + weight + ", expected above 0");
      }
    }
  }

  /// Describes a part.
  ///
  /// @param name its name
  /// @param weight its size in relation to the weights of the other parts: a share, or a number of samples
  /// @return the description
  /// @throws IllegalArgumentException if the weight is not positive and finite
  public static Part part(String name, double weight) {
    return new Part(name, weight);
  }

  /// Cuts at random. Every part's size is its share `n · weight / Σ weights`, rounded down or up.
  ///
  /// @param data what to cut
  /// @param seed seed
  /// @param parts the parts
  /// @return the parts, each in the order of the data set
  /// @throws IllegalArgumentException if there is no part, or two have one name
  public static Split random(Dataset data, long seed, Part... parts) {
    return cut(data, new int[data.size()], seed, parts);
  }

  /// Cuts every class in the same proportion: the number of a class's samples in a part is its share, rounded down or
  /// up.
  ///
  /// @param data what to cut, with classes as targets
  /// @param seed seed
  /// @param parts the parts
  /// @return the parts, each in the order of the data set
  /// @throws IllegalArgumentException if there is no part, two have one name, or the targets are no classes
  public static Split stratified(Dataset data, long seed, Part... parts) {
    return cut(data, Classes.of("stratified split", data), seed, parts);
  }

  /// Cuts into equal folds; every split has one of them as the part `test`, and the others as the part `train`.
  ///
  /// @param data what to cut
  /// @param folds how many, 2 or more
  /// @param seed seed
  /// @return a split for every fold
  /// @throws IllegalArgumentException if there are not 2 to `size` folds
  public static List<Split> folds(Dataset data, int folds, long seed) {
    return folds(data, new int[data.size()], folds, seed);
  }

  /// The same with every class in the same proportion in all folds.
  ///
  /// @param data what to cut, with classes as targets
  /// @param folds how many, 2 or more
  /// @param seed seed
  /// @return a split for every fold
  /// @throws IllegalArgumentException if there are not 2 to `size` folds, or the targets are no classes
  public static List<Split> stratifiedFolds(Dataset data, int folds, long seed) {
    return folds(data, Classes.of("stratified folds", data), folds, seed);
  }

  private static Split cut(Dataset data, int[] classes, long seed, Part... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("split: no parts");
    }
    int[] partOf = assign(classes, Arrays.stream(parts).mapToDouble(Part::weight).toArray(), seed);
    Map<String, Dataset> result = new LinkedHashMap<>();
    for (int k = 0; k < parts.length; k++) {
      int part = k;
      if (result.put(parts[k].name(), data.subset(where(partOf, p -> p == part))) != null) {
        throw new IllegalArgumentException("split: two parts are called " + parts[k].name());
      }
    }
    return new Split(result);
  }

  private static List<Split> folds(Dataset data, int[] classes, int folds, long seed) {
    if (folds < 2 || folds > data.size()) {
      throw new IllegalArgumentException(
          "split: " + folds + " folds of " + data.size() + " samples, expected 2 to " + data.size());
    }
    double[] weights = new double[folds];
    Arrays.fill(weights, 1);
    int[] foldOf = assign(classes, weights, seed);
    List<Split> result = new ArrayList<>();
    for (int k = 0; k < folds; k++) {
      int fold = k;
      result.add(of(data.subset(where(foldOf, f -> f != fold)), data.subset(where(foldOf, f -> f == fold))));
    }
    return List.copyOf(result);
  }

  /// The parts `train` and `test`.
  static Split of(Dataset train, Dataset test) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("train", train);
    parts.put("test", test);
    return new Split(parts);
  }

  private static int[] where(int[] partOf, IntPredicate wanted) {
    return IntStream.range(0, partOf.length).filter(i -> wanted.test(partOf[i])).toArray();
  }

  /// The part of every sample. Class by class, the shares are rounded down; those samples that are left over go, one
  /// each, to those of the rounded parts that are furthest behind their share of everything so far.
  private static int[] assign(int[] classes, double[] weights, long seed) {
    int[] order = RandomStream.of(seed).purpose(Purpose.SHUFFLING).child("split").permutation(classes.length);
    double total = Arrays.stream(weights).sum();
    double[] behind = new double[weights.length];
    int[] partOf = new int[classes.length];
    for (int k : Arrays.stream(classes).distinct().sorted().toArray()) {
      int[] members = Arrays.stream(order).filter(i -> classes[i] == k).toArray();
      int[] counts = new int[weights.length];
      int left = members.length;
      boolean[] served = new boolean[weights.length];
      for (int p = 0; p < weights.length; p++) {
        double share = members.length * weights[p] / total;
        // A whole number of samples, but for the rounding of shares such as 0.1.
        boolean whole = Math.abs(share - Math.rint(share)) < 1e-9 * members.length;
        counts[p] = (int) (whole ? Math.rint(share) : share);
        served[p] = whole;
        behind[p] += share - counts[p];
        left -= counts[p];
      }
      for (; left > 0; left--) {
        int p = furthest(behind, served);
        served[p] = true;
        counts[p]++;
        behind[p]--;
      }
      int at = 0;
      for (int p = 0; p < weights.length; p++) {
        for (int j = 0; j < counts[p]; j++) {
          partOf[members[at++]] = p;
        }
      }
    }
    return partOf;
  }

  private static int furthest(double[] behind, boolean[] served) {
    int best = -1;
    for (int p = 0; p < behind.length; p++) {
      if (!served[p] && (best < 0 || behind[p] > behind[best])) {
        best = p;
      }
    }
    return best;
  }

  /// One part.
  ///
  /// @param name its name
  /// @return the part
  /// @throws IllegalArgumentException if no part has this name
  public Dataset get(String name) {
    @Nullable Dataset part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("split: no part " + name + ", expected one of " + parts.keySet());
    }
    return part;
  }

  /// The names of the parts.
  ///
  /// @return names, in the order in which they were given
  public Set<String> names() {
    return parts.keySet();
  }
}
