package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;

import candor.random.RandomStream;
import candor.tensor.Shape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitTest {

  /// Bounds are five standard errors of the statistic.
  private static final double ERRORS = 5;

  @ParameterizedTest
  @CsvSource({"400,900,1,1", "900,400,1,1", "64,32,5,5", "128,1,20,20"})
  void heNumbersAreNormalWithVarianceTwoOverFanIn(int out, int in, int height, int width) {
    double[] values = Init.heNormal().values(stream(), Shape.of(out, in, height, width));
    double n = values.length;
    double variance = 2.0 / (in * height * width);
    assertThat(moment(values, x -> x)).isCloseTo(0, Offset.offset(ERRORS * Math.sqrt(variance / n)));
    assertThat(moment(values, x -> x * x) / variance).isCloseTo(1, Offset.offset(ERRORS * Math.sqrt(2 / n)));
    assertThat(moment(values, x -> x * x * x * x) / (variance * variance)).isCloseTo(3,
        Offset.offset(ERRORS * Math.sqrt(96 / n)));
  }

  @ParameterizedTest
  @CsvSource({"400,900,1,1", "900,400,1,1", "64,32,5,5", "128,1,20,20"})
  void glorotNumbersAreUniformWithVarianceTwoOverFanInAndFanOut(int out, int in, int height, int width) {
    double[] values = Init.glorotUniform().values(stream(), Shape.of(out, in, height, width));
    double n = values.length;
    double variance = 2.0 / ((in + out) * height * width);
    double bound = Math.sqrt(3 * variance);
    assertThat(moment(values, x -> x)).isCloseTo(0, Offset.offset(ERRORS * Math.sqrt(variance / n)));
    assertThat(moment(values, x -> x * x) / variance).isCloseTo(1, Offset.offset(ERRORS * Math.sqrt(0.8 / n)));
    assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.999 * bound, bound);
    assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-bound, -0.999 * bound);
  }

  /// The same draws under another scale.
  @Test
  void otherVariancesScaleTheSameNumbers() {
    Shape shape = Shape.of(6, 5, 2, 2);
    assertScaled(Init.lecunNormal(), Init.heNormal(), Math.sqrt(0.5), shape);
    assertScaled(Init.glorotNormal(), Init.heNormal(), Math.sqrt(20.0 / 44), shape);
    assertScaled(Init.heUniform(), Init.glorotUniform(), Math.sqrt(44.0 / 20), shape);
  }

  private static void assertScaled(Init rule, Init known, double factor, Shape shape) {
    double[] expected = Arrays.stream(known.values(stream(), shape)).map(x -> factor * x).toArray();
    assertThat(rule.values(stream(), shape)).containsExactly(expected, Offset.offset(1e-15));
  }

  @Test
  void aTwoDimensionalWeightHasTheFansOfTheSameWeightWithOneTap() {
    assertThat(Init.heNormal().values(stream(), Shape.of(6, 5)))
        .containsExactly(Init.heNormal().values(stream(), Shape.of(6, 5, 1, 1)));
    assertThat(Init.glorotUniform().values(stream(), Shape.of(6, 5)))
        .containsExactly(Init.glorotUniform().values(stream(), Shape.of(6, 5, 1, 1)));
  }

  @Test
  void aConstantIsOneNumberEverywhere() {
    assertThat(Init.constant(-2.5).values(stream(), Shape.of(3, 4))).hasSize(12).containsOnly(-2.5);
    assertThat(Init.constant(1).values(stream(), Shape.SCALAR)).containsExactly(1);
    assertThat(Init.constant(1).values(stream(), Shape.of(0, 4))).isEmpty();
  }

  private static RandomStream stream() {
    return RandomStream.of(20).child("weight");
  }

  private static double moment(double[] values, DoubleUnaryOperator power) {
    return Arrays.stream(values).map(power).average().orElseThrow();
  }
}
