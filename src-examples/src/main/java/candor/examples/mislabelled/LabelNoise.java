package candor.examples.mislabelled;

import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.Arrays;

/// Training images of which some have a wrong label, drawn by a seed.
///
/// @param images the images
/// @param index where each is in the whole training set
/// @param labels the labels, some of them wrong
/// @param truth the labels as they should be
record LabelNoise(Tensor images, int[] index, int[] labels, int[] truth) {
  private static final int CLASSES = 10;

  /// Draws images, and gives the first of them, in the drawn order, another label: each of the nine others is as likely.
  ///
  /// @param all images to draw from
  /// @param count how many to draw
  /// @param wrong how many get a wrong label
  /// @param seed seed
  static LabelNoise draw(Images all, int count, int wrong, long seed) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SHUFFLING).child("label noise");
    int[] index = Arrays.copyOf(stream.child("images").permutation(all.size()), count);
    int[] truth = all.batch(index).target().toInts();
    int[] labels = truth.clone();
    int[] shifts = new int[wrong];
    stream.child("labels").bounded(CLASSES - 1, 0, shifts);
    for (int i = 0; i < wrong; i++) {
      labels[i] = (truth[i] + 1 + shifts[i]) % CLASSES;
    }
    return new LabelNoise(all.batch(index).input(), index, labels, truth);
  }

  int size() {
    return labels.length;
  }

  /// Which labels are wrong.
  boolean[] wrong() {
    boolean[] wrong = new boolean[labels.length];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = labels[i] != truth[i];
    }
    return wrong;
  }

  /// The images with their labels as they are.
  TensorDataset data() {
    return data(labels);
  }

  /// The images after some were looked at, and their labels put right.
  ///
  /// @param inspected numbers of these images
  TensorDataset repaired(int... inspected) {
    int[] repaired = labels.clone();
    for (int i : inspected) {
      repaired[i] = truth[i];
    }
    return data(repaired);
  }

  private TensorDataset data(int... classes) {
    return new TensorDataset(images, Tensor.of(classes, classes.length));
  }
}
