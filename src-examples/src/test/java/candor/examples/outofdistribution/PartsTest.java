package candor.examples.outofdistribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.detection.DetectionStudy;
import candor.bayes.detection.DetectionStudy.Role;
import candor.bayes.detection.OutsideSet;
import candor.bayes.dirichlet.FactorAnalysis;
import candor.examples.data.Synthetic;
import candor.nn.data.Images;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the experiments are made of.
final class PartsTest {
  @Test
  void aDetectionIsMeasuredFromBothSides() {
    Detection detection = Detection.of("kana", new double[] {1, 2, 3, 4}, new double[] {2.5, 5, 6, 7});
    assertThat(detection.set()).isEqualTo("kana");
    assertThat(detection.auroc()).isEqualTo(14.0 / 16);
    assertThat(detection.auprOutside()).isCloseTo((1 + 1 + 1 + 4.0 / 6) / 4, within(1e-15));
    assertThat(detection.auprInside()).isCloseTo((1 + 1 + 3.0 / 4 + 4.0 / 5) / 4, within(1e-15));
    assertThat(detection.falsePositiveRate()).isEqualTo(0.25);
    assertThat(detection.detectionError()).isEqualTo(0.125);
  }

  @Test
  void everyFamilyIsLeftOutOnceAndAloneOnce() {
    assertThat(Mix.compared()).hasSize(10).doesNotHaveDuplicates();
    assertThat(Mix.without(Family.NOISE).families()).containsExactly(Family.CLOTHES, Family.SYNTHETIC,
        Family.PHOTOGRAPHS);
    for (Family family : Family.trainable()) {
      assertThat(Mix.compared()).filteredOn(mix -> mix.families().size() == 3 && !mix.families().contains(family))
          .containsExactly(Mix.without(family));
      assertThat(Mix.compared()).filteredOn(mix -> mix.families().equals(List.of(family))).hasSize(1);
    }
    assertThat(Mix.compared()).noneMatch(mix -> mix.families().contains(Family.CHARACTERS));
    assertThat(Mix.NOTHING.method()).isEqualTo(Method.PLAIN);
    assertThat(Mix.ALL.method()).isEqualTo(Method.EXPOSED);
  }

  @Test
  void noiseIsOfAllLevelsAndOfItsSeed() {
    Images noise = NoiseImages.draw(400, 1);
    Tensor pixels = noise.all().input().reshape(400, 784).to(DType.F64);
    double[] means = pixels.mean(1).toDoubles();
    assertThat(Arrays.stream(means).max().orElseThrow()).isGreaterThan(0.9);
    assertThat(Arrays.stream(means).min().orElseThrow()).isLessThan(0.1);
    // Uniform, its ends drawn in by the cut: four standard errors of 1/√12.
    assertThat(Arrays.stream(means).sum() / 400).isCloseTo(0.5, within(4 / Math.sqrt(12 * 400)));
    double[] deviations = pixels.variance(0, 1).sqrt().toDoubles();
    assertThat(Arrays.stream(deviations).min().orElseThrow()).isLessThan(0.02);
    assertThat(Arrays.stream(deviations).max().orElseThrow()).isBetween(0.3, 0.5);
    assertThat(NoiseImages.draw(3, 1).all().input().toFloats()).isEqualTo(noise.batch(0, 1, 2).input().toFloats());
    assertThat(NoiseImages.draw(3, 2).all().input().toFloats()).isNotEqualTo(noise.batch(0, 1, 2).input().toFloats());
  }

  @Test
  void setsFromOutsideAreMadeOnceAndShareNoImage() throws IOException {
    FactorAnalysis model = new FactorAnalysis(Tensor.full(DType.F32, 0.5, 784), Tensor.full(DType.F64, 0.01, 784, 2),
        Tensor.full(DType.F64, 0.01, 784));
    OutsideImages outside = new OutsideImages(null, new Synthetic(model, 1, 1, 0), 30, 20);
    DetectionStudy study = new DetectionStudy();
    for (Family family : new Family[] {Family.SYNTHETIC, Family.NOISE}) {
      OutsideSet train = outside.train(family);
      assertThat(train.size()).isEqualTo(30);
      assertThat(outside.train(family)).isSameAs(train);
      study.take(Role.TRAIN, train);
      assertThat(study.take(Role.SEEN, outside.test(family)).size()).isEqualTo(20);
    }
    assertThat(outside.tuning(Family.NOISE, 5).size()).isEqualTo(5);
    assertThatThrownBy(() -> outside.train(Family.CHARACTERS)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outside images: nothing is trained beside kmnist");
    assertThatThrownBy(() -> outside.test(Family.CHARACTERS)).isInstanceOf(IOException.class)
        .hasMessageContaining("kmnist");
  }

  @Test
  void everyMethodHasANetworkThatLearns() {
    for (Method method : Method.values()) {
      assertThat(method.network().children()).hasSize(13);
      assertThat(method.schedule(10).at(5)).isPositive();
    }
    assertThat(IntStream.range(0, 10).mapToDouble(Method.EXPOSED.schedule(10)::at).max().orElseThrow())
        .isLessThanOrEqualTo(Method.PEAK);
  }
}
