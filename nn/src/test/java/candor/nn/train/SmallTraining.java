package candor.nn.train;

import candor.kernel.Kernels;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Images;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.random.RandomStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A whole small training, whose result must have the same bits wherever and however it runs.
final class SmallTraining {
  private static final int SAMPLES = 256;
  private static final int SIDE = 14;
  private static final int CLASSES = 10;

  private SmallTraining() {
  }

  /// Trains on the default backend of this JVM, and prints the name of its kernels and the result.
  public static void main(String[] args) {
    System.out.println(Kernels.best().name() + " " + run());
  }

  /// Trains for two epochs of six batches, the last of them smaller.
  ///
  /// @return SHA-256 of the losses of all steps and of all parameters and buffers, in hexadecimal
  static String run() {
    Sequential model = model();
    MessageDigest digest = sha256();
    TrainingListener losses = new TrainingListener() {
      @Override
      public void onStep(Step step) {
        add(digest, (float) step.loss());
      }
    };
    new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.05, 0.9, 1e-4),
        new DataLoader(images(), 48, 2), 3, losses).fit(2);
    for (float number : Numbers.bits(model)) {
      add(digest, number);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// A small LeNet with batch normalisation, and dropout after its convolutions and before its last layer.
  static Sequential model() {
    Sequential model = Sequential.builder().add("conv1", new Conv2d(1, 6, 3))
        .add("norm1", new BatchNorm2d(6)).add("relu1", Activation.relu())
        .add("pool1", new MaxPool2d(2, 2))
        .add("conv2", new Conv2d(6, 12, 3)).add("dropout1", new Dropout(0.2)).add("pool2", new MaxPool2d(2, 2))
        .add("flatten", new Flatten())
        .add("fc1", new Linear(48, 40)).add("norm2", new BatchNorm1d(40)).add("relu2", Activation.relu())
        .add("dropout2", new Dropout(0.5))
        .add("fc2", new Linear(40, CLASSES)).build();
    model.initialise(1);
    return model;
  }

  /// Noise, brighter along one row that is the class.
  static Images images() {
    RandomStream stream = RandomStream.of(4);
    byte[] pixels = new byte[SAMPLES * SIDE * SIDE];
    int[] labels = new int[SAMPLES];
    stream.child("labels").bounded(CLASSES, 0, labels);
    float[] noise = new float[SIDE * SIDE];
    for (int i = 0; i < SAMPLES; i++) {
      stream.child("pixels").uniform(i, noise);
      for (int p = 0; p < noise.length; p++) {
        pixels[i * noise.length + p] = (byte) (noise[p] * (p / SIDE == labels[i] + 2 ? 255 : 128));
      }
    }
    return new Images(pixels, 1, SIDE, SIDE, labels);
  }

  private static void add(MessageDigest digest, float number) {
    int bits = Float.floatToIntBits(number);
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (bits >>> shift));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
