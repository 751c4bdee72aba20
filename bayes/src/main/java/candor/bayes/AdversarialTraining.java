package candor.bayes;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.loss.Loss;
import candor.nn.train.Objective;
import candor.tensor.Tensor;

/// Adversarial training as ensembles use it (Lakshminarayanan et al. 2017, section 2.3 and algorithm 1): `ℓ(x) + ℓ(x′)`
/// with the input that the fast gradient sign method makes of `x`, `x′ = x + ε sign(∇ₓ ℓ(x))` (Goodfellow et al. 2015),
/// which counts as a constant. It smooths the prediction around the data.
///
/// ```java
/// Objective objective = AdversarialTraining.ofRange(Loss.gaussianNll(), 0.01, inputs);
/// Trainer trainer = Trainer.builder(network, objective, adam, loader).build();
/// ```
///
/// Both terms are added, as in the paper, so gradients are about twice those of the loss alone. The second pass draws its
/// own masks of dropout.
///
/// @param loss loss `ℓ` of a batch
/// @param epsilon `ε`, a number or what can be broadcast to the inputs, of their type
public record AdversarialTraining(Loss loss, Tensor epsilon) implements Objective {
  /// Moves each feature by a share of its own range in the data, the paper's choice with a share of 1 %.
  ///
  /// @param loss loss of a batch
  /// @param share share of the range, 0 or more
  /// @param inputs inputs of the training data as the network sees them, samples along axis 0, one or more
  /// @return the objective
  /// @throws IllegalArgumentException if the share is negative or NaN
  public static AdversarialTraining ofRange(Loss loss, double share, Tensor inputs) {
    if (!(share >= 0)) {
      throw new IllegalArgumentException("adversarial training: share " + share + ", expected 0 or more");
    }
    Tensor x = inputs.detach();
    return new AdversarialTraining(loss, x.max(0).sub(x.min(0)).mul(share));
  }

  @Override
  public Tensor of(Module model, Batch batch, Context context) {
    Tensor x = batch.input().variable();
    Tensor clean = loss.of(model.apply(x, context), batch.target());
    Tensor worse = batch.input().add(Autograd.grad(clean, x).sign().mul(epsilon));
    return clean.add(loss.of(model.apply(worse, context), batch.target()));
  }
}
