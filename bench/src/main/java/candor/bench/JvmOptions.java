package candor.bench;

/// Options of the JVMs that benchmarks run in.
public final class JvmOptions {
  /// Brings the Vector API.
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";
  /// Chooses the parallel collector, the same for all sides.
  public static final String COLLECTOR = "-XX:+UseParallelGC";
  /// Puts objects where cache lines begin, so that no vector lies in two. It makes every object 64 bytes long at least, so
  /// those benchmarks whose allocation counts do without.
  public static final String ALIGNED = "-XX:ObjectAlignmentInBytes=64";

  private JvmOptions() {
  }
}
