package candor.bayes;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.loss.Loss;
import candor.nn.train.Objective;
import candor.tensor.Tensor;
import java.util.List;

/// The negative evidence lower bound of a network with Bayesian layers, divided by the number of training samples:
/// `mean ℓ + KL / N`, with `ℓ` the negative log-likelihood of a sample and `KL` the divergence of all Bayesian layers
/// from their priors (Blundell et al. 2015, eq. 2 and section 3.4).
///
/// ```java
/// Trainer trainer = Trainer.builder(network, new Elbo(Loss.crossEntropy(), data.size()), adam, loader).build();
/// ```
///
/// **`N` is the number of samples in the training set**, not that of a batch or of batches: the loss is a mean over
/// samples, so the divergence, which the whole training set shares, is one `N`-th for each of them. With another `N` the
/// posterior is that of a data set of another size. The loss must be a negative log-likelihood, its mean over the samples: of
/// numbers with known noise, `½ τ (y − f)²`, not the squared error.
///
/// @param loss mean negative log-likelihood of a batch
/// @param samples number `N` of training samples, at least 1
public record Elbo(Loss loss, int samples) implements Objective {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Elbo {
    if (samples < 1) {
      throw new IllegalArgumentException("elbo: " + samples + " training samples, expected 1 or more");
    }
  }

  /// The divergence of all Bayesian layers of a network from their priors, in nats.
  ///
  /// @param model network
  /// @return scalar, a function of the parameters
  /// @throws IllegalArgumentException if there is no such layer
  public static Tensor divergence(Module model) {
    List<Tensor> parts = model.namedModules().values().stream().filter(BayesianLayer.class::isInstance)
        .map(layer -> ((BayesianLayer) layer).divergence()).toList();
    return parts.stream().reduce(Tensor::add)
        .orElseThrow(() -> new IllegalArgumentException("elbo: the network has no Bayesian layer"));
  }

  @Override
  public Tensor of(Module model, Batch batch, Context context) {
    return loss.of(model.apply(batch.input(), context), batch.target()).add(divergence(model).div(samples));
  }
}
