package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.nn.data.Images;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyntheticTest {
  private static final int FACTOR_PIXELS = 8;

  @Test
  void syntheticImagesHaveFactorsOfALargerVariance(@TempDir Path directory) throws IOException {
    int n = 400;
    byte[] pixels = new byte[n * 784];
    float[] numbers = new float[FACTOR_PIXELS + 1];
    for (int i = 0; i < n; i++) {
      RandomStream.of(2).uniform(i, numbers);
      for (int p = 0; p < FACTOR_PIXELS; p++) {
        pixels[i * 784 + p] = (byte) Math.round(80 + 40 * numbers[FACTOR_PIXELS] + 40 * numbers[p]);
      }
    }
    Images images = new Images(pixels, 1, 28, 28, new int[n]);
    Path file = directory.resolve("kept").resolve("synthetic.safetensors");
    Synthetic synthetic = Synthetic.kept(file, images, 1);
    Images drawn = synthetic.draw(n, 1);
    // The variance of the sum of some pixels by the model, with the variance of the factor.
    Tensor loading = synthetic.model().loadings().slice(0, 0, FACTOR_PIXELS).sum();
    double expected = Synthetic.VARIANCE * loading.square().item()
        + synthetic.model().noise().slice(0, 0, FACTOR_PIXELS).sum().item();
    Tensor sums = drawn.all().input().reshape(n, 784).slice(1, 0, FACTOR_PIXELS).to(DType.F64).sum(1);
    // Four standard errors of a variance.
    assertThat(sums.variance(1).item() / expected).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
    assertThat(synthetic.draw(3, 1).all().input().toFloats()).isEqualTo(drawn.batch(0, 1, 2).input().toFloats());
    assertThat(synthetic.draw(3, 2).all().input().toFloats()).isNotEqualTo(drawn.batch(0, 1, 2).input().toFloats());
    Synthetic again = Synthetic.kept(file, images, 1);
    assertThat(again.seconds()).isEqualTo(synthetic.seconds());
    assertThat(again.iterations()).isEqualTo(synthetic.iterations());
    assertThat(again.draw(3, 1).all().input().toFloats()).isEqualTo(drawn.batch(0, 1, 2).input().toFloats());
    assertThat(Synthetic.kept(file, images, 2).model().loadings().shape().size(1)).isEqualTo(2);
  }
}
