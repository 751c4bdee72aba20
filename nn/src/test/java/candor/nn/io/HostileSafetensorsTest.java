package candor.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that lie. Headers are written with single quotes for double ones.
class HostileSafetensorsTest {

  private static final String GOOD =
      "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'I32','shape':[],'data_offsets':[8,12]}}";

  @TempDir
  private Path directory;

  private static byte[] file(String header, int behind) {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + behind).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json)
        .array();
  }

  private static String tensor(String type, String shape, String offsets) {
    return "{'x':{'dtype':'" + type + "','shape':" + shape + ",'data_offsets':" + offsets + "}}";
  }

  @Test
  void theFileThatTheOthersAreMadeOfIsGood() throws IOException {
    assertThat(read(file(GOOD, 12)).tensors()).containsOnlyKeys("a", "b");
    assertThat(read(file(GOOD + "   ", 12)).tensors()).as("padded").hasSize(2);
  }

  static Stream<Integer> cuts() {
    return Stream.iterate(0, n -> n + 1).limit(file(GOOD, 12).length);
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void aFileCutShortAnywhereIsRefused(int length) {
    byte[] whole = file(GOOD, 12);
    int header = whole.length - 20;
    String expected = length < 8
        ? "has " + length + " bytes, expected the header's length in 8"
        : length < 8 + header
            ? "claims a header of " + header + " bytes, expected at most " + (length - 8) + " in a file of " + length
            : "is cut short: its header promises 12 bytes of numbers, but " + (length - 8 - header) + " came";
    assertRefused(Arrays.copyOf(whole, length), "safetensors: FILE " + expected);
  }

  @Test
  void bytesAfterTheLastAreRefused() {
    assertRefused(file(GOOD, 13),
        "safetensors: FILE goes on after the 12 bytes of numbers that its header promises: 13 came");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 13, 100_000_001})
  void aLengthThatLiesIsShown(long length) {
    byte[] file = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertRefused(file, "safetensors: FILE claims a header of " + Long.toUnsignedString(length)
        + " bytes, expected at most 12 in a file of 20");
  }

  static Stream<Arguments> headers() {
    String tooLarge = "[" + "2147483639,".repeat(3) + "1]";
    return Stream.of(
        Arguments.of("", "the header of FILE is no JSON object"),
        Arguments.of("[]", "the header of FILE is no JSON object"),
        Arguments.of("{} {}", "the header of FILE goes on after its end"),
        Arguments.of("{'a':{}}", "FILE: tensor a has the type null"),
        Arguments.of("{'a':[],'b':[],'a':[]}", "the header of FILE names a twice"),
        Arguments.of("{'x':{'dtype':'F32','dtype':'F32'}}", "the header of FILE names dtype twice"),
        Arguments.of("{'__metadata__':{},'__metadata__':{}}", "the header of FILE names __metadata__ twice"),
        Arguments.of("{'a':null}", "the header of FILE holds VALUE_NULL, expected a value"),
        Arguments.of("{'a':1}", "FILE: tensor a is described by 1, expected an object"),
        Arguments.of("{'a':'F32'}", "FILE: tensor a is described by F32, expected an object"),
        Arguments.of("{'__metadata__':[]}", "FILE: tensor __metadata__ is described by [], expected an object"),
        Arguments.of("{'__metadata__':{'k':1}}", "FILE: __metadata__: k is 1, expected a string"),
        Arguments.of("{'x':{'dtype':'F32','shape':[0],'data_offsets':[0,0],'more':1}}",
            "FILE: tensor x has the fields [dtype, shape, data_offsets, more], expected [dtype, shape, data_offsets]"),
        Arguments.of(tensor("U8", "[4]", "[0,4]"),
            "FILE: tensor x has the type U8, expected one of [F64, F32, F16, BF16, I64, I32]"),
        Arguments.of("{'x':{'dtype':1,'shape':[0],'data_offsets':[0,0]}}", "FILE: tensor x has the type 1, expected"),
        Arguments.of(tensor("F32", "[-1]", "[0,4]"), "FILE: tensor x has the shape [-1], expected up to 64 sizes"),
        Arguments.of(tensor("F32", "[1.0]", "[0,4]"), "FILE: tensor x has the shape [1.0], expected up to 64 sizes"),
        Arguments.of(tensor("F32", "[true]", "[0,4]"), "FILE: tensor x has the shape [true], expected up to 64 sizes"),
        Arguments.of(tensor("F32", "1", "[0,4]"), "FILE: tensor x has the shape 1, expected up to 64 sizes"),
        Arguments.of(tensor("F32", "[99999999999999999999]", "[0,4]"), "FILE: tensor x has the shape [1.0E20]"),
        Arguments.of(tensor("F32", "[4294967297]", "[0,4]"), "FILE: tensor x has the shape [4294967297], expected"),
        Arguments.of(tensor("F32", "[1" + ",1".repeat(64) + "]", "[0,4]"), "expected up to 64 sizes"),
        Arguments.of(tensor("F32", tooLarge, "[0,4]"),
            "FILE: tensor x has the shape [2147483639, 2147483639, 2147483639, 1], which no array can hold"),
        Arguments.of(tensor("F32", "[2147483639,2]", "[0,4]"), "which no array can hold"),
        Arguments.of(tensor("F32", "[1]", "[0]"), "FILE: tensor x has the offsets [0], expected [begin, end]"),
        Arguments.of(tensor("F32", "[1]", "[0,4,8]"), "has the offsets [0, 4, 8], expected [begin, end]"),
        Arguments.of(tensor("F32", "[1]", "[4,0]"), "has the offsets [4, 0], expected [begin, end]"),
        Arguments.of(tensor("F32", "[1]", "[-4,0]"), "has the offsets [-4, 0], expected [begin, end]"),
        Arguments.of(tensor("F32", "[1]", "[0,9223372036854775808]"), "has the offsets [0, 9.223372036854776E18]"),
        Arguments.of(tensor("F32", "[1]", "[0,8]"),
            "FILE: tensor x has 8 bytes between its offsets, expected 4 for F32[1]"),
        Arguments.of(tensor("F64", "[1]", "[0,4]"), "has 4 bytes between its offsets, expected 8 for F64[1]"),
        Arguments.of(tensor("F32", "[1]", "[4,8]"),
            "FILE: tensor x begins at byte 4, expected 0, since holes are not allowed"),
        Arguments.of(tensor("F32", "[1]", "[9223372036854775800,9223372036854775804]"),
            "FILE: tensor x begins at byte 9223372036854775800, expected 0"),
        Arguments.of(tensor("F32", "[2147483639]", "[0,8589934556]"),
            "FILE is cut short: its header promises 8589934556 bytes of numbers, but 4 came"),
        Arguments.of(GOOD.replace("[8,12]", "[4,8]"),
            "FILE: tensor b begins at byte 4, expected 8, where the tensor before it ends"),
        Arguments.of("[".repeat(100_000), "the header of FILE is no JSON object"),
        Arguments.of("{'a':" + "[".repeat(100_000), "the header of FILE is no sound JSON: Document nesting depth"),
        Arguments.of("{'" + "a".repeat(20_000) + "':1}", "the header of FILE is no sound JSON: Name length"),
        Arguments.of("{'a':" + "9".repeat(1000) + "}", "the header of FILE is no sound JSON: Number value length"),
        Arguments.of("{'a':NaN}", "the header of FILE is no sound JSON: "),
        Arguments.of("{'a':{}", "the header of FILE is no sound JSON: Unexpected end-of-input"),
        Arguments.of("{a:{}}", "the header of FILE is no sound JSON: "),
        Arguments.of("{'a\\nb" + "c".repeat(100) + "':1}",
            "FILE: tensor a?b" + "c".repeat(77) + "… is described by 1"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderThatLiesIsRefused(String header, String message) {
    byte[] file = file(header, header.equals(GOOD.replace("[8,12]", "[4,8]")) ? 12 : 4);
    assertThatThrownBy(() -> read(file)).isExactlyInstanceOf(FileFormatException.class)
        .hasMessageContaining(message.replace("FILE", directory.resolve("bad").toString()));
  }

  @Test
  void aHeaderThatIsNotInUtf8IsRefused() {
    byte[] file = file("{'a':{}}", 0);
    file[8 + 2] = (byte) 0xff;
    assertRefused(file, "safetensors: the header of FILE is not in UTF-8");
  }

  @Test
  void anIntegerThatDoesNotFitIsNamed() {
    byte[] file = file("{'x':{'dtype':'I64','shape':[2],'data_offsets':[0,16]}}", 16);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(file.length - 8, 1L << 31);
    assertRefused(file, "safetensors: FILE: tensor x: number 1 is 2147483648, expected 32 bits");
  }

  @Test
  void aLieCostsNoMemory() throws IOException {
    byte[] longHeader = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(99_999_999).array();
    byte[] largeTensor = file(tensor("F32", "[2147483639]", "[0,8589934556]"), 12);
    Path one = Files.write(directory.resolve("one"), longHeader);
    Path other = Files.write(directory.resolve("other"), largeTensor);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> Safetensors.read(one)).isInstanceOf(FileFormatException.class);
    assertThatThrownBy(() -> Safetensors.read(other)).isInstanceOf(FileFormatException.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  private Safetensors read(byte[] content) throws IOException {
    return Safetensors.read(Files.write(directory.resolve("bad"), content));
  }

  private void assertRefused(byte[] content, String message) {
    assertThatThrownBy(() -> read(content)).isExactlyInstanceOf(FileFormatException.class)
        .hasMessage(message.replace("FILE", directory.resolve("bad").toString()));
  }
}
