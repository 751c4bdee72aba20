package candor.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Looks at the frame of a PNG file, which the platform's decoder does not check: chunks with a length, a type and a
/// check sum, from `IHDR` to `IEND`.
final class Png {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int HEADER = 0x49484452;
  private static final int END = 0x49454E44;
  private static final int FRAME = 12;

  private Png() {
  }

  static boolean starts(ByteBuffer file) {
    return file.limit() >= Long.BYTES && file.getLong(0) == SIGNATURE;
  }

  static void check(String name, ByteBuffer file) throws IOException {
    int type = 0;
    for (int at = Long.BYTES; type != END;) {
      int left = file.limit() - at;
      if (left < FRAME || file.getInt(at) < 0 || file.getInt(at) > left - FRAME) {
        throw new IOException("image: " + name + " is cut short, or lies about a length, at byte " + at);
      }
      int length = file.getInt(at);
      type = file.getInt(at + 4);
      CRC32 sum = new CRC32();
      sum.update(file.slice(at + 4, 4 + length));
      if ((int) sum.getValue() != file.getInt(at + 8 + length)) {
        throw new IOException("image: " + name + " is damaged: a check sum is wrong in the chunk at byte " + at);
      }
      if ((type == HEADER) != (at == Long.BYTES)) {
        throw new IOException("image: " + name + " does not begin with one header");
      }
      at += FRAME + length;
      if (type == END && at < file.limit()) {
        throw new IOException("image: " + name + " goes on after its end at byte " + at);
      }
    }
  }
}
