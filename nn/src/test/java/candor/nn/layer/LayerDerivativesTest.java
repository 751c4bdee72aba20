package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LayerDerivativesTest {

  @TestFactory
  Stream<DynamicTest> layers() {
    return TorchLayer.all().values().stream().map(torch -> DynamicTest.dynamicTest(torch.name(), () -> {
      Module layer = LayerTable.LAYERS.get(torch.name()).get();
      layer.initialise(2, DType.F64);
      Tensor x = torch.get("input");
      int[] ids = IntStream.range(0, x.shape().size(0)).toArray();
      ModuleDerivatives.check(layer, x, () -> torch.isTraining() ? Context.train(3, 4, ids) : Context.evaluate());
    }));
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
  void dropoutOfChannels() {
    check(new Dropout1d(0.4), Numbers.normal(1, 2, 8, 3));
    check(new Dropout2d(0.4), Numbers.normal(1, 2, 8, 2, 2));
  }

  @Test
  void dropoutOfWeights() {
    check(new DropConnect(5, 4, 0.4), Numbers.normal(1, 3, 5));
  }

  @Test
  void dropoutOfSelfNormalisingNetworks() {
    check(new AlphaDropout(0.4), Numbers.normal(1, 2, 30));
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
