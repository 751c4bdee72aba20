package candor.bench;

import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.Workspace;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Candor's side of every benchmark: kernels and threads.
@State(Scope.Benchmark)
public class Engine {
  /// Threads of the worker pool.
  @Param({"1", "2"})
  public int threads;
  /// Kernels: `best` of this JVM, or `scalar`.
  @Param("best")
  public String kernels = "";

  private Backend backend;
  private final Workspace workspace = new Workspace();

  /// Starts the threads.
  @Setup
  public void open() {
    Kernels set = switch (kernels) {
      case "scalar" -> Kernels.scalar();
      case "best" -> Kernels.best().compiled();
      default -> throw new IllegalArgumentException("benchmark: kernels " + kernels + ", expected scalar or best");
    };
    backend = new Backend(set, new WorkerPool(threads));
  }

  /// Ends the threads.
  @TearDown
  public void close() {
    backend.pool().close();
  }

  /// Runs an action on the backend, its tensors in a workspace, as in a training loop.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return its result, which must not be read if it is a tensor
  public <R> R call(Supplier<R> action) {
    return backend.call(() -> workspace.call(action));
  }

  /// Runs an action on the backend that keeps its tensors.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return its result
  public <R> R keep(Supplier<R> action) {
    return backend.call(action);
  }
}
