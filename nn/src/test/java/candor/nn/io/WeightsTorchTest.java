package candor.nn.io;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A network with the weights of one of PyTorch, which `src/test/python/weights.py` wrote, gives its logits.
class WeightsTorchTest {

  @ParameterizedTest
  @CsvSource({"safetensors,F64,1e-12", "safetensors,F32,1e-5", "npz,F64,1e-12", "npz,F32,1e-5"})
  void theLogitsAreThoseOfPyTorch(String format, DType dtype, double tolerance) throws IOException {
    Sequential model = network();
    model.initialise(1);
    Weights.load(model, Resources.file("net-" + dtype + "." + format));
    Map<String, Tensor> expected = Safetensors.read(Resources.file("expected.safetensors")).tensors();
    Tensor input = Objects.requireNonNull(expected.get("input")).to(dtype);
    Tensor logits = Objects.requireNonNull(expected.get("logits " + dtype));
    Tensor own = model.apply(input, Context.evaluate());
    assertThat(own.dtype()).isEqualTo(dtype);
    assertThat(own.isClose(logits, tolerance, tolerance)).as("%s, expected %s", own, logits).isTrue();
    assertThat(model.namedParameters().get("fc1.weight").value().array().isDenseIn(1, 0)).as("its own layout").isTrue();
  }

  private static Sequential network() {
    return Sequential.builder().add("conv1", new Conv2d(1, 4, 3)).add("norm1", new BatchNorm2d(4))
        .add("relu1", Activation.relu()).add("pool1", new MaxPool2d(2, 2)).add("conv2", new Conv2d(4, 6, 3))
        .add("relu2", Activation.relu()).add("flatten", new Flatten()).add("fc1", new Linear(24, 12))
        .add("relu3", Activation.relu())
        .add("fc2", new Linear(12, 5)).build();
  }
}
