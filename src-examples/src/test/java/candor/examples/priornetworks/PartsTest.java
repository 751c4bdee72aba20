package candor.examples.priornetworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the experiment is made of.
final class PartsTest {
  private static final int FACTOR_PIXELS = 8;

  @Test
  void aDigitIsBlendedWithTheNextOfAnotherClass() {
    assertThat(InputSet.partners(1, 1, 2, 1)).containsExactly(2, 2, 3, 2);
    assertThat(InputSet.partners(1, 2, 2)).containsExactly(1, 0, 0);
    assertThat(InputSet.partners(5, 5)).containsExactly(0, 1);
    byte[] pixels = new byte[3 * 784];
    Arrays.fill(pixels, 784, 2 * 784, (byte) 255);
    Images images = new Images(pixels, 1, 28, 28, new int[] {0, 1, 1});
    InputSet blends = InputSet.blends(images, images.batch(1, 0));
    assertThat(blends.images().reshape(-1).toFloats()).containsOnly(0.5f).hasSize(2 * 784);
  }

  @Test
  void noiseHasTheStrengthOfItsImageAndDependsOnItsIdentityAlone() {
    int[] ids = IntStream.range(0, 400).toArray();
    Batch images = new Batch(Tensor.zeros(DType.F32, 400, 1, 28, 28), Tensor.zeros(DType.I32, 400), ids);
    RandomStream stream = RandomStream.of(1);
    Tensor noise = new Noise(3).apply(images, stream).input();
    double[] deviations = noise.to(DType.F64).square().reshape(400, 784).mean(1).sqrt().toDoubles();
    // Uniform between 0 and 3: its mean has a standard error of 3 / √(12 · 400) = 0.043.
    assertThat(Arrays.stream(deviations).sum() / 400).isCloseTo(1.5, within(0.2));
    assertThat(Arrays.stream(deviations).max().orElseThrow()).isBetween(2.7, 3.3);
    Batch one = new Batch(images.input().slice(0, 0, 1), images.target().slice(0, 0, 1), new int[] {7});
    assertThat(new Noise(3).apply(one, stream).input().reshape(-1).toFloats())
        .isEqualTo(noise.slice(0, 7, 8).reshape(-1).toFloats());
  }

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

  @Test
  void numbersOfSeedsAreComparedSeedBySeed() {
    Found found = new Found();
    found.add(Map.of("a", 1.0, "b", 3.0));
    found.add(Map.of("a", 2.0, "b", 4.0));
    assertThat(found.has("a")).isTrue();
    assertThat(found.has("c")).isFalse();
    assertThat(found.of("a").each()).containsExactly(1.0, 2.0);
    assertThat(found.of("b").mean()).isEqualTo(3.5);
  }
}
