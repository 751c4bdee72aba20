package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "compressed.npz"})
  void arraysOfNumpyAreReadByName(String name) throws IOException {
    Map<String, Tensor> arrays = NpzFile.read(NpyFileTest.NUMPY.resolve(name));
    assertThat(arrays.keySet()).containsExactly("steps", "labels");
    assertThat(arrays.get("steps").hasSameBits(Tensor.range(DType.F32, 24).reshape(2, 3, 4))).isTrue();
    assertThat(arrays.get("labels").toInts()).containsExactly(0, 1, 2);
  }

  @Test
  void whatWasWrittenIsReadAndTheSameArraysGiveTheSameFile() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("z/weight", Numbers.normal32(1, 30, 40));
    arrays.put("a é", Numbers.normal(2, 3).permute(0));
    arrays.put("empty", Tensor.zeros(DType.I32, 0, 3));
    Path path = directory.resolve("x.npz");
    NpzFile.write(path, arrays);
    byte[] first = Files.readAllBytes(path);
    Map<String, Tensor> read = NpzFile.read(path);
    assertThat(read.keySet()).containsExactlyElementsOf(arrays.keySet());
    arrays.forEach((name, array) -> assertThat(read.get(name).hasSameBits(array)).isTrue());
    NpzFile.write(path, read);
    assertThat(Files.readAllBytes(path)).containsExactly(first);
    NpzFile.write(path, Map.of());
    assertThat(NpzFile.read(path)).isEmpty();
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] file = Files.readAllBytes(NpyFileTest.NUMPY.resolve("stored.npz"));
    for (int length = 0; length < file.length; length += 3) {
      Path cut = Files.write(directory.resolve("cut.npz"), Arrays.copyOf(file, length));
      assertThatThrownBy(() -> NpzFile.read(cut)).isExactlyInstanceOf(IOException.class)
          .hasMessageStartingWith("npz: " + cut);
    }
  }

  @Test
  void damagedNumbersDoNotHaveTheirCheckSum() throws IOException {
    byte[] file = Files.readAllBytes(NpyFileTest.NUMPY.resolve("stored.npz"));
    // The last number of the first array, before the header of the second.
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("PK\3\4", 4) - 1;
    file[at] ^= 1;
    Path path = Files.write(directory.resolve("damaged.npz"), file);
    assertThatThrownBy(() -> NpzFile.read(path)).isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("npz: " + path + "!steps.npy has the check sum ")
        .hasMessageEndingWith(": it is damaged");
  }

  @Test
  void anArchiveHoldsArraysOnly() throws IOException {
    Path text = zip("readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> NpzFile.read(text)).isExactlyInstanceOf(IOException.class)
        .hasMessage("npz: " + text + "!readme.txt is no array, expected a name that ends with .npy");
    Path object = zip("a.npy", Files.readAllBytes(NpyFileTest.NUMPY.resolve("object.npy")));
    assertThatThrownBy(() -> NpzFile.read(object)).isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("npz: " + object + "!a.npy holds Python objects, which only Python can read");
    Path missing = directory.resolve("missing.npz");
    assertThatThrownBy(() -> NpzFile.read(missing)).isInstanceOf(NoSuchFileException.class);
    Path other = NpyFileTest.NUMPY.resolve("f4.npy");
    assertThatThrownBy(() -> NpzFile.read(other)).isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("npz: " + other + " is no sound archive: ");
  }

  private Path zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return Files.write(directory.resolve("any.npz"), out.toByteArray());
  }
}
