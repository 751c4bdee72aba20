package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SamplerTest {

  @Test
  void samplesComeAsOftenAsTheirWeightsSay() {
    double[] weights = new double[10_000];
    Arrays.fill(weights, 1);
    weights[7] = 0;
    weights[8] = 1000;
    weights[9_999] = 0;
    int[] order = Sampler.weighted(weights).order(10_000, RandomStream.of(1));
    assertThat(order).hasSize(10_000).doesNotContain(7, 9_999);
    double expected = 10_000 * 1000.0 / 10_997;
    // Four standard deviations of a binomial number.
    assertThat((double) Arrays.stream(order).filter(i -> i == 8).count()).isCloseTo(expected,
        Offset.offset(4 * Math.sqrt(expected)));
  }

  @Test
  void theDrawsAreAFunctionOfTheStream() {
    Sampler sampler = Sampler.weighted(1, 2, 3, 4, 5, 6, 7, 8);
    int[] order = sampler.order(8, RandomStream.of(1));
    assertThat(sampler.order(8, RandomStream.of(1))).containsExactly(order);
    assertThat(sampler.order(8, RandomStream.of(2))).isNotEqualTo(order);
  }

  @Test
  void aWeightAloneIsAlwaysDrawn() {
    assertThat(Sampler.weighted(0, 0.1, 0).order(3, RandomStream.of(1))).containsExactly(1, 1, 1);
  }

  @Test
  void balancedClassesComeEquallyOften() {
    int[] classes = new int[9000];
    Arrays.fill(classes, 0, 100, 2);
    Arrays.fill(classes, 100, 1000, 1);
    Dataset data = new TensorDataset(Tensor.zeros(DType.F32, 9000, 1), Tensor.of(classes, 9000));
    int[] order = Sampler.balanced(data).order(9000, RandomStream.of(3));
    int[] counts = Classes.counts(Arrays.stream(order).map(i -> classes[i]).toArray());
    assertThat(counts).hasSize(3);
    for (int count : counts) {
      assertThat(count).isBetween(3000 - 180, 3000 + 180);
    }
  }

  @Test
  void wrongWeightsAreNamed() {
    assertThatThrownBy(() -> Sampler.weighted(1, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sampler: sample 1 has the weight -1.0, expected 0 or more");
    assertThatThrownBy(() -> Sampler.weighted(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sampler.weighted(0, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sampler: the weights sum to 0.0, expected a positive finite number");
    assertThatThrownBy(() -> Sampler.weighted(1, 1).order(3, RandomStream.of(1)))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("sampler: 2 weights for 3 samples");
    assertThatThrownBy(() -> Sampler.balanced(new TensorDataset(Tensor.zeros(DType.F32, 2), Tensor.ones(DType.F32, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("balanced sampler: the targets are f32[2], expected classes i32[N]");
  }
}
