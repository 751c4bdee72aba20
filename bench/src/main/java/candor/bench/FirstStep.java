package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.model.LeNet;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// The first training step of a JVM; [StartUpBenchmark] takes its time from outside.
public final class FirstStep {
  private static final int IMAGES = 64;

  private FirstStep() {
  }

  /// Makes a batch and a LeNet, takes one step and prints the loss.
  ///
  /// @param args nothing
  public static void main(String... args) {
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    Tensor input = Fixtures.images(IMAGES);
    Tensor classes = Tensor.of(Fixtures.classes(IMAGES), IMAGES);
    int[] ids = IntStream.range(0, IMAGES).toArray();
    Tensor loss = model.apply(input, Context.train(1, 0, ids)).crossEntropy(classes).mean();
    new Sgd(model.parameters(), 0.01, 0.9, 1e-6).step(Autograd.grad(loss, Fixtures.values(model)));
    System.out.println(loss.item());
  }
}
