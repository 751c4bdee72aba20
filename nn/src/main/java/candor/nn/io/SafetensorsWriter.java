package candor.nn.io;

import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes one safetensors file.
///
/// Larger numbers lie first and the header ends at a multiple of eight, so that every number lies at a multiple of its
/// size, as programs that map the file into memory want it.
final class SafetensorsWriter {
  private static final int PIECE = 1 << 16;
  private static final int ALIGNMENT = 8;

  private final Safetensors content;
  private final List<Map.Entry<String, Tensor>> order;

  SafetensorsWriter(Safetensors content) {
    this.content = content;
    this.order = content.tensors().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -ElementType.of(entry.getValue().dtype()).bytes)).toList();
  }

  /// Writes everything.
  ///
  /// @param channel an empty file
  /// @throws IOException if it cannot be written, or a name or text has no encoding in UTF-8
  void writeTo(FileChannel channel) throws IOException {
    writeFully(channel, header());
    ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, Tensor> entry : order) {
      write(channel, entry.getValue().array().rowMajor(), piece);
    }
  }

  private ByteBuffer header() throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!content.metadata().isEmpty()) {
      header.put(SafetensorsHeader.METADATA, content.metadata());
    }
    Map<String, List<Long>> offsets = offsets();
    content.tensors().forEach((name, tensor) -> header.put(name,
        description(tensor, Objects.requireNonNull(offsets.get(name)))));
    ByteBuffer json = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(Json.write(header)));
    int padded = Math.ceilDiv(json.remaining(), ALIGNMENT) * ALIGNMENT;
    ByteBuffer result = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded)
        .put(json);
    while (result.hasRemaining()) {
      result.put((byte) ' ');
    }
    return result.flip();
  }

  private Map<String, List<Long>> offsets() {
    Map<String, List<Long>> result = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, Tensor> entry : order) {
      long end = at + (long) entry.getValue().count() * ElementType.of(entry.getValue().dtype()).bytes;
      result.put(entry.getKey(), List.of(at, end));
      at = end;
    }
    return result;
  }

  private static Map<String, Object> description(Tensor tensor, List<Long> offsets) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(SafetensorsHeader.TYPE, ElementType.of(tensor.dtype()).name());
    fields.put(SafetensorsHeader.SHAPE, Arrays.stream(tensor.shape().toArray()).boxed().toList());
    fields.put(SafetensorsHeader.OFFSETS, offsets);
    return fields;
  }

  private static void write(FileChannel channel, NdArray numbers, ByteBuffer piece) throws IOException {
    int bytes = ElementType.of(numbers.dtype()).bytes;
    for (int at = 0; at < numbers.count();) {
      int n = Math.min(numbers.count() - at, PIECE / bytes);
      ElementType.write(numbers, at, n, piece.clear().limit(n * bytes));
      writeFully(channel, piece);
      at += n;
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
