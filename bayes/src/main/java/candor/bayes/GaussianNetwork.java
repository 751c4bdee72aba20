package candor.bayes;

import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.tensor.Tensor;

/// One network that predicts a normal distribution, in evaluation: a mixture of one component, and the member of
/// [Ensemble#ofMixtures].
public final class GaussianNetwork implements Predictive<Belief.GaussianMixture> {
  private static final String NAME = "gaussian network";

  private final Evaluator evaluator = new Evaluator();
  private final Module model;
  private final GaussianHead head;

  /// Makes the predictor.
  ///
  /// @param model network with outputs `[N, D]` or `[N, 2D]`
  /// @param head how they are read
  public GaussianNetwork(Module model, GaussianHead head) {
    this.model = model;
    this.head = head;
  }

  @Override
  public Belief.GaussianMixture predict(Tensor input, int... sampleIds) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException(NAME + ": " + sampleIds.length + " identities for " + n + " samples");
    }
    return GaussianOutputs.mixture(evaluator.map(n, 1, (from, to) -> GaussianOutputs
        .of(NAME, head, model.apply(input.slice(0, from, to), Context.evaluate())).unsqueeze(0)));
  }
}
