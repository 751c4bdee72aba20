package candor.nn.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// One thing that is wrong with a safetensors file.
///
/// @param kind what
/// @param place where, modulo what there is
/// @param value with what, as the kind uses it
record Corruption(Kind kind, int place, int value) {
  /// Kinds of damage and of lies.
  enum Kind {
    /// A bit is flipped.
    FLIP,
    /// The end is missing.
    CUT,
    /// Some bytes are put in.
    INSERT,
    /// Some bytes are taken out.
    DELETE,
    /// Some bytes are overwritten by others of the file.
    COPY,
    /// The length of the header is another.
    LENGTH,
    /// A number of the header is another; the header's length is right.
    NUMBER,
    /// A word of the header is another; the header's length is right.
    WORD,
    /// The header is another; its length is right.
    HEADER
  }

  private static final List<String> NUMBERS = List.of("0", "1", "-1", "2", "3", "4", "8", "16", "12.5", "1e300", "-0",
      "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "99999999999999999999999",
      "null", "[]", "\"1\"", "true");
  private static final List<String> WORDS = List.of("F32", "F64", "F16", "BF16", "I64", "I32", "U8", "dtype", "shape",
      "data_offsets", "__metadata__", "model.weight", "weight", "bias", "", "format", "\\u0000", "ü", "\"", "{", "[");
  private static final List<String> HEADERS = List.of("", "{", "{}", "[]", "null", "0", "\"", "{\"a\":", "{\"a\":{}}",
      "[".repeat(5000), "{\"a\":".repeat(5000), "{\"a\":" + "[".repeat(5000), "{\"__metadata__\":{}}",
      "{\"" + "a".repeat(50_000) + "\":{}}", "{\"a\":" + "9".repeat(50_000) + "}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(5000) + "1],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F64\",\"shape\":[2147483639],\"data_offsets\":[0,17179869112]}}");

  /// Any of them.
  static Arbitrary<List<Corruption>> some() {
    Arbitrary<Integer> place = Arbitraries.oneOf(Arbitraries.integers().between(0, 20),
        Arbitraries.integers().between(0, 100_000));
    return Combinators.combine(Arbitraries.of(Kind.class), place, Arbitraries.integers()).as(Corruption::new).list()
        .ofMinSize(1).ofMaxSize(3);
  }

  /// A file with this damage.
  byte[] apply(byte[] file) {
    if (file.length < 9) {
      return file;
    }
    int at = place % file.length;
    int count = Math.min(1 + Math.floorMod(value, 40), file.length - at);
    return switch (kind) {
      case FLIP -> {
        byte[] result = file.clone();
        result[at] ^= (byte) (1 << Math.floorMod(value, 8));
        yield result;
      }
      case CUT -> Arrays.copyOf(file, at);
      case INSERT -> join(file, at, ByteBuffer.allocate(count).put(0, new byte[] {(byte) value}).array(), at);
      case DELETE -> join(file, at, new byte[0], at + count);
      case COPY -> {
        byte[] result = file.clone();
        int from = Math.floorMod(value, file.length - count + 1);
        System.arraycopy(file, from, result, at, count);
        yield result;
      }
      case LENGTH -> {
        byte[] result = file.clone();
        ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(0, place % 2 == 0 ? value : (long) value << 31);
        yield result;
      }
      case NUMBER -> replace(file, "-?\\d+", NUMBERS);
      case WORD -> replace(file, "[A-Za-z_0-9.]+", WORDS);
      case HEADER -> withHeader(file, HEADERS.get(Math.floorMod(value, HEADERS.size())));
    };
  }

  private static byte[] join(byte[] file, int end, byte[] middle, int start) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, end);
    out.writeBytes(middle);
    out.write(file, start, file.length - start);
    return out.toByteArray();
  }

  private byte[] replace(byte[] file, String pattern, List<String> others) {
    String header = header(file);
    List<MatchResult> found = Pattern.compile(pattern).matcher(header).results().toList();
    if (found.isEmpty()) {
      return file;
    }
    MatchResult one = found.get(place % found.size());
    return withHeader(file, header.substring(0, one.start()) + others.get(Math.floorMod(value, others.size()))
        + header.substring(one.end()));
  }

  private static int length(byte[] file) {
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return (int) Math.max(0, Math.min(length, file.length - 8));
  }

  private static String header(byte[] file) {
    return new String(file, 8, length(file), StandardCharsets.ISO_8859_1);
  }

  private static byte[] withHeader(byte[] file, String header) {
    byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
    int from = 8 + length(file);
    return ByteBuffer.allocate(8 + bytes.length + file.length - from).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length).put(bytes).put(file, from, file.length - from).array();
  }
}
