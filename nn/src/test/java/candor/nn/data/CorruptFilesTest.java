package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import candor.nn.data.ImageFolder.Colour;
import candor.nn.data.TableFormat.Missing;
import candor.tensor.DType;
import candor.tensor.Tensor;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// More than ten thousand damaged files: each is refused with an [IOException] that names it, or read; and none costs
/// memory out of proportion to what arrives.
class CorruptFilesTest {
  private static final int FILES = 700;
  private static final String NAME = "damaged.file";
  private static final long FIXED_MEMORY = 2 << 20;
  private static final long MEMORY_OF_A_BYTE = 100;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir
  private static Path directory;

  /// What reads a file and gives something that tells its content from others.
  @FunctionalInterface
  private interface Reader {
    Object read(byte[] file) throws IOException;
  }

  /// A kind of files.
  ///
  /// @param name for messages
  /// @param reader what reads them
  /// @param pack what is done after the damage, such as compression
  /// @param summed whether check sums keep damage from being read as something else
  /// @param originals sound files
  private record Kind(String name, Reader reader, UnaryOperator<byte[]> pack, boolean summed, byte[]... originals) {
    Kind(String name, Reader reader, byte[]... originals) {
      this(name, reader, file -> file, false, originals);
    }

    Kind packed(String how, UnaryOperator<byte[]> packing) {
      return new Kind(name + ", " + how, reader, packing, false, originals);
    }

    /// Files that were packed before they were damaged.
    Kind sealed(String how, UnaryOperator<byte[]> packing) {
      return new Kind(name + ", " + how, reader, file -> file, true,
          Arrays.stream(originals).map(packing).toArray(byte[][]::new));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static ByteArrayInputStream stream(byte[] file) {
    return new ByteArrayInputStream(file);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] numpy(String name) {
    return resource(NpyFileTest.NUMPY.resolve(name));
  }

  private static byte[] image(String name) {
    return resource(ImageFolderTest.FILES.resolve(name));
  }

  static Stream<Kind> kinds() {
    Kind idx = new Kind("idx", file -> {
      IdxFile read = IdxFile.read(NAME, stream(file));
      return Arrays.toString(read.sizes()) + Arrays.toString(read.data());
    }, Idx.counting(3, 2, 2), Idx.counting(7));
    Kind ten = new Kind("cifar-10", file -> images(CifarFormat.CIFAR_10.read(NAME, stream(file))),
        Cifar.file(new int[] {3}, new int[] {9}));
    Kind hundred = new Kind("cifar-100", file -> images(CifarFormat.CIFAR_100.read(NAME, stream(file))),
        Cifar.file(new int[] {3, 70}));
    Kind csv = new Kind("csv", file -> table(file, TableFormat.csv().categorical("b").missing(Missing.SKIP_ROW)),
        text("a,b,c\n1,x,2\n-3.5,\"y\"\"\n\",4e-3\n,z,1\n7,x,8\n"));
    Kind blanks = new Kind("whitespace", file -> table(file, TableFormat.whitespace()),
        text(" 0.00632  18.00 2.31\n 0.027 0.00   7.07\t\n 1e3 -2 .5\n"));
    Kind npy = new Kind("npy", file -> described(NpyFile.read(NAME, stream(file))), numpy("f4.npy"), numpy("i8.npy"),
        numpy("fortran.npy"), numpy("b1.npy"), numpy("version3.npy"), numpy("f8_big.npy"));
    Kind png = new Kind("png", CorruptFilesTest::pixels, image("rgb.png"), image("grey.png"), image("palette.png"),
        image("rgba.png"), image("deep.png"), image("bits.png"), image("interlaced.png"));
    Kind jpeg = new Kind("jpeg", CorruptFilesTest::pixels, image("rgb.jpg"), image("grey.jpg"));
    Kind bmp = new Kind("bmp", CorruptFilesTest::pixels, image("rgb.bmp"), image("grey.bmp"));
    Kind resized = new Kind("resized", file -> Arrays.toString(new ImageFile(Colour.GREY, 5, 5, true).read(NAME, file)),
        image("rgb.bmp"), image("rgb.jpg"), image("rgb.png"));
    Kind npz = new Kind("npz", CorruptFilesTest::archive, file -> file, true, numpy("stored.npz"),
        numpy("compressed.npz"));
    return Stream.of(idx, idx.packed("compressed", Idx::gzip), idx.sealed("sealed", Idx::gzip), ten,
        ten.packed("compressed", Idx::gzip), hundred.sealed("sealed", Idx::gzip), csv, csv.sealed("sealed", Idx::gzip),
        blanks, npy, npy.packed("compressed", Idx::gzip), png.sealed("sealed", file -> file),
        png.packed("with right sums", CorruptFilesTest::withSums), jpeg, bmp,
        resized.packed("sums", CorruptFilesTest::withSums), npz);
  }

  private static Object images(Images images) {
    return Arrays.toString(images.labels()) + described(images.all().input());
  }

  private static Object table(byte[] file, TableFormat format) throws IOException {
    Table table = Table.read(NAME, stream(file), format);
    assertThat(table.values().count()).isEqualTo(table.rows() * table.names().size());
    return described(table.values());
  }

  private static Object pixels(byte[] file) throws IOException {
    return Arrays.toString(new ImageFile(Colour.RGB, 7, 9, false).read(NAME, file));
  }

  private static Object archive(byte[] file) throws IOException {
    // A new name each time: the platform keeps what it knows of an archive.
    Path path = Files.createTempFile(directory, "", NAME);
    try {
      Files.write(path, file);
      return NpzFile.read(path).values().stream().map(CorruptFilesTest::described).toList();
    } finally {
      Files.delete(path);
    }
  }

  private static String described(Tensor x) {
    return x.shape() + Arrays.toString(switch (x.dtype()) {
      case F32, I32 -> x.to(DType.F64).toDoubles();
      case F64 -> x.toDoubles();
    });
  }

  /// Chunks of a PNG file with the check sums that their damaged content should have.
  private static byte[] withSums(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    for (int at = 8; Png.starts(bytes) && at + 12 <= file.length;) {
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(file, at + 4, 4 + length);
      bytes.putInt(at + 8 + length, (int) sum.getValue());
      at += 12 + length;
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aDamagedFileIsReadOrRefusedByNameAndCostsLittle(Kind kind) throws IOException {
    Object[] sound = new Object[kind.originals().length];
    for (int k = 0; k < sound.length; k++) {
      sound[k] = kind.reader().read(kind.pack().apply(kind.originals()[k].clone()));
    }
    int refused = 0;
    for (int number = 0; number < FILES; number++) {
      int k = number % sound.length;
      byte[] damaged = kind.pack().apply(Damage.of(number).to(kind.originals()[k]));
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Object read = read(kind, number, damaged);
      long memory = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(memory).as("memory for file %d of %d bytes", number, damaged.length)
          .isLessThan(FIXED_MEMORY + MEMORY_OF_A_BYTE * (damaged.length + (long) kind.originals()[k].length));
      refused += read == null ? 1 : 0;
      if (read != null && kind.summed()) {
        assertThat(read).as("file %d, whose check sums are right", number).isEqualTo(sound[k]);
      }
    }
    assertThat(refused).as("damage is noticed at all").isGreaterThan(FILES / 10);
  }

  private static @Nullable Object read(Kind kind, int number, byte[] damaged) {
    try {
      return Objects.requireNonNull(kind.reader().read(damaged));
    } catch (IOException e) {
      assertThat(e).isExactlyInstanceOf(IOException.class);
      assertThat(e.getMessage()).as("file %d", number).contains(NAME)
          .matches("(?s)(idx|cifar-100?|table|npy|npz|image): .*")
          .hasSizeLessThan(1000);
      return null;
    } catch (RuntimeException | Error e) {
      return fail("file " + number + " of " + kind + ": " + e, e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.txt", "index_features.txt", "index_target.txt", "n_splits.txt", "index_train_0.txt",
    "index_test_0.txt"})
  void aRegressionWithADamagedFileIsReadOrRefused(String damaged) throws IOException {
    Map<String, String> files = Map.of("data.txt", "1 2 3\n4 5 6\n7 8 9\n", "index_features.txt", "0\n2\n",
        "index_target.txt", "1\n", "n_splits.txt", "1\n", "index_train_0.txt", "0\n2\n", "index_test_0.txt", "1\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    for (int number = 0; number < 100; number++) {
      Files.write(directory.resolve(damaged), Damage.of(number).to(text(files.get(damaged))));
      try {
        UciRegression.read(directory).split(0);
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?s)(uci|table): .*").hasMessageContaining(directory.toString());
      }
    }
  }
}
