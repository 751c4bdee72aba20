package candor.nn.loss;

import candor.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A function of the error `x − t` of every number. Targets have type and shape of the output.
///
/// @param name name, for messages
/// @param function loss of an error
/// @param reduction how the elements become one number
record ErrorLoss(String name, UnaryOperator<Tensor> function, Reduction reduction) implements SampleLoss {
  @Override
  public ErrorLoss reduction(Reduction other) {
    return new ErrorLoss(name, function, other);
  }

  @Override
  public Tensor elements(Tensor output, Tensor target) {
    Targets.requireLike(name, output, target);
    return function.apply(output.sub(target));
  }
}
