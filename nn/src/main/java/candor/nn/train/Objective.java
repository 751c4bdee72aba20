package candor.nn.train;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.loss.Loss;
import candor.tensor.Tensor;

/// What a step of training minimises: a scalar of a model and a batch. Most often it is a [Loss] of the model's output;
/// what needs the input too, as adversarial training does, or several passes, says so here.
@FunctionalInterface
public interface Objective {
  /// The scalar.
  ///
  /// @param model network
  /// @param batch samples
  /// @param context mode and random numbers of the step; a second pass in it draws other numbers than the first
  /// @return scalar, a function of the model's parameters
  Tensor of(Module model, Batch batch, Context context);

  /// The loss of the output and the target.
  ///
  /// @param loss loss
  /// @return the objective
  static Objective of(Loss loss) {
    return (model, batch, context) -> loss.of(model.apply(batch.input(), context), batch.target());
  }
}
