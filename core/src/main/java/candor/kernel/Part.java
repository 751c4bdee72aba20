package candor.kernel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Loops that are loaded and compiled when a program first asks for them; others with the same bits stand in until then.
///
/// @param <K> family of loops
final class Part<K> {
  private final WarmUp warmUp;
  private final Supplier<K> fast;
  private final K standIn;
  private final boolean urgent;
  private final Function<K, List<Runnable>> exercises;
  private volatile boolean asked;
  private volatile @Nullable K loaded;
  private volatile @Nullable K ready;

  /// Made by [WarmUp#part].
  Part(WarmUp warmUp, Supplier<K> fast, K standIn, boolean urgent, Function<K, List<Runnable>> exercises) {
    this.warmUp = warmUp;
    this.fast = fast;
    this.standIn = standIn;
    this.urgent = urgent;
    this.exercises = exercises;
  }

  /// The loops, or what stands in for them.
  K get() {
    K loops = ready;
    if (loops != null) {
      return loops;
    }
    if (!asked) {
      warmUp.ask(this);
    }
    return standIn;
  }

  /// Whether it is worth more than others to have this part early.
  boolean isUrgent() {
    return urgent;
  }

  /// Loads the loops.
  void load() {
    loaded = fast.get();
  }

  /// Short calls of the loops, which must be loaded.
  List<Runnable> exercises() {
    return exercises.apply(requireNonNull(loaded));
  }

  /// Whether a program has asked for it.
  boolean isAsked() {
    return asked;
  }

  /// Notes that a program has asked for it.
  void setAsked() {
    asked = true;
  }

  /// Hands out the loops from now on, unless they could not be loaded.
  void setReady() {
    ready = loaded;
  }
}
