package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.loss.Loss;
import candor.bench.Fixtures;
import java.util.List;

/// LeNet's loss (20-50-500) and its derivatives by PyTorch's double backward: the graph of the gradient is recorded, and
/// goes back once more from `⟨∇L, v⟩`. DJL's interface stops at the first derivative, the class that it calls PyTorch with
/// does not. What is computed is added to the weights' gradients.
final class LeNetHessian {
  private final NDArray input;
  private final NDArray classes;
  private final List<PtNDArray> weights;
  private final List<PtNDArray> vectors;

  LeNetHessian(PyTorch torch, int images) {
    NDManager manager = torch.manager();
    input = torch.normal("input", images, 1, 28, 28);
    classes = manager.create(Fixtures.classes(images));
    weights = List.of(weight(torch, "w1", 0.2f, 20, 1, 5, 5), weight(torch, "b1", 0, 20),
        weight(torch, "w2", 0.05f, 50, 20, 5, 5), weight(torch, "b2", 0, 50), weight(torch, "w3", 0.04f, 500, 800),
        weight(torch, "b3", 0, 500), weight(torch, "w4", 0.05f, 10, 500), weight(torch, "b4", 0, 10));
    vectors = weights.stream().map(w -> (PtNDArray) manager.create(
        Fixtures.normal("vector", (int) w.size()), w.getShape())).toList();
  }

  private static PtNDArray weight(PyTorch torch, String name, float deviation, int... sizes) {
    return (PtNDArray) torch.normal(name, sizes).mul(deviation);
  }

  /// A point to derive at: its weights are leaves of graphs, and have no gradient yet.
  List<PtNDArray> leaves(NDManager scope) {
    return weights.stream().map(w -> {
      PtNDArray leaf = JniUtils.detachGradient(w);
      leaf.attach(scope);
      JniUtils.attachGradient(leaf, true);
      return leaf;
    }).toList();
  }

  /// Sets the gradients of the leaves.
  ///
  /// @param graph whether they can be derived themselves
  void gradient(NDManager scope, List<PtNDArray> leaves, boolean graph) {
    PtNDArray loss = loss(leaves, scope);
    backward(loss, scope, graph, graph);
  }

  /// `⟨∇L, v⟩`, recorded.
  PtNDArray along(NDManager scope, List<PtNDArray> leaves) {
    NDList terms = new NDList();
    for (int i = 0; i < leaves.size(); i++) {
      PtNDArray gradient = JniUtils.getGradient(leaves.get(i));
      gradient.attach(scope);
      terms.add(gradient.mul(vectors.get(i)).sum());
    }
    NDArray sum = terms.getFirst();
    for (NDArray term : terms.subList(1, terms.size())) {
      sum = sum.add(term);
    }
    return (PtNDArray) sum;
  }

  /// Adds the derivatives of a recorded number to the gradients of its leaves.
  static void backward(PtNDArray value, NDManager scope, boolean keep, boolean record) {
    JniUtils.backward(value, (PtNDArray) scope.ones(value.getShape()), keep, record);
  }

  private PtNDArray loss(List<PtNDArray> w, NDManager scope) {
    NDList x = new NDList(input);
    x.tempAttach(scope);
    NDList hidden = pooled(Conv2d.conv2d(pooled(Conv2d.conv2d(input, w.get(0), w.get(1))).singletonOrThrow(), w.get(2),
        w.get(3)));
    NDArray features = hidden.singletonOrThrow().reshape(input.getShape().get(0), 800);
    NDArray units = Activation.relu(Linear.linear(features, w.get(4), w.get(5)).singletonOrThrow());
    NDList logits = Linear.linear(units, w.get(6), w.get(7));
    return (PtNDArray) Loss.softmaxCrossEntropyLoss().evaluate(new NDList(classes), logits);
  }

  private static NDList pooled(NDList x) {
    return new NDList(Pool.maxPool2d(x.singletonOrThrow(), new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false));
  }
}
