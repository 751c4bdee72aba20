package candor.bench;

/// Options of the JVMs that benchmarks run in.
public final class JvmOptions {
  /// Brings the Vector API.
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";
  /// Chooses the parallel collector, the same for all sides.
  public static final String COLLECTOR = "-XX:+UseParallelGC";

  private JvmOptions() {
  }
}
