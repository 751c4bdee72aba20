package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PReluTest {

  @Test
  void negativeInputsAreMultipliedByTheSlope() {
    PRelu layer = new PRelu();
    layer.initialise(1);
    assertThat(run(layer, Tensor.of(new float[] {-8, 0, 3}, 1, 3)).toFloats()).containsExactly(-2, 0, 3);
    PRelu leaky = layer.slope(0.5);
    leaky.initialise(1);
    assertThat(run(leaky, Tensor.of(new float[] {-8, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}, 3)).toFloats())
        .containsExactly(-4, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  @Test
  void everyChannelHasItsSlope() {
    PRelu layer = new PRelu(2);
    layer.initialise(1);
    layer.parameters().getFirst().assign(Tensor.of(new float[] {1, 10}, 2));
    assertThat(run(layer, Tensor.of(new float[] {-1, -2, -3, -4}, 1, 2, 2)).toFloats())
        .containsExactly(-1, -2, -30, -40);
    assertThat(run(layer, Tensor.of(new float[] {-1, -2}, 1, 2)).toFloats()).containsExactly(-1, -20);
  }

  /// As in PyTorch, 0 counts as negative, and an infinite input leaves the slope of the other side alone.
  @Test
  void derivativesAtZeroAndInfinity() {
    PRelu layer = new PRelu();
    layer.initialise(1);
    Tensor slope = layer.parameters().getFirst().value();
    Tensor x = Tensor.of(new float[] {0, Float.POSITIVE_INFINITY}, 2).variable();
    List<Tensor> gradients = Autograd.grad(run(layer, x).sum(), List.of(x, slope));
    assertThat(gradients.get(0).toFloats()).containsExactly(0.25f, 1);
    assertThat(gradients.get(1).toFloats()).containsExactly(0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new PRelu(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pRelu: 0 channels, expected 1 or more");
    PRelu layer = new PRelu(3);
    layer.initialise(1);
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F32, 2, 4))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pRelu: input has shape [2,4], expected [N,3,…]");
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F64, 2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pRelu: input is f64[2,3], the layer's numbers are f32, expected one type");
  }

  private static Tensor run(PRelu layer, Tensor x) {
    return layer.apply(x, Context.evaluate());
  }
}
