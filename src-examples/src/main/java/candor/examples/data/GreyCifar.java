package candor.examples.data;

import candor.nn.data.Images;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// CIFAR-10 in the form of MNIST, for networks of digits: the middle 28 × 28 of 32 × 32 pixels, in grey, `0.299 R + 0.587 G +
/// 0.114 B` (the luma of ITU-R BT.601), rounded to bytes. Nothing is resized or inverted.
public final class GreyCifar {
  private static final int SIDE = 28;
  private static final int MARGIN = 2;
  private static final int PIECE = 1000;
  private static final double WHITE = 255;

  private GreyCifar() {
  }

  /// Training images.
  ///
  /// @param data directory with the folder `cifar10`
  /// @return the images
  /// @throws IOException if no directory was given, or a file is missing or damaged
  public static Images train(@Nullable Path data) throws IOException {
    return grey(CifarFiles.train(folder(data)));
  }

  /// Test images.
  ///
  /// @param data directory with the folder `cifar10`
  /// @return the images
  /// @throws IOException if no directory was given, or a file is missing or damaged
  public static Images test(@Nullable Path data) throws IOException {
    return grey(CifarFiles.test(folder(data)));
  }

  private static @Nullable Path folder(@Nullable Path data) {
    return data == null ? null : data.resolve("cifar10");
  }

  static Images grey(Images colour) {
    byte[] pixels = new byte[colour.size() * SIDE * SIDE];
    for (int from = 0; from < colour.size(); from += PIECE) {
      Tensor inputs = colour.batch(IntStream.range(from, Math.min(colour.size(), from + PIECE)).toArray()).input()
          .slice(2, MARGIN, MARGIN + SIDE).slice(3, MARGIN, MARGIN + SIDE);
      float[] red = channel(inputs, 0);
      float[] green = channel(inputs, 1);
      float[] blue = channel(inputs, 2);
      for (int i = 0; i < red.length; i++) {
        pixels[from * SIDE * SIDE + i] =
            (byte) Math.round(WHITE * (0.299 * red[i] + 0.587 * green[i] + 0.114 * blue[i]));
      }
    }
    return new Images(pixels, 1, SIDE, SIDE, colour.labels());
  }

  private static float[] channel(Tensor inputs, int channel) {
    return inputs.slice(1, channel, channel + 1).reshape(-1).toFloats();
  }
}
