package candor.examples.failureprediction;

import candor.nn.data.Dataset;
import candor.nn.data.Images;
import candor.nn.data.Normaliser;
import candor.nn.data.Split;

/// Images to learn from, to choose an epoch and thresholds by, and to test on. Pixels are shifted and scaled as in the
/// paper.
///
/// @param training images that networks learn
/// @param validation others
/// @param test images that choose nothing
record Parts(Dataset training, Dataset validation, Dataset test) {
  /// Mean and standard deviation of the pixels of MNIST.
  private static final Normaliser PIXELS = new Normaliser(new double[] {0.1307}, new double[] {0.3081});
  private static final int TRAINING_SHARE = 5;

  /// Cuts a sixth of the training images off for validation, other ones for each seed.
  ///
  /// @param held how many of the training images are to take the place of the test images, 0 for none
  static Parts of(Images train, Images test, int held, long seed) {
    int rest = train.size() - held;
    int validation = rest / (TRAINING_SHARE + 1);
    Split.Part learned = Split.part("training", rest - validation);
    Split.Part chosen = Split.part("validation", validation);
    Split split = held == 0
        ? Split.random(train, seed, learned, chosen)
        : Split.random(train, seed, learned, chosen, Split.part("held", held));
    return new Parts(scaled(split.get("training")), scaled(split.get("validation")),
        scaled(held == 0 ? test : split.get("held")));
  }

  private static Dataset scaled(Dataset images) {
    return images.mapInputs(PIXELS::apply);
  }
}
