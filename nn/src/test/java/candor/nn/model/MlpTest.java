package candor.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlpTest {

  @Test
  void itHasTheLayersThatWereAskedFor() {
    assertThat(layers(Mlp.of(5, 3))).containsExactly(Flatten.class, Linear.class);
    assertThat(layers(Mlp.of(5, 4, 3))).containsExactly(Flatten.class, Linear.class, Activation.class, Linear.class);
    assertThat(layers(Mlp.of(5, 4, 3).batchNorm())).containsExactly(Flatten.class, Linear.class, BatchNorm1d.class,
        Activation.class, Linear.class);
    assertThat(layers(Mlp.of(5, 4, 3).dropout(0.1))).containsExactly(Flatten.class, Linear.class, Activation.class,
        Dropout.class, Linear.class);
    assertThat(layers(Mlp.of(5, 4, 4, 3).dropout(0.1).batchNorm())).containsExactly(Flatten.class, Linear.class,
        BatchNorm1d.class, Activation.class, Dropout.class, Linear.class, BatchNorm1d.class, Activation.class,
        Dropout.class,
        Linear.class);
    assertThat(layers(Mlp.of(5, 4, 3).dropout(0.1).dropout(0))).doesNotContain(Dropout.class);
  }

  private static List<Class<? extends Module>> layers(Mlp mlp) {
    return mlp.build().children().stream().<Class<? extends Module>>map(Module::getClass).toList();
  }

  @Test
  void namesCountFromOne() {
    Sequential model = Mlp.of(784, 200, 200, 200, 10).batchNorm().dropout(0.5).build();
    assertThat(model.namedParameters().keySet()).containsExactly("fc1.weight", "fc1.bias", "norm1.weight", "norm1.bias",
        "fc2.weight", "fc2.bias", "norm2.weight", "norm2.bias", "fc3.weight", "fc3.bias", "norm3.weight", "norm3.bias",
        "fc4.weight", "fc4.bias");
    assertThat(model.namedBuffers()).hasSize(6);
    assertThat(model.parameters().stream().mapToInt(p -> p.shape().count()).sum())
        .isEqualTo(784 * 200 + 2 * 200 * 200 + 200 * 10 + 3 * 200 + 10 + 3 * 400);
  }

  @Test
  void itTurnsImagesAndVectorsIntoOutputs() {
    Sequential model = Mlp.of(12, 7, 5).batchNorm().build();
    model.initialise(1);
    Tensor images = Numbers.normal32(1, 4, 1, 3, 4);
    Tensor y = model.apply(images, Context.evaluate());
    assertThat(y.shape()).isEqualTo(Shape.of(4, 5));
    assertThat(model.apply(images.flatten(1), Context.evaluate()).hasSameBits(y)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aProbabilityOutsideItsRangeIsRefused(double p) {
    Mlp mlp = Mlp.of(2, 1);
    assertThatThrownBy(() -> mlp.dropout(p)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mlp: dropout probability " + p + ", expected [0, 1)");
  }

  @Test
  void sizesThatMakeNoNetworkAreRefused() {
    assertThatThrownBy(() -> Mlp.of(5)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mlp: 1 sizes, expected inputs and outputs at least");
    assertThatThrownBy(() -> Mlp.of(5, 0, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mlp: a size of 0, expected 1 or more");
  }
}
