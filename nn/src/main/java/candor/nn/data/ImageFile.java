package candor.nn.data;

import candor.nn.data.ImageFolder.Colour;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Reads an image file with the platform's decoder, which believes what a file says and warns where it should fail. So
/// format, lengths, check sums and size are looked at before, and its warnings are errors.
///
/// @param colour grey or coloured
/// @param height rows of the result
/// @param width columns of the result
/// @param resizes whether images may have other sizes
record ImageFile(Colour colour, int height, int width, boolean resizes) {
  /// What JPEG at its best makes of a byte; a file that claims more costs no memory.
  private static final int PIXELS_OF_A_BYTE = 256;
  private static final int LOW_BYTE = 0xFF;

  ImageFile {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "image folder: images of " + height + "x" + width + ", expected sizes of 1 or more");
    }
    if ((long) height * width * colour.channels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "image folder: images of " + height + "x" + width + ", which no array can hold");
    }
  }

  /// The pixels of a file, channel by channel.
  byte[] read(Path path) throws IOException {
    return read(path.toString(), Files.readAllBytes(path));
  }

  byte[] read(String name, byte[] content) throws IOException {
    String format = format(name, content);
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(in, true, true);
      int rows = sound(name, format, () -> reader.getHeight(0));
      int columns = sound(name, format, () -> reader.getWidth(0));
      checkSize(name, format, content.length, rows, columns);
      byte[] pixels = sound(name, format, () -> planes(reader.read(0)));
      if (!warnings.isEmpty()) {
        throw new IOException("image: " + name + " is damaged: " + warnings.getFirst());
      }
      return pixels;
    } finally {
      reader.dispose();
    }
  }

  /// A step of the platform's decoder.
  private interface Step<T> {
    T run() throws IOException;
  }

  /// Runs a step. The decoders fail in many ways where a file is not what it should be.
  private static <T> T sound(String name, String format, Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (IOException | RuntimeException e) {
      throw new IOException("image: " + name + " is no sound " + format + " file: " + e, e);
    }
  }

  private static String format(String name, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (Png.starts(bytes)) {
      Png.check(name, bytes);
      return "png";
    }
    if (content.length > 2 && bytes.getShort(0) == (short) 0xFFD8) {
      return "jpeg";
    }
    if (content.length >= 6 && content[0] == 'B' && content[1] == 'M') {
      long size = Integer.toUnsignedLong(bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(2));
      if (size != content.length) {
        throw new IOException("image: " + name + " has " + content.length + " bytes, but its header says " + size);
      }
      return "bmp";
    }
    throw new IOException("image: " + name + " does not start as PNG, JPEG or BMP do");
  }

  private void checkSize(String name, String format, int bytes, int rows, int columns) throws IOException {
    if (!resizes && (rows != height || columns != width)) {
      throw new IOException(
          "image: " + name + " has " + rows + "x" + columns + " pixels, expected " + height + "x" + width);
    }
    // The pixels of a PNG file were counted already.
    if (!format.equals("png") && (long) rows * columns > (long) PIXELS_OF_A_BYTE * bytes) {
      throw new IOException("image: " + name + " claims " + rows + "x" + columns + " pixels in " + bytes
          + " bytes, expected " + PIXELS_OF_A_BYTE + " or less for each");
    }
  }

  private byte[] planes(BufferedImage image) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    byte[] pixels = new byte[colour.channels() * rows * columns];
    ColorModel model = image.getColorModel();
    if (model.getNumColorComponents() == 1 && !(model instanceof IndexColorModel)) {
      grey(image, (1 << model.getComponentSize(0)) - 1, pixels);
    } else {
      colours(image, pixels);
    }
    return rows == height && columns == width
        ? pixels
        : Resample.resize(pixels, colour.channels(), rows, columns, height, width);
  }

  /// Reads the samples themselves: the platform would take them for linear brightness and change them.
  private void grey(BufferedImage image, int highest, byte[] pixels) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    int[] samples = new int[columns];
    for (int y = 0; y < rows; y++) {
      image.getRaster().getSamples(0, y, columns, 1, 0, samples);
      for (int x = 0; x < columns; x++) {
        byte grey = (byte) ((samples[x] * LOW_BYTE + highest / 2) / highest);
        for (int c = 0; c < colour.channels(); c++) {
          pixels[(c * rows + y) * columns + x] = grey;
        }
      }
    }
  }

  private void colours(BufferedImage image, byte[] pixels) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    int[] row = new int[columns];
    for (int y = 0; y < rows; y++) {
      image.getRGB(0, y, columns, 1, row, 0, columns);
      for (int x = 0; x < columns; x++) {
        int red = row[x] >>> 16 & LOW_BYTE;
        int green = row[x] >>> 8 & LOW_BYTE;
        int blue = row[x] & LOW_BYTE;
        int at = y * columns + x;
        if (colour == Colour.GREY) {
          // The weights in multiples of 2⁻¹⁶.
          pixels[at] = (byte) (19_595 * red + 38_470 * green + 7_471 * blue + 0x8000 >> 16);
        } else {
          pixels[at] = (byte) red;
          pixels[rows * columns + at] = (byte) green;
          pixels[2 * rows * columns + at] = (byte) blue;
        }
      }
    }
  }
}
