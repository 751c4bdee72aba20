package candor.nn.data.augment;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.RandomStream;

/// Mirrors an image, left and right changing places. As `torchvision.transforms.RandomHorizontalFlip`.
///
/// @param p probability, in `[0, 1]`
public record RandomHorizontalFlip(double p) implements Augmentation {
  /// Describes the flip.
  ///
  /// @throws IllegalArgumentException if `p` is outside `[0, 1]`
  public RandomHorizontalFlip {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("random horizontal flip: probability " + p + ", expected [0, 1]");
    }
  }

  /// Mirrors some of the images.
  ///
  /// @throws IllegalArgumentException if the inputs are no F32 images
  @Override
  public Batch apply(Batch batch, RandomStream stream) {
    Planes images = Planes.of("random horizontal flip", batch.input());
    boolean[] flipped = new boolean[batch.size()];
    double[] draw = new double[1];
    for (int i = 0; i < flipped.length; i++) {
      stream.uniform(batch.ids()[i], draw);
      flipped[i] = draw[0] < p;
    }
    int last = images.width() - 1;
    return batch.withInput(Moves.move(images, images.height(), images.width(), (y, i) -> y,
        (x, i) -> flipped[i] ? last - x : x));
  }
}
