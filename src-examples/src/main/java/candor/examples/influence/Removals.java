package candor.examples.influence;

import candor.examples.KeptResults;
import candor.examples.Progress;
import candor.examples.SideBySide;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the removal of training images changed, computed side by side, some images at a time, and kept.
final class Removals {
  private static final int PART = 20;

  private final Map<Integer, List<Double>> changes = new HashMap<>();
  private double worst;
  private double seconds;

  private Removals() {
  }

  /// What some removals changed.
  ///
  /// @param changes for every test image that is watched, the changes of its loss, one for each removal
  /// @param worst how far from its end a training was, at most
  record Changes(double[][] changes, double worst) {
  }

  /// The same in a file.
  ///
  /// @param images the removed images
  /// @param changes for every test image that is watched, the changes of its loss, one for each removal
  /// @param worst how far from its end a training was, at most
  /// @param seconds processor time
  record Part(List<Integer> images, List<List<Double>> changes, double worst, double seconds) {
  }

  /// Removes images. Called from several threads.
  @FunctionalInterface
  interface Removal {
    /// Removes images one at a time.
    ///
    /// @param images indices of training images
    Changes of(int... images);
  }

  /// Removes all images of several lists, each image once.
  ///
  /// @param lists images to remove, those of each test image
  /// @param names name of each list, for files
  /// @param kept where parts are kept
  /// @param progress where to say how far it is
  /// @param removal removes some
  /// @throws IOException if a file cannot be read or written
  static Removals of(List<int[]> lists, List<String> names, KeptResults kept, Progress progress, Removal removal)
      throws IOException {
    Removals all = new Removals();
    for (int i = 0; i < lists.size(); i++) {
      String name = names.get(i);
      int[] images = Arrays.stream(lists.get(i)).filter(image -> !all.changes.containsKey(image)).toArray();
      int parts = Math.ceilDiv(images.length, PART);
      List<Part> done = SideBySide.run(parts, p -> {
        int[] some = Arrays.copyOfRange(images, p * PART, Math.min(images.length, (p + 1) * PART));
        Part part = kept.of(name + "-part-" + p, Part.class, () -> timed(removal, some));
        progress.stage(name + ": part " + (p + 1) + " of " + parts);
        return part;
      });
      done.forEach(all::add);
    }
    return all;
  }

  private static Part timed(Removal removal, int... images) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Changes found = removal.of(images);
    double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    List<List<Double>> lists =
        Arrays.stream(found.changes).map(row -> Arrays.stream(row).boxed().toList()).toList();
    return new Part(Arrays.stream(images).boxed().toList(), lists, found.worst, seconds);
  }

  private void add(Part part) {
    for (int i = 0; i < part.images.size(); i++) {
      List<Double> ofImage = new ArrayList<>();
      for (List<Double> ofQuery : part.changes) {
        ofImage.add(ofQuery.get(i));
      }
      changes.put(part.images.get(i), ofImage);
    }
    worst = Math.max(worst, part.worst);
    seconds += part.seconds;
  }

  /// The changes of one test image's loss.
  ///
  /// @param query number of the test image
  /// @param images removed images
  double[] of(int query, int... images) {
    return Arrays.stream(images).mapToDouble(image -> Objects.requireNonNull(changes.get(image)).get(query)).toArray();
  }

  /// How many images were removed.
  int count() {
    return changes.size();
  }

  double worst() {
    return worst;
  }

  double seconds() {
    return seconds;
  }
}
