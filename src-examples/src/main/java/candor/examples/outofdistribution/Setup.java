package candor.examples.outofdistribution;

import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.data.ImageSet;
import candor.examples.data.Synthetic;
import candor.nn.data.Dataset;
import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// What both experiments are made of: digits to train with, to tune by and to test on, and images from outside.
///
/// @param experiment name of the experiment
/// @param epochs passes over the digits
/// @param batch digits of a training step
/// @param factors factors of the analysis that synthetic images are drawn from
/// @param directory where networks are kept
/// @param digits training images
/// @param held training images that nothing is trained with
/// @param test test images
/// @param synthetic what synthetic images are drawn from
/// @param outside images from outside
record Setup(String experiment, int epochs, int batch, int factors, Path directory, Images digits, Dataset held,
    Images test, Synthetic synthetic, OutsideImages outside) {
  static final Option<Integer> SEEDS = Option.whole("seeds", 5, 1, 100, "seeds, from --seed on");
  static final Option<Integer> BATCH = Option.whole("batch", 64, 1, 10_000, "digits of a training step");
  static final Option<Integer> TEST = Option.whole("test", 10_000, 4, 10_000, "test images of each set, at most");
  static final Option<Integer> FACTORS =
      Option.whole("factors", 50, 1, 700, "factors of the analysis that synthetic images are drawn from");
  /// Digits that the factor analysis is fitted to, at most.
  static final int FITTED = 10_000;
  /// The share of the training images that nothing is trained with.
  private static final int HELD_SHARE = 12;
  private static final int FEWEST_STEPS = 4;

  /// Reads images, and fits the factor analysis if it is not kept.
  ///
  /// @param experiment name of the experiment
  /// @param settings what was asked for
  /// @param epochs passes over the digits
  /// @param images digits to train with, at most
  static Setup of(String experiment, Settings settings, int epochs, int images) throws IOException {
    Images all = ImageSet.MNIST.train(settings.data());
    int rest = all.size() - Math.ceilDiv(all.size(), HELD_SHARE);
    Images digits = all.first(Math.min(images, rest));
    int batch = settings.get(BATCH);
    int steps = epochs * Math.ceilDiv(digits.size(), batch);
    if (steps < FEWEST_STEPS) {
      throw new IOException(experiment + ": training of " + steps + " steps, expected " + FEWEST_STEPS
          + " or more; ask for more epochs or a smaller batch");
    }
    Images test = ImageSet.MNIST.test(settings.data());
    Path directory = settings.output().resolve("networks");
    Synthetic synthetic = Synthetic.kept(directory.resolve("synthetic.safetensors"),
        digits.first(Math.min(FITTED, digits.size())), settings.get(FACTORS));
    return new Setup(experiment, epochs, batch, settings.get(FACTORS), directory, digits,
        all.subset(IntStream.range(rest, all.size()).toArray()), test.first(Math.min(settings.get(TEST), test.size())),
        synthetic, new OutsideImages(settings.data(), synthetic, digits.size(), settings.get(TEST)));
  }

  /// What networks depend on beside their seed.
  Map<String, String> configuration() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("epochs", Integer.toString(epochs));
    configuration.put("batch", Integer.toString(batch));
    configuration.put("images", Integer.toString(digits.size()));
    configuration.put("factors", Integer.toString(factors));
    return configuration;
  }

  Training training(Progress progress) {
    return new Training(experiment, digits, epochs, batch, directory, configuration(), progress);
  }
}
