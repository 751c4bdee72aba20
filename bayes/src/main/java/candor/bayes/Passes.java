package candor.bayes;

import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// The passes of a random network, some samples or passes in each thread.
///
/// What no pass changes, the layers of a [Sequential] before the first random one, is computed once for all of them.
final class Passes {
  private final Evaluator samples = new Evaluator();
  private final Evaluator each = new Evaluator(1);
  private final String name;
  private final Module model;
  private final int count;
  private final long seed;

  /// Checks the parts.
  ///
  /// @param name what messages begin with
  /// @throws IllegalArgumentException if there is no pass, or the model has no random layer
  Passes(String name, Module model, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(name + ": " + count + " passes, expected 1 or more");
    }
    if (!model.isStochastic()) {
      throw new IllegalArgumentException(
          name + ": the model has no random layer, such as dropout, so all passes would be equal");
    }
    this.name = name;
    this.model = model;
    this.count = count;
    this.seed = seed;
  }

  int count() {
    return count;
  }

  /// What is computed of some samples.
  @FunctionalInterface
  interface Part {
    Tensor of(Network network, int... ids);
  }

  /// A function of all samples, put together from pieces.
  ///
  /// @param axis axis of the result that counts the samples
  /// @throws IllegalArgumentException if there is not one identity for each sample
  Tensor map(int axis, Tensor input, int[] sampleIds, Part part) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException(name + ": " + sampleIds.length + " identities for " + n + " samples");
    }
    return samples.map(n, axis,
        (from, to) -> part.of(network(input.slice(0, from, to)), Arrays.copyOfRange(sampleIds, from, to)));
  }

  private Network network(Tensor input) {
    if (!(model instanceof Sequential layers)) {
      return new Network(input, model::apply);
    }
    int prefix = layers.deterministicPrefix();
    return new Network(layers.apply(input, Context.evaluate(), 0, prefix),
        (features, context) -> layers.apply(features, context, prefix, layers.size()));
  }

  /// The random part of the network, and what comes into it.
  final class Network {
    private final Tensor features;
    private final BiFunction<Tensor, Context, Tensor> rest;

    private Network(Tensor features, BiFunction<Tensor, Context, Tensor> rest) {
      this.features = features;
      this.rest = rest;
    }

    /// The same for some of the samples.
    Network of(int... rows) {
      return new Network(features.indexSelect(0, Tensor.of(rows, rows.length)), rest);
    }

    /// A function of the outputs of every pass, side by side, `[to − from, n, …]`, as far as
    /// there are so many.
    Tensor passes(int from, int to, UnaryOperator<Tensor> function, int... ids) {
      return each.map(Math.min(to, count) - from, 0, (t, end) -> function
          .apply(rest.apply(features, Context.sample(seed, from + t, ids))).unsqueeze(0));
    }
  }
}
