package candor.bayes;

import candor.nn.Module;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Monte Carlo dropout (Gal & Ghahramani 2016): dropout stays on in prediction, and `T` passes sample the predictive
/// distribution.
///
/// ```java
/// McDropout predictor = new McDropout(model, 1000, 1);
/// Belief.Samples passes = predictor.predict(x, ids);                          // all passes, [T,N,K]
/// Belief.Summary summary = predictor.summarised().predict(x, ids);            // the memory of one pass
/// Belief.Summary settled = predictor.untilSettled(0.99, 20).predict(x, ids);  // easy inputs take fewer passes
/// ```
///
/// Where the dropout layers are does not matter: before the last layer, after every one, of whole channels, of
/// sequences or of weights. The layers of a [candor.nn.Sequential] before the first random one are run once for all passes. A
/// sample's masks depend on seed, pass, layer and the sample's identity, so a prediction is the same whatever batch the
/// sample comes in.
///
/// The model is run in several threads, some samples or passes in each (see [candor.nn.Evaluator]). Several threads may use one
/// predictor, which keeps the memory of its passes for the next prediction.
public final class McDropout implements Predictive<Belief.Samples> {
  private static final String NAME = "mc dropout";
  /// Passes that are computed before they are added up.
  private static final int BLOCK = 16;

  private final Passes passes;

  /// Makes the predictor.
  ///
  /// @param model network with logits `[N, K]`
  /// @param passes number of passes `T`, at least 1
  /// @param seed seed of the masks
  /// @throws IllegalArgumentException if there is no pass, or the model has no random layer
  public McDropout(Module model, int passes, long seed) {
    this.passes = new Passes(NAME, model, passes, seed);
  }

  @Override
  public Belief.Samples predict(Tensor input, int... sampleIds) {
    return new Belief.Samples(
        passes.map(1, input, sampleIds, (network, ids) -> probabilities(network, 0, passes.count(), ids)));
  }

  private static Tensor probabilities(Passes.Network network, int from, int to, int... ids) {
    return network.passes(from, to, logits -> logits.softmax(1), ids);
  }

  /// The same passes, added up as they come and forgotten: any number of them takes the memory of a few. Measures of the
  /// summary have the bits of those of all passes.
  ///
  /// @return the predictor
  public Predictive<Belief.Summary> summarised() {
    return (input, sampleIds) -> PassSums.unpack(passes.map(0, input, sampleIds, this::summary));
  }

  private Tensor summary(Passes.Network network, int... ids) {
    PassSums sums = PassSums.of(probabilities(network, 0, BLOCK, ids));
    for (int t = BLOCK; t < passes.count(); t += BLOCK) {
      sums.add(probabilities(network, t, t + BLOCK, ids));
    }
    return sums.packed();
  }

  /// The same passes, but an input gets no more of them once its decision is settled. After `least` passes and after
  /// every further one, the class of highest mean probability is compared with every other class: it is settled when each
  /// margin `p̄_lead − p̄_other` is above `z (s_lead + s_other) / √t`, with `s` the standard deviations of the
  /// probabilities over the `t` passes (corrected, `1/(t − 1)`) and `z` the normal bound of the level, 1.96 for 0.95.
  /// Since the deviation of a difference is at most the sum of the deviations, the normal interval of every margin then
  /// excludes 0.
  ///
  /// The level is that of one look. Who looks after every pass errs more often than once; `least` guards against the
  /// earliest looks, whose deviations are least reliable. The result depends on seed and identity alone, as the passes do.
  ///
  /// @param level level of the intervals, in `(0, 1)`
  /// @param least passes before the first look, at least 2, at most `T`
  /// @return the predictor
  /// @throws IllegalArgumentException if a number is out of its range
  public Predictive<Belief.Summary> untilSettled(double level, int least) {
    double z = Mixtures.normalBound(level);
    if (least < 2 || least > passes.count()) {
      throw new IllegalArgumentException(NAME + ": at least " + least + " passes, expected 2 to " + passes.count());
    }
    return (input, sampleIds) -> PassSums
        .unpack(passes.map(0, input, sampleIds, (network, ids) -> settled(network, z, least, ids)));
  }

  private Tensor settled(Passes.Network all, double z, int least, int... ids) {
    Tensor block = probabilities(all, 0, BLOCK, ids);
    PassSums sums = new PassSums(ids.length, block.shape().size(2));
    IntPredicate done = sample -> sums.isSettled(sample, z, least);
    int[] before = IntStream.range(0, ids.length).toArray();
    int[] open = sums.addUntil(done, block, before);
    Passes.Network network = all;
    for (int t = BLOCK; t < passes.count() && open.length > 0; t += BLOCK) {
      // Only the rows that are still open are computed; their bits do not depend on the others.
      network = open.length == before.length ? network : all.of(open);
      before = open;
      block = probabilities(network, t, t + BLOCK, Arrays.stream(open).map(i -> ids[i]).toArray());
      open = sums.addUntil(done, block, open);
    }
    return sums.packed();
  }
}
