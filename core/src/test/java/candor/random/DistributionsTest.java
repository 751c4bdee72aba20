package candor.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Moments and cells of the distributions. The seeds are fixed, so a test passes or fails for good; every bound is five
/// standard deviations of the statistic in theory.
class DistributionsTest {

  private static final int N = 1 << 18;
  private static final RandomStream STREAM = RandomStream.of(20_111_112).purpose(Purpose.SAMPLING);

  // P(Z < z) for z = -3, -2.5 … 3.
  private static final double[] NORMAL_CDF = {
    0.0013498980316301, 0.0062096653257761, 0.0227501319481792, 0.0668072012688581, 0.1586552539314571,
    0.3085375387259869, 0.5, 0.6914624612740131, 0.8413447460685429, 0.9331927987311419, 0.9772498680518208,
    0.9937903346742238, 0.9986501019683699
  };

  @Test
  void uniformNumbersLieInTheHalfOpenIntervalAndHaveItsMoments() {
    for (double[] draws : new double[][] {uniformFloats(STREAM), uniformDoubles(STREAM)}) {
      assertThat(Arrays.stream(draws).min().getAsDouble()).isNotNegative();
      assertThat(Arrays.stream(draws).max().getAsDouble()).isLessThan(1);
      assertMoment(draws, x -> x, 1.0 / 2, 1.0 / 12);
      assertMoment(draws, x -> (x - 0.5) * (x - 0.5), 1.0 / 12, 1.0 / 80 - 1.0 / 144);
    }
  }

  @Test
  void uniformNumbersFillEqualCellsEqually() {
    double[] equal = new double[256];
    Arrays.fill(equal, 1.0 / 256);
    for (double[] draws : new double[][] {uniformFloats(STREAM), uniformDoubles(STREAM)}) {
      long[] counts = new long[256];
      for (double x : draws) {
        counts[(int) (x * 256)]++;
      }
      assertChiSquare(counts, equal);
    }
  }

  @Test
  void neighbouringElementsAndNeighbouringStepsAreUncorrelated() {
    double[] draws = uniformDoubles(STREAM);
    double[] next = uniformDoubles(STREAM.at(1));
    double[] products = new double[N];
    double[] across = new double[N];
    for (int i = 0; i < N; i++) {
      products[i] = (draws[i] - 0.5) * (draws[(i + 1) % N] - 0.5);
      across[i] = (draws[i] - 0.5) * (next[i] - 0.5);
    }
    assertMoment(products, x -> x, 0, 1.0 / 144);
    assertMoment(across, x -> x, 0, 1.0 / 144);
  }

  @Test
  void theQuantileFunctionIsAccurateInTheCentreAndInTheTails() {
    // Reference: √2 erfinv(2q), computed with 40 digits.
    assertQuantile(1e-10, 2.5066282746310006e-10);
    assertQuantile(0.1, 0.25334710313579983);
    assertQuantile(0.3, 0.8416212335729142);
    assertQuantile(0.425, 1.439531470938456);
    assertQuantile(0.4250001, 1.4395321773759004);
    assertQuantile(0.49, 2.3263478740408408);
    assertQuantile(0.4999, 3.7190164854557084);
    assertQuantile(0.5 - 0x1p-33, 6.3379577545537895);
    assertQuantile(0.5 - 0x1p-40, 7.047700256664409);
    assertQuantile(0.5 - 0x1p-54, 8.292361075813595);
  }

  @Test
  void normalNumbersAreFiniteAndSymmetricAtTheEndsOfTheBits() {
    assertThat(Normal.from32(0)).isEqualTo(-Normal.from32(-1)).isCloseTo(-6.3379577545537895, Offset.offset(1e-14));
    assertThat(Normal.from64(0)).isEqualTo(-Normal.from64(-1)).isCloseTo(-8.292361075813595, Offset.offset(1e-14));
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheirDistribution() {
    for (double[] draws : new double[][] {normalFloats(STREAM), normalDoubles(STREAM)}) {
      assertMoment(draws, x -> x, 0, 1);
      assertMoment(draws, x -> x * x, 1, 2);
      assertMoment(draws, x -> x * x * x, 0, 15);
      assertMoment(draws, x -> x * x * x * x, 3, 96);
    }
  }

  @Test
  void normalNumbersFillTheCellsOfTheirDistribution() {
    double[] expected = new double[NORMAL_CDF.length + 1];
    for (int cell = 0; cell < expected.length; cell++) {
      double upper = cell < NORMAL_CDF.length ? NORMAL_CDF[cell] : 1;
      expected[cell] = upper - (cell > 0 ? NORMAL_CDF[cell - 1] : 0);
    }
    for (double[] draws : new double[][] {normalFloats(STREAM), normalDoubles(STREAM)}) {
      long[] counts = new long[expected.length];
      for (double x : draws) {
        counts[(int) Math.clamp(Math.floor(2 * x) + 7, 0, counts.length - 1)]++;
      }
      assertChiSquare(counts, expected);
    }
  }

  @Test
  void signsAreBalancedAndNeighboursAreIndependent() {
    double[] signs = new double[N];
    STREAM.signs(0, signs);
    double[] products = new double[N - 1];
    for (int i = 0; i < products.length; i++) {
      products[i] = signs[i] * signs[i + 1];
    }
    assertMoment(signs, x -> x, 0, 1);
    assertMoment(products, x -> x, 0, 1);
    assertThat(signs).containsOnly(-1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 1000})
  void boundedIntegersAreEquallyLikely(int bound) {
    int[] draws = new int[N];
    STREAM.bounded(bound, 0, draws);
    long[] counts = new long[bound];
    for (int x : draws) {
      counts[x]++;
    }
    double[] equal = new double[bound];
    Arrays.fill(equal, 1.0 / bound);
    assertChiSquare(counts, equal);
  }

  @Test
  void aBoundThatRejectsAQuarterOfTheDrawsIsWithoutBias() {
    // 2³² is 8/3 of the bound: without rejection the values modulo 3 would come in the ratio 3 : 3 : 2.
    int bound = 3 << 29;
    int[] draws = new int[N];
    STREAM.bounded(bound, 0, draws);
    long[] counts = new long[3];
    for (int x : draws) {
      counts[x % 3]++;
    }
    assertChiSquare(counts, new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3});
  }

  @Test
  void ordersOfFourItemsAreEquallyLikely() {
    long[] counts = new long[256];
    double[] expected = new double[256];
    for (int step = 0; step < N / 8; step++) {
      int[] p = STREAM.at(step).permutation(4);
      counts[p[0] + 4 * p[1] + 16 * p[2] + 64 * p[3]]++;
    }
    int orders = 0;
    for (int code = 0; code < 256; code++) {
      orders += counts[code] > 0 ? 1 : 0;
      expected[code] = counts[code] > 0 ? 1.0 / 24 : 0;
    }
    assertThat(orders).isEqualTo(24);
    assertChiSquare(counts, expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 0.999, 1, 1.5, 10, 1000})
  void gammaNumbersHaveTheMomentsOfTheirShape(double shape) {
    double[] draws = new double[N / 2];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = STREAM.gamma(shape, 0, i);
    }
    assertThat(Arrays.stream(draws).min().getAsDouble()).isNotNegative();
    assertMoment(draws, x -> x, shape, shape);
    // Fourth central moment minus squared variance: 3a² + 6a - a².
    assertMoment(draws, x -> (x - shape) * (x - shape), shape, 2 * shape * shape + 6 * shape);
  }

  @Test
  void gammaOfShapeOneIsExponential() {
    long[] counts = new long[64];
    for (int i = 0; i < N / 2; i++) {
      counts[(int) (StrictMath.exp(-STREAM.gamma(1, 0, i)) * 64)]++;
    }
    double[] equal = new double[64];
    Arrays.fill(equal, 1.0 / 64);
    assertChiSquare(counts, equal);
  }

  @ParameterizedTest
  // Mean ψ(a) and variance ψ′(a) of the logarithm.
  @CsvSource({
    "0.01, -100.560885457869, 10001.6212135283",
    "0.5, -1.96351002602142, 4.93480220054468",
    "1, -0.577215664901533, 1.64493406684823",
    "20, 2.97052399224215, 0.0512708229352031"
  })
  void logGammaNumbersHaveTheMeanOfTheirShapeEvenWhereGammaUnderflows(double shape, double mean, double variance) {
    double[] draws = new double[N / 8];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = STREAM.logGamma(shape, 0, i);
      double gamma = STREAM.gamma(shape, 0, i);
      assertThat(gamma).isCloseTo(StrictMath.exp(draws[i]), Offset.offset(1e-12 * gamma + Double.MIN_NORMAL));
    }
    assertMoment(draws, x -> x, mean, variance);
  }

  private static void assertQuantile(double q, double expected) {
    assertThat(Normal.quantile(q)).isCloseTo(expected, Offset.offset(4e-16 * expected));
    assertThat(Normal.quantile(-q)).isEqualTo(-Normal.quantile(q));
  }

  /// The mean of f over the draws, against its expectation, when one value of f has the given variance.
  private static void assertMoment(double[] draws, DoubleUnaryOperator f, double expected, double variance) {
    double mean = Arrays.stream(draws).map(f).sum() / draws.length;
    assertThat(mean).isCloseTo(expected, Offset.offset(5 * Math.sqrt(variance / draws.length)));
  }

  /// Pearson's statistic, which has mean k - 1 and variance 2 (k - 1) over k cells of positive probability.
  private static void assertChiSquare(long[] counts, double[] probabilities) {
    double n = Arrays.stream(counts).sum();
    double statistic = 0;
    int freedom = -1;
    for (int cell = 0; cell < counts.length; cell++) {
      if (probabilities[cell] > 0) {
        double expected = n * probabilities[cell];
        statistic += (counts[cell] - expected) * (counts[cell] - expected) / expected;
        freedom++;
      }
    }
    assertThat(statistic).isBetween(freedom - 5 * Math.sqrt(2 * freedom), freedom + 5 * Math.sqrt(2 * freedom));
  }

  private static double[] uniformFloats(RandomStream stream) {
    float[] draws = new float[N];
    stream.uniform(0, draws);
    return widen(draws);
  }

  private static double[] normalFloats(RandomStream stream) {
    float[] draws = new float[N];
    stream.normal(0, draws);
    return widen(draws);
  }

  private static double[] uniformDoubles(RandomStream stream) {
    double[] draws = new double[N];
    stream.uniform(0, draws);
    return draws;
  }

  private static double[] normalDoubles(RandomStream stream) {
    double[] draws = new double[N];
    stream.normal(0, draws);
    return draws;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
