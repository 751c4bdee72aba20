package candor.nn.model;

import candor.nn.Init;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import java.util.List;
import java.util.Map;

/// The VGG networks (Simonyan & Zisserman 2015, table 1) for colour images of 32 × 32 pixels: their convolutions of 3 × 3,
/// with batch normalisation, and one fully connected layer on what five poolings leave, 512 numbers.
///
/// Parameters are named as in torchvision: `features.0.weight`, …, with `classifier` for the last layer.
public final class Vgg {
  private static final int POOL = 0;
  /// Output channels of the convolutions of every depth.
  private static final Map<Integer, List<Integer>> COLUMNS = Map.of(
      11, List.of(64, POOL, 128, POOL, 256, 256, POOL, 512, 512, POOL, 512, 512, POOL),
      13, List.of(64, 64, POOL, 128, 128, POOL, 256, 256, POOL, 512, 512, POOL, 512, 512, POOL),
      16, List.of(64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL, 512, 512, 512, POOL, 512, 512, 512, POOL),
      19, List.of(64, 64, POOL, 128, 128, POOL, 256, 256, 256, 256, POOL, 512, 512, 512, 512, POOL, 512, 512, 512, 512,
          POOL));

  private Vgg() {
  }

  /// A network without dropout for ten classes.
  ///
  /// @param depth number of weight layers of the paper's network, three of them fully connected: 11, 13, 16 or 19
  /// @return the network, from `[N, 3, 32, 32]` to logits `[N, 10]`
  /// @throws IllegalArgumentException if the depth is another
  public static Sequential cifar(int depth) {
    return cifar(depth, 10, 0);
  }

  /// A network with dropout before the last layer.
  ///
  /// @param depth number of weight layers of the paper's network, three of them fully connected: 11, 13, 16 or 19
  /// @param classes number of classes
  /// @param dropout probability of zero, in `[0, 1)`; 0 means that there is no such layer
  /// @return the network, from `[N, 3, 32, 32]` to logits `[N, classes]`
  /// @throws IllegalArgumentException if the depth is another, or the probability outside `[0, 1)`
  public static Sequential cifar(int depth, int classes, double dropout) {
    List<Integer> column = COLUMNS.get(depth);
    if (column == null) {
      throw new IllegalArgumentException("vgg: depth " + depth + ", expected 11, 13, 16 or 19");
    }
    Sequential.Builder network =
        Sequential.builder().add("features", features(column)).add("flatten", new Flatten());
    if (dropout != 0) {
      network.add("dropout", new Dropout(dropout));
    }
    return network.add("classifier", new Linear(512, classes)).build();
  }

  private static Sequential features(List<Integer> column) {
    Sequential.Builder layers = Sequential.builder();
    int place = 0;
    int channels = 3;
    for (int out : column) {
      if (out == POOL) {
        layers.add(Integer.toString(place++), new MaxPool2d(2));
      } else {
        layers.add(Integer.toString(place++), new Conv2d(channels, out, 3).padding(1).init(Init.heNormal()));
        layers.add(Integer.toString(place++), new BatchNorm2d(out));
        layers.add(Integer.toString(place++), Activation.relu());
        channels = out;
      }
    }
    return layers.build();
  }
}
