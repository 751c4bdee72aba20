package candor.bayes.dirichlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The values of `dirichlet.csv`, which `src/test/python/dirichlet.py` computed at 60 digits.
final class References {
  private References() {
  }

  /// One value.
  ///
  /// @param what the quantity
  /// @param first concentrations
  /// @param second other concentrations, probabilities, a class, or nothing
  /// @param value the value
  record Reference(String what, double[] first, double[] second, double value) {
    @Override
    public String toString() {
      return what + " of " + Arrays.toString(first) + " and " + Arrays.toString(second);
    }
  }

  static List<Reference> all() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(References.class.getResourceAsStream("dirichlet.csv")), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> line.split(",", -1))
          .map(row -> new Reference(row[0], numbers(row[1]), numbers(row[2]), Double.parseDouble(row[3]))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String text) {
    return text.isEmpty() ? new double[0] : Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
