package candor.nn.data.augment;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.RandomStream;

/// Shifts every image in both directions by distances that are uniform in `[-pixels, pixels)`, fractions included, see
/// [Warp#shift]. [RandomCrop] with padding shifts by whole pixels.
///
/// @param pixels largest distance
public record RandomShift(double pixels) implements Augmentation {
  /// Describes the shift.
  ///
  /// @throws IllegalArgumentException if the distance is negative or not finite
  public RandomShift {
    Draws.limit("random shift", "pixels", pixels);
  }

  /// Shifts.
  ///
  /// @throws IllegalArgumentException if the inputs are no F32 images
  @Override
  public Batch apply(Batch batch, RandomStream stream) {
    double[] down = Draws.around0(stream.child("down"), batch.ids(), pixels);
    double[] right = Draws.around0(stream.child("right"), batch.ids(), pixels);
    return batch.withInput(Warp.shift(batch.input(), down, right));
  }
}
