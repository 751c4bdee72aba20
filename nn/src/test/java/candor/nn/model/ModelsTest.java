package candor.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the tables of [ModelTorchTest] do not say.
class ModelsTest {

  @Test
  void smallNetworksAreRandomAfterTheirPooling() {
    for (Sequential model : List.of(SmallConvNet.confidNet(), SmallConvNet.activeLearning())) {
      assertThat(model.isStochastic()).isTrue();
      assertThat(model.deterministicPrefix()).isEqualTo(5);
    }
  }

  @Test
  void vggIsRandomWhereDropoutIsAskedFor() {
    assertThat(Vgg.cifar(16).isStochastic()).isFalse();
    Sequential model = Vgg.cifar(11, 100, 0.5);
    assertThat(model.deterministicPrefix()).isEqualTo(model.size() - 2);
    assertThat(model.namedParameters().get("classifier.weight").shape()).isEqualTo(Shape.of(100, 512));
  }

  @Test
  void aResidualNetworkTakesOtherImagesAndClasses() {
    Sequential model = ResNet.cifar(8, 5, ResNet.Shortcut.PADDED);
    model.initialise(1);
    assertThat(model.apply(Numbers.normal32(1, 2, 3, 16, 24), Context.evaluate()).shape()).isEqualTo(Shape.of(2, 5));
    assertThat(model.isStochastic()).isFalse();
  }

  @Test
  void aSegmentationGivesScoresForEveryPixelAndIsRandomAtTheLowestLevel() {
    UNet model = new UNet(3, 5, 4, 3, 0.5);
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 2, 3, 16, 8);
    Tensor y = model.apply(x, Context.evaluate());
    assertThat(y.shape()).isEqualTo(Shape.of(2, 5, 16, 8));
    assertThat(model.isStochastic()).isTrue();
    assertThat(model.apply(x, Context.sample(1, 0, 0, 1)).hasSameBits(y)).isFalse();
    assertThat(new UNet(3, 5, 4, 3, 0).isStochastic()).isFalse();
  }

  /// Whoever trains needs a finite gradient for every parameter, and the updates of all buffers.
  @Test
  void aTrainingPassReachesEveryParameterAndBuffer() {
    for (Module model : List.of(ResNet.cifar(8), new UNet(3, 4, 2, 2, 0.5), Vgg.cifar(11))) {
      model.initialise(1);
      int side = model instanceof UNet ? 8 : 32;
      Context context = Context.train(1, 0, 7, 8, 9);
      Tensor y = model.apply(Numbers.normal32(1, 3, 3, side, side), context);
      List<Tensor> values = model.parameters().stream().map(Parameter::value).toList();
      assertThat(Autograd.grad(y.square().mean(), values)).allSatisfy(gradient -> {
        double norm = gradient.norm().item();
        assertThat(norm).isPositive().isFinite();
      });
      float[] before = buffers(model);
      context.applyUpdates();
      float[] after = buffers(model);
      assertThat(IntStream.range(0, before.length).filter(i -> before[i] == after[i]).count()).isZero();
    }
  }

  private static float[] buffers(Module model) {
    return Tensor.concat(0, model.namedBuffers().values().stream().map(b -> b.value()).toList()).toFloats();
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, 2, 7, 18, 21})
  void depthsThatMakeNoResidualNetworkAreRefused(int depth) {
    assertThatThrownBy(() -> ResNet.cifar(depth)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resnet: depth " + depth + ", expected 6 n + 2 with n of 1 or more");
  }

  @Test
  void otherArgumentsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Vgg.cifar(12)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vgg: depth 12, expected 11, 13, 16 or 19");
    assertThatThrownBy(() -> new UNet(3, 0, 8, 2, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unet: channels 3, classes 0, width 8, depth 2, expected 1 or more");
    UNet model = new UNet(3, 2, 2, 2, 0);
    model.initialise(1);
    assertThatThrownBy(() -> model.apply(Tensor.zeros(DType.F32, 1, 3, 8, 6), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unet: input has shape [1,3,8,6], expected [N,3,H,W] with multiples of 4 for H and W");
    assertThatThrownBy(() -> model.apply(Tensor.zeros(DType.F32, 1, 1, 8, 8), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unet: input has shape [1,1,8,8], expected [N,3,H,W] with multiples of 4 for H and W");
  }
}
