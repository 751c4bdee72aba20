package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.op.PoolWindows;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerDerivativesTest {

  @Test
  void linear() {
    check(new Linear(4, 3), Numbers.normal(1, 5, 4));
  }

  @Test
  void convolution() {
    check(new Conv2d(2, 3, 3), Numbers.normal(1, 2, 2, 5, 6));
  }

  @Test
  void convolutionWithStridePaddingDilationAndGroups() {
    check(new Conv2d(4, 6, 3).stride(2).padding(2).dilation(2).groups(2),
        Numbers.normal(1, 2, 4, 7, 6));
  }

  @Test
  void maxPooling() {
    check(new MaxPool2d(2, 2), Numbers.normal(1, 2, 2, 4, 6));
  }

  @Test
  void maxPoolingOfOverlappingPaddedWindows() {
    check(new MaxPool2d(new PoolWindows.Sliding(3, 3, 2, 2, 1, 1)), Numbers.normal(1, 2, 2, 5, 5));
  }

  @Test
  void averagePooling() {
    check(new AvgPool2d(2, 2), Numbers.normal(1, 2, 2, 4, 6));
  }

  @Test
  void adaptiveAveragePooling() {
    check(new AvgPool2d(new PoolWindows.Adaptive(2, 3)), Numbers.normal(1, 2, 2, 5, 4));
  }

  @Test
  void rectifier() {
    check(Activation.relu(), Numbers.normal(1, 3, 7));
  }

  @Test
  void flattening() {
    check(new Flatten(), Numbers.normal(1, 2, 3, 2, 2));
  }

  @Test
  void dropout() {
    check(new Dropout(0.4), Numbers.normal(1, 2, 30));
  }

  @Test
  void dropoutOfImages() {
    check(new Dropout(0.4), Numbers.normal(1, 2, 3, 4, 2));
  }

  @Test
  void batchNormalisation() {
    check(new BatchNorm1d(3, 0.1, 0.1), Numbers.normal(1, 6, 3));
  }

  @Test
  void batchNormalisationOfImages() {
    check(new BatchNorm2d(2, 0.1, 0.1), Numbers.normal(1, 2, 2, 3, 2));
  }

  @Test
  void batchNormalisationInEvaluation() {
    BatchNorm2d layer = new BatchNorm2d(2, 0.1, 0.1);
    layer.initialise(2, DType.F64);
    ModuleDerivatives.check(layer, Numbers.normal(1, 2, 2, 3, 2), Context::evaluate);
  }

  @Test
  void aSmallLeNetWithDropoutAndCrossEntropy() {
    Sequential body = Sequential.builder().add("conv1", new Conv2d(1, 3, 3)).add("pool1", new MaxPool2d(2, 2))
        .add("conv2", new Conv2d(3, 4, 3))
        .add("pool2", new MaxPool2d(2, 2)).add("flatten", new Flatten()).add("fc1", new Linear(4, 6))
        .add("relu", Activation.relu())
        .add("dropout", new Dropout(0.5)).add("fc2", new Linear(6, 3)).build();
    check(new WithLoss(body, Tensor.of(new int[] {0, 2}, 2)), Numbers.normal(1, 2, 1, 10, 10));
  }

  /// The loss of every sample.
  private static final class WithLoss extends Module {
    private final Sequential body;
    private final Tensor classes;

    WithLoss(Sequential body, Tensor classes) {
      this.body = child("body", body);
      this.classes = classes;
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return body.apply(x, context).crossEntropy(classes);
    }
  }

  private static void check(Module model, Tensor x) {
    model.initialise(2, DType.F64);
    int[] ids = IntStream.range(0, x.shape().size(0)).toArray();
    ModuleDerivatives.check(model, x, () -> Context.train(3, 4, ids));
  }
}
