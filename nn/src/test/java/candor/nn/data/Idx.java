package candor.nn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/// Writes IDX files for tests.
public final class Idx {
  private Idx() {
  }

  /// A header of type 8 with any sizes, and any bytes after it.
  public static byte[] file(int[] sizes, byte... body) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * sizes.length + body.length);
    out.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) sizes.length);
    for (int size : sizes) {
      out.putInt(size);
    }
    return out.put(body).array();
  }

  /// A whole file, whose bytes count upwards from 250.
  public static byte[] counting(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    byte[] body = new byte[count];
    for (int i = 0; i < count; i++) {
      body[i] = (byte) (250 + i);
    }
    return file(sizes, body);
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
