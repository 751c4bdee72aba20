package candor.bayes.dirichlet;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.tensor.Tensor;

/// A network whose outputs are read as the concentrations of a Dirichlet distribution over class probabilities (Malinin
/// & Gales 2018): in one pass, in evaluation, it says both which class and how sure it is of that.
///
/// It has to be trained with a loss for concentrations, such as [PriorNetworkLoss], [BeliefMatching] or
/// [EvidentialLoss], and the same link. The outputs of a classifier trained with cross-entropy are determined up to an
/// added number, so their sum, the precision, means nothing.
public final class PriorNetwork implements Predictive<Belief.Dirichlet> {
  private final Evaluator evaluator = new Evaluator();
  private final Module model;
  private final ConcentrationLink link;

  /// Makes the predictor.
  ///
  /// @param model network with outputs `[N, K]`
  /// @param link how outputs become concentrations, as in training
  public PriorNetwork(Module model, ConcentrationLink link) {
    this.model = model;
    this.link = link;
  }

  /// The distributions, with F64 concentrations.
  @Override
  public Belief.Dirichlet predict(Tensor input, int... sampleIds) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException("prior network: " + sampleIds.length + " identities for " + n + " samples");
    }
    return new Belief.Dirichlet(evaluator.map(n, 0,
        (from, to) -> link.concentrations(model.apply(input.slice(0, from, to), Context.evaluate()))));
  }
}
