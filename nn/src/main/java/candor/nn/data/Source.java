package candor.nn.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The content of a file that is not trusted, plain or compressed with gzip. Memory grows with what arrives, not with
/// what was promised, and messages name the reader and the file.
final class Source {
  private static final int GZIP_MAGIC = 0x1f8b;
  /// First piece of memory for a content of any promised length.
  private static final int PIECE = 1 << 16;

  private final String reader;
  private final String name;
  private final InputStream in;

  private Source(String reader, String name, InputStream in) {
    this.reader = reader;
    this.name = name;
    this.in = in;
  }

  /// What makes something of a content.
  @FunctionalInterface
  interface Body<T> {
    T read(Source source) throws IOException;
  }

  /// Reads a file.
  ///
  /// @param reader what messages begin with
  static <T> T read(String reader, Path path, Body<T> body) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(reader, path.toString(), in, body);
    }
  }

  /// Reads a stream, and closes it.
  ///
  /// @param reader what messages begin with
  /// @param name what messages call the content
  static <T> T read(String reader, String name, InputStream stream, Body<T> body) throws IOException {
    try (InputStream in = unzipped(stream)) {
      return body.read(new Source(reader, name, in));
    } catch (EOFException e) {
      throw new IOException(reader + ": " + name + " is cut short inside its compressed data", e);
    } catch (ZipException e) {
      throw new IOException(reader + ": " + name + " holds damaged compressed data: " + e.getMessage(), e);
    }
  }

  private static InputStream unzipped(InputStream stream) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream);
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  String name() {
    return name;
  }

  /// The content, for readers that take streams.
  InputStream stream() {
    return in;
  }

  /// The next bytes; fewer where the content ends.
  byte[] upTo(int count) throws IOException {
    byte[] data = new byte[Math.min(count, PIECE)];
    int read = 0;
    while (read < count) {
      if (read == data.length) {
        data = Arrays.copyOf(data, (int) Math.min(count, 2L * data.length));
      }
      int got = in.readNBytes(data, read, data.length - read);
      if (got == 0) {
        return Arrays.copyOf(data, read);
      }
      read += got;
    }
    return data;
  }

  /// Whether nothing is left; reads a byte.
  boolean atEnd() throws IOException {
    return in.read() == -1;
  }

  /// What is wrong with this content.
  ///
  /// @param message such as `is cut short`, after the name
  IOException wrong(String message) {
    return new IOException(reader + ": " + name + " " + message);
  }
}
