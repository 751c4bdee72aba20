package candor.op;

import candor.kernel.RecurrentCell;
import java.util.Arrays;

/// How a recurrent layer runs over a batch of sequences: the kind of cell, the length of each sequence, and the
/// direction.
///
/// A sequence has the steps `0 … length − 1`; what lies behind is padding, which no result depends on. Backwards, a
/// sequence begins at its own last step.
///
/// @param cell kind of cell
/// @param lengths length of every sequence
/// @param reverse whether the steps run backwards
public record RecurrenceSpec(RecurrentCell cell, int[] lengths, boolean reverse) {
  /// Copies the lengths.
  public RecurrenceSpec {
    lengths = lengths.clone();
  }

  /// Forwards over sequences of one length.
  ///
  /// @param cell kind of cell
  /// @param samples number of sequences
  /// @param steps length of each
  /// @return the description
  public static RecurrenceSpec full(RecurrentCell cell, int samples, int steps) {
    int[] lengths = new int[samples];
    Arrays.fill(lengths, steps);
    return new RecurrenceSpec(cell, lengths, false);
  }

  /// The step that is run as the `k`-th of `steps`.
  int step(int k, int steps) {
    return reverse ? steps - 1 - k : k;
  }

  /// Whether a sequence has a step.
  boolean has(int sample, int step) {
    return step < lengths[sample];
  }
}
