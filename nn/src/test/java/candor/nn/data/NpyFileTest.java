package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  static final Path NUMPY = Path.of("src/test/resources/candor/nn/data/numpy");

  private static Tensor numpy(String name) throws IOException {
    return NpyFile.read(NUMPY.resolve(name + ".npy"));
  }

  private static Tensor read(byte[] content) throws IOException {
    return NpyFile.read("x.npy", new ByteArrayInputStream(content));
  }

  /// A file of version 1.0 with any header and any numbers.
  private static byte[] file(String header, int bytes) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = new byte[10 + text.length + bytes];
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)};
    System.arraycopy(start, 0, file, 0, start.length);
    System.arraycopy(text, 0, file, start.length, text.length);
    return file;
  }

  private static byte[] file(String descr, String order, String shape, int bytes) {
    return file("{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n", bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4", "f8", "f4_big", "f8_big"})
  void floatingPointNumbersAreRead(String name) throws IOException {
    Tensor x = numpy(name);
    assertThat(x.dtype()).isEqualTo(name.startsWith("f4") ? DType.F32 : DType.F64);
    Tensor expected = Tensor.of(new double[] {0, -1.5, 2, 1e-3, 100, -127.25}, 2, 3);
    assertThat(x.hasSameBits(expected.to(x.dtype()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"i4", "i8", "i4_big", "i8_big"})
  void integersAreRead(String name) throws IOException {
    assertThat(numpy(name).hasSameBits(Tensor.of(new int[] {0, -1, 2, 3, 100_000, Integer.MIN_VALUE}, 2, 3))).isTrue();
  }

  @Test
  void bytesAndTruthValuesBecomeIntegers() throws IOException {
    assertThat(numpy("u1").hasSameBits(Tensor.of(new int[] {0, 1, 2, 127, 128, 255}, 2, 3))).isTrue();
    assertThat(numpy("b1").hasSameBits(Tensor.of(new int[] {0, 1, 1, 1, 0, 0}, 2, 3))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fortran", "version2", "version3"})
  void orderAndVersionDoNotMatter(String name) throws IOException {
    assertThat(numpy(name).hasSameBits(Tensor.range(DType.F32, 24).reshape(2, 3, 4))).isTrue();
  }

  @Test
  void everyShapeIsRead() throws IOException {
    assertThat(numpy("scalar").item()).isEqualTo(2.5);
    assertThat(numpy("scalar").shape()).isEqualTo(Shape.SCALAR);
    assertThat(numpy("vector").toInts()).containsExactly(0, 1, 2);
    assertThat(numpy("empty").shape()).isEqualTo(Shape.of(0, 5));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      object | holds Python objects, which only Python can read, expected
      record | holds records of several fields, expected an array of
      half   | holds numbers of type '<f2', expected <f4, <f8, <i4, <i8, |u1, |b1, >f4, >f8, >i4, >i8
      large  | holds the number 2147483648 at place 1, which does not fit into 32 bits
      """)
  void otherArraysAreRefused(String name, String message) {
    Path path = NUMPY.resolve(name + ".npy");
    assertThatThrownBy(() -> NpyFile.read(path)).isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("npy: " + path + " " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f4", "f8", "i4", "scalar", "vector", "empty"})
  void whatIsWrittenIsWhatNumpyWrites(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, numpy(name));
    assertThat(out.toByteArray()).containsExactly(Files.readAllBytes(NUMPY.resolve(name + ".npy")));
  }

  @Property(tries = 300)
  void whatWasWrittenIsRead(@ForAll @Size(max = 4) List<@IntRange(max = 12) Integer> axes, @ForAll DType dtype,
      @ForAll boolean transposed, @ForAll long seed) throws IOException {
    Tensor x = Numbers.normal(seed, axes.stream().mapToInt(Integer::intValue).toArray()).mul(1000).to(dtype);
    Tensor written = transposed && axes.size() > 1 ? x.transpose() : x;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, written);
    assertThat(read(out.toByteArray()).hasSameBits(written)).isTrue();
    assertThat(read(Idx.gzip(out.toByteArray())).hasSameBits(written)).isTrue();
  }

  @Test
  void aFileIsReplacedAsAWhole(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("x.npy");
    Tensor large = Numbers.normal32(1, 300, 70);
    for (Tensor x : new Tensor[] {Tensor.of(new int[] {1}, 1), large}) {
      NpyFile.write(path, x);
      assertThat(NpyFile.read(path).hasSameBits(x)).isTrue();
    }
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path);
    }
    Path nowhere = directory.resolve("no").resolve("x.npy");
    assertThatThrownBy(() -> NpyFile.write(nowhere, large)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> NpyFile.read(nowhere)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void everyCutIsRefused() throws IOException {
    for (String name : List.of("f4", "version2")) {
      byte[] file = Files.readAllBytes(NUMPY.resolve(name + ".npy"));
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThatThrownBy(() -> read(cut)).isExactlyInstanceOf(IOException.class)
            .hasMessageStartingWith("npy: x.npy ");
      }
      byte[] longer = Arrays.copyOf(file, file.length + 1);
      assertThatThrownBy(() -> read(longer)).isExactlyInstanceOf(IOException.class)
          .hasMessageStartingWith("npy: x.npy goes on after the ");
    }
  }

  @Test
  void numbersThatAreMissingAreCounted() {
    assertThatThrownBy(() -> read(file("<f4", "False", "(2, 3)", 20))).isExactlyInstanceOf(IOException.class)
        .hasMessage("npy: x.npy is cut short: its header promises <f4[2,3] of 24 bytes, but 20 came");
    assertThatThrownBy(() -> read(file("<f4", "False", "(2, 3)", 25))).isExactlyInstanceOf(IOException.class)
        .hasMessage("npy: x.npy goes on after the 24 bytes of <f4[2,3] that its header promises");
    byte[] truth = file("|b1", "False", "(2,)", 2);
    truth[truth.length - 1] = 7;
    assertThatThrownBy(() -> read(truth)).isExactlyInstanceOf(IOException.class)
        .hasMessage("npy: x.npy holds the truth value 7 at place 1, expected 0 or 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'descr': '<i4', 'fortran_order': False, 'shape': (2,)}",
    "{\"shape\":(2L,),'descr':\"<i4\",'fortran_order':False}",
    " { 'descr' : '<i4' , 'fortran_order' : True , 'shape' : ( 2 , ) , }\n"})
  void headersMayBeWrittenInOtherWays(String header) throws IOException {
    assertThat(read(file(header, 8)).hasSameBits(Tensor.zeros(DType.I32, 2))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      no                                                                           | no '{' at place 0
      {'descr': '<i4', 'fortran_order': False, 'shape': (2,)                       | no '}' at place 54
      {'descr': '<i4', 'fortran_order': False, 'shape': (2,)} + evil()             | more than a dictionary
      {'descr': '<i4', 'fortran_order': False}                                     | only the keys [descr, fortran_order]
      {'descr': '<i4', 'descr': '<f4'}                                             | the key 'descr' twice
      {'extra': 1}                                                                 | an unknown key 'extra'
      {'descr': <i4}                                                               | no text in quotes at place 10
      {'descr': '<i4}                                                              | no end of the quote at place 10
      {'fortran_order': 1}                                                         | no True or False for fortran_order
      {'shape': 2}                                                                 | no '(' at place 10
      {'shape': (-2,)}                                                             | no size in its shape
      {'shape': (2.5,)}                                                            | no ')' at place 12
      {'shape': (99999999999999999999,)}                                           | the size 99999999999999999999 in its shape
      {'shape': (2147483648,)}                                                     | the size 2147483648 in its shape
      """)
  void wrongHeadersAreNamed(String header, String what) {
    assertThatThrownBy(() -> read(file(header, 8))).isExactlyInstanceOf(IOException.class).hasMessage(
        "npy: x.npy has in its header " + what + ", expected {'descr': …, 'fortran_order': …, 'shape': …}");
  }

  @Test
  void whatNoArrayCanHoldIsRefused() {
    assertThatThrownBy(() -> read(file("<f8", "False", "(65536, 65536)", 8))).isExactlyInstanceOf(IOException.class)
        .hasMessage("npy: x.npy claims <f8[65536, 65536], which no array can hold");
    assertThatThrownBy(() -> read(file("<f8", "False", "(2147483647, 2147483647, 2147483647, 2147483647, 4, 0)", 8)))
        .isExactlyInstanceOf(IOException.class).hasMessageEndingWith("which no array can hold");
    String many = "(" + "1, ".repeat(65) + ")";
    assertThatThrownBy(() -> read(file("<f8", "False", many, 8))).isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("more than 64 axes");
  }

  @Test
  void otherFilesAndVersionsAreNamed() {
    byte[] file = file("<f4", "False", "(1,)", 4);
    file[1] = 'n';
    assertThatThrownBy(() -> read(file)).isExactlyInstanceOf(IOException.class)
        .hasMessage("npy: x.npy does not start with the magic number of NumPy");
    byte[] later = file("<f4", "False", "(1,)", 4);
    later[6] = 4;
    assertThatThrownBy(() -> read(later)).isExactlyInstanceOf(IOException.class)
        .hasMessage("npy: x.npy has version 4.0 of the format, expected 1.0, 2.0 or 3.0");
    byte[] lying = file("<f4", "False", "(1,)", 4);
    lying[6] = 2;
    assertThatThrownBy(() -> read(lying)).isExactlyInstanceOf(IOException.class)
        .hasMessageMatching("npy: x.npy has a header of \\d+ bytes, expected 10000 or less");
  }

  @Test
  void imagesOfNumpyBecomeADataSet() throws IOException {
    Tensor pixels = numpy("u1").reshape(1, 2, 3);
    assertThat(Images.of(pixels, Tensor.of(new int[] {5}, 1)).all().input().toFloats())
        .containsExactly(0, 1 / 255f, 2 / 255f, 127 / 255f, 128 / 255f, 1);
  }
}
