package candor.examples;

import candor.nn.Init;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;

/// A small network for small pictures: three convolutions with batch normalisation and max-pooling, a hidden layer with
/// dropout, an output for each class.
public final class ConvNet {
  private static final int NARROWEST = 32;
  private static final int WIDEST = 128;
  private static final int HIDDEN = 256;

  private ConvNet() {
  }

  /// Convolutions of 32, 64 and 128 @ 3 × 3, each normalised, pooled by 2 and rectified, 256 rectified units with dropout,
  /// a logit for each class.
  ///
  /// @param channels channels of a picture
  /// @param side its height and width
  /// @param dropout rate of dropout before the last layer
  /// @param classes number of outputs
  /// @return the network, not initialised
  public static Sequential of(int channels, int side, double dropout, int classes) {
    Sequential.Builder net = Sequential.builder();
    int in = channels;
    int pixels = side;
    for (int out = NARROWEST; out <= WIDEST; out *= 2) {
      // The largest of rectified numbers is the rectified largest one, of which there are fewer.
      net.add("conv" + out, new Conv2d(in, out, 3).padding(1).withoutBias().init(Init.heNormal()))
          .add("bn" + out, new BatchNorm2d(out)).add("pool" + out, new MaxPool2d(2))
          .add("relu" + out, Activation.relu());
      in = out;
      pixels /= 2;
    }
    return net.add("flatten", new Flatten()).add("fc1", new Linear(in * pixels * pixels, HIDDEN, Init.heNormal()))
        .add("relu", Activation.relu()).add("dropout", new Dropout(dropout)).add("fc2", new Linear(HIDDEN, classes))
        .build();
  }
}
