package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {

  private static final int[] SIZES = {2, 3, 2};
  private static final byte[] BODY = {-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5};

  @TempDir
  private Path directory;

  @Test
  void aPlainFileIsReadWhole() throws IOException {
    assertHoldsAll(read(Idx.counting(SIZES)));
  }

  @Test
  void aCompressedFileIsRecognisedByItsContent() throws IOException {
    assertHoldsAll(read(Idx.gzip(Idx.counting(SIZES))));
  }

  @Test
  void aFileOnDiskIsCalledByItsPath() throws IOException {
    Path good = Files.write(directory.resolve("images"), Idx.counting(SIZES));
    assertHoldsAll(IdxFile.read(good));
    assertThat(IdxFile.read(good).name()).isEqualTo(good.toString());
    Path bad = Files.write(directory.resolve("labels.gz"), new byte[] {0, 0, 8});
    assertThatThrownBy(() -> IdxFile.read(bad)).isInstanceOf(IOException.class)
        .hasMessage("idx: " + bad + " has 3 bytes, expected a header of at least 8");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> IdxFile.read(missing)).isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void everyRankUpToFourIsRead(int rank) throws IOException {
    int[] sizes = IntStream.range(0, rank).map(i -> 2 + i).toArray();
    IdxFile file = read(Idx.counting(sizes));
    assertThat(file.sizes()).containsExactly(sizes);
    assertThat(file.data()).hasSize(IntStream.of(sizes).reduce(1, (a, b) -> a * b));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anAxisOfSizeZeroMeansNoBytes(int axis) throws IOException {
    int[] sizes = SIZES.clone();
    sizes[axis] = 0;
    assertThat(read(Idx.counting(sizes)).data()).isEmpty();
    assertThatThrownBy(() -> read(Idx.file(sizes, (byte) 1))).isInstanceOf(IOException.class)
        .hasMessageStartingWith("idx: the file goes on after the 0 bytes that its header");
  }

  @Test
  void moreThanOnePieceIsReadWhole() throws IOException {
    byte[] file = Idx.counting(3, 1 << 20);
    assertThat(read(file).data()).isEqualTo(Arrays.copyOfRange(file, 12, file.length));
    assertThatThrownBy(() -> read(Arrays.copyOf(file, 12 + (5 << 19)))).isInstanceOf(IOException.class)
        .hasMessage("idx: the file is cut short: its header [3, 1048576] promises 3145728 bytes, but 2621440 came");
  }

  static Stream<byte[]> wrongMagicNumbers() {
    return Stream.of(new byte[] {1, 0, 8, 3}, new byte[] {0, 1, 8, 3}, new byte[] {0, 0, 9, 3},
        new byte[] {0, 0, 13, 3}, new byte[] {0, 0, 8, 0},
        new byte[] {0, 0, 8, 5}, new byte[] {0, 0, 8, 9}, new byte[] {0, 0, 8, -1},
        "PK\3\4".getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("wrongMagicNumbers")
  void aWrongMagicNumberTypeOrRankIsShown(byte[] magic) {
    byte[] file = Idx.counting(SIZES);
    System.arraycopy(magic, 0, file, 0, 4);
    String message = "idx: the file starts with the magic number " + Arrays.toString(magic)
        + ", expected [0, 0, 8, rank] with a rank of 1 to 4";
    assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessage(message);
    assertThatThrownBy(() -> read(Idx.gzip(file))).isInstanceOf(IOException.class).hasMessage(message);
  }

  static IntStream cuts() {
    return IntStream.range(0, Idx.counting(SIZES).length);
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void aPlainFileCutShortAnywhereIsRefused(int length) {
    assertThatThrownBy(() -> read(Arrays.copyOf(Idx.counting(SIZES), length))).isInstanceOf(IOException.class)
        .hasMessage(whatIsMissing(length));
  }

  private static String whatIsMissing(int length) {
    if (length < 4) {
      return "idx: the file has " + length + " bytes, expected a header of at least 8";
    }
    return length < 16
        ? "idx: the file is cut short inside its header of 16 bytes"
        : "idx: the file is cut short: its header [2, 3, 2] promises 12 bytes, but " + (length - 16) + " came";
  }

  static IntStream compressedCuts() {
    return IntStream.range(0, Idx.gzip(Idx.counting(SIZES)).length);
  }

  @ParameterizedTest
  @MethodSource("compressedCuts")
  void aCompressedFileCutShortAnywhereIsRefused(int length) {
    byte[] zipped = Idx.gzip(Idx.counting(SIZES));
    assertThatThrownBy(() -> read(Arrays.copyOf(zipped, length))).isInstanceOf(IOException.class)
        .hasMessage(length < 2 ? whatIsMissing(length) : "idx: the file is cut short inside its compressed data");
  }

  @Test
  void damagedCompressedDataIsCalledSo() {
    byte[] zipped = Idx.gzip(Idx.counting(SIZES));
    byte[] wrongSum = zipped.clone();
    wrongSum[zipped.length - 8] ^= 1;
    assertThatThrownBy(() -> read(wrongSum)).isInstanceOf(IOException.class)
        .hasMessageStartingWith("idx: the file holds damaged compressed data: ");
    byte[] wrongMethod = zipped.clone();
    wrongMethod[2] = 7;
    assertThatThrownBy(() -> read(wrongMethod)).isInstanceOf(IOException.class)
        .hasMessageStartingWith("idx: the file holds damaged compressed data: ");
  }

  @Test
  void bytesAfterTheLastAreRefused() {
    byte[] longer = Arrays.copyOf(Idx.counting(SIZES), 29);
    String message = "idx: the file goes on after the 12 bytes that its header [2, 3, 2] promises";
    assertThatThrownBy(() -> read(longer)).isInstanceOf(IOException.class).hasMessage(message);
    assertThatThrownBy(() -> read(Idx.gzip(longer))).isInstanceOf(IOException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 50})
  void bytesAfterTheCompressedPartAreIgnoredAsGunzipDoes(int count) throws IOException {
    byte[] zipped = Idx.gzip(Idx.counting(SIZES));
    assertHoldsAll(read(Arrays.copyOf(zipped, zipped.length + count)));
  }

  static Stream<int[]> impossibleSizes() {
    return Stream.of(new int[] {-1}, new int[] {Integer.MIN_VALUE}, new int[] {2, -3, -2}, new int[] {0, -1},
        new int[] {Integer.MAX_VALUE},
        new int[] {65536, 65536}, new int[] {65536, 65536, 65536, 65536},
        new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE},
        new int[] {Integer.MAX_VALUE, 2, 0});
  }

  @ParameterizedTest
  @MethodSource("impossibleSizes")
  void sizesThatAreNegativeOrTooLargeForAnArrayAreRefused(int[] sizes) {
    assertThatThrownBy(() -> read(Idx.file(sizes, BODY))).isInstanceOf(IOException.class)
        .hasMessage("idx: the header of the file claims sizes " + Arrays.toString(sizes) + ", which no array can hold");
  }

  @Test
  void aLyingHeaderCostsNoMoreMemoryThanAPiece() {
    byte[] file = Idx.file(new int[] {60_000, 28, 28}, BODY);
    byte[] larger = Idx.file(new int[] {Integer.MAX_VALUE - 8}, BODY);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class)
        .hasMessage("idx: the file is cut short: its header [60000, 28, 28] promises 47040000 bytes, but 12 came");
    assertThatThrownBy(() -> read(larger)).isInstanceOf(IOException.class)
        .hasMessageContaining("promises 2147483639 bytes, but 12 came");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
  }

  private static IdxFile read(byte[] content) throws IOException {
    return IdxFile.read("the file", new ByteArrayInputStream(content));
  }

  private static void assertHoldsAll(IdxFile file) {
    assertThat(file.sizes()).containsExactly(SIZES);
    assertThat(file.data()).containsExactly(BODY);
  }
}
