package candor.nn.optim;

import candor.nn.Parameter;
import candor.tensor.Backend;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// The parameters of an optimiser, and what it remembers of each: arrays of the parameter's type, shape and layout that
/// begin at 0.
final class Slots {
  private final String optimizer;
  private final List<ParameterGroups.Member> members;
  private final List<Parameter> parameters;
  private final List<String> names;
  private final List<List<NdArray>> memories = new ArrayList<>();

  /// Makes the arrays.
  ///
  /// @param optimizer name, for messages
  /// @param groups what to change, with values
  /// @param names names of the arrays of each parameter, at least one
  Slots(String optimizer, ParameterGroups groups, String... names) {
    this.optimizer = optimizer;
    this.members = groups.members();
    this.parameters = groups.parameters();
    this.names = List.of(names);
    for (Parameter p : parameters) {
      NdArray value = p.value().array();
      memories.add(IntStream.range(0, names.length)
          .mapToObj(i -> Workspace.outside(() -> NdArray.zeros(value.dtype(), value.shape(), value.order()))).toList());
    }
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /// Visits all arrays, under names such as `3.velocity`.
  void forEach(BiConsumer<String, NdArray> visitor) {
    for (int i = 0; i < memories.size(); i++) {
      for (int k = 0; k < names.size(); k++) {
        visitor.accept(i + "." + names.get(k), memories.get(i).get(k));
      }
    }
  }

  /// Changes a range of the numbers of one parameter.
  interface Rule {
    /// Changes `n` numbers from the `at`-th on.
    ///
    /// @param w parameter, to be overwritten
    /// @param memory what is remembered of it, to be overwritten, laid out like it, all with the same offset
    /// @param g gradient, laid out like the parameter
    /// @param at first number, counted from the offsets
    /// @param n how many
    void update(NdArray w, List<NdArray> memory, NdArray g, int at, int n);
  }

  /// The rule of a parameter.
  interface RuleOf {
    /// Makes the rule.
    ///
    /// @param factor factor of the learning rate
    /// @param decay weight decay
    Rule of(double factor, double decay);
  }

  /// Changes every parameter once, after all gradients were checked, on several threads where it pays.
  ///
  /// @param gradients one for each parameter
  /// @param cost scalar steps for each number
  /// @param rules the change of each parameter
  /// @throws IllegalArgumentException if a gradient does not fit its parameter
  void step(List<Tensor> gradients, int cost, RuleOf rules) {
    requireFit(gradients);
    for (int i = 0; i < parameters.size(); i++) {
      NdArray w = parameters.get(i).overwrite();
      NdArray g = gradients.get(i).array().inOrder(w.order());
      List<NdArray> memory = memories.get(i);
      Rule rule = rules.of(members.get(i).factor(), members.get(i).decay());
      Backend.current().forEach(w.count(), cost, (from, to) -> rule.update(w, memory, g, from, to - from));
    }
  }

  private void requireFit(List<Tensor> gradients) {
    if (gradients.size() != parameters.size()) {
      throw new IllegalArgumentException(
          optimizer + ": " + gradients.size() + " gradients for " + parameters.size() + " parameters");
    }
    for (int i = 0; i < parameters.size(); i++) {
      Tensor value = parameters.get(i).value();
      Tensor g = gradients.get(i);
      if (!g.shape().equals(value.shape()) || g.dtype() != value.dtype()) {
        throw new IllegalArgumentException(
            optimizer + ": gradient of parameter " + parameters.get(i).name() + " is " + g.dtype() + g.shape()
                + ", expected " + value.dtype() + value.shape());
      }
      NdArray memory = memories.get(i).getFirst();
      if (value.dtype() != memory.dtype()) {
        throw new IllegalArgumentException(optimizer + ": parameter " + parameters.get(i).name() + " is "
            + value.dtype() + " now, was " + memory.dtype() + " when the optimiser was made");
      }
    }
  }
}
