package candor.nn.train;

import candor.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes checkpoints into a directory: `step-0000001234.safetensors` after so many steps, at the end of training and, if
/// wanted, `best.safetensors`.
///
/// ```java
/// Checkpoints checkpoints = Checkpoints.in(directory).everyMinutes(10).keep(2).best(Goal.highest("accuracy"));
/// Trainer trainer = Trainer.builder(model, loss, adam, loader).checkpoints(checkpoints).build();
/// Optional<Path> latest = Checkpoints.latest(directory);
/// if (latest.isPresent()) {
///   trainer.resume(latest.get());
/// }
/// trainer.fit(50);
/// ```
///
/// A directory belongs to one training: it is refused when it holds checkpoints of steps that are still to be made.
public final class Checkpoints implements TrainingListener {
  private static final String PATTERN = "step-\\d{10}\\.safetensors";
  private static final String BEST_FILE = "best.safetensors";
  private static final String BEST = "best";
  private static final double NANOS_PER_MINUTE = 60e9;

  /// When and what to write.
  ///
  /// @param epochs epochs between two files, 0 for never
  /// @param nanos time between two files, infinite for never
  /// @param kept how many files are kept
  /// @param goal what the best one is best at, if it is wanted
  private record Plan(int epochs, double nanos, int kept, @Nullable Goal goal) {
  }

  private final Path directory;
  private final Plan plan;
  private final LongSupplier clock;
  private long last;
  private double best = Double.NaN;

  private Checkpoints(Path directory, Plan plan, LongSupplier clock) {
    this.directory = directory;
    this.plan = plan;
    this.clock = clock;
  }

  /// A checkpoint at the end of every epoch, of which the last is kept.
  ///
  /// @param directory where to write; made if it is missing
  /// @return the listener
  public static Checkpoints in(Path directory) {
    return in(directory, System::nanoTime);
  }

  static Checkpoints in(Path directory, LongSupplier clock) {
    return new Checkpoints(directory, new Plan(1, Double.POSITIVE_INFINITY, 1, null), clock);
  }

  /// The same after every so many epochs.
  ///
  /// @param epochs epochs between two checkpoints, 0 for none at the end of epochs
  /// @return a new listener
  /// @throws IllegalArgumentException if it is negative
  public Checkpoints everyEpochs(int epochs) {
    if (epochs < 0) {
      throw new IllegalArgumentException("checkpoints: every " + epochs + " epochs, expected 0 or more");
    }
    return with(new Plan(epochs, plan.nanos, plan.kept, plan.goal));
  }

  /// The same, and one after so many minutes, between two steps.
  ///
  /// @param minutes minutes between two checkpoints, positive
  /// @return a new listener
  /// @throws IllegalArgumentException if it is not positive
  public Checkpoints everyMinutes(double minutes) {
    if (!(minutes > 0)) {
      throw new IllegalArgumentException("checkpoints: every " + minutes + " minutes, expected more than 0");
    }
    return with(new Plan(plan.epochs, minutes * NANOS_PER_MINUTE, plan.kept, plan.goal));
  }

  /// The same with more of the last ones kept.
  ///
  /// @param count how many, 1 or more
  /// @return a new listener
  /// @throws IllegalArgumentException if it is below 1
  public Checkpoints keep(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("checkpoints: keep " + count + ", expected 1 or more");
    }
    return with(new Plan(plan.epochs, plan.nanos, count, plan.goal));
  }

  /// The same, and the best one of all ends of epochs as `best.safetensors`.
  ///
  /// @param goal what it shall be best at
  /// @return a new listener
  public Checkpoints best(Goal goal) {
    return with(new Plan(plan.epochs, plan.nanos, plan.kept, goal));
  }

  private Checkpoints with(Plan other) {
    return new Checkpoints(directory, other, clock);
  }

  /// The checkpoint of the latest step in a directory.
  ///
  /// @param directory directory, which may be missing
  /// @return the file, if there is one
  /// @throws IOException if the directory cannot be read
  public static Optional<Path> latest(Path directory) throws IOException {
    List<Path> all = all(directory);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private static List<Path> all(Path directory) throws IOException {
    return Files.isDirectory(directory) ? matching(directory, PATTERN) : List.of();
  }

  private static List<Path> matching(Path directory, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
    }
  }

  private Path file(Trainer trainer) {
    return directory.resolve("step-%010d.safetensors".formatted(trainer.progress().step()));
  }

  @Override
  public void onStart(Trainer trainer) {
    last = clock.getAsLong();
    try {
      Files.createDirectories(directory);
      Optional<Path> latest = latest(directory);
      if (latest.isPresent() && latest.get().compareTo(file(trainer)) > 0) {
        throw new IllegalStateException("checkpoints: " + directory + " holds " + latest.get().getFileName()
            + ", but training begins after step " + trainer.progress().step()
            + "; resume from that file, or take another directory");
      }
      // A process that was killed may have been writing.
      for (Path part : matching(directory, PATTERN + "\\.part")) {
        Files.delete(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onStep(Step step, Trainer trainer) {
    if (clock.getAsLong() - last >= plan.nanos) {
      write(trainer);
    }
  }

  @Override
  public void onEpoch(Epoch epoch, Trainer trainer) {
    Goal goal = plan.goal;
    if (goal != null && goal.isBetter(goal.of(epoch), best, 0)) {
      best = goal.of(epoch);
      save(trainer, directory.resolve(BEST_FILE));
    }
    if (plan.epochs > 0 && (epoch.epoch() + 1) % plan.epochs == 0) {
      write(trainer);
    }
  }

  @Override
  public void onEnd(Trainer trainer) {
    if (!Files.exists(file(trainer))) {
      write(trainer);
    }
  }

  private void write(Trainer trainer) {
    last = clock.getAsLong();
    save(trainer, file(trainer));
    try {
      List<Path> all = all(directory);
      for (Path old : all.subList(0, Math.max(0, all.size() - plan.kept))) {
        Files.delete(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void save(Trainer trainer, Path file) {
    try {
      trainer.save(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return plan.goal == null ? Map.of() : Map.of(BEST, State.scalar(best));
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Map<String, Tensor> rest = new LinkedHashMap<>(state);
    double saved = plan.goal == null ? Double.NaN : State.number("checkpoints", BEST, rest);
    TrainingListener.super.restore(rest);
    best = saved;
  }
}
