package candor.bayes.curvature;

import candor.parallel.Bands;
import candor.tensor.Backend;
import candor.tensor.Workspace;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A data set in pieces of neighbouring samples, computed side by side and taken in order, so that sums over them do not
/// depend on threads.
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

  /// What is computed of a piece.
  @FunctionalInterface
  interface Function {
    /// Computes some vectors.
    ///
    /// @param piece number of the piece
    /// @param workspace where it is called, for nested calls
    double[][] of(int piece, Workspace workspace);
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

  String words(int piece) {
    return "samples " + from(piece) + " to " + (to(piece) - 1);
  }

  /// Computes every piece in a workspace, as many at once as there are threads, and hands the results on in order. A single
  /// piece has all threads for its operations.
  ///
  /// @param function vectors of a piece
  /// @param consumer what to do with them
  void forEach(Function function, Consumer<double[][]> consumer) {
    Backend backend = Backend.current();
    int threads = backend.pool().threads();
    for (int first = 0; first < count; first += threads) {
      int start = first;
      double[][][] results = new double[Math.min(threads, count - first)][][];
      backend.pool().run(results.length, k -> {
        results[k] = backend.call(() -> inWorkspace(start + k, function));
      });
      for (double[][] result : results) {
        consumer.accept(result);
      }
    }
  }

  private double[][] inWorkspace(int piece, Function function) {
    Workspace last = idle.pollLast();
    Workspace workspace = last == null ? new Workspace() : last;
    try {
      return workspace.call(() -> function.of(piece, workspace));
    } finally {
      idle.addLast(workspace);
    }
  }

  /// Adds up vectors: Σ over the pieces, in order.
  double[][] sum(int vectors, int length, Function function) {
    double[][] sums = new double[vectors][length];
    forEach(function, parts -> {
      for (int i = 0; i < vectors; i++) {
        add(parts[i], sums[i]);
      }
    });
    return sums;
  }

  /// Joins vectors: those of the pieces one behind the other.
  double[][] join(int vectors, int length, Function function) {
    double[][] whole = new double[vectors][length];
    int[] at = new int[1];
    forEach(function, parts -> {
      for (int i = 0; i < vectors; i++) {
        System.arraycopy(parts[i], 0, whole[i], at[0], parts[i].length);
      }
      at[0] += vectors == 0 ? 0 : parts[0].length;
    });
    return whole;
  }

  private static void add(double[] part, double... sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += part[i];
    }
  }
}
