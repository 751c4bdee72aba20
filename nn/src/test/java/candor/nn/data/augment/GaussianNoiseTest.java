package candor.nn.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.data.Batch;
import candor.tensor.DType;
import candor.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

  @Test
  void theNoiseHasTheStandardDeviationThatWasAskedFor() {
    Batch batch = Changes.images(3, 8, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor noise = Changes.apply(new GaussianNoise(0.5), batch).sub(batch.input()).to(DType.F64);
    assertThat(noise.mean().item()).isCloseTo(0, Offset.offset(0.03));
    assertThat(noise.square().mean().item()).isCloseTo(0.25, Offset.offset(0.03));
  }

  @Test
  void everyNumberHasItsOwnAddress() {
    int[] ids = {4, 31};
    Batch table = new Batch(Tensor.zeros(DType.F32, 2, 5), Tensor.zeros(DType.I32, 2), ids);
    Tensor noise = Changes.apply(new GaussianNoise(2), table);
    float[] expected = new float[5];
    for (int i = 0; i < 2; i++) {
      Changes.epoch(0).normal(ids[i], expected);
      assertThat(noise.select(0, i).hasSameBits(Tensor.of(expected, 5).mul(2))).isTrue();
    }
  }

  @Test
  void noNoiseChangesNothing() {
    Batch batch = Changes.images(3, 4, 4, 0, 1, 2);
    assertThat(Changes.apply(new GaussianNoise(0), batch).isClose(batch.input(), 0, 0)).isTrue();
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new GaussianNoise(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gaussian noise: -1.0 as standard deviation, expected a number of 0 or more");
    Batch wide = new Batch(Tensor.zeros(DType.F64, 2, 5), Tensor.zeros(DType.I32, 2), new int[2]);
    assertThatThrownBy(() -> Changes.apply(new GaussianNoise(1), wide)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gaussian noise: input is f64[2,5], expected f32");
  }
}
