package candor.bench;

/// Options of the JVMs that benchmarks run in.
public final class JvmOptions {
  /// Brings the Vector API.
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";
  /// Chooses the parallel collector, the same for all sides.
  public static final String COLLECTOR = "-XX:+UseParallelGC";
  /// Room for new objects, the same for all sides. They are small and die young. Room that still grows, as it does for
  /// minutes without this option, is memory that nobody has touched, and the first touch of each page takes microseconds.
  public static final String YOUNG = "-Xmn64m";
  /// Puts objects where cache lines begin, so that no vector lies in two: for convolutions and what consists of them. Every
  /// object takes 64 bytes or more then, so steps, whose allocation counts, run without, and so does what gains nothing by it.
  public static final String ALIGNED = "-XX:ObjectAlignmentInBytes=64";

  private JvmOptions() {
  }
}
