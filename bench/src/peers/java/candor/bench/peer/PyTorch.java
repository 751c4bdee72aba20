package candor.bench.peer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import candor.bench.Fixtures;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// PyTorch on the CPU through the Deep Java Library (DJL): strict F32, which is its default, and as many threads inside
/// an operation and between operations as the parameter says. DJL records nothing for gradients unless it is told to.
@State(Scope.Benchmark)
public class PyTorch {
  /// Threads.
  @Param({"1", "2"})
  public int threads;

  private NDManager manager;

  /// Loads the native library; nothing is fetched and nothing reported.
  @Setup
  public void open() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", String.valueOf(threads));
    manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
  }

  /// Frees everything.
  @TearDown
  public void close() {
    manager.close();
  }

  /// What owns the arrays.
  ///
  /// @return the manager
  public NDManager manager() {
    return manager;
  }

  /// Standard normal numbers, those of Candor's side.
  ///
  /// @param name stream they come from
  /// @param sizes shape
  /// @return the array
  public NDArray normal(String name, int... sizes) {
    Shape shape = new Shape(IntStream.of(sizes).asLongStream().toArray());
    return manager.create(Fixtures.normal(name, (int) shape.size()), shape);
  }
}
