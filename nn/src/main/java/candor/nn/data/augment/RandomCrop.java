package candor.nn.data.augment;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.random.RandomStream;

/// Cuts a part of given size out of every image, anywhere in the padded image with the same probability. With the size
/// of the images themselves it shifts them by up to `padding` whole pixels. As `torchvision.transforms.RandomCrop`.
///
/// @param height rows of the part
/// @param width columns of the part
/// @param padding rows and columns that are added on each side first
/// @param mode what they hold
public record RandomCrop(int height, int width, int padding, Padding mode) implements Augmentation {
  /// Describes the crop.
  ///
  /// @throws IllegalArgumentException if the part is empty or the padding negative
  public RandomCrop {
    if (height < 1 || width < 1 || padding < 0) {
      throw new IllegalArgumentException("random crop: " + height + "x" + width + " with padding " + padding
          + ", expected sizes of 1 or more and a padding of 0 or more");
    }
  }

  /// Cuts.
  ///
  /// @throws IllegalArgumentException if the inputs are no F32 images, the part is larger than the padded image, or the
  ///     image too small to be mirrored
  @Override
  public Batch apply(Batch batch, RandomStream stream) {
    Planes images = Planes.of("random crop", batch.input());
    int rows = places("rows", images.height(), height);
    int columns = places("columns", images.width(), width);
    int[] top = new int[batch.size()];
    int[] left = new int[batch.size()];
    for (int i = 0; i < top.length; i++) {
      top[i] = stream.bounded(rows, batch.ids()[i], 0) - padding;
      left[i] = stream.bounded(columns, batch.ids()[i], 1) - padding;
    }
    return batch.withInput(Moves.move(images, height, width, (y, i) -> mode.origin(y + top[i], images.height()),
        (x, i) -> mode.origin(x + left[i], images.width())));
  }

  /// Number of places where the part can begin.
  private int places(String what, int size, int part) {
    long places = size + 2L * padding - part + 1;
    if (places < 1 || places > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "random crop: " + part + " " + what + " of " + size + " with padding " + padding
              + ", expected " + (size + 2L * padding) + " or less");
    }
    if (mode == Padding.REFLECT && padding >= size) {
      throw new IllegalArgumentException("random crop: padding of " + padding + " mirrored " + what
          + ", but an image of " + size + " has " + (size - 1) + " to mirror");
    }
    return (int) places;
  }
}
