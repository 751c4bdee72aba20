package candor.nn.data.augment;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.RandomStream;

/// Turns every image about its centre by an angle that is uniform in `[-degrees, degrees)`, see [Warp#rotate].
///
/// @param degrees largest angle
public record RandomRotation(double degrees) implements Augmentation {
  /// Describes the rotation.
  ///
  /// @throws IllegalArgumentException if the angle is negative or not finite
  public RandomRotation {
    Draws.limit("random rotation", "degrees", degrees);
  }

  /// Turns.
  ///
  /// @throws IllegalArgumentException if the inputs are no F32 images
  @Override
  public Batch apply(Batch batch, RandomStream stream) {
    return batch.withInput(Warp.rotate(batch.input(), Draws.around0(stream, batch.ids(), degrees)));
  }
}
