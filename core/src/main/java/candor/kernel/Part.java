package candor.kernel;

import java.util.List;

/// Loops that are compiled when a program first asks for them; others with the same bits stand in until then.
///
/// @param <K> family of loops
final class Part<K> {
  private final WarmUp warmUp;
  private final K fast;
  private final K standIn;
  private final boolean urgent;
  private final List<Runnable> exercises;
  private volatile boolean asked;
  private volatile boolean ready;

  /// Made by [WarmUp#part].
  Part(WarmUp warmUp, K fast, K standIn, boolean urgent, List<Runnable> exercises) {
    this.warmUp = warmUp;
    this.fast = fast;
    this.standIn = standIn;
    this.urgent = urgent;
    this.exercises = exercises;
  }

  /// The loops, or what stands in for them.
  K get() {
    if (ready) {
      return fast;
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

  /// Short calls of the loops.
  List<Runnable> exercises() {
    return exercises;
  }

  /// Whether a program has asked for it.
  boolean isAsked() {
    return asked;
  }

  /// Notes that a program has asked for it.
  void setAsked() {
    asked = true;
  }

  /// Whether the loops are compiled.
  boolean isReady() {
    return ready;
  }

  /// Hands out the loops from now on.
  void setReady() {
    ready = true;
  }
}
