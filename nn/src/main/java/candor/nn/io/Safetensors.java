package candor.nn.io;

import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The content of a file in the safetensors format: tensors and texts by name. The file is a 64-bit little-endian
/// length, a JSON header of that length, which gives type, shape and place of every tensor, and their numbers.
///
/// F32, F64 and I32 are read and written; F16 and BF16 are read as F32, exactly, and I64 as I32, if the numbers fit.
///
/// A file is read whole, or refused with a [FileFormatException]: cut short or longer than it says, with a header that
/// is no sound JSON, names a tensor twice, or gives offsets that are negative, overlap, leave holes or do not fit the
/// shapes. What a header claims is compared with the size of the file before memory is taken for it.
///
/// @param tensors the tensors, in the header's order
/// @param metadata free texts
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  /// As in the format's reference implementation.
  private static final int MAX_HEADER = 100_000_000;
  private static final int PIECE = 1 << 16;

  /// Copies the maps.
  ///
  /// @param tensors the tensors
  /// @param metadata free texts
  /// @throws IllegalArgumentException if a tensor has the name `__metadata__`
  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("safetensors: a tensor cannot have the name " + SafetensorsHeader.METADATA);
    }
  }

  /// Reads a file.
  ///
  /// @param file file
  /// @return its content
  /// @throws FileFormatException if it is not a whole and sound safetensors file of these types
  /// @throws IOException if it cannot be read
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file.toString(), channel);
    }
  }

  private static Safetensors read(String file, FileChannel channel) throws IOException {
    long size = channel.size();
    long length = length(file, channel, size);
    byte[] json = new byte[(int) length];
    readFully(file, channel, ByteBuffer.wrap(json));
    long start = Long.BYTES + length;
    SafetensorsHeader header = SafetensorsHeader.parse(file, json, size - start);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries().values()) {
      channel.position(start + entry.begin());
      tensors.put(entry.name(), tensor(file, channel, entry));
    }
    return new Safetensors(tensors, header.metadata());
  }

  private static long length(String file, FileChannel channel, long size) throws IOException {
    if (size < Long.BYTES) {
      throw new FileFormatException(
          "safetensors: " + file + " has " + size + " bytes, expected the header's length in " + Long.BYTES);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, channel, bytes);
    long length = bytes.getLong(0);
    long most = Math.min(MAX_HEADER, size - Long.BYTES);
    if (length < 0 || length > most) {
      throw new FileFormatException("safetensors: " + file + " claims a header of " + Long.toUnsignedString(length)
          + " bytes, expected at most " + most + " in a file of " + size);
    }
    return length;
  }

  private static Tensor tensor(String file, FileChannel channel, SafetensorsHeader.Entry entry) throws IOException {
    ElementType type = entry.type();
    int count = entry.shape().count();
    Object numbers = type.array(count);
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, (long) count * type.bytes))
        .order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < count;) {
      int n = Math.min(count - at, piece.capacity() / type.bytes);
      readFully(file, channel, piece.clear().limit(n * type.bytes));
      try {
        type.read(piece.flip(), numbers, at, n);
      } catch (ArithmeticException e) {
        throw new FileFormatException("safetensors: " + file + ": tensor " + entry.name() + ": " + e.getMessage(), e);
      }
      at += n;
    }
    return Tensor.of(NdArray.wrap(numbers, entry.shape()));
  }

  private static void readFully(String file, FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new FileFormatException("safetensors: " + file + " became shorter while it was read");
      }
    }
  }

  /// Writes a file, or replaces it: at any moment there is the old one or the new one, whole, under this name. While it
  /// is written, it is called `<name>.part`.
  ///
  /// @param file file
  /// @throws IOException if it cannot be written; an old file is unchanged then
  public void write(Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(this);
    AtomicFile.write(file, writer::writeTo);
  }
}
