package candor.nn;

import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A part of a network: parameters and smaller modules, declared in fields, and a function of its input.
///
/// ```java
/// final class Mlp extends Module {
///   private final Linear hidden = child("hidden", new Linear(784, 100));
///   private final Linear output = child("output", new Linear(100, 10));
///
///   protected Tensor forward(Tensor x, Context context) {
///     return output.apply(hidden.apply(x, context).relu(), context);
///   }
/// }
/// ```
///
/// Whether the network trains, evaluates or samples is said by the [Context], an argument. A module changes nothing
/// when it runs, so one model can run in several threads; what a training pass would change, it notes in the context
/// ([Context#update]).
public abstract class Module {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();
  private @Nullable String name;

  /// For subclasses.
  protected Module() {
  }

  /// The function that this module computes; call it through [#apply].
  ///
  /// @param x input
  /// @param context mode and random stream
  /// @return output
  protected abstract Tensor forward(Tensor x, Context context);

  /// Runs the module, under its own name in the context, so that its random numbers are its own.
  ///
  /// @param x input
  /// @param context mode and random stream of the caller
  /// @return output
  public final Tensor apply(Tensor x, Context context) {
    return call(context, own -> forward(x, own), y -> y);
  }

  /// Runs the module as [#apply] does, for methods that take or give something else than a tensor.
  ///
  /// @param context mode and random stream of the caller
  /// @param function what the module computes in its own context
  /// @param output what of the result an observer shall see
  /// @param <R> type of the result
  /// @return the result
  protected final <R> R call(Context context, Function<Context, R> function, Function<R, Tensor> output) {
    Context own = enter(context);
    Context.Observer observer = own.observer();
    if (observer == null) {
      return function.apply(own);
    }
    observer.onEnter(this);
    R result = function.apply(own);
    observer.onLeave(this, output.apply(result));
    return result;
  }

  /// The caller's context with this module's name added: what a method that runs a part of the module goes on with.
  ///
  /// @param context mode and random stream of the caller
  /// @return the module's own context
  protected final Context enter(Context context) {
    return name == null ? context : context.enter(name);
  }

  /// Declares a parameter.
  ///
  /// @param name name, unique in this module
  /// @param init first numbers
  /// @param sizes shape
  /// @return the parameter, without a value until [#initialise]
  /// @throws IllegalArgumentException if the name is taken
  protected final Parameter parameter(String name, Init init, int... sizes) {
    return parameter(name, init, Shape.of(sizes), IntStream.range(0, sizes.length).toArray());
  }

  /// Declares a parameter that lies in memory in a given order of its axes.
  ///
  /// @param name name, unique in this module
  /// @param init first numbers
  /// @param shape shape
  /// @param order axes from the outermost to the innermost
  /// @return the parameter, without a value until [#initialise]
  /// @throws IllegalArgumentException if the name is taken
  protected final Parameter parameter(String name, Init init, Shape shape, int[] order) {
    requireFree(name);
    Parameter parameter = new Parameter(name, shape, init, order);
    parameters.put(name, parameter);
    return parameter;
  }

  /// Declares a tensor that is not trained.
  ///
  /// @param name name, unique in this module
  /// @param initial first number everywhere
  /// @param sizes shape
  /// @return the buffer, without a value until [#initialise]
  /// @throws IllegalArgumentException if the name is taken
  protected final Buffer buffer(String name, double initial, int... sizes) {
    requireFree(name);
    Buffer buffer = new Buffer(name, Shape.of(sizes), initial);
    buffers.put(name, buffer);
    return buffer;
  }

  /// Declares a part.
  ///
  /// @param name name, unique in this module
  /// @param module the part, which can be part of one module only
  /// @param <M> type of the part
  /// @return the part
  /// @throws IllegalArgumentException if the name is taken, or the part has a place already
  protected final <M extends Module> M child(String name, M module) {
    requireFree(name);
    Module part = module;
    if (part.name != null) {
      throw new IllegalArgumentException("module: " + name + " already is a part of another module, as " + part.name
          + "; apply one part twice instead of declaring it twice");
    }
    part.name = name;
    children.put(name, module);
    return module;
  }

  private void requireFree(String candidate) {
    if (candidate.isEmpty() || candidate.contains(".")) {
      throw new IllegalArgumentException("module: the name \"" + candidate + "\" is empty or contains a dot");
    }
    if (parameters.containsKey(candidate) || buffers.containsKey(candidate) || children.containsKey(candidate)) {
      throw new IllegalArgumentException(
          "module: the name " + candidate + " is taken in " + getClass().getSimpleName());
    }
  }

  /// Gives every parameter its first F32 numbers, which depend on the seed and the parameter's path alone, and every
  /// buffer its own.
  ///
  /// @param seed seed
  public final void initialise(long seed) {
    initialise(seed, DType.F32);
  }

  /// Gives every parameter its first numbers, which depend on the seed and the parameter's path alone, and every
  /// buffer its own; F32 numbers are the rounded F64 ones.
  ///
  /// @param seed seed
  /// @param dtype floating-point type
  public final void initialise(long seed, DType dtype) {
    initialise(RandomStream.of(seed).purpose(Purpose.INITIALISATION), dtype);
  }

  private void initialise(RandomStream stream, DType dtype) {
    parameters.forEach((n, p) -> p.initialise(stream.child(n), dtype));
    buffers.values().forEach(b -> b.initialise(dtype));
    children.forEach((n, m) -> m.initialise(stream.child(n), dtype));
  }

  /// All parameters, in order of declaration, parts after own ones.
  ///
  /// @return the parameters
  public final List<Parameter> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /// All parameters with their paths, such as `conv1.weight`, in order of declaration.
  ///
  /// @return the parameters by path
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> result = new LinkedHashMap<>();
    collect("", m -> m.parameters, result);
    return result;
  }

  /// All buffers with their paths, such as `norm1.running_mean`, in order of declaration.
  ///
  /// @return the buffers by path
  public final Map<String, Buffer> namedBuffers() {
    Map<String, Buffer> result = new LinkedHashMap<>();
    collect("", m -> m.buffers, result);
    return result;
  }

  /// This module, under the empty path, and all parts with their paths, such as `features.conv1`, each before its own
  /// parts, in order of declaration.
  ///
  /// @return the modules by path
  public final Map<String, Module> namedModules() {
    Map<String, Module> result = new LinkedHashMap<>();
    collectModules("", result);
    return result;
  }

  private void collectModules(String path, Map<String, Module> result) {
    result.put(path, this);
    children.forEach((n, m) -> m.collectModules(join(path, n), result));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// What the network is made of, for people and for comparison: the type of every module, and the shape of every
  /// parameter and buffer, such as `conv1` → `Conv2d`, `conv1.weight` → `parameter [20,1,5,5]`.
  ///
  /// @return descriptions by path, the whole network's under the empty one
  public final Map<String, String> structure() {
    Map<String, String> result = new LinkedHashMap<>();
    namedModules().forEach((path, module) -> {
      result.put(path, module.toString());
      module.parameters.forEach((n, p) -> result.put(join(path, n), "parameter " + p.shape()));
      module.buffers.forEach((n, b) -> result.put(join(path, n), "buffer " + b.shape()));
    });
    return result;
  }

  /// A table of all parts with the shapes of their outputs, their parameters and multiply-adds, for an input of zeros.
  ///
  /// @param sizes shape of the input, samples included
  /// @return the table
  /// @throws IllegalArgumentException if the network does not take such an input
  /// @throws IllegalStateException if the module was not initialised
  public final Summary summary(int... sizes) {
    DType dtype = parameters().isEmpty() ? DType.F32 : parameters().getFirst().value().dtype();
    return Summary.of(this, Tensor.zeros(dtype, sizes));
  }

  /// Number of numbers in the parameters that this module has itself.
  final long ownParameters() {
    return parameters.values().stream().mapToLong(p -> p.shape().count()).sum();
  }

  private <T> void collect(String prefix, Function<Module, Map<String, T>> own, Map<String, T> result) {
    own.apply(this).forEach((n, t) -> result.put(prefix + n, t));
    children.forEach((n, m) -> m.collect(prefix + n + ".", own, result));
  }

  /// The parts, in order of declaration.
  ///
  /// @return the parts
  public final List<Module> children() {
    return new ArrayList<>(children.values());
  }

  /// Whether the output is random in a sampling context.
  ///
  /// @return true if a part is random; layers that draw random numbers say so themselves
  public boolean isStochastic() {
    return children.values().stream().anyMatch(Module::isStochastic);
  }

  /// What the module is called in tables and in [#structure]: its class, or more where instances of a class differ, as
  /// activation functions do.
  ///
  /// @return a word
  @Override
  public String toString() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty() ? "anonymous" : simple;
  }
}
