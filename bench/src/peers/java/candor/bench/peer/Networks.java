package candor.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import java.util.List;

/// The networks of the workloads, made of DJL's blocks.
final class Networks {
  private Networks() {
  }

  /// The network of `candor.nn.model.LeNet.caffe(0.5)`.
  static SequentialBlock leNet() {
    return new SequentialBlock().add(convolution(20)).add(pooling()).add(convolution(50)).add(pooling())
        .add(Blocks.batchFlattenBlock()).add(linear(500)).add(Activation.reluBlock()).add(dropout()).add(linear(10));
  }

  /// The same with dropout after every layer but the last.
  static SequentialBlock leNetWithDropoutEverywhere() {
    return new SequentialBlock().add(convolution(20)).add(dropout()).add(pooling()).add(convolution(50)).add(dropout())
        .add(pooling()).add(Blocks.batchFlattenBlock()).add(linear(500)).add(Activation.reluBlock()).add(dropout())
        .add(linear(10));
  }

  /// 784-200-200-200-10 with batch normalisation after each hidden linear layer.
  static SequentialBlock mlp() {
    SequentialBlock net = new SequentialBlock();
    for (int i = 0; i < 3; i++) {
      net.add(linear(200)).add(BatchNorm.builder().build()).add(Activation.reluBlock());
    }
    return net.add(linear(10));
  }

  /// An LSTM layer of 128 units, and a linear layer of its last output.
  static SequentialBlock lstm() {
    return new SequentialBlock().add(LSTM.builder().setStateSize(128).setNumLayers(1).optBatchFirst(true).build())
        .add(new LambdaBlock(outputs -> new NDList(outputs.singletonOrThrow().get(":, -1")))).add(linear(10));
  }

  /// The network of `candor.nn.model.ResNet.cifar(20)`.
  static SequentialBlock resNet20() {
    SequentialBlock net = new SequentialBlock().add(convolution3(16, 1)).add(BatchNorm.builder().build())
        .add(Activation.reluBlock());
    for (int channels = 16; channels <= 64; channels *= 2) {
      for (int i = 0; i < 3; i++) {
        net.add(residual(channels, channels > 16 && i == 0)).add(Activation.reluBlock());
      }
    }
    return net.add(Pool.globalAvgPool2dBlock()).add(linear(10));
  }

  /// Two convolutions, and around them nothing, or every second pixel with as many channels of zeros before as behind.
  private static ParallelBlock residual(int channels, boolean halves) {
    SequentialBlock body = new SequentialBlock().add(convolution3(channels, halves ? 2 : 1))
        .add(BatchNorm.builder().build()).add(Activation.reluBlock()).add(convolution3(channels, 1))
        .add(BatchNorm.builder().build());
    return new ParallelBlock(
        branches -> new NDList(branches.get(0).singletonOrThrow().add(branches.get(1).singletonOrThrow())),
        List.of(body, halves ? new LambdaBlock(Networks::padded) : Blocks.identityBlock()));
  }

  private static NDList padded(NDList input) {
    NDArray pixels = input.singletonOrThrow().get(":, :, ::2, ::2");
    Shape shape = pixels.getShape();
    NDArray zeros = pixels.getManager().zeros(new Shape(shape.get(0), shape.get(1) / 2, shape.get(2), shape.get(3)));
    return new NDList(NDArrays.concat(new NDList(zeros, pixels, zeros), 1));
  }

  private static Conv2d convolution3(int filters, int stride) {
    return Conv2d.builder().setFilters(filters).setKernelShape(new Shape(3, 3)).optStride(new Shape(stride, stride))
        .optPadding(new Shape(1, 1)).optBias(false).build();
  }

  private static Conv2d convolution(int filters) {
    return Conv2d.builder().setFilters(filters).setKernelShape(new Shape(5, 5)).build();
  }

  private static ai.djl.nn.Block pooling() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }

  private static Linear linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Dropout dropout() {
    return Dropout.builder().optRate(0.5f).build();
  }
}
