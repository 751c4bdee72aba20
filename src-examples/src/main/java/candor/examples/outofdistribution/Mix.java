package candor.examples.outofdistribution;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a network is trained beside.
///
/// @param title in words, the name in results and report
/// @param families images from outside; none for a classifier of digits alone
record Mix(String title, List<Family> families) {
  /// Nothing from outside.
  static final Mix NOTHING = new Mix("nothing", List.of());
  /// All families that there are training images of.
  static final Mix ALL = new Mix("all four", Family.trainable());

  /// Copies the list.
  Mix {
    families = List.copyOf(families);
  }

  /// All families but one.
  static Mix without(Family family) {
    return new Mix("all but " + family.title(), Family.trainable().stream().filter(other -> other != family).toList());
  }

  private static Mix only(Family family) {
    return new Mix("only " + family.title(), List.of(family));
  }

  /// Everything that is compared: nothing, all, each family left out, and each alone.
  static List<Mix> compared() {
    List<Mix> mixes = new ArrayList<>(List.of(NOTHING, ALL));
    Stream.concat(Family.trainable().stream().map(Mix::without), Family.trainable().stream().map(Mix::only))
        .forEach(mixes::add);
    return mixes;
  }

  /// How networks are trained.
  Method method() {
    return families.isEmpty() ? Method.PLAIN : Method.EXPOSED;
  }
}
