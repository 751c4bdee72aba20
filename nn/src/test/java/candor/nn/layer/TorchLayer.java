package candor.nn.layer;

import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a layer of PyTorch computed, see `nn/src/test/python/layers.py`.
///
/// @param name name in the [LayerTable]
/// @param tensors F64 tensors by what they are, such as `gradient weight`
record TorchLayer(String name, Map<String, Tensor> tensors) {
  private static final Set<String> GIVEN = Set.of("parameter", "buffer", "input", "c", "direction");

  /// The layers in `layers.txt`, by name.
  static Map<String, TorchLayer> all() {
    Map<String, TorchLayer> layers = new LinkedHashMap<>();
    TorchLayer layer = new TorchLayer("", Map.of());
    for (String line : lines()) {
      if (line.startsWith("layer ")) {
        layer = new TorchLayer(line.substring(6), new LinkedHashMap<>());
        layers.put(layer.name, layer);
      } else {
        layer.read(line);
      }
    }
    return layers;
  }

  private void read(String line) {
    int open = line.indexOf('[');
    int close = line.indexOf(']');
    String what = line.substring(0, open).trim();
    int[] shape = Arrays.stream(line.substring(open + 1, close).split(",")).mapToInt(Integer::parseInt).toArray();
    double[] numbers =
        Stream.of(line.substring(close + 1).trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
    Tensor tensor = Tensor.of(numbers, shape);
    tensors.put(what, GIVEN.contains(what.split(" ")[0]) ? tensor.div(64) : tensor);
  }

  Tensor get(String what) {
    return Objects.requireNonNull(tensors.get(what), what);
  }

  /// The tensors of a kind, such as all parameters, by name.
  Map<String, Tensor> of(String kind) {
    return tensors.entrySet().stream().filter(e -> e.getKey().startsWith(kind + " ")).collect(Collectors
        .toMap(e -> e.getKey().substring(kind.length() + 1), Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  boolean isTraining() {
    return !name.endsWith("evaluation");
  }

  private static Iterable<String> lines() {
    try (InputStream in = TorchLayer.class.getResourceAsStream("layers.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
