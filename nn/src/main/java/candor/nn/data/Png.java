package candor.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Looks at what the platform's decoder of PNG files does not check: that chunks have the lengths and check sums that
/// they state, from `IHDR` to `IEND`, and that there are as many pixels as the header promises.
final class Png {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int HEADER = 0x49484452;
  private static final int HEADER_LENGTH = 13;
  private static final int DATA = 0x49444154;
  private static final int END = 0x49454E44;
  /// Length, type and check sum.
  private static final int FRAME = 12;
  /// Samples of a pixel by colour type; 0 is no type.
  private static final int[] SAMPLES = {1, 0, 3, 1, 2, 0, 4};
  /// First column, first row, and the distances between columns and rows in the passes of an interlaced image.
  private static final int[][] PASSES = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4},
    {1, 0, 2, 2}, {0, 1, 1, 2}};
  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final String name;
  private final ByteBuffer file;

  private Png(String name, ByteBuffer file) {
    this.name = name;
    this.file = file;
  }

  static boolean starts(ByteBuffer file) {
    return file.limit() >= Long.BYTES && file.getLong(0) == SIGNATURE;
  }

  static void check(String name, ByteBuffer file) throws IOException {
    Png png = new Png(name, file);
    png.checkChunks();
    png.checkPixels();
  }

  private void checkChunks() throws IOException {
    int type = 0;
    for (int at = Long.BYTES; type != END;) {
      int left = file.limit() - at;
      if (left < FRAME || file.getInt(at) < 0 || file.getInt(at) > left - FRAME) {
        throw wrong("is cut short, or lies about a length, at byte " + at);
      }
      int length = file.getInt(at);
      type = file.getInt(at + 4);
      CRC32 sum = new CRC32();
      sum.update(file.slice(at + 4, 4 + length));
      if ((int) sum.getValue() != file.getInt(at + 8 + length)) {
        throw wrong("is damaged: a check sum is wrong in the chunk at byte " + at);
      }
      if ((type == HEADER) != (at == Long.BYTES) || type == HEADER && length != HEADER_LENGTH) {
        throw wrong("does not begin with one header");
      }
      at += FRAME + length;
      if (type == END && at < file.limit()) {
        throw wrong("goes on after its end at byte " + at);
      }
    }
  }

  /// Unpacks the pixels without keeping them.
  private void checkPixels() throws IOException {
    long promised = promised();
    long came = 0;
    byte[] piece = new byte[1 << 13];
    try (Inflater inflater = new Inflater()) {
      for (int at = Long.BYTES; at < file.limit(); at += FRAME + file.getInt(at)) {
        if (file.getInt(at + 4) == DATA) {
          inflater.setInput(file.slice(at + 8, file.getInt(at)));
          for (int got = inflater.inflate(piece); got > 0 && came <= promised; got = inflater.inflate(piece)) {
            came += got;
          }
        }
      }
      if (came != promised || !inflater.finished()) {
        throw wrong("holds " + (came > promised ? "more" : came) + " bytes of pixels, its header promises " + promised);
      }
    } catch (DataFormatException e) {
      throw new IOException("image: " + name + " holds damaged compressed data: " + e.getMessage(), e);
    }
  }

  /// Bytes of the pixels before compression: rows that begin with the number of their filter.
  private long promised() throws IOException {
    long width = file.getInt(16);
    long height = file.getInt(20);
    int colours = file.get(25);
    if (width < 1 || height < 1 || colours < 0 || colours >= SAMPLES.length || SAMPLES[colours] == 0) {
      throw wrong("has a header of " + height + "x" + width + " pixels of type " + colours);
    }
    long bits = (long) SAMPLES[colours] * Byte.toUnsignedInt(file.get(24));
    long sum = 0;
    for (int[] pass : file.get(28) == 0 ? ONE_PASS : PASSES) {
      long columns = Math.ceilDiv(width - pass[0], pass[2]);
      long rows = Math.ceilDiv(height - pass[1], pass[3]);
      sum += columns > 0 && rows > 0 ? rows * (1 + Math.ceilDiv(columns * bits, Byte.SIZE)) : 0;
    }
    return sum;
  }

  private IOException wrong(String message) {
    return new IOException("image: " + name + " " + message);
  }
}
