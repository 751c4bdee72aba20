package candor.bayes;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Monte Carlo dropout (Gal & Ghahramani 2016): dropout stays on in prediction, and `T` passes sample the predictive
/// distribution.
///
/// The layers of a [Sequential] before the first random one are run once for all passes. A sample's masks depend on
/// seed, pass, layer and the sample's identity, so a prediction is the same whatever batch the sample comes in.
public final class McDropout implements Predictive {
  /// Samples that are predicted together, which bounds the memory of the first layers.
  private static final int CHUNK = 256;

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
    List<Tensor> chunks = new ArrayList<>();
    for (int from = 0; from < n || from == 0; from += CHUNK) {
      int to = Math.min(n, from + CHUNK);
      chunks.add(sample(input.slice(0, from, to), Arrays.copyOfRange(sampleIds, from, to)));
    }
    return new Belief.Samples(Tensor.concat(1, chunks));
  }

  @Override
  public Belief.Samples predict(Tensor input) {
    return (Belief.Samples) Predictive.super.predict(input);
  }

  /// Probabilities `[T, n, K]` of some samples.
  private Tensor sample(Tensor input, int[] ids) {
    List<Tensor> result = new ArrayList<>();
    if (model instanceof Sequential layers) {
      int prefix = layers.deterministicPrefix();
      Tensor features = layers.apply(input, Context.evaluate(), 0, prefix).detach();
      for (int t = 0; t < passes; t++) {
        result.add(layers.apply(features, Context.sample(seed, t, ids), prefix, layers.size()).detach().softmax(1));
      }
    } else {
      for (int t = 0; t < passes; t++) {
        result.add(model.apply(input, Context.sample(seed, t, ids)).detach().softmax(1));
      }
    }
    return Tensor.stack(0, result);
  }
}
