package candor.examples;

import candor.tensor.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Pieces of work that need nothing of each other, as trainings of networks that differ by their seeds: every thread takes
/// the next one, whose operations run in that thread alone. The results have the bits of one piece after the other.
public final class SideBySide {
  private SideBySide() {
  }

  /// A piece of work.
  ///
  /// @param <T> what it gives
  @FunctionalInterface
  public interface Work<T> {
    /// Does the piece with a number. Called from several threads, so everything that it changes is its own.
    ///
    /// @param number number of the piece, from 0
    /// @return what it gives
    /// @throws IOException if a file cannot be read or written
    T of(int number) throws IOException;
  }

  /// Does all of them, beginning with the first.
  ///
  /// @param count how many
  /// @param work does one
  /// @param <T> what a piece gives
  /// @return what they gave, in their order
  /// @throws IOException if one of them cannot read or write a file
  public static <T> List<T> run(int count, Work<T> work) throws IOException {
    Backend backend = Backend.current();
    Map<Integer, T> done = new ConcurrentSkipListMap<>();
    try {
      // The pool begins with the highest index.
      backend.pool().run(count, i -> {
        int number = count - 1 - i;
        done.put(number, backend.call(() -> unchecked(work, number)));
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return List.copyOf(done.values());
  }

  private static <T> T unchecked(Work<T> work, int number) {
    try {
      return work.of(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
