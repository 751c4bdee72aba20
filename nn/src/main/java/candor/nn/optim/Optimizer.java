package candor.nn.optim;

import candor.nn.Parameter;
import candor.tensor.Tensor;
import java.util.List;

/// Changes parameters along their gradients.
public interface Optimizer {
  /// The parameters that are changed.
  ///
  /// @return the parameters
  List<Parameter> parameters();

  /// Changes every parameter once, in place.
  ///
  /// @param gradients one gradient for each parameter, in the same order
  /// @throws IllegalArgumentException if a gradient does not fit its parameter
  void step(List<Tensor> gradients);
}
