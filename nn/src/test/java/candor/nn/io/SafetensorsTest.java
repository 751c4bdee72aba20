package candor.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  @TempDir
  private Path directory;

  private Path file() {
    return directory.resolve("some.safetensors");
  }

  @Test
  void aSmallFileHasExactlyTheseBytes() throws IOException {
    new Safetensors(Map.of("a", Tensor.of(new int[] {1, -2}, 2)), Map.of("by", "me")).write(file());
    String header = "{\"__metadata__\":{\"by\":\"me\"},\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    byte[] expected = ByteBuffer.allocate(8 + 88 + 8).order(ByteOrder.LITTLE_ENDIAN).putLong(88)
        .put((header + " ".repeat(88 - header.length())).getBytes(StandardCharsets.UTF_8)).putInt(1).putInt(-2).array();
    assertThat(Files.readAllBytes(file())).isEqualTo(expected);
  }

  @Test
  void whatIsWrittenIsReadWithTheSameBitsInTheSameOrder() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("odd", Tensor.of(new float[] {Float.NaN, -0f, Float.MIN_VALUE}, 3));
    tensors.put("", Numbers.normal(1, 2, 3));
    tensors.put("ü \"x\"\n", Tensor.range(DType.I32, 5));
    tensors.put("scalar", Tensor.scalar(DType.F64, Math.PI));
    tensors.put("empty", Tensor.zeros(DType.F32, 3, 0, 2));
    tensors.put("permuted", Numbers.normal32(2, 4, 3).transpose());
    tensors.put("more than one piece", Numbers.normal32(3, 300, 101));
    Map<String, String> metadata = new LinkedHashMap<>(Map.of("text", "ü \"quoted\" \u0000 \ud83d\ude00"));
    metadata.put("another", "");
    new Safetensors(tensors, metadata).write(file());
    Safetensors read = Safetensors.read(file());
    assertSame(read.tensors(), tensors);
    assertThat(read.metadata()).containsExactlyEntriesOf(metadata);
  }

  @Test
  void everyNumberLiesAtAMultipleOfItsSize() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("f32", Tensor.ones(DType.F32, 3));
    tensors.put("f64", Tensor.ones(DType.F64, 3));
    new Safetensors(tensors, Map.of()).write(file());
    byte[] bytes = Files.readAllBytes(file());
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("\"f64\":{\"dtype\":\"F64\",\"shape\":[3],"
        + "\"data_offsets\":[0,24]}", "\"f32\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]}");
    assertSame(Safetensors.read(file()).tensors(), tensors);
  }

  @Test
  void aFileOfNoTensorsIsSound() throws IOException {
    new Safetensors(Map.of(), Map.of()).write(file());
    assertThat(Safetensors.read(file())).isEqualTo(new Safetensors(Map.of(), Map.of()));
  }

  @Test
  void everyTypeIsReadAsPyTorchMeansIt() throws IOException {
    Safetensors types = Safetensors.read(Resources.file("types.safetensors"));
    assertThat(types.metadata()).isEqualTo(Map.of("author", "PyTorch", "text", "ü \"quoted\" \n line"));
    assertThat(types.tensors()).hasSize(16);
    types.tensors().forEach((name, tensor) -> {
      if (!name.endsWith(" expected")) {
        assertThat(tensor.hasSameBits(Objects.requireNonNull(types.tensors().get(name + " expected")))).as(name)
            .isTrue();
      }
    });
  }

  @Test
  void theFileIsReplacedAndNothingElseLiesBesideIt() throws IOException {
    new Safetensors(Map.of("a", Tensor.ones(DType.F32, 1000)), Map.of()).write(file());
    new Safetensors(Map.of("b", Tensor.ones(DType.F32, 10)), Map.of()).write(file());
    assertThat(Safetensors.read(file()).tensors()).containsOnlyKeys("b");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void whatAKilledProcessLeftBehindIsOverwritten() throws IOException {
    Files.writeString(directory.resolve("some.safetensors.part"), "rubbish ".repeat(10_000));
    theFileIsReplacedAndNothingElseLiesBesideIt();
  }

  @Test
  void whenWritingFailsTheOldFileStaysAndNoPartIsLeft() throws IOException {
    theFileIsReplacedAndNothingElseLiesBesideIt();
    NdArray numbers = NdArray.zeros(DType.F32, Shape.of(3));
    Tensor stale = Tensor.of(numbers);
    numbers.overwrite();
    Safetensors unwritable = new Safetensors(Map.of("stale", stale), Map.of());
    assertThatThrownBy(() -> unwritable.write(file())).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was overwritten in place");
    Safetensors unencodable = new Safetensors(Map.of("\ud800", Tensor.ones(DType.F32, 1)), Map.of());
    assertThatThrownBy(() -> unencodable.write(file())).isInstanceOf(IOException.class);
    assertThat(Safetensors.read(file()).tensors()).containsOnlyKeys("b");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void aDirectoryThatDoesNotExistIsNamed() {
    Path nowhere = directory.resolve("nowhere").resolve("some.safetensors");
    assertThatThrownBy(() -> new Safetensors(Map.of(), Map.of()).write(nowhere)).isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(nowhere.toString());
    assertThatThrownBy(() -> Safetensors.read(nowhere)).isInstanceOf(NoSuchFileException.class)
        .hasMessage(nowhere.toString());
  }

  @Test
  void theNameOfTheTextsIsNoTensorsName() {
    assertThatThrownBy(() -> new Safetensors(Map.of("__metadata__", Tensor.ones(DType.F32, 1)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("safetensors: a tensor cannot have the name __metadata__");
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (name, tensor) -> assertThat(Objects.requireNonNull(actual.get(name)).hasSameBits(tensor)).as(name).isTrue());
  }
}
