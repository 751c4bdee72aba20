package candor.bayes.curvature;

import candor.parallel.Bands;
import candor.tensor.Backend;
import candor.tensor.Workspace;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A data set in pieces of neighbouring samples, computed side by side. What they are added up to takes them in order, so
/// that sums do not depend on threads.
final class Pieces {
  private static final int LANES = 16;

  private final int samples;
  private final int count;
  private final int align;
  private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();

  Pieces(int samples, int size) {
    this.samples = samples;
    count = Math.ceilDiv(samples, size);
    align = size % LANES == 0 ? LANES : 1;
  }

  /// What is done with a piece.
  @FunctionalInterface
  interface Task {
    /// Computes.
    ///
    /// @param piece number of the piece
    /// @param workspace where it is called, for nested calls
    /// @param turn for what must be done piece after piece
    void run(int piece, Workspace workspace, Turns.Turn turn);
  }

  /// What is computed of a piece.
  @FunctionalInterface
  interface Vectors {
    /// Computes some vectors, as many numbers for each sample.
    ///
    /// @param piece number of the piece
    double[][] of(int piece);
  }

  int count() {
    return count;
  }

  int[] indices(int piece) {
    return IntStream.range(from(piece), to(piece)).toArray();
  }

  int from(int piece) {
    return Bands.start(samples, count, piece, align);
  }

  int to(int piece) {
    return Bands.start(samples, count, piece + 1, align);
  }

  /// Samples of the largest piece.
  int largest() {
    return IntStream.range(0, count).map(piece -> to(piece) - from(piece)).max().orElse(0);
  }

  String words(int piece) {
    return "samples " + from(piece) + " to " + (to(piece) - 1);
  }

  /// Takes every piece to a workspace, as many at once as there are threads. A single piece, and one that would be left over,
  /// has all threads for its operations.
  ///
  /// @param queues things that are done piece after piece
  /// @param task what to do
  void forEach(int queues, Task task) {
    Backend backend = Backend.current();
    Turns turns = new Turns(queues);
    int alone = count % backend.pool().threads() == 1 ? 1 : 0;
    backend.pool().run(count - alone,
        piece -> turns.guard(piece, () -> backend.call(() -> inWorkspace(piece, task, turns))));
    if (alone == 1) {
      inWorkspace(count - 1, task, turns);
    }
  }

  private int inWorkspace(int piece, Task task, Turns turns) {
    return inWorkspace(workspace -> {
      task.run(piece, workspace, turns.of(piece));
      return piece;
    });
  }

  /// Runs an action whose tensors are not used later, in the memory of another one that has ended.
  <R> R inWorkspace(Function<Workspace, R> action) {
    Workspace last = idle.pollLast();
    Workspace workspace = last == null ? new Workspace() : last;
    try {
      return workspace.call(() -> action.apply(workspace));
    } finally {
      idle.addLast(workspace);
    }
  }

  /// Joins vectors: those of the pieces one behind the other.
  double[][] join(int vectors, int length, Vectors function) {
    double[][] whole = new double[vectors][length];
    forEach(0, (piece, workspace, turn) -> {
      double[][] parts = function.of(piece);
      for (int i = 0; i < vectors; i++) {
        System.arraycopy(parts[i], 0, whole[i], length / samples * from(piece), parts[i].length);
      }
    });
    return whole;
  }
}
