package candor.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// A file of unsigned bytes in the IDX format of the MNIST site: magic number `0, 0, 8, rank`, one big-endian 32-bit
/// size for each axis, then the bytes in row-major order; plain or compressed with gzip.
///
/// @param name what messages call the file
/// @param sizes size of every axis
/// @param data the bytes
public record IdxFile(String name, int[] sizes, byte[] data) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_RANK = 4;

  /// Reads a file.
  ///
  /// @param path file
  /// @return its content
  /// @throws IOException if it cannot be read, or is not a whole and sound IDX file of unsigned bytes
  public static IdxFile read(Path path) throws IOException {
    return Source.read("idx", path, IdxFile::read);
  }

  /// Reads a stream to its end.
  ///
  /// @param name what messages call it
  /// @param stream content
  /// @return its content
  /// @throws IOException if it cannot be read, or is not a whole and sound IDX file of unsigned bytes
  public static IdxFile read(String name, InputStream stream) throws IOException {
    return Source.read("idx", name, stream, IdxFile::read);
  }

  private static IdxFile read(Source in) throws IOException {
    int[] sizes = header(in);
    int count = count(in.name(), sizes);
    byte[] data = in.upTo(count);
    String header = "its header " + Arrays.toString(sizes);
    if (data.length < count) {
      throw in.wrong(
          "is cut short: " + header + " promises " + count + " bytes, but " + data.length + " came");
    }
    if (!in.atEnd()) {
      throw in.wrong("goes on after the " + count + " bytes that " + header + " promises");
    }
    return new IdxFile(in.name(), sizes, data);
  }

  private static int[] header(Source in) throws IOException {
    byte[] magic = in.upTo(4);
    if (magic.length < 4) {
      throw in.wrong("has " + magic.length + " bytes, expected a header of at least 8");
    }
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE || magic[3] < 1 || magic[3] > MAX_RANK) {
      throw in.wrong("starts with the magic number " + Arrays.toString(magic)
          + ", expected [0, 0, 8, rank] with a rank of 1 to " + MAX_RANK);
    }
    byte[] raw = in.upTo(4 * magic[3]);
    if (raw.length < 4 * magic[3]) {
      throw in.wrong("is cut short inside its header of " + (4 + 4 * magic[3]) + " bytes");
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

  /// Name and sizes, for messages.
  ///
  /// @return such as `labels.gz [60000]`
  String describe() {
    return name + " " + Arrays.toString(sizes);
  }
}
