package candor.examples.outofdistribution;

import candor.bayes.detection.OutsideSet;
import candor.examples.data.GreyCifar;
import candor.examples.data.ImageSet;
import candor.examples.data.Synthetic;
import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sets from outside by family, each made once. They give their images away for one purpose only
/// ([candor.bayes.detection.DetectionStudy]).
final class OutsideImages {
  /// Seeds of what is drawn, the same for all networks, so that all are trained beside and tested on the same images.
  private static final long TRAIN_SEED = 1;
  private static final long TEST_SEED = 2;

  private final @Nullable Path data;
  private final Synthetic synthetic;
  private final int trainImages;
  private final int testImages;
  private final Map<String, OutsideSet> sets = new HashMap<>();

  /// @param data directory of data files
  /// @param synthetic the model of digits that synthetic images are drawn from
  /// @param trainImages images of a family to train beside, at most
  /// @param testImages images of a family to test on, at most
  OutsideImages(@Nullable Path data, Synthetic synthetic, int trainImages, int testImages) {
    this.data = data;
    this.synthetic = synthetic;
    this.trainImages = trainImages;
    this.testImages = testImages;
  }

  /// Training images of a family.
  OutsideSet train(Family family) throws IOException {
    return set(family, "train", switch (family) {
      case CLOTHES -> () -> ImageSet.FASHION_MNIST.train(data);
      case SYNTHETIC -> () -> synthetic.draw(trainImages, TRAIN_SEED);
      case PHOTOGRAPHS -> () -> GreyCifar.train(data);
      case NOISE -> () -> NoiseImages.draw(trainImages, TRAIN_SEED);
      case CHARACTERS -> throw new IllegalArgumentException("outside images: nothing is trained beside " + family.id());
    }, trainImages);
  }

  /// Test images of a family.
  OutsideSet test(Family family) throws IOException {
    return set(family, "test", tests(family), testImages);
  }

  /// Some of the test images of a family under a name of their own, to tune by. The study refuses to test on them.
  OutsideSet tuning(Family family, int count) throws IOException {
    return set(family, "tuning", tests(family), count);
  }

  private Source tests(Family family) {
    return switch (family) {
      case CLOTHES -> () -> ImageSet.FASHION_MNIST.test(data);
      case SYNTHETIC -> () -> synthetic.draw(testImages, TEST_SEED);
      case PHOTOGRAPHS -> () -> GreyCifar.test(data);
      case NOISE -> () -> NoiseImages.draw(testImages, TEST_SEED);
      case CHARACTERS -> () -> ImageSet.KMNIST.test(data);
    };
  }

  /// Where images come from.
  private interface Source {
    Images read() throws IOException;
  }

  private synchronized OutsideSet set(Family family, String use, Source source, int most) throws IOException {
    String name = family.id() + "-" + use;
    OutsideSet known = sets.get(name);
    if (known == null) {
      Images all = source.read();
      known = new OutsideSet(name, family.id(), all.first(Math.min(most, all.size())));
      sets.put(name, known);
    }
    return known;
  }
}
