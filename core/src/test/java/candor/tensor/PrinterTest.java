package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What a tensor looks like when it is printed.
class PrinterTest {
  @Test
  void aScalarIsItsNumber() {
    assertThat(Tensor.scalar(DType.F64, 1.5)).hasToString("f64[] 1.5000");
    assertThat(Tensor.scalar(DType.I32, -7)).hasToString("i32[] -7");
  }

  @Test
  void aVectorStandsOnOneLine() {
    assertThat(Tensor.of(new float[] {1, 2.5f, -3}, 3)).hasToString("f32[3] [ 1.0000,  2.5000, -3.0000]");
  }

  @Test
  void theRowsOfAMatrixStandBelowEachOther() {
    assertThat(Tensor.of(new double[] {1, -2, 30, 4}, 2, 2)).hasToString("""
        f64[2,2] [[ 1.0000, -2.0000],
                  [30.0000,  4.0000]]""");
  }

  @Test
  void everyAxisHasItsBracket() {
    assertThat(Tensor.range(DType.I32, 8).reshape(2, 2, 2)).hasToString("""
        i32[2,2,2] [[[0, 1],
                     [2, 3]],
                    [[4, 5],
                     [6, 7]]]""");
  }

  @Test
  void aViewIsPrintedInItsOwnOrder() {
    assertThat(Tensor.range(DType.I32, 6).reshape(2, 3).transpose()).hasToString("""
        i32[3,2] [[0, 3],
                  [1, 4],
                  [2, 5]]""");
  }

  @Test
  void integersHaveNoFractionAndAreAligned() {
    assertThat(Tensor.of(new int[] {1, -20, 300, Integer.MIN_VALUE}, 2, 2)).hasToString("""
        i32[2,2] [[          1,         -20],
                  [        300, -2147483648]]""");
  }

  @Test
  void numbersOfMixedMagnitudeKeepFiveDigits() {
    assertThat(Tensor.of(new double[] {0, 1e-4, 9.9e-5, 999_999, 1e6, -1.2345678e-30}, 6))
        .hasToString("f64[6] [     0.0000,      0.0001,  9.9000e-05, 999999.0000,  1.0000e+06, -1.2346e-30]");
    assertThat(Tensor.of(new float[] {Float.MIN_VALUE, Float.MAX_VALUE}, 2))
        .hasToString("f32[2] [1.4013e-45, 3.4028e+38]");
  }

  @Test
  void valuesThatAreNoNumbersAreNamed() {
    assertThat(Tensor.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f}, 4))
        .hasToString("f32[4] [      NaN,  Infinity, -Infinity,   -0.0000]");
  }

  @Test
  void emptyTensorsShowTheirShape() {
    assertThat(Tensor.zeros(DType.F32, 0)).hasToString("f32[0] []");
    assertThat(Tensor.zeros(DType.F32, 0, 3)).hasToString("f32[0,3] []");
    assertThat(Tensor.zeros(DType.F32, 2, 0)).hasToString("""
        f32[2,0] [[],
                  []]""");
  }

  @Test
  void aThousandNumbersAreShownAndOneMoreIsNot() {
    assertThat(Tensor.zeros(DType.I32, 1000).toString()).doesNotContain("...").hasSize("i32[1000] ".length() + 3000);
    assertThat(Tensor.range(DType.I32, 1001)).hasToString("i32[1001] [   0,    1,    2, ...,  998,  999, 1000]");
  }

  @Test
  void longAxesAreShortenedToTheirEnds() {
    assertThat(Tensor.range(DType.I32, 1200).reshape(200, 6)).hasToString("""
        i32[200,6] [[   0,    1,    2,    3,    4,    5],
                    [   6,    7,    8,    9,   10,   11],
                    [  12,   13,   14,   15,   16,   17],
                    ...,
                    [1182, 1183, 1184, 1185, 1186, 1187],
                    [1188, 1189, 1190, 1191, 1192, 1193],
                    [1194, 1195, 1196, 1197, 1198, 1199]]""");
    assertThat(Tensor.range(DType.I32, 1400).reshape(2, 700)).hasToString("""
        i32[2,700] [[   0,    1,    2, ...,  697,  698,  699],
                    [ 700,  701,  702, ..., 1397, 1398, 1399]]""");
  }

  @Test
  void columnsAreAlignedToWhatIsShownAlone() {
    int[] numbers = new int[1001];
    numbers[500] = 123_456;
    assertThat(Tensor.of(numbers, 1001)).hasToString("i32[1001] [0, 0, 0, ..., 0, 0, 0]");
  }

  @Test
  void theLanguageOfThePlatformChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Tensor.scalar(DType.F64, 1234.5)).hasToString("f64[] 1234.5000");
      assertThat(Tensor.scalar(DType.I32, 1234567)).hasToString("i32[] 1234567");
    } finally {
      Locale.setDefault(before);
    }
  }
}
