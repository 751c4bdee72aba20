package candor.bayes;

import candor.nn.Module;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// A deep ensemble (Lakshminarayanan et al. 2017, section 2.4): the uniform mixture of what several models believe.
///
/// ```java
/// List<Sequential> networks = EnsembleTraining.train(5, 1, seed -> trained(seed));
/// Belief.Samples belief = Ensemble.of(networks).predict(x);
/// ```
///
/// Members are networks, of any architectures with the same classes, or predictors of one kind: an ensemble of networks
/// with dropout is the mixture of all passes of all members. Every member counts equally.
///
/// @param <B> kind of belief
public final class Ensemble<B extends Belief> implements Predictive<B> {
  private final List<? extends Predictive<B>> members;
  private final ToIntFunction<B> size;
  private final Function<List<B>, B> mixture;

  private Ensemble(List<? extends Predictive<B>> members, ToIntFunction<B> size, Function<List<B>, B> mixture) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("ensemble: no members, expected 1 or more");
    }
    this.members = List.copyOf(members);
    this.size = size;
    this.mixture = mixture;
  }

  /// An ensemble of networks, each in evaluation.
  ///
  /// @param networks networks with logits `[N, K]`
  /// @return predictor whose belief holds one sample for each network
  /// @throws IllegalArgumentException if there is none
  public static Ensemble<Belief.Samples> of(List<? extends Module> networks) {
    return ofSamples(networks.stream().map(Ensemble::once).toList());
  }

  private static Predictive<Belief.Samples> once(Module network) {
    Deterministic single = new Deterministic(network);
    return (input, sampleIds) -> new Belief.Samples(single.predict(input, sampleIds).mean().unsqueeze(0));
  }

  /// An ensemble of predictors that sample.
  ///
  /// @param members predictors with equally many samples each
  /// @return predictor whose belief holds the samples of all members
  /// @throws IllegalArgumentException if there is none
  public static Ensemble<Belief.Samples> ofSamples(List<? extends Predictive<Belief.Samples>> members) {
    return new Ensemble<>(members, belief -> belief.probabilities().shape().size(0), Belief.Samples::concat);
  }

  /// An ensemble of regressions, such as [GaussianNetwork]s.
  ///
  /// @param members predictors with equally many components each
  /// @return predictor whose belief is the mixture of all components
  /// @throws IllegalArgumentException if there is none
  public static Ensemble<Belief.GaussianMixture> ofMixtures(
      List<? extends Predictive<Belief.GaussianMixture>> members) {
    return new Ensemble<>(members, belief -> belief.means().shape().size(0), Belief.GaussianMixture::concat);
  }

  /// What the mixture of the members believes.
  ///
  /// @throws IllegalArgumentException if there is not one identity for each sample, or the beliefs of the members differ
  ///     in sizes
  @Override
  public B predict(Tensor input, int... sampleIds) {
    List<B> beliefs = new ArrayList<>();
    for (Predictive<B> member : members) {
      B belief = member.predict(input, sampleIds);
      int first = size.applyAsInt(beliefs.isEmpty() ? belief : beliefs.getFirst());
      if (size.applyAsInt(belief) != first) {
        throw new IllegalArgumentException("ensemble: member " + beliefs.size() + " believes with "
            + size.applyAsInt(belief) + " samples, the first one with " + first + ", so they would not count equally");
      }
      beliefs.add(belief);
    }
    return mixture.apply(beliefs);
  }
}
