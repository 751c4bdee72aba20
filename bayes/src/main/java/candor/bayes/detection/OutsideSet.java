package candor.bayes.detection;

import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.tensor.NdArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set of inputs from outside of the data that a classifier is trained on. It does not give its inputs away by itself: a
/// [DetectionStudy] does, for one role.
///
/// Sets are told apart by what they hold, not by their names alone. The fingerprint of an input is that of its numbers in
/// order, rounded to F32, whatever its shape and type; so give all sets of a study before normalisation, or all after the
/// same one.
public final class OutsideSet {
  private static final int PIECE = 1024;

  private final String name;
  private final String family;
  private final Dataset data;
  private long @Nullable [] inputs;

  /// Names a set.
  ///
  /// @param name what messages and reports call it, such as `kmnist-test`
  /// @param family what sets of one kind share, such as `kmnist` for its training and test images, or `noise`
  /// @param data the inputs; targets are not used
  /// @throws IllegalArgumentException if a name is empty, or there is no input
  public OutsideSet(String name, String family, Dataset data) {
    if (name.isBlank() || family.isBlank() || data.size() == 0) {
      throw new IllegalArgumentException("outside set: name \"" + name + "\", family \"" + family + "\", "
          + data.size() + " inputs, expected names, and 1 input or more");
    }
    this.name = name;
    this.family = family;
    this.data = data;
  }

  /// What the set is called.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// What sets of its kind share.
  ///
  /// @return the family
  public String family() {
    return family;
  }

  /// Number of inputs.
  ///
  /// @return the number
  public int size() {
    return data.size();
  }

  /// The fingerprint of all inputs together, which does not depend on their order.
  ///
  /// @return sixteen hexadecimal digits
  public String fingerprint() {
    long hash = 0;
    for (long input : inputs()) {
      hash = mix(hash, input);
    }
    return String.format("%016x", hash);
  }

  Dataset data() {
    return data;
  }

  /// The fingerprints of the inputs, sorted.
  synchronized long[] inputs() {
    long[] known = inputs;
    if (known == null) {
      known = new long[size()];
      int at = 0;
      for (Batch batch : new DataLoader(data, PIECE, 0).inOrder()) {
        NdArray rows = batch.input().detach().array().rowMajor();
        int each = rows.count() / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          known[at++] = fingerprint(rows, rows.offset() + i * each, each);
        }
      }
      Arrays.sort(known);
      inputs = known;
    }
    return known;
  }

  private static long fingerprint(NdArray rows, int from, int count) {
    long hash = count;
    for (int i = from; i < from + count; i++) {
      float value = switch (rows.dtype()) {
        case F32 -> rows.f32()[i];
        case F64 -> (float) rows.f64()[i];
        case I32 -> rows.i32()[i];
      };
      // −0 + 0 is 0.
      hash = mix(hash, Float.floatToIntBits(value + 0f));
    }
    return hash;
  }

  /// One round of the finaliser of SplitMix64 (Steele, Lea & Flood 2014).
  private static long mix(long hash, long next) {
    long z = (hash ^ next) + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// Number of inputs of this set that another one holds too.
  int shared(OutsideSet other) {
    long[] theirs = other.inputs();
    return (int) Arrays.stream(inputs()).filter(input -> Arrays.binarySearch(theirs, input) >= 0).count();
  }

  /// The name.
  @Override
  public String toString() {
    return name;
  }
}
