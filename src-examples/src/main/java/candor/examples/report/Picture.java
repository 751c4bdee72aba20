package candor.examples.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A small picture inside the page.
public final class Picture {
  private static final int WHITE = 255;
  private static final int BANDS = 3;

  private Picture() {
  }

  /// An image element with the pixels as a PNG file in its address. Dark means 1, as ink on paper.
  ///
  /// @param pixels brightness in row-major order, `[0, 1]`
  /// @param width number of columns
  /// @param description what can be seen, for readers who cannot
  /// @return an `img` element
  public static String grey(float[] pixels, int width, String description) {
    BufferedImage image = new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % width, i / width, 0, WHITE - Math.round(WHITE * pixels[i]));
    }
    return element(image, description);
  }

  /// An image element with the pixels as a PNG file in its address.
  ///
  /// @param pixels red, then green, then blue of all pixels, each in row-major order, `[0, 1]`
  /// @param width number of columns
  /// @param description what can be seen, for readers who cannot
  /// @return an `img` element
  public static String colour(float[] pixels, int width, String description) {
    int count = pixels.length / BANDS;
    BufferedImage image = new BufferedImage(width, count / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % count % width, i % count / width, i / count, Math.round(WHITE * pixels[i]));
    }
    return element(image, description);
  }

  private static String element(BufferedImage image, String description) {
    return "<img class=\"pixels\" alt=\"" + Text.escape(description) + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png(image)) + "\"/>";
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // The default stream would be cached in a temporary file.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("picture: writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
