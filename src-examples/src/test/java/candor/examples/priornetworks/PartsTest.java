package candor.examples.priornetworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the experiment is made of.
final class PartsTest {
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
