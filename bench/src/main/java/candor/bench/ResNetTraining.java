package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.ResNet;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// The residual network of twenty layers in training on one batch of colour images of 32 × 32 pixels, over and over.
final class ResNetTraining {
  private final Sequential model = ResNet.cifar(20);
  private final Sgd sgd;
  private final Tensor input;
  private final Tensor classes;
  private final int[] ids;
  private int step;

  ResNetTraining(int images) {
    model.initialise(1);
    sgd = new Sgd(model.parameters(), 0.01, 0.9, 1e-6);
    // The batch innermost, as a data loader leaves it.
    input = Tensor.of(Fixtures.tensor("input", images, 3, 32, 32).array().copyInOrder(1, 2, 3, 0));
    classes = Tensor.of(Fixtures.classes(images), images);
    ids = IntStream.range(0, images).toArray();
  }

  /// Forward, backward, update, with the running statistics; returns the loss.
  double step() {
    Context context = Context.train(1, step++, ids);
    Tensor loss = model.apply(input, context).crossEntropy(classes).mean();
    sgd.step(Autograd.grad(loss, Fixtures.values(model)));
    context.applyUpdates();
    return loss.item();
  }
}
