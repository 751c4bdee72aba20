package candor.nn;

import candor.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Modules one after the other.
///
/// ```java
/// Sequential mlp = Sequential.builder().add("fc1", new Linear(784, 100)).add("relu", Activation.relu()).add("fc2", new Linear(100, 10)).build();
/// ```
public final class Sequential extends Module {
  private final List<Module> parts;

  private Sequential(Map<String, Module> parts) {
    parts.forEach(this::child);
    this.parts = List.copyOf(parts.values());
  }

  /// Modules named `0`, `1`, … by their place.
  ///
  /// @param parts the modules
  /// @return the network
  public static Sequential of(Module... parts) {
    Builder builder = builder();
    for (int i = 0; i < parts.length; i++) {
      builder.add(Integer.toString(i), parts[i]);
    }
    return builder.build();
  }

  /// Starts a network of named modules.
  ///
  /// @return an empty builder
  public static Builder builder() {
    return new Builder();
  }

  /// Collects named modules.
  public static final class Builder {
    private final Map<String, Module> parts = new LinkedHashMap<>();

    private Builder() {
    }

    /// Adds a module at the end.
    ///
    /// @param name name, unique in the network
    /// @param module the module
    /// @return this
    /// @throws IllegalArgumentException if the name is taken
    public Builder add(String name, Module module) {
      if (parts.putIfAbsent(name, module) != null) {
        throw new IllegalArgumentException("sequential: the name " + name + " is taken");
      }
      return this;
    }

    /// Makes the network.
    ///
    /// @return the network
    public Sequential build() {
      return new Sequential(parts);
    }
  }

  /// Number of modules.
  ///
  /// @return the number
  public int size() {
    return parts.size();
  }

  /// How many modules at the start are not random, so that sampling needs to run them only once.
  ///
  /// @return number of leading deterministic modules
  public int deterministicPrefix() {
    int n = 0;
    while (n < parts.size() && !parts.get(n).isStochastic()) {
      n++;
    }
    return n;
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return run(x, context, 0, parts.size());
  }

  /// Runs some of the modules as [#apply] would run all of them: under this network's name, with the same random
  /// numbers.
  ///
  /// @param x input of the first one
  /// @param context mode and random stream of the caller
  /// @param from first module
  /// @param to end of the modules
  /// @return output of the last one, or `x` if there is none
  public Tensor apply(Tensor x, Context context, int from, int to) {
    return run(x, enter(context), from, to);
  }

  private Tensor run(Tensor x, Context context, int from, int to) {
    Tensor y = x;
    for (Module part : parts.subList(from, to)) {
      y = part.apply(y, context);
    }
    return y;
  }
}
