package candor.bench;

import candor.autograd.Profile;
import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints where the time of a LeNet step on 64 images goes, operation by operation, with one thread and with two.
public final class StepProfile {
  private static final int WARM_UP = 1500;
  private static final int STEPS = 300;
  /// Operations below this share of the step are added up.
  private static final double SHARE = 0.005;

  private StepProfile() {
  }

  /// Measures and prints a table in Markdown, microseconds a step. Both numbers of threads run once before, so that neither
  /// has the compiler beside it.
  ///
  /// @param args nothing
  public static void main(String... args) {
    measure(1);
    measure(2);
    Found one = measure(1);
    Found both = measure(2);
    Map<String, Long> two = new HashMap<>();
    both.profile.entries().forEach(entry -> two.put(entry.operation(), entry.nanos()));
    List<String> lines = new ArrayList<>(List.of("| operation | 1 thread | 2 threads |", "|---|---|---|"));
    long rest = one.profile.total() - one.updating;
    long restOfTwo = both.profile.total() - both.updating;
    long few = 0;
    long fewOfTwo = 0;
    for (Profile.Entry entry : one.profile.entries()) {
      long other = two.getOrDefault(entry.operation(), 0L);
      rest -= entry.nanos();
      restOfTwo -= other;
      if (entry.nanos() >= SHARE * one.profile.total()) {
        lines.add(line(entry.operation(), entry.nanos(), other));
      } else {
        few += entry.nanos();
        fewOfTwo += other;
      }
    }
    lines.add(line("other operations", few, fewOfTwo));
    lines.add(line("the update", one.updating, both.updating));
    lines.add(line("the rest: the walk over the graph, the workspace", rest, restOfTwo));
    lines.add(line("**together**", one.profile.total(), both.profile.total()));
    System.out.println(String.join(System.lineSeparator(), lines));
  }

  /// What some steps took.
  ///
  /// @param profile operation by operation
  /// @param updating nanoseconds of their updates
  private record Found(Profile profile, long updating) {
  }

  private static Found measure(int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      Backend backend = new Backend(Kernels.best().compiled(), pool);
      LeNetTraining training = new LeNetTraining(64);
      Profile profile = new Profile();
      for (int step = 0; step < WARM_UP; step++) {
        backend.call(training::stepInWorkspace);
      }
      long before = training.updating();
      for (int step = 0; step < STEPS; step++) {
        profile.call(() -> backend.call(training::stepInWorkspace));
      }
      return new Found(profile, training.updating() - before);
    }
  }

  private static String line(String operation, long nanos, long nanosOfTwo) {
    return String.format(Locale.ROOT, "| %s | %.0f | %.0f |", operation, nanos / 1e3 / STEPS, nanosOfTwo / 1e3 / STEPS);
  }
}
