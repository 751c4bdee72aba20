package candor.nn.io;

import candor.nn.Module;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that training needs to go on: weights, the optimiser's and the listeners' state, how far training is, and
/// what the model and the run were.
///
/// A checkpoint is one safetensors file, so a process that is killed at any moment leaves the old one or the new one,
/// whole. Its tensors are called `model.<path>`, `optimizer.<name>` and `listener.<name>`; the rest is JSON in its
/// metadata. The weights alone can be loaded with [Weights#load] too.
///
/// @param name what messages call it
/// @param structure [Module#structure] of the model
/// @param weights parameters and buffers by path
/// @param optimizer state of the optimiser
/// @param listeners state of the listeners
/// @param progress how far training is
/// @param configuration whatever the run wants to remember
public record Checkpoint(String name, Map<String, String> structure, Map<String, Tensor> weights,
    Map<String, Tensor> optimizer, Map<String, Tensor> listeners, Progress progress,
    Map<String, String> configuration) {
  private static final String FORMAT = "format";
  private static final String CANDOR = "candor checkpoint 1";
  private static final String STRUCTURE = "structure";
  private static final String TRAINING = "training";
  private static final String CONFIGURATION = "configuration";
  private static final String MODEL = "model.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String LISTENER = "listener.";

  /// Copies the maps.
  ///
  /// @param name what messages call it
  /// @param structure [Module#structure] of the model
  /// @param weights parameters and buffers by path
  /// @param optimizer state of the optimiser
  /// @param listeners state of the listeners
  /// @param progress how far training is
  /// @param configuration whatever the run wants to remember
  public Checkpoint {
    structure = copy(structure);
    weights = copy(weights);
    optimizer = copy(optimizer);
    listeners = copy(listeners);
    configuration = copy(configuration);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /// Reads a file.
  ///
  /// @param file file
  /// @return its content
  /// @throws FileFormatException if it is not a whole and sound checkpoint
  /// @throws IOException if it cannot be read
  public static Checkpoint read(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    if (!isCheckpoint(content)) {
      throw new FileFormatException("checkpoint: " + file + " has the format "
          + Json.shown(content.metadata().get(FORMAT)) + ", expected " + CANDOR);
    }
    return of(file.toString(), content);
  }

  static boolean isCheckpoint(Safetensors content) {
    return CANDOR.equals(content.metadata().get(FORMAT));
  }

  static Checkpoint of(String name, Safetensors content) throws FileFormatException {
    Map<String, Tensor> weights = group(content, MODEL);
    Map<String, Tensor> optimizer = group(content, OPTIMIZER);
    Map<String, Tensor> listeners = group(content, LISTENER);
    if (weights.size() + optimizer.size() + listeners.size() < content.tensors().size()) {
      throw new FileFormatException("checkpoint: " + name + " has tensors besides those whose names begin with "
          + MODEL + ", " + OPTIMIZER + " or " + LISTENER);
    }
    return new Checkpoint(name, texts(name, content, STRUCTURE), weights, optimizer, listeners,
        Progress.of("checkpoint: " + TRAINING + " in " + name, object(name, content, TRAINING)),
        texts(name, content, CONFIGURATION));
  }

  private static Map<String, Tensor> group(Safetensors content, String prefix) {
    Map<String, Tensor> group = new LinkedHashMap<>();
    content.tensors().forEach((key, tensor) -> {
      if (key.startsWith(prefix)) {
        group.put(key.substring(prefix.length()), tensor);
      }
    });
    return group;
  }

  private static Map<String, String> texts(String name, Safetensors content, String part) throws FileFormatException {
    return Json.strings("checkpoint: " + part + " in " + name, object(name, content, part));
  }

  private static Map<String, Object> object(String name, Safetensors content, String part) throws FileFormatException {
    String text = content.metadata().get(part);
    if (text == null) {
      throw new FileFormatException("checkpoint: " + name + " says nothing of " + part);
    }
    return Json.parse("checkpoint: " + part + " in " + name, text);
  }

  /// Writes the checkpoint to a file, or replaces it, as [Safetensors#write] does.
  ///
  /// @param file file
  /// @throws IOException if it cannot be written; an old file is unchanged then
  public void write(Path file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    weights.forEach((path, tensor) -> tensors.put(MODEL + path, tensor));
    optimizer.forEach((key, tensor) -> tensors.put(OPTIMIZER + key, tensor));
    listeners.forEach((key, tensor) -> tensors.put(LISTENER + key, tensor));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, CANDOR);
    metadata.put(TRAINING, Json.write(progress.members()));
    metadata.put(CONFIGURATION, Json.write(configuration));
    metadata.put(STRUCTURE, Json.write(structure));
    new Safetensors(tensors, metadata).write(file);
  }

  /// Gives a model the weights.
  ///
  /// @param model network of the same structure, initialised or not
  /// @throws FileFormatException if it is of another structure, or the weights do not fit; it is unchanged then
  public void load(Module model) throws FileFormatException {
    requireFit(model).run();
  }

  /// Compares the checkpoint with a model.
  ///
  /// @param model network
  /// @return what gives it the weights
  /// @throws FileFormatException if it is of another structure, or the weights do not fit
  public Runnable requireFit(Module model) throws FileFormatException {
    requireStructure(model.structure());
    return Weights.requireFit(model, name, weights);
  }

  private void requireStructure(Map<String, String> own) throws FileFormatException {
    List<String> differences = new ArrayList<>();
    own.forEach((path, here) -> {
      if (!here.equals(structure.get(path))) {
        differences.add(place(path) + " is " + here + " here and " + Json.shown(structure.getOrDefault(path, "missing"))
            + " there");
      }
    });
    structure.forEach((path, there) -> {
      if (!own.containsKey(path)) {
        differences.add(place(Json.shown(path)) + " is missing here and " + Json.shown(there) + " there");
      }
    });
    if (differences.isEmpty() && !List.copyOf(own.keySet()).equals(List.copyOf(structure.keySet()))) {
      differences.add("the parts are in the order " + own.keySet() + " here and " + structure.keySet() + " there");
    }
    if (!differences.isEmpty()) {
      throw FileFormatException.of("checkpoint: " + name + " is of another model: ", differences);
    }
  }

  private static String place(String path) {
    return path.isEmpty() ? "the whole" : path;
  }
}
