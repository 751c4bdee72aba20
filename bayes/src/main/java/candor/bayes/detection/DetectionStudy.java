package candor.bayes.detection;

import candor.nn.data.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hands out sets from outside, each for one purpose, so that no detector is scored on a set that it, or the network under
/// it, was trained or tuned on.
///
/// ```java
/// DetectionStudy study = new DetectionStudy();
/// Dataset outliers = study.take(Role.TRAIN, synthetic);
/// Dataset held = study.take(Role.TUNE, greyCifar);
/// Dataset scored = study.take(Role.TEST, kmnist);
/// ```
///
/// A set that was taken for one role is refused for another, by its name, and by its inputs: two sets that share an input
/// are one set here, whatever they are called. A set to test on must also be of another family than every set to train or
/// to tune on, since a detector that was tuned on some noise is not tested by other noise. Who wants to see that case too,
/// as the easy one beside the real one, asks for it by a role of its own, [Role#SEEN]. The same role may be asked for again.
public final class DetectionStudy {
  private final Map<OutsideSet, Role> taken = new LinkedHashMap<>();

  /// What a set from outside is used for.
  public enum Role {
    /// To train a network with, as outlier exposure and prior networks do.
    TRAIN("training"),
    /// To choose settings of a detector by.
    TUNE("tuning"),
    /// To score detectors on.
    TEST("testing"),
    /// To look at what a training beside a family does for images of that very family, which no detector is judged by: other
    /// inputs than those that were trained or tuned on, but of a family that may have been.
    SEEN("a family that may have been seen");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    /// The use in a word.
    @Override
    public String toString() {
      return text;
    }
  }

  /// A study that has used no set yet.
  public DetectionStudy() {
  }

  /// Takes a set for a role.
  ///
  /// @param role what it is used for
  /// @param set the set
  /// @return its inputs, with the targets that it came with
  /// @throws IllegalStateException if it was taken for another role, under this name or another one, or must not be
  ///     tested on because a set of its family was trained or tuned on, or the other way round
  public synchronized Dataset take(Role role, OutsideSet set) {
    for (Map.Entry<OutsideSet, Role> entry : taken.entrySet()) {
      if (entry.getValue() != role) {
        check(role, set, entry.getValue(), entry.getKey());
      }
    }
    taken.put(set, role);
    return set.data();
  }

  private static void check(Role role, OutsideSet set, Role earlierRole, OutsideSet earlier) {
    String before = "detection study: " + set.name() + " is asked for " + role + ", but ";
    if (earlier.name().equals(set.name())) {
      throw new IllegalStateException(before + "a set of this name was taken for " + earlierRole);
    }
    boolean tests = role == Role.TEST || earlierRole == Role.TEST;
    if (tests && earlier.family().equals(set.family())) {
      throw new IllegalStateException(before + earlier.name() + ", which is of the family " + set.family()
          + " too, was taken for " + earlierRole);
    }
    int shared = set.shared(earlier);
    if (shared > 0) {
      throw new IllegalStateException(before + shared + " of its " + set.size() + " inputs are also in "
          + earlier.name() + ", which was taken for " + earlierRole);
    }
  }

  /// Which sets were used for what, and the rules, for reports.
  ///
  /// @return a line for each role and one for the rules, without a line break at the end
  public synchronized String describe() {
    List<String> lines = new ArrayList<>();
    for (Role role : Role.values()) {
      List<String> sets = taken.entrySet().stream().filter(entry -> entry.getValue() == role)
          .map(entry -> describe(entry.getKey())).toList();
      lines.add(role + ": " + (sets.isEmpty() ? "none" : String.join("; ", sets)));
    }
    lines.add("no two roles share a set, by name or by an input; sets tested on share no family with others");
    return String.join("\n", lines);
  }

  private static String describe(OutsideSet set) {
    return set.name() + " (family " + set.family() + ", " + set.size() + " inputs, fingerprint " + set.fingerprint()
        + ")";
  }
}
