package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// The gamma family against values of mpmath, which `src/test/python/polygamma.py` made.
class SpecialTest {
  @ParameterizedTest
  @CsvFileSource(resources = "polygamma.csv", numLinesToSkip = 1)
  void valuesAgreeWithReferenceValues(String function, double x, double expected) {
    switch (function) {
      case "lgamma" -> assertThat(Special.lgamma(x)).isCloseTo(expected, within(4e-16 * Math.abs(expected)));
      case "0" -> assertThat(Special.polygamma(0, x)).isCloseTo(expected, within(5e-16 * Math.abs(expected)));
      case "binet0", "binet1", "binet2", "binet3", "binet4", "binet5" -> {
        int n = function.charAt(5) - '0';
        // For small arguments it is a difference of the functions above.
        double size = x >= 10 + n ? 0 : n < 2 ? 1 : Math.abs(Special.polygamma(n - 1, x));
        assertThat(Special.binet(n, x)).isCloseTo(expected, within(2e-15 * Math.max(size, Math.abs(expected))));
      }
      default -> assertThat(Special.polygamma(Integer.parseInt(function), x))
          .isCloseTo(expected, within(2e-15 * Math.abs(expected)));
    }
  }

  @Property
  void polygammaFunctionsObeyTheirRecurrence(@ForAll @IntRange(max = 8) int n,
      @ForAll @DoubleRange(min = 0.01, max = 100) double x) {
    double term = (n % 2 == 0 ? 1 : -1) * factorial(n) / StrictMath.pow(x, n + 1);
    double before = Special.polygamma(n, x);
    double after = Special.polygamma(n, x + 1);
    double size = Math.max(Math.abs(term), Math.max(Math.abs(before), Math.abs(after)));
    assertThat(after - before).isCloseTo(term, within(1e-14 * Math.max(n == 0 ? 1 : 0, size)));
  }

  @Property
  void logGammaObeysItsRecurrence(@ForAll @DoubleRange(min = 0.01, max = 100) double x) {
    double after = Special.lgamma(x + 1);
    double log = StrictMath.log(x);
    double size = Math.max(1, Math.max(Math.abs(after), Math.abs(log)));
    assertThat(after).isCloseTo(Special.lgamma(x) + log, within(2e-15 * size));
  }

  /// At the steps between the pieces, where a wrong coefficient would show.
  @Property
  void theFunctionsAreSmooth(@ForAll @DoubleRange(min = 0.3, max = 20) double x) {
    double h = 1e-3;
    double slope = (8 * (Special.lgamma(x + h) - Special.lgamma(x - h))
        - (Special.lgamma(x + 2 * h) - Special.lgamma(x - 2 * h))) / (12 * h);
    assertThat(Special.polygamma(0, x)).isCloseTo(slope, within(1e-8));
    double second = (8 * (Special.polygamma(0, x + h) - Special.polygamma(0, x - h))
        - (Special.polygamma(0, x + 2 * h) - Special.polygamma(0, x - 2 * h))) / (12 * h);
    assertThat(Special.polygamma(1, x)).isCloseTo(second, within(1e-7));
  }

  @Test
  void theFunctionsAreUndefinedBelowZero() {
    assertThat(Special.lgamma(0.0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Special.lgamma(-0.0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Special.lgamma(-0.5)).isNaN();
    assertThat(Special.lgamma(Double.NEGATIVE_INFINITY)).isNaN();
    assertThat(Special.lgamma(Double.NaN)).isNaN();
    for (int n = 0; n < 4; n++) {
      assertThat(Special.polygamma(n, 0.0)).isNaN();
      assertThat(Special.polygamma(n, -0.5)).isNaN();
      assertThat(Special.polygamma(n, Double.NaN)).isNaN();
      assertThat(Special.binet(n, 0.0)).isNaN();
      assertThat(Special.binet(n, -0.5)).isNaN();
      assertThat(Special.binet(n, Double.NaN)).isNaN();
    }
  }

  @Test
  void theFunctionsHaveTheirLimitsAtTheEndsOfTheRange() {
    assertThat(Special.lgamma(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Special.polygamma(0, Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Special.polygamma(1, Double.POSITIVE_INFINITY)).isZero();
    assertThat(Special.polygamma(1, Double.MIN_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Special.polygamma(2, Double.MIN_VALUE)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Special.binet(0, Double.POSITIVE_INFINITY)).isZero();
    assertThat(Special.binet(1, Double.MIN_VALUE)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Special.binet(2, Double.MIN_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Special.polygamma(150, 1)).isCloseTo(-5.7133839564458505e262, within(1e250));
  }

  @Test
  void thereIsNoPolygammaFunctionOfNegativeOrder() {
    assertThatThrownBy(() -> Special.polygamma(-1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("polygamma: order -1, expected 0 or more");
    assertThatThrownBy(() -> Special.binet(-1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("binet: order -1, expected 0 or more");
  }

  private static double factorial(int n) {
    double product = 1;
    for (int i = 2; i <= n; i++) {
      product *= i;
    }
    return product;
  }
}
