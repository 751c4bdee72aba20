package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Indices in the order of numbers.
class ArgsortTest {
  private static final double[] NUMBERS = {1, Double.NaN, -3, 0, -0.0, 1, Double.POSITIVE_INFINITY};

  @Test
  void equalNumbersKeepTheirOrderAndNanComesLast() {
    assertThat(Argsort.ascending(NUMBERS)).containsExactly(2, 4, 3, 0, 5, 6, 1);
    assertThat(Argsort.descending(NUMBERS)).containsExactly(6, 0, 5, 3, 4, 2, 1);
    assertThat(Argsort.descendingMagnitude(NUMBERS)).containsExactly(6, 2, 0, 5, 3, 4, 1);
    assertThat(Argsort.ascending()).isEmpty();
  }

  @Property(tries = 200)
  void everyIndexOnceAndTheNumbersSorted(@ForAll double... numbers) {
    int[] order = Argsort.ascending(numbers);
    assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(IntStream.range(0, numbers.length).toArray());
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    assertThat(Arrays.stream(order).mapToDouble(i -> numbers[i]).toArray()).isEqualTo(sorted);
  }
}
