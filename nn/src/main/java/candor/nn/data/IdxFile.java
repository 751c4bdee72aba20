package candor.nn.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A file of unsigned bytes in the IDX format of the MNIST site: magic number `0, 0, 8, rank`, one big-endian 32-bit
/// size for each axis, then the bytes in row-major order; plain or compressed with gzip.
///
/// @param name what messages call the file
/// @param sizes size of every axis
/// @param data the bytes
public record IdxFile(String name, int[] sizes, byte[] data) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_RANK = 4;
  private static final int GZIP_MAGIC = 0x1f8b;
  /// Read in pieces, so that a lying header costs no more memory than the file has bytes.
  private static final int PIECE = 1 << 20;

  /// Reads a file.
  ///
  /// @param path file
  /// @return its content
  /// @throws IOException if it cannot be read, or is not a whole and sound IDX file of unsigned bytes
  public static IdxFile read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(path.toString(), in);
    }
  }

  /// Reads a stream to its end.
  ///
  /// @param name what messages call it
  /// @param stream content
  /// @return its content
  /// @throws IOException if it cannot be read, or is not a whole and sound IDX file of unsigned bytes
  public static IdxFile read(String name, InputStream stream) throws IOException {
    try (InputStream in = unzipped(stream)) {
      int[] sizes = header(name, in);
      return new IdxFile(name, sizes, body(name, in, sizes, count(name, sizes)));
    } catch (EOFException e) {
      throw new IOException("idx: " + name + " is cut short inside its compressed data", e);
    } catch (ZipException e) {
      throw new IOException("idx: " + name + " holds damaged compressed data: " + e.getMessage(), e);
    }
  }

  private static InputStream unzipped(InputStream stream) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream);
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  private static int[] header(String name, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4) {
      throw new IOException("idx: " + name + " has " + magic.length + " bytes, expected a header of at least 8");
    }
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE || magic[3] < 1 || magic[3] > MAX_RANK) {
      throw new IOException("idx: " + name + " starts with the magic number " + Arrays.toString(magic)
          + ", expected [0, 0, 8, rank] with a rank of 1 to " + MAX_RANK);
    }
    byte[] raw = in.readNBytes(4 * magic[3]);
    if (raw.length < 4 * magic[3]) {
      throw new IOException("idx: " + name + " is cut short inside its header of " + (4 + 4 * magic[3]) + " bytes");
    }
    int[] sizes = new int[magic[3]];
    ByteBuffer.wrap(raw).asIntBuffer().get(sizes);
    return sizes;
  }

  private static int count(String name, int[] sizes) throws IOException {
    long count = 1;
    for (int size : sizes) {
      count *= size;
      if (size < 0 || count > Integer.MAX_VALUE - 8) {
        throw new IOException(
            "idx: the header of " + name + " claims sizes " + Arrays.toString(sizes) + ", which no array can hold");
      }
    }
    return (int) count;
  }

  private static byte[] body(String name, InputStream in, int[] sizes, int count) throws IOException {
    byte[] data = new byte[Math.min(count, PIECE)];
    int read = 0;
    while (read < count) {
      if (read == data.length) {
        data = Arrays.copyOf(data, (int) Math.min(count, 2L * data.length));
      }
      int got = in.readNBytes(data, read, data.length - read);
      if (got == 0) {
        throw new IOException(
            "idx: " + name + " is cut short: its header " + Arrays.toString(sizes) + " promises " + count
                + " bytes, but " + read + " came");
      }
      read += got;
    }
    if (in.read() != -1) {
      throw new IOException("idx: " + name + " goes on after the " + count + " bytes that its header "
          + Arrays.toString(sizes) + " promises");
    }
    return data;
  }

  /// Name and sizes, for messages.
  ///
  /// @return such as `labels.gz [60000]`
  String describe() {
    return name + " " + Arrays.toString(sizes);
  }
}
