package candor.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.data.NpzFile;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {

  @TempDir
  private Path directory;

  private Path file() {
    return directory.resolve("weights.safetensors");
  }

  private static Sequential model(long seed) {
    Sequential model = Sequential.builder().add("fc1", new Linear(4, 3)).add("norm", new BatchNorm1d(3))
        .add("fc2", new Linear(3, 2)).build();
    model.initialise(seed);
    model.namedBuffers().values().forEach(b -> b.assign(Numbers.normal32(seed, b.shape().toArray())));
    return model;
  }

  @Test
  void aModelTakesTheBitsOfTheOneThatWasSaved() throws IOException {
    Weights.save(model(1), file());
    Sequential loaded = model(2);
    Weights.load(loaded, file());
    assertThat(Numbers.bits(loaded)).containsExactly(Numbers.bits(model(1)));
    assertThat(Safetensors.read(file()).tensors().keySet()).containsExactly("fc1.weight", "fc1.bias", "norm.weight",
        "norm.bias", "fc2.weight", "fc2.bias", "norm.running_mean", "norm.running_var");
  }

  @Test
  void aModelWithoutValuesGetsThemAndTheirTypeFromTheFile() throws IOException {
    Linear wide = new Linear(4, 3);
    wide.initialise(1, DType.F64);
    Weights.save(wide, file());
    Linear loaded = new Linear(4, 3);
    Weights.load(loaded, file());
    assertThat(loaded.parameters().getFirst().value().hasSameBits(wide.parameters().getFirst().value())).isTrue();
    Linear narrow = new Linear(4, 3);
    narrow.initialise(2);
    Weights.load(narrow, file());
    assertThat(narrow.parameters().getFirst().value().dtype()).isEqualTo(DType.F64);
  }

  @Test
  void theLayoutInMemoryStaysThatOfTheLayer() throws IOException {
    Weights.save(model(1), file());
    Sequential loaded = model(2);
    Weights.load(loaded, file());
    assertThat(loaded.parameters().getFirst().value().array().isDenseIn(1, 0)).isTrue();
  }

  @Test
  void everythingThatDoesNotFitIsToldAtOnceAndNothingChanges() throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>(Weights.of(model(1)));
    weights.remove("fc1.bias");
    weights.remove("norm.running_var");
    weights.put("fc2.weight", Tensor.zeros(DType.F32, 3, 2));
    weights.put("norm.weight", Tensor.zeros(DType.I32, 3));
    weights.put("fc9.weight", Tensor.zeros(DType.F32, 1));
    new Safetensors(weights, Map.of()).write(file());
    Sequential model = model(2);
    float[] before = Numbers.bits(model);
    assertThatThrownBy(() -> Weights.load(model, file())).isExactlyInstanceOf(FileFormatException.class)
        .hasMessage(
            "weights: " + file() + " does not fit the model: norm.weight has the type i32, expected f32 or f64; "
                + "fc2.weight has the shape [3,2], expected [2,3]; fc1.bias is missing; norm.running_var is missing; "
                + "fc9.weight is unexpected; the numbers have the types [f32, i32], expected one");
    assertThat(Numbers.bits(model)).containsExactly(before);
  }

  @Test
  void thousandsOfProblemsAreCounted() {
    Map<String, Tensor> weights = new LinkedHashMap<>(Weights.of(model(1)));
    IntStream.range(0, 1000).forEach(i -> weights.put("x" + i, Tensor.zeros(DType.F32, 1)));
    assertThatThrownBy(() -> Weights.assign(model(2), "memory", weights)).isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith("weights: memory does not fit the model: x0 is unexpected; x1 is unexpected; ")
        .hasMessageEndingWith("x19 is unexpected; and 980 more");
  }

  @Test
  void whatMatchesCanBeLoadedAlone() throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>(Weights.of(model(1)));
    weights.remove("fc2.weight");
    weights.put("head.weight", Tensor.zeros(DType.F32, 5));
    new Safetensors(weights, Map.of()).write(file());
    Sequential model = model(2);
    Tensor own = model.namedParameters().get("fc2.weight").value();
    Weights.Unmatched unmatched = Weights.loadMatching(model, file());
    assertThat(unmatched.missing()).containsExactly("fc2.weight");
    assertThat(unmatched.unexpected()).containsExactly("head.weight");
    assertThat(model.namedParameters().get("fc2.weight").value()).isSameAs(own);
    assertThat(model.namedParameters().get("fc1.weight").value().hasSameBits(weights.get("fc1.weight"))).isTrue();
  }

  @Test
  void whatMatchesByNameMustFit() throws IOException {
    new Safetensors(Map.of("fc1.weight", Tensor.zeros(DType.F32, 4, 3)), Map.of()).write(file());
    assertThatThrownBy(() -> Weights.loadMatching(model(1), file())).isInstanceOf(FileFormatException.class)
        .hasMessage(
            "weights: " + file() + " does not fit the model: fc1.weight has the shape [4,3], expected [3,4]");
    new Safetensors(Map.of("fc1.weight", Tensor.zeros(DType.F64, 3, 4)), Map.of()).write(file());
    assertThatThrownBy(() -> Weights.loadMatching(model(1), file())).isInstanceOf(FileFormatException.class)
        .hasMessage(
            "weights: " + file() + " does not fit the model: the numbers have the types [f32, f64], expected one");
  }

  @Test
  void theCounterOfPyTorchsBatchNormalisationIsPassedOver() throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>(Weights.of(model(1)));
    weights.put("norm.num_batches_tracked", Tensor.of(new int[] {3}));
    Sequential model = model(2);
    Weights.assign(model, "memory", weights);
    assertThat(Numbers.bits(model)).containsExactly(Numbers.bits(model(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pt", "model.pth", "MODEL.PT", "pickled.weights"})
  void aFileOfPyTorchIsNotReadAndTheMessageSaysHowToConvertIt(String name) throws IOException {
    Path file = Files.write(directory.resolve(name), new byte[] {(byte) 0x80, 2, '}'});
    Module model = model(1);
    assertThatThrownBy(() -> Weights.load(model, file)).isExactlyInstanceOf(FileFormatException.class)
        .hasMessage("weights: " + file + " is a file of PyTorch, a Python program that is not run here; "
            + "convert it in Python by numpy.savez(\"weights.npz\", **{k: v.numpy() for k, v in state_dict.items()}) "
            + "or safetensors.torch.save_file(state_dict, \"weights.safetensors\")");
  }

  @Test
  void anArchiveOfArraysCanBeLoadedAndADamagedOneIsRefused() throws IOException {
    Path file = directory.resolve("weights");
    NpzFile.write(file, Weights.of(model(1)));
    Sequential loaded = model(2);
    Weights.load(loaded, file);
    assertThat(Numbers.bits(loaded)).containsExactly(Numbers.bits(model(1)));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> Weights.load(loaded, file)).isExactlyInstanceOf(FileFormatException.class)
        .hasMessageStartingWith("weights: npz: " + file + " is no sound archive: ");
    assertThat(Numbers.bits(loaded)).containsExactly(Numbers.bits(model(1)));
  }

  @Test
  void aModelWithoutValuesCannotBeSaved() {
    assertThatThrownBy(() -> Weights.save(new Linear(2, 3), file())).isInstanceOf(IllegalStateException.class)
        .hasMessage("parameter weight [3,2] has no value; call initialise(seed) on the model");
  }
}
