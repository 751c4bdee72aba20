package candor.nn.optim;

import candor.autograd.Autograd;
import candor.nn.Parameter;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Changes parameters along their gradients.
///
/// The learning rate can be moved between steps, by a schedule for example. The state can be taken and given back, to
/// another optimiser of the same kind for the same model too, so that training that was interrupted goes on with the
/// bits of one that ran through. What was said when the optimiser was made, such as a momentum or a weight decay, is no
/// part of the state.
public interface Optimizer {
  /// The parameters that are changed.
  ///
  /// @return the parameters
  List<Parameter> parameters();

  /// The learning rate of the coming step, before the factors of groups.
  ///
  /// @return the rate
  double rate();

  /// Sets the learning rate of the coming steps.
  ///
  /// @param rate learning rate, finite, 0 or more
  /// @throws IllegalArgumentException if it is out of its range
  void rate(double rate);

  /// The gradients of a loss by the parameters.
  ///
  /// @param loss scalar, computed with the parameters' present values
  /// @return one gradient for each parameter, in the same order; zeros where the loss does not depend on one
  /// @throws IllegalArgumentException if the loss is no scalar
  /// @throws IllegalStateException if the loss depends on none of the parameters as they are: it comes from before the last
  ///     step, or from another model
  default List<Tensor> gradients(Tensor loss) {
    List<Tensor> values = parameters().stream().map(Parameter::value).toList();
    List<Tensor> gradients = Autograd.grad(loss, values);
    if (!Autograd.dependsOn(loss, values)) {
      throw new IllegalStateException("optimiser: the loss depends on none of the " + values.size()
          + " parameters as they are; compute it anew after every step, with the model whose parameters these are");
    }
    return gradients;
  }

  /// Changes every parameter once, in place.
  ///
  /// @param gradients one gradient for each parameter, in the same order
  /// @throws IllegalArgumentException if a gradient does not fit its parameter
  void step(List<Tensor> gradients);

  /// Everything that the coming steps depend on besides the parameters and what was said when the optimiser was made:
  /// `rate` and `steps`, F64 scalars, and what is remembered of every parameter, such as `3.velocity` of the parameter
  /// with index 3, of its type and shape.
  ///
  /// @return copies by name, in a fixed order, which live in no workspace
  Map<String, Tensor> state();

  /// Puts back what [#state] gave. The coming steps have the bits of an optimiser that was never interrupted.
  ///
  /// @param state tensors by name, in any order and any layout
  /// @throws IllegalArgumentException if a name is missing or unknown, or a tensor has another type or shape than here
  ///     or a number that cannot be; nothing is changed then
  void restore(Map<String, Tensor> state);
}
