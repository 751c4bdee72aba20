package candor.nn.io;

import candor.nn.Buffer;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.data.NpzFile;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The weights of a network, its parameters and buffers by path, in files.
///
/// ```java
/// Weights.save(model, Path.of("lenet.safetensors"));
/// Weights.load(model, Path.of("lenet.safetensors"));
/// ```
///
/// Files are safetensors or, to be loaded only, archives of NumPy (`.npz`); content tells them apart. Names and shapes are
/// those of PyTorch, so that a file with the `state_dict` of the same architecture can be loaded.
/// Where its layers count batches in `num_batches_tracked`, which has no influence, the count is passed over. Files of
/// PyTorch's own, `.pt` and `.pth`, are Python programs and are not read.
///
/// A model that was loaded has the type of the file's numbers, F32 or F64; its layout in memory stays its own. A file is
/// compared with the model as a whole before anything changes.
public final class Weights {
  private static final String COUNTER = "num_batches_tracked";
  private static final int[] PICKLE = {0x80, 2};
  private static final int[] ZIP = {'P', 'K'};

  private Weights() {
  }

  /// What a file and a model do not share.
  ///
  /// @param missing paths of the model that are not in the file
  /// @param unexpected names of the file that are not in the model
  public record Unmatched(List<String> missing, List<String> unexpected) {
    /// Copies the lists.
    ///
    /// @param missing paths of the model that are not in the file
    /// @param unexpected names of the file that are not in the model
    public Unmatched {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
    }
  }

  /// The present values of parameters and buffers. A step of an optimiser makes them unusable.
  ///
  /// @param model initialised network
  /// @return values by path, parameters first
  /// @throws IllegalStateException if the model was not initialised
  public static Map<String, Tensor> of(Module model) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    model.namedParameters().forEach((path, parameter) -> result.put(path, parameter.value().detach()));
    model.namedBuffers().forEach((path, buffer) -> result.put(path, buffer.value()));
    return result;
  }

  /// Writes the weights to a safetensors file, or replaces it, as [Safetensors#write] does.
  ///
  /// @param model initialised network
  /// @param file file
  /// @throws IOException if it cannot be written; an old file is unchanged then
  public static void save(Module model, Path file) throws IOException {
    new Safetensors(of(model), Map.of()).write(file);
  }

  /// Gives a model the weights of a file: safetensors, an archive of NumPy, or a [Checkpoint].
  ///
  /// @param model network, initialised or not
  /// @param file file with exactly the model's names and shapes
  /// @throws FileFormatException if the file is not sound or does not fit; the model is unchanged then
  /// @throws IOException if it cannot be read
  public static void load(Module model, Path file) throws IOException {
    Safetensors content = read(file);
    if (Checkpoint.isCheckpoint(content)) {
      Checkpoint.of(file.toString(), content).load(model);
    } else {
      assign(model, file.toString(), content.tensors());
    }
  }

  /// Gives a model those weights of a file that it has a place for; the others keep their values.
  ///
  /// @param model initialised network
  /// @param file file whose shapes fit where its names do, of the model's type if it lacks some
  /// @return the names that the two do not share
  /// @throws FileFormatException if the file is not sound or a shape does not fit; the model is unchanged then
  /// @throws IOException if it cannot be read
  public static Unmatched loadMatching(Module model, Path file) throws IOException {
    Safetensors content = read(file);
    Fit fit = new Fit(model, Checkpoint.isCheckpoint(content)
        ? Checkpoint.of(file.toString(), content).weights()
        : content.tensors());
    fit.addTypesOfMissing();
    fit.requireNoProblem(file.toString());
    fit.assign();
    return new Unmatched(fit.missing, fit.unexpected);
  }

  /// Gives a model weights, wherever they come from.
  ///
  /// @param model network, initialised or not
  /// @param source what messages call the place the weights come from
  /// @param weights tensors with exactly the model's names and shapes
  /// @throws FileFormatException if they do not fit; the model is unchanged then
  public static void assign(Module model, String source, Map<String, Tensor> weights) throws FileFormatException {
    requireFit(model, source, weights).run();
  }

  /// Compares weights with a model, which is not changed yet.
  ///
  /// @param model network, initialised or not
  /// @param source what messages call the place the weights come from
  /// @param weights tensors with exactly the model's names and shapes
  /// @return what gives them to the model
  /// @throws FileFormatException if they do not fit
  public static Runnable requireFit(Module model, String source, Map<String, Tensor> weights)
      throws FileFormatException {
    Fit fit = new Fit(model, weights);
    fit.requireSameNames();
    fit.requireNoProblem(source);
    return fit::assign;
  }

  private static Safetensors read(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pt") || name.endsWith(".pth") || begins(file, PICKLE)) {
      throw new FileFormatException("weights: " + file + " is a file of PyTorch, a Python program that is not run here;"
          + " convert it in Python by numpy.savez(\"weights.npz\", **{k: v.numpy() for k, v in state_dict.items()})"
          + " or safetensors.torch.save_file(state_dict, \"weights.safetensors\")");
    }
    return begins(file, ZIP) ? arrays(file) : Safetensors.read(file);
  }

  private static boolean begins(Path file, int... magic) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (int expected : magic) {
        if (in.read() != expected) {
          return false;
        }
      }
      return true;
    }
  }

  private static Safetensors arrays(Path file) throws FileFormatException {
    try {
      return new Safetensors(NpzFile.read(file), Map.of());
    } catch (IOException | IllegalArgumentException e) {
      throw new FileFormatException("weights: " + e.getMessage(), e);
    }
  }

  /// A comparison of a model with weights.
  private static final class Fit {
    private final Map<String, Parameter> parameters;
    private final Map<String, Buffer> buffers;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<DType> types = EnumSet.noneOf(DType.class);

    Fit(Module model, Map<String, Tensor> given) {
      parameters = model.namedParameters();
      buffers = model.namedBuffers();
      Map<String, Shape> shapes = new LinkedHashMap<>();
      parameters.forEach((path, parameter) -> shapes.put(path, parameter.shape()));
      buffers.forEach((path, buffer) -> shapes.put(path, buffer.shape()));
      given.forEach((name, tensor) -> {
        Shape expected = shapes.get(name);
        if (expected != null) {
          compare(name, tensor, expected);
          weights.put(name, tensor);
          types.add(tensor.dtype());
        } else if (!name.endsWith("." + COUNTER)) {
          unexpected.add(Json.shown(name));
        }
      });
      shapes.keySet().stream().filter(path -> !given.containsKey(path)).forEach(missing::add);
    }

    private void compare(String path, Tensor tensor, Shape expected) {
      if (!tensor.shape().equals(expected)) {
        problems.add(path + " has the shape " + tensor.shape() + ", expected " + expected);
      } else if (!tensor.dtype().isFloating()) {
        problems.add(path + " has the type " + tensor.dtype() + ", expected f32 or f64");
      }
    }

    void requireSameNames() {
      missing.stream().map(path -> path + " is missing").forEach(problems::add);
      unexpected.stream().map(name -> name + " is unexpected").forEach(problems::add);
    }

    /// What keeps its value must have the type of the rest.
    void addTypesOfMissing() {
      parameters.forEach((path, parameter) -> addType(path, parameter::value));
      buffers.forEach((path, buffer) -> addType(path, buffer::value));
    }

    private void addType(String path, Supplier<Tensor> value) {
      if (!weights.containsKey(path)) {
        types.add(value.get().dtype());
      }
    }

    void requireNoProblem(String source) throws FileFormatException {
      if (types.size() > 1) {
        problems.add("the numbers have the types " + types + ", expected one");
      }
      if (!problems.isEmpty()) {
        throw FileFormatException.of("weights: " + source + " does not fit the model: ", problems);
      }
    }

    void assign() {
      weights.forEach((path, tensor) -> {
        Parameter parameter = parameters.get(path);
        Buffer buffer = buffers.get(path);
        if (parameter != null) {
          parameter.assign(tensor);
        } else if (buffer != null) {
          buffer.assign(tensor);
        }
      });
    }
  }
}
