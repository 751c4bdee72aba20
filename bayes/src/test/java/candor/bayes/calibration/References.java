package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The data and values of `calibration.csv`, which `src/test/python/calibration.py` computed with numpy, scipy, mpmath and
/// scikit-learn.
final class References {
  private static final List<String[]> LINES = lines();

  private References() {
  }

  /// Numbers and true classes.
  ///
  /// @param numbers probabilities or logits `[N, K]`
  /// @param labels `N` classes
  record Data(Tensor numbers, int[] labels) {
    Belief.Categorical belief() {
      return new Belief.Categorical(numbers);
    }

    Forecasts forecasts() {
      return Forecasts.of(belief(), labels);
    }

    Logits logits() {
      return Logits.of(numbers);
    }
  }

  /// One value.
  ///
  /// @param what the quantity
  /// @param data name of the data
  /// @param argument what else it depends on
  /// @param numbers its numbers
  record Value(String what, String data, String argument, double[] numbers) {
    /// The rule that an argument such as `width 15` means.
    Binning binning() {
      String[] words = argument.split(" ");
      int bins = Integer.parseInt(words[1]);
      return words[0].equals("width") ? Binning.equalWidth(bins) : Binning.equalMass(bins);
    }

    @Override
    public String toString() {
      return what + " of " + data + ", " + argument;
    }
  }

  static Data data(String name) {
    String[] row = LINES.stream().filter(line -> line[0].equals("data") && line[1].equals(name)).findFirst()
        .orElseThrow();
    int[] labels = Stream.of(row[3].split(" ")).mapToInt(Integer::parseInt).toArray();
    return new Data(Tensor.of(numbers(row[4]), labels.length, Integer.parseInt(row[2])), labels);
  }

  static List<Value> values(String beginning) {
    List<Value> values = LINES.stream().filter(line -> line[0].equals("value") && line[1].startsWith(beginning))
        .map(row -> new Value(row[1], row[2], row[3], numbers(row[4]))).toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values of " + beginning);
    }
    return values;
  }

  private static List<String[]> lines() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(References.class.getResourceAsStream("calibration.csv")), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String text) {
    return Stream.of(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
