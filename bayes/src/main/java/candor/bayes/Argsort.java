package candor.bayes;

import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Indices in the order of the numbers they belong to. Of equal numbers the first comes first; −0 lies below 0, and NaN
/// comes last in every order.
public final class Argsort {
  private Argsort() {
  }

  /// From the smallest number to the largest.
  ///
  /// @param numbers `N` numbers
  /// @return all indices, `0 … N − 1`
  public static int[] ascending(double... numbers) {
    return by(numbers.length, i -> numbers[i]);
  }

  /// From the largest number to the smallest.
  ///
  /// @param numbers `N` numbers
  /// @return all indices, `0 … N − 1`
  public static int[] descending(double... numbers) {
    return by(numbers.length, i -> -numbers[i]);
  }

  /// From the number furthest from 0 to the nearest.
  ///
  /// @param numbers `N` numbers
  /// @return all indices, `0 … N − 1`
  public static int[] descendingMagnitude(double... numbers) {
    return by(numbers.length, i -> -Math.abs(numbers[i]));
  }

  private static int[] by(int n, IntToDoubleFunction key) {
    return IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(key::applyAsDouble))
        .mapToInt(Integer::intValue).toArray();
  }
}
