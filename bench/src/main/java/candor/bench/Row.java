package candor.bench;

import java.util.List;

/// A line of a table: one piece of work, done by several sides.
///
/// @param name what is done
/// @param table table it belongs to
/// @param threads numbers of threads it is measured with
/// @param work what one call computes
/// @param effort how long it is measured
/// @param goals what the first side should reach
/// @param sides who does it, the subject first
record Row(String name, String table, List<Integer> threads, Work work, Effort effort, List<Goal> goals,
    List<Side> sides) {
  /// How long one fork runs.
  ///
  /// @param warmup seconds before measuring
  /// @param peers the same for peers
  /// @param seconds seconds of one iteration
  /// @param iterations iterations that are measured
  record Effort(double warmup, double peers, double seconds, int iterations) {
    /// For plain loops.
    static final Effort LOOP = new Effort(5, 5, 0.5, 3);
    /// For kernels, which are called some thousand times a second or more: what calls them is settled after eight seconds.
    static final Effort KERNEL = new Effort(10, 5, 0.5, 3);
    /// For steps made of many kernels, each of which is called a few times a step and compiled after some thousand calls.
    static final Effort STEP = new Effort(10, 10, 1, 2);
    /// For calls of a tenth of a second or so, of which it takes two hundred until nothing is left to compile. PyTorch has
    /// nothing to compile, and becomes slower the longer it makes such graphs.
    static final Effort PRODUCT = new Effort(25, 10, 1, 4);
    /// For calls that take a second or more.
    static final Effort JOB = new Effort(1, 1, 2, 1);
  }
}
