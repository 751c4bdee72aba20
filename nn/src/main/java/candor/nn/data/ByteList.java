package candor.nn.data;

import java.util.Arrays;

/// Bytes that become more.
final class ByteList {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  /// Adds bytes at the end; there must not be more than an array can hold.
  void add(byte[] source, int from, int count) {
    int needed = Math.addExact(size, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
    }
    System.arraycopy(source, from, bytes, size, count);
    size = needed;
  }

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
