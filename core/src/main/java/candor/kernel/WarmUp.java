package candor.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/// A daemon thread that loads the loops a program asks for and runs them on small inputs until the virtual machine has
/// compiled them: urgent ones first, and together what was asked for in the meantime. It ends when nothing is left to do.
///
/// Many short calls let the virtual machine profile a loop and then compile the method as a whole. A long call would make
/// it compile the loop in mid-run first, where it keeps vectors in memory.
final class WarmUp {
  /// A warm-up that began at once would take a processor from the program, which is being compiled itself.
  private static final long HEAD_START_NANOS = 500_000_000;
  /// Calls of every loop in a round.
  private static final int CALLS = 25;
  /// Rounds after which every loop has been called often enough to be compiled.
  private static final int ENOUGH = 240;
  /// Rounds in a row that must be about as fast as the fastest: then nothing is left to compile.
  private static final int STEADY = 20;
  private static final double ABOUT = 3;
  private static final long LIMIT_NANOS = 10_000_000_000L;

  private final List<Part<?>> all = new ArrayList<>();
  private final List<Part<?>> waiting = new ArrayList<>();
  private boolean begun;
  private volatile boolean running;

  /// Adds a part.
  ///
  /// @param fast loads its loops
  /// @param standIn loops with the same bits
  /// @param urgent whether it goes before others
  /// @param exercises makes short calls of the loops
  <K> Part<K> part(Supplier<K> fast, K standIn, boolean urgent, Function<K, List<Runnable>> exercises) {
    Part<K> part = new Part<>(this, fast, standIn, urgent, exercises);
    all.add(part);
    return part;
  }

  /// Warms a part up in its turn, once.
  synchronized void ask(Part<?> part) {
    if (part.isAsked()) {
      return;
    }
    waiting.add(part);
    boolean idle = !running;
    // First: whoever sees that the part was asked for must see that it is not ready.
    running = true;
    part.setAsked();
    if (idle) {
      Thread.ofPlatform().daemon().name("candor-warm-up").start(this::run);
    }
  }

  /// Whether some of what was asked for is not ready.
  boolean isRunning() {
    return running;
  }

  /// Asks for all parts and waits for them; fails if they cannot be loaded.
  void complete() {
    all.forEach(Part::load);
    all.forEach(Part::get);
    while (running) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void run() {
    if (!begun) {
      begun = true;
      LockSupport.parkNanos(HEAD_START_NANOS);
    }
    try {
      all.forEach(Part::load);
      List<Part<?>> parts = next();
      while (!parts.isEmpty()) {
        exercise(parts.stream().flatMap(part -> part.exercises().stream()).toList());
        parts.forEach(Part::setReady);
        parts = next();
      }
    } catch (RuntimeException | Error e) {
      end();
      throw e;
    }
  }

  private synchronized List<Part<?>> next() {
    List<Part<?>> parts = new ArrayList<>(waiting.stream().filter(Part::isUrgent).toList());
    if (parts.isEmpty()) {
      parts.addAll(waiting);
    }
    waiting.removeAll(parts);
    running = !parts.isEmpty();
    return parts;
  }

  /// Nobody waits for loops that fail: the program meets the failure where it calls them. If none could be loaded, others
  /// stand in for good.
  private synchronized void end() {
    for (Part<?> part : all) {
      part.setAsked();
      part.setReady();
    }
    waiting.clear();
    running = false;
  }

  private static void exercise(List<Runnable> loops) {
    long start = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    int steady = 0;
    for (int round = 0; round < ENOUGH || steady < STEADY; round++) {
      long begin = System.nanoTime();
      for (Runnable loop : loops) {
        for (int call = 0; call < CALLS; call++) {
          loop.run();
        }
      }
      long end = System.nanoTime();
      fastest = Math.min(fastest, end - begin);
      steady = end - begin <= ABOUT * fastest ? steady + 1 : 0;
      if (end - start > LIMIT_NANOS) {
        return;
      }
    }
  }
}
