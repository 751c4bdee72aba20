package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Forward passes through a network in evaluation mode, of which only the dropout layers may draw. Nothing is recorded.
final class Inference {
  private final SequentialBlock network;
  private final ParameterStore parameters;
  private final int firstDropout;

  /// A network for images of 28 × 28 pixels.
  Inference(SequentialBlock network, NDManager manager) {
    this.network = network;
    network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
    parameters = new ParameterStore(manager, false);
    List<Block> layers = network.getChildren().values();
    firstDropout = IntStream.range(0, layers.size()).filter(i -> layers.get(i) instanceof Dropout).findFirst()
        .orElseThrow();
  }

  /// Runs an action and frees what it made.
  static void freeing(NDArray x, Consumer<NDArray> action) {
    try (NDManager scope = x.getManager().newSubManager()) {
      x.tempAttach(scope);
      action.accept(x);
    }
  }

  /// The logits without dropout.
  NDArray logits(NDArray x) {
    return run(x, 0, network.getChildren().size(), false);
  }

  /// The input of the first dropout layer.
  NDArray features(NDArray x) {
    return run(x, 0, firstDropout, false);
  }

  /// Probabilities of one pass.
  NDArray sample(NDArray x) {
    return run(x, 0, network.getChildren().size(), true).softmax(1);
  }

  /// Probabilities of one pass from the first dropout layer on.
  NDArray sampleFrom(NDArray features) {
    return run(features, firstDropout, network.getChildren().size(), true).softmax(1);
  }

  private NDArray run(NDArray x, int from, int to, boolean random) {
    NDList values = new NDList(x);
    for (Block layer : network.getChildren().values().subList(from, to)) {
      values = layer.forward(parameters, values, random && layer instanceof Dropout);
    }
    return values.singletonOrThrow();
  }
}
