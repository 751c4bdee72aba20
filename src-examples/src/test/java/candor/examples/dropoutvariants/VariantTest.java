package candor.examples.dropoutvariants;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VariantTest {
  private static final int[] IDS = {0, 1, 2};

  private static Tensor images(int channels, int side) {
    float[] pixels = new float[IDS.length * channels * side * side];
    RandomStream.of(5).uniform(0, pixels);
    return Tensor.of(pixels, IDS.length, channels, side, side);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void withNothingDroppedEveryVariantIsTheLeNetOfTheLibrary(Variant variant) {
    Sequential network = ImageTask.MNIST.network(variant);
    Sequential lenet = LeNet.caffe(0);
    network.initialise(3);
    lenet.initialise(3);
    Tensor x = images(1, 28);
    assertThat(network.apply(x, Context.evaluate()).toFloats())
        .isEqualTo(lenet.apply(x, Context.evaluate()).toFloats());
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void everyVariantTakesTheImagesOfCifar(Variant variant) {
    Sequential network = ImageTask.CIFAR_10.network(variant);
    network.initialise(3);
    assertThat(network.apply(images(3, 32), Context.evaluate()).shape().toArray()).containsExactly(3, 10);
  }

  @Test
  void dropoutStandsWhereTheNameSays() {
    assertThat(ImageTask.MNIST.network(Variant.NONE).isStochastic()).isFalse();
    assertThat(List.of(ImageTask.MNIST.network(Variant.LAST).deterministicPrefix(),
        ImageTask.MNIST.network(Variant.ALL).deterministicPrefix())).containsExactly(9, 1);
  }

  @Test
  void ofTheFirstConvolutionHalfTheOutputsAreDroppedBeforePooling() {
    Sequential network = ImageTask.MNIST.network(Variant.ALL);
    network.initialise(3);
    float[] kept = network.apply(images(1, 28), Context.sample(1, 0, IDS), 0, 2).toFloats();
    int zeros = 0;
    for (float x : kept) {
      zeros += x == 0 ? 1 : 0;
    }
    // Four standard deviations of a fair coin that is tossed so often.
    assertThat(Math.abs(zeros - kept.length / 2.0)).isLessThan(2 * Math.sqrt(kept.length));
  }
}
