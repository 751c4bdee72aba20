package candor.bayes;

import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.tensor.Tensor;

/// One pass of one network in evaluation: what every uncertain prediction is compared with.
public final class Deterministic implements Predictive<Belief.Categorical> {
  private final Evaluator evaluator = new Evaluator();
  private final Module model;

  /// Makes the predictor.
  ///
  /// @param model network with logits `[N, K]`
  public Deterministic(Module model) {
    this.model = model;
  }

  @Override
  public Belief.Categorical predict(Tensor input, int... sampleIds) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException("deterministic: " + sampleIds.length + " identities for " + n + " samples");
    }
    return new Belief.Categorical(evaluator.map(n, 0,
        (from, to) -> model.apply(input.slice(0, from, to), Context.evaluate()).softmax(1)));
  }
}
