package candor.nn.data;

import candor.random.RandomStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Damages files at random: bits that flip, bytes that are written over, lost, repeated or put in, and numbers that lie.
/// The same number always does the same damage.
final class Damage {
  private static final int[] LIES = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1, 0xFFFF, 0x7FFF_FFF0, 60_000};
  /// Where headers lie.
  private static final int HEADER = 40;

  private final RandomStream stream;
  private int draws;

  private Damage(int number) {
    stream = RandomStream.of(7).child("damage").child(number);
  }

  static Damage of(int number) {
    return new Damage(number);
  }

  byte[] to(byte[] original) {
    byte[] file = original.clone();
    for (int edits = 1 + below(3); edits > 0; edits--) {
      file = edited(file);
    }
    return file;
  }

  private int below(int bound) {
    return stream.bounded(bound, 0, draws++);
  }

  private byte[] edited(byte[] file) {
    if (file.length == 0) {
      return new byte[below(8)];
    }
    int at = below(2) == 0 ? below(file.length) : below(Math.min(HEADER, file.length));
    int count = Math.min(file.length - at, 1 + below(16));
    return switch (below(7)) {
      case 0, 1 -> {
        file[at] ^= (byte) (1 << below(8));
        yield file;
      }
      case 2 -> {
        file[at] = (byte) below(256);
        yield file;
      }
      case 3 -> Arrays.copyOf(file, at);
      case 4 -> joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at + count, file.length));
      case 5 -> joined(Arrays.copyOf(file, at + count), Arrays.copyOfRange(file, at, file.length));
      default -> lying(file, at);
    };
  }

  private byte[] lying(byte[] file, int at) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(below(2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int lie = LIES[below(LIES.length)];
    if (file.length - at >= Integer.BYTES && below(2) == 0) {
      bytes.putInt(at, lie);
    } else if (file.length - at >= Short.BYTES) {
      bytes.putShort(at, (short) lie);
    }
    return file;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
