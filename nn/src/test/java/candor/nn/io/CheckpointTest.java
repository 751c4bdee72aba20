package candor.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {

  private static final Progress PROGRESS = new Progress(3, 2, 10, 64, 0.1 + 0.2, Long.MIN_VALUE, 5);

  @TempDir
  private Path directory;

  private Path file() {
    return directory.resolve("some.safetensors");
  }

  private static Sequential model(long seed) {
    Sequential model = Sequential.builder().add("conv1", new Conv2d(1, 2, 3)).add("relu", Activation.relu())
        .add("flatten", new Flatten()).add("fc", new Linear(2, 3)).build();
    model.initialise(seed);
    return model;
  }

  private static Checkpoint checkpoint() {
    Sequential model = model(1);
    return new Checkpoint("memory", model.structure(), Weights.of(model), Map.of("rate", Tensor.scalar(DType.F64, 0.1)),
        Map.of("A.x", Tensor.of(new int[] {1, 2}, 2)), PROGRESS, Map.of("learning rate", "0.1", "ü", "\"\n"));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Checkpoint written = checkpoint();
    written.write(file());
    Checkpoint read = Checkpoint.read(file());
    assertThat(read.name()).isEqualTo(file().toString());
    assertThat(read.structure()).containsExactlyEntriesOf(written.structure());
    assertThat(read.progress()).isEqualTo(PROGRESS);
    assertThat(read.configuration()).isEqualTo(written.configuration());
    assertThat(read.weights().keySet()).containsExactly("conv1.weight", "conv1.bias", "fc.weight", "fc.bias");
    read.weights().forEach(
        (path, tensor) -> assertThat(tensor.hasSameBits(Objects.requireNonNull(written.weights().get(path)))).isTrue());
    assertThat(read.optimizer().get("rate").item()).isEqualTo(0.1);
    assertThat(read.listeners().get("A.x").toInts()).containsExactly(1, 2);
  }

  @Test
  void peopleAndOtherProgramsCanReadIt() throws IOException {
    checkpoint().write(file());
    Safetensors content = Safetensors.read(file());
    assertThat(content.tensors().keySet()).containsExactly("model.conv1.weight", "model.conv1.bias",
        "model.fc.weight", "model.fc.bias", "optimizer.rate", "listener.A.x");
    assertThat(content.metadata()).containsEntry("format", "candor checkpoint 1")
        .containsEntry("training", "{\"epoch\":3,\"batch\":2,\"batches\":10,\"samples\":64,"
            + "\"loss_sum\":0.30000000000000004,\"seed\":-9223372036854775808,\"data_seed\":5}")
        .containsEntry("structure", "{\"\":\"Sequential\",\"conv1\":\"Conv2d\","
            + "\"conv1.weight\":\"parameter [2,1,3,3]\",\"conv1.bias\":\"parameter [2]\",\"relu\":\"relu\","
            + "\"flatten\":\"Flatten\",\"fc\":\"Linear\",\"fc.weight\":\"parameter [3,2]\","
            + "\"fc.bias\":\"parameter [3]\"}");
  }

  @Test
  void theWeightsCanBeLoadedAlone() throws IOException {
    checkpoint().write(file());
    for (int way = 0; way < 3; way++) {
      Sequential loaded = model(2);
      switch (way) {
        case 0 -> Checkpoint.read(file()).load(loaded);
        case 1 -> Weights.load(loaded, file());
        default -> assertThat(Weights.loadMatching(loaded, file()).missing()).isEmpty();
      }
      assertThat(Numbers.bits(loaded)).containsExactly(Numbers.bits(model(1)));
    }
  }

  @Test
  void anotherArchitectureIsToldApartAndUnchanged() throws IOException {
    checkpoint().write(file());
    Sequential other = Sequential.builder().add("conv1", new Conv2d(1, 2, 5)).add("relu", new Flatten())
        .add("fc", new Linear(2, 3)).add("out", Activation.relu()).build();
    other.initialise(5);
    float[] before = Numbers.bits(other);
    assertThatThrownBy(() -> Weights.load(other, file())).isExactlyInstanceOf(FileFormatException.class)
        .hasMessage("checkpoint: " + file() + " is of another model: conv1.weight is parameter [2,1,5,5] here and "
            + "parameter [2,1,3,3] there; relu is Flatten here and relu there; out is relu here and missing there; "
            + "flatten is missing here and Flatten there");
    assertThat(Numbers.bits(other)).containsExactly(before);
  }

  @Test
  void theOrderOfThePartsMatters() throws IOException {
    checkpoint().write(file());
    Sequential other = Sequential.builder().add("conv1", new Conv2d(1, 2, 3)).add("flatten", new Flatten())
        .add("relu", Activation.relu()).add("fc", new Linear(2, 3)).build();
    assertThatThrownBy(() -> Checkpoint.read(file()).load(other)).isExactlyInstanceOf(FileFormatException.class)
        .hasMessageStartingWith("checkpoint: " + file() + " is of another model: the parts are in the order "
            + "[, conv1, conv1.weight, conv1.bias, flatten, relu, ");
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie(texts -> texts.remove("format"), "checkpoint: FILE has the format null, expected candor checkpoint 1"),
        lie(texts -> texts.put("format", "candor checkpoint 2"),
            "checkpoint: FILE has the format candor checkpoint 2, expected candor checkpoint 1"),
        lie(texts -> texts.remove("structure"), "checkpoint: FILE says nothing of structure"),
        lie(texts -> texts.put("structure", "[]"), "checkpoint: structure in FILE is no JSON object"),
        lie(texts -> texts.put("structure", "{\"a\":1}"), "checkpoint: structure in FILE: a is 1, expected a string"),
        lie(texts -> texts.put("configuration", "{\"a\":{}}"),
            "checkpoint: configuration in FILE: a is {}, expected a string"),
        training("\"epoch\":3", "\"epoch\":-3",
            "checkpoint: training in FILE: epoch is -3, expected a whole number from 0 to 214748364"),
        training("\"epoch\":3", "\"epoch\":2147483647",
            "checkpoint: training in FILE: epoch is 2147483647, expected a whole number from 0 to 214748364"),
        training("\"epoch\":3,", "", "checkpoint: training in FILE: epoch is null, expected a whole number"),
        training("\"batch\":2", "\"batch\":11",
            "checkpoint: training in FILE: batch is 11, expected a whole number from 0 to 10"),
        training("\"samples\":64", "\"samples\":\"64\"", "checkpoint: training in FILE: samples is 64, expected"),
        training("0.30000000000000004", "1e999",
            "checkpoint: training in FILE: loss_sum is Infinity, expected a number with a point"),
        training("-9223372036854775808", "1.5",
            "checkpoint: training in FILE: seed is 1.5, expected a whole number"),
        training("\"data_seed\":5", "\"data_seed\":true",
            "checkpoint: training in FILE: data_seed is true, expected a whole number"),
        training("}", "} {}", "checkpoint: training in FILE goes on after its end"));
  }

  private static Arguments training(String old, String other, String message) {
    return lie(texts -> texts.compute("training", (key, text) -> text.replace(old, other)), message);
  }

  private static Arguments lie(Consumer<Map<String, String>> change, String message) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aTextThatLiesIsRefused(String message, Consumer<Map<String, String>> change) throws IOException {
    checkpoint().write(file());
    Safetensors content = Safetensors.read(file());
    Map<String, String> texts = new LinkedHashMap<>(content.metadata());
    change.accept(texts);
    new Safetensors(content.tensors(), texts).write(file());
    assertThatThrownBy(() -> Checkpoint.read(file())).isExactlyInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(message.replace("FILE", file().toString()));
  }

  @Test
  void tensorsThatBelongToNothingAreRefused() throws IOException {
    checkpoint().write(file());
    Safetensors content = Safetensors.read(file());
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("more", Tensor.ones(DType.F32, 1));
    new Safetensors(tensors, content.metadata()).write(file());
    assertThatThrownBy(() -> Checkpoint.read(file())).isExactlyInstanceOf(FileFormatException.class)
        .hasMessage("checkpoint: " + file()
            + " has tensors besides those whose names begin with model., optimizer. or listener.");
  }

  @Test
  void weightsThatAreNoCheckpointAreCalledSo() throws IOException {
    Weights.save(model(1), file());
    assertThatThrownBy(() -> Checkpoint.read(file())).isExactlyInstanceOf(FileFormatException.class)
        .hasMessage("checkpoint: " + file() + " has the format null, expected candor checkpoint 1");
    assertThat(Files.exists(file())).isTrue();
  }
}
