package candor.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The types of NumPy's arrays that are read, each in both orders of bytes.
enum NpyType {
  /// F32.
  F4("<f4", 4),
  /// F64.
  F8("<f8", 8),
  /// I32.
  I4("<i4", 4),
  /// 64-bit integers, which must fit into 32 bits.
  I8("<i8", 8),
  /// Unsigned bytes.
  U1("|u1", 1),
  /// Truth values, 0 and 1.
  B1("|b1", 1),
  /// F32, the highest byte first.
  F4_BIG(">f4", 4),
  /// F64, the highest byte first.
  F8_BIG(">f8", 8),
  /// I32, the highest byte first.
  I4_BIG(">i4", 4),
  /// 64-bit integers, the highest byte first.
  I8_BIG(">i8", 8);

  /// What is read, for messages.
  static final String ALL = Arrays.stream(values()).map(NpyType::descr).collect(Collectors.joining(", "));

  private final String descr;
  private final int size;

  NpyType(String descr, int size) {
    this.descr = descr;
    this.size = size;
  }

  /// How NumPy calls it.
  String descr() {
    return descr;
  }

  /// Bytes of a number.
  int size() {
    return size;
  }

  static @Nullable NpyType of(String descr) {
    return Arrays.stream(values()).filter(type -> type.descr.equals(descr)).findFirst().orElse(null);
  }

  /// Makes numbers of bytes.
  ///
  /// @return `float[]`, `double[]` or `int[]`
  /// @throws IOException if one does not fit
  Object decode(Source in, byte[] raw) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(raw).order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int count = raw.length / size;
    return switch (this) {
      case F4, F4_BIG -> {
        float[] numbers = new float[count];
        bytes.asFloatBuffer().get(numbers);
        yield numbers;
      }
      case F8, F8_BIG -> {
        double[] numbers = new double[count];
        bytes.asDoubleBuffer().get(numbers);
        yield numbers;
      }
      case I4, I4_BIG -> {
        int[] numbers = new int[count];
        bytes.asIntBuffer().get(numbers);
        yield numbers;
      }
      case I8, I8_BIG -> narrowed(in, bytes.asLongBuffer());
      case U1, B1 -> widened(in, raw);
    };
  }

  private static int[] narrowed(Source in, LongBuffer longs) throws IOException {
    int[] numbers = new int[longs.remaining()];
    for (int i = 0; i < numbers.length; i++) {
      long number = longs.get(i);
      if (number != (int) number) {
        throw in.wrong("holds the number " + number + " at place " + i + ", which does not fit into 32 bits");
      }
      numbers[i] = (int) number;
    }
    return numbers;
  }

  private int[] widened(Source in, byte[] raw) throws IOException {
    int[] numbers = new int[raw.length];
    for (int i = 0; i < raw.length; i++) {
      numbers[i] = Byte.toUnsignedInt(raw[i]);
      if (this == B1 && numbers[i] > 1) {
        throw in.wrong("holds the truth value " + numbers[i] + " at place " + i + ", expected 0 or 1");
      }
    }
    return numbers;
  }
}
