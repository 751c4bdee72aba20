package candor.nn.model;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Context;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.tensor.Shape;
import org.junit.jupiter.api.Test;

class LeNetTest {

  @Test
  void itHasTheParametersOfTheCaffeExample() {
    Sequential model = LeNet.caffe(0.5);
    assertThat(model.namedParameters().keySet()).containsExactly("conv1.weight", "conv1.bias", "conv2.weight",
        "conv2.bias", "fc1.weight",
        "fc1.bias", "fc2.weight", "fc2.bias");
    assertThat(model.parameters().stream().mapToInt(p -> p.shape().count()).sum()).isEqualTo(431_080);
  }

  @Test
  void itTurnsImagesIntoLogits() {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    assertThat(model.apply(Numbers.normal32(1, 3, 1, 28, 28), Context.evaluate()).shape()).isEqualTo(Shape.of(3, 10));
  }

  @Test
  void onlyTheLastFullyConnectedLayerComesAfterDropout() {
    Sequential model = LeNet.caffe(0.5);
    assertThat(model.isStochastic()).isTrue();
    assertThat(model.deterministicPrefix()).isEqualTo(model.size() - 2);
  }
}
