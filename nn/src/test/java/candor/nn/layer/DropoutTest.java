package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

  private static final int SAMPLES = 200;
  private static final int FEATURES = 500;

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
  void theShareOfZerosIsTheProbabilityAndTheOthersAreScaled(double p) {
    Tensor y = new Dropout(p).apply(Tensor.ones(DType.F64, SAMPLES, FEATURES), train(SAMPLES));
    double[] values = y.toDoubles();
    double rounded = Math.rint(p * 65536) / 65536;
    double kept = 1 / (1 - rounded);
    assertThat(values).containsOnly(0, kept);
    long zeros = IntStream.range(0, values.length).filter(i -> values[i] == 0).count();
    double error = Math.sqrt(p * (1 - p) / values.length);
    assertThat((double) zeros / values.length).isCloseTo(p, Offset.offset(5 * error));
  }

  @Test
  void everyFeatureIsDroppedInItsShareOfTheSamples() {
    Tensor y = new Dropout(0.5).apply(Tensor.ones(DType.F64, SAMPLES, FEATURES), train(SAMPLES));
    double[] means = y.mean(0).toDoubles();
    // Six standard errors: the largest of 500 features.
    assertThat(Arrays.stream(means).boxed())
        .allSatisfy(mean -> assertThat(mean).isCloseTo(1, Offset.offset(6 / Math.sqrt(SAMPLES))));
  }

  @Test
  void evaluationPassesTheInputOn() {
    Tensor x = Numbers.normal32(1, 3, 4);
    assertThat(new Dropout(0.5).apply(x, Context.evaluate())).isSameAs(x);
  }

  @Test
  void probabilityZeroChangesNothing() {
    Tensor x = Numbers.normal32(1, 3, 40);
    assertThat(new Dropout(0).apply(x, train(3)).hasSameBits(x)).isTrue();
  }

  @Test
  void f32AndF64ShareTheirMasks() {
    Tensor x = Tensor.ones(DType.F64, 3, 40);
    Tensor wide = new Dropout(0.5).apply(x, train(3));
    assertThat(new Dropout(0.5).apply(x.to(DType.F32), train(3)).hasSameBits(wide.to(DType.F32))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void aProbabilityOutsideItsRangeIsRefused(double p) {
    assertThatThrownBy(() -> new Dropout(p)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout: probability " + p + ", expected [0, 1)");
  }

  private static Context train(int samples) {
    return Context.train(1, 2, IntStream.range(0, samples).toArray());
  }
}
