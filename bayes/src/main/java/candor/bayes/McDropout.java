package candor.bayes;

import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/// Monte Carlo dropout (Gal & Ghahramani 2016): dropout stays on in prediction, and `T` passes sample the predictive
/// distribution.
///
/// The layers of a [Sequential] before the first random one are run once for all passes. A sample's masks depend on
/// seed, pass, layer and the sample's identity, so a prediction is the same whatever batch the sample comes in.
///
/// The model is run in several threads, some samples or passes in each (see [Evaluator]). Several threads may use one
/// predictor, which keeps the memory of its passes for the next prediction.
public final class McDropout implements Predictive {
  private final Evaluator samples = new Evaluator();
  private final Evaluator each = new Evaluator(1);
  private final Module model;
  private final int passes;
  private final long seed;

  /// Makes the predictor.
  ///
  /// @param model network with logits `[N, K]`
  /// @param passes number of passes `T`, at least 1
  /// @param seed seed of the masks
  /// @throws IllegalArgumentException if there is no pass, or the model has no random layer
  public McDropout(Module model, int passes, long seed) {
    if (passes < 1) {
      throw new IllegalArgumentException("mc dropout: " + passes + " passes, expected 1 or more");
    }
    if (!model.isStochastic()) {
      throw new IllegalArgumentException("mc dropout: the model has no dropout layer, so all passes would be equal");
    }
    this.model = model;
    this.passes = passes;
    this.seed = seed;
  }

  @Override
  public Belief.Samples predict(Tensor input, int... sampleIds) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException("mc dropout: " + sampleIds.length + " identities for " + n + " samples");
    }
    return new Belief.Samples(samples.map(n, 1,
        (from, to) -> sample(input.slice(0, from, to), Arrays.copyOfRange(sampleIds, from, to))));
  }

  @Override
  public Belief.Samples predict(Tensor input) {
    return (Belief.Samples) Predictive.super.predict(input);
  }

  /// Probabilities `[T, n, K]` of some samples.
  private Tensor sample(Tensor input, int[] ids) {
    if (!(model instanceof Sequential layers)) {
      return eachPass(ids, context -> model.apply(input, context));
    }
    int prefix = layers.deterministicPrefix();
    Tensor features = layers.apply(input, Context.evaluate(), 0, prefix);
    return eachPass(ids, context -> layers.apply(features, context, prefix, layers.size()));
  }

  private Tensor eachPass(int[] ids, Function<Context, Tensor> network) {
    return each.map(passes, 0,
        (t, end) -> network.apply(Context.sample(seed, t, ids)).softmax(1).unsqueeze(0));
  }
}
