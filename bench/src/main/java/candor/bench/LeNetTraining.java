package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/// LeNet (20-50-500) in training on one batch, over and over.
final class LeNetTraining {
  private final Sequential model = LeNet.caffe(0.5);
  private final Workspace workspace = new Workspace();
  private final Sgd sgd;
  private final Tensor input;
  private final Tensor classes;
  private final int[] ids;
  private int step;
  private long updating;

  LeNetTraining(int images) {
    model.initialise(1);
    sgd = new Sgd(model.parameters(), 0.01, 0.9, 1e-6);
    input = Fixtures.images(images);
    classes = Tensor.of(Fixtures.classes(images), images);
    ids = IntStream.range(0, images).toArray();
  }

  /// Forward, backward, update; returns the loss.
  double step() {
    Tensor loss = model.apply(input, Context.train(1, step++, ids)).crossEntropy(classes).mean();
    List<Tensor> gradients = Autograd.grad(loss, Fixtures.values(model));
    long start = System.nanoTime();
    sgd.step(gradients);
    updating += System.nanoTime() - start;
    return loss.item();
  }

  /// Nanoseconds that all updates took so far.
  long updating() {
    return updating;
  }

  /// A step whose tensors lie in the memory of the last one.
  double stepInWorkspace() {
    return workspace.call(this::step);
  }
}
