package candor.nn.train;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.data.Batch;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out where the numbers of a step are not finite, by repeating its pass with an eye on every module. Costs nothing
/// while all goes well.
final class Diagnosis {
  private final Module model;
  private final Objective objective;
  private final Batch batch;
  private final Context context;
  private final Map<Module, String> paths = new HashMap<>();

  /// Joins the parts of the step.
  ///
  /// @param context a new context with the numbers of the step's
  Diagnosis(Module model, Objective objective, Batch batch, Context context) {
    this.model = model;
    this.objective = objective;
    this.batch = batch;
    this.context = context;
    model.namedModules().forEach((path, module) -> paths.put(module, path));
  }

  /// What a module gave.
  private record Output(Module module, Tensor value) {
  }

  /// Why the loss is not finite.
  String ofLoss() {
    if (!isFinite(batch.input())) {
      return "the batch's input is not finite";
    }
    for (Map.Entry<String, Parameter> p : model.namedParameters().entrySet()) {
      if (!isFinite(p.getValue().value())) {
        return "parameter " + p.getKey() + " is not finite: the learning rate may be too high";
      }
    }
    List<Output> outputs = new ArrayList<>();
    pass(outputs);
    for (Output output : outputs) {
      if (!isFinite(output.value)) {
        return "input and parameters are finite, the output of " + name(output) + ", is the first that is not";
      }
    }
    return "input, parameters and outputs are finite, the loss of them is not";
  }

  /// Why gradients are not finite.
  ///
  /// @param parameters parameters
  /// @param gradients one for each of them
  String ofGradients(List<Parameter> parameters, List<Tensor> gradients) {
    List<Output> outputs = new ArrayList<>();
    Tensor value = pass(outputs);
    List<Output> tracked = outputs.stream().filter(output -> output.value.node() != null).toList();
    List<Tensor> byOutputs = Autograd.grad(value, tracked.stream().map(Output::value).toList());
    for (int i = tracked.size() - 1; i >= 0; i--) {
      if (!isFinite(byOutputs.get(i))) {
        return "going back from the loss, the output of " + name(tracked.get(i))
            + ", is the first whose gradient is not finite";
      }
    }
    for (Map.Entry<String, Parameter> p : model.namedParameters().entrySet()) {
      int i = parameters.indexOf(p.getValue());
      if (i >= 0 && !isFinite(gradients.get(i))) {
        return "the gradients of all outputs are finite, that of parameter " + p.getKey() + " is not";
      }
    }
    return "the gradients of the model's parameters are finite, that of another one is not";
  }

  /// Repeats the pass.
  ///
  /// @param outputs receives what every module gives
  /// @return the scalar to minimise
  private Tensor pass(List<Output> outputs) {
    return objective.of(model, batch, context.observedBy(new Context.Observer() {
      @Override
      public void onLeave(Module module, Tensor output) {
        outputs.add(new Output(module, output));
      }
    }));
  }

  private String name(Output output) {
    String path = paths.getOrDefault(output.module, "");
    return (path.isEmpty() ? "the network" : path) + ", " + output.value.dtype() + output.value.shape();
  }

  /// Whether all are finite, in one pass if so. A sum can overflow where no number is infinite.
  static boolean isFinite(Tensor x) {
    if (!x.dtype().isFloating()) {
      return true;
    }
    Tensor numbers = x.detach();
    return Double.isFinite(numbers.sum().item()) || numbers.mul(0).sum().item() == 0;
  }
}
