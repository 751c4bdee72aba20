package candor.tensor;

import candor.kernel.Kernels;
import candor.parallel.Bands;
import candor.parallel.WorkerPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What operations run on: a set of kernels and a pool of threads. Results have the same bits on every backend.
///
/// The default is the best kernels of this JVM and one thread per processor; the system property `candor.threads`
/// changes the number of threads. [#call] binds another backend for the extent of one call.
///
/// @param kernels numerical loops
/// @param pool threads
public record Backend(Kernels kernels, WorkerPool pool) {
  private static final ScopedValue<Backend> BOUND = ScopedValue.newInstance();
  private static final String THREADS = "candor.threads";
  /// Scalar steps of work below which another thread costs more than it brings.
  private static final int GRAIN = 1 << 15;

  /// Chooses on first use.
  private static final class Default {
    static final Backend INSTANCE = new Backend(Kernels.best(), new WorkerPool(threads(System.getProperty(THREADS))));
  }

  /// Reads the number of threads from the system property, or counts the processors when it is not set.
  static int threads(@Nullable String property) {
    if (property == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(property.strip());
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // The message below says all there is to say.
    }
    throw new IllegalArgumentException(
        "backend: the system property " + THREADS + " is \"" + property + "\", expected a whole number of 1 or more");
  }

  /// The backend of the calling thread.
  ///
  /// @return the innermost one bound by [#call], else the default
  public static Backend current() {
    return BOUND.isBound() ? BOUND.get() : Default.INSTANCE;
  }

  /// Runs an action on this backend.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return the action's result
  public <R> R call(Supplier<R> action) {
    return ScopedValue.where(BOUND, this).call(action::get);
  }

  /// Part of a loop over independent items.
  @FunctionalInterface
  public interface Range {
    /// Handles the items of `[from, to)`.
    ///
    /// @param from first item
    /// @param to end of items
    void run(int from, int to);
  }

  /// Threads that share a loop: those of the pool, but one less while kernels are being compiled if there is a thread for
  /// every processor, because the compiler needs one of them and all steps until its end are slow.
  ///
  /// @return number of threads, 1 or more
  public int threads() {
    return kernels.isWarming()
        ? besideCompiler(pool.threads(), Runtime.getRuntime().availableProcessors())
        : pool.threads();
  }

  /// How many of some threads leave the compiler a processor.
  static int besideCompiler(int threads, int processors) {
    return threads < processors ? threads : Math.max(1, threads - 1);
  }

  /// Runs a loop over independent items, in parallel where it pays.
  ///
  /// @param items number of items
  /// @param cost scalar steps of one item
  /// @param body what to do with a range of items
  public void forEach(int items, long cost, Range body) {
    int bands = Math.min(Bands.count(items * cost, GRAIN, threads()), Math.max(1, items));
    if (bands == 1) {
      body.run(0, items);
    } else {
      pool.run(bands, b -> body.run(Bands.start(items, bands, b), Bands.start(items, bands, b + 1)));
    }
  }
}
