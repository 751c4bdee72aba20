package candor.nn.model;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Buffer;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.layer.RecurrentOptions;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Names, shapes, numbers of parameters and results of the models against PyTorch, in `models.txt`, which
/// `src/test/python/models.py` wrote.
class ModelTorchTest {
  private static final Map<String, Supplier<Module>> MODELS = new LinkedHashMap<>();
  private static final List<Torch> TORCH = Torch.all();

  static {
    MODELS.put("lenet caffe", () -> LeNet.caffe(0.5));
    MODELS.put("lenet-5", LeNet::lenet5);
    MODELS.put("small confidNet", SmallConvNet::confidNet);
    MODELS.put("small activeLearning", SmallConvNet::activeLearning);
    for (int depth : new int[] {11, 13, 16, 19}) {
      MODELS.put("vgg " + depth, () -> Vgg.cifar(depth));
    }
    for (int depth : new int[] {8, 20, 32, 44, 56}) {
      MODELS.put("resnet " + depth, () -> ResNet.cifar(depth));
    }
    MODELS.put("resnet 8 projected", () -> ResNet.cifar(8, 7, ResNet.Shortcut.PROJECTED));
    MODELS.put("resnet 20 projected", () -> ResNet.cifar(20, 10, ResNet.Shortcut.PROJECTED));
    MODELS.put("unet", () -> new UNet(2, 3, 4, 2, 0.5));
    RecurrentOptions options = RecurrentOptions.DEFAULT;
    MODELS.put("lstm language model",
        () -> new LstmLanguageModel(7, 3, 4, options.layers(2).variational(0.2, 0.2)).dropout(0.1, 0.1));
    MODELS.put("lstm language model tied", () -> new LstmLanguageModel(7, 4, 4, options).tied());
    MODELS.put("lstm classifier", () -> new LstmClassifier(7, 3, 4, 5, options.inBothDirections()).padding(0));
  }

  /// What PyTorch has: the lines of a model.
  ///
  /// @param name name of the model
  /// @param count number of parameters
  /// @param lines tensors
  record Torch(String name, int count, List<String> lines) {
    static List<Torch> all() {
      List<Torch> models = new ArrayList<>();
      try (InputStream in = Torch.class.getResourceAsStream("models.txt");
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
        reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
          if (line.startsWith("model ")) {
            int space = line.lastIndexOf(' ');
            models.add(new Torch(line.substring(6, space), Integer.parseInt(line.substring(space + 1)),
                new ArrayList<>()));
          } else {
            models.getLast().lines.add(line);
          }
        });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return models;
    }

    /// The tensors of a kind: path, stream, shape.
    Stream<String[]> of(String kind) {
      return lines.stream().filter(line -> line.startsWith(kind + " ")).map(line -> line.split(" "));
    }
  }

  @Test
  void everyModelHasAReferenceAndEveryReferenceAModel() {
    assertThat(TORCH).extracting(Torch::name).containsExactlyInAnyOrderElementsOf(MODELS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> numbersOfParametersAreThoseOfPyTorch() {
    return TORCH.stream().map(torch -> DynamicTest.dynamicTest(torch.name,
        () -> assertThat(model(torch).parameters().stream().mapToInt(p -> p.shape().count()).sum())
            .isEqualTo(torch.count)));
  }

  @TestFactory
  Stream<DynamicTest> namesShapesAndResultsAreThoseOfPyTorch() {
    return TORCH.stream().filter(torch -> !torch.lines.isEmpty())
        .map(torch -> DynamicTest.dynamicTest(torch.name, () -> compare(torch)));
  }

  private static Module model(Torch torch) {
    return Objects.requireNonNull(MODELS.get(torch.name)).get();
  }

  private static void compare(Torch torch) {
    Module model = model(torch);
    model.initialise(1, DType.F64);
    Map<String, Parameter> parameters = model.namedParameters();
    assertThat(torch.of("parameter").map(line -> line[1])).containsExactlyElementsOf(parameters.keySet());
    torch.of("parameter").forEach(line -> parameters.get(line[1]).assign(filled(line)));
    Map<String, Buffer> buffers = model.namedBuffers();
    assertThat(torch.of("buffer").map(line -> line[1])).containsExactlyElementsOf(buffers.keySet());
    torch.of("buffer").forEach(line -> buffers.get(line[1]).assign(filled(line)));
    String[] output = torch.of("output").findFirst().orElseThrow();
    Tensor expected = Tensor.of(Arrays.stream(output).skip(2).mapToDouble(Double::parseDouble).toArray(),
        shape(output[1]));
    Tensor y = model.apply(input(torch), Context.evaluate());
    assertThat(y.isClose(expected, 1e-12, 1e-12)).as("%s, expected %s", y, expected).isTrue();
  }

  private static Tensor input(Torch torch) {
    return torch.of("tokens").findFirst()
        .map(line -> Tensor.of(Arrays.stream(line).skip(2).mapToInt(Integer::parseInt).toArray(), shape(line[1])))
        .orElseGet(() -> hashed(0, torch.of("input").findFirst().orElseThrow()[1]));
  }

  private static int[] shape(String text) {
    return Arrays.stream(text.substring(1, text.length() - 1).split(",")).mapToInt(Integer::parseInt).toArray();
  }

  /// As `fill` in the script.
  private static Tensor filled(String[] line) {
    Tensor x = hashed(Integer.parseInt(line[2]), line[3]);
    if (x.shape().rank() > 1) {
      return x.mul(2 / Math.sqrt((double) x.count() / x.shape().size(0)));
    }
    return line[1].endsWith("weight") || line[1].endsWith("running_var") ? x.div(4).add(1) : x.div(8);
  }

  /// As `hashed` in the script.
  private static Tensor hashed(int stream, String text) {
    int[] shape = shape(text);
    double[] values = new double[Shape.of(shape).count()];
    for (int i = 0; i < values.length; i++) {
      int h = stream * 0x9E3779B9 + i;
      h = (h ^ h >>> 16) * 0x85EBCA6B;
      h = (h ^ h >>> 13) * 0xC2B2AE35;
      h ^= h >>> 16;
      values[i] = ((h >>> 16) - 32768) / 32768.0;
    }
    return Tensor.of(values, shape);
  }
}
