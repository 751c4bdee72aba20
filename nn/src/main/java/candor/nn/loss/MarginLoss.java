package candor.nn.loss;

import candor.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A function of what is missing to a margin of 1, `1 − t x`, with targets `t` of −1 and 1 that have type and shape of
/// the output.
///
/// @param name name, for messages
/// @param function loss of what is missing
/// @param reduction how the elements become one number
record MarginLoss(String name, UnaryOperator<Tensor> function, Reduction reduction) implements SampleLoss {
  @Override
  public MarginLoss reduction(Reduction other) {
    return new MarginLoss(name, function, other);
  }

  @Override
  public Tensor elements(Tensor output, Tensor target) {
    Targets.requireLike(name, output, target);
    Targets.requireSigns(name, target);
    return function.apply(output.mul(target).neg().add(1));
  }
}
