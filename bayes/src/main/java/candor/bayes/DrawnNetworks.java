package candor.bayes;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.data.Batch;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Networks drawn from a posterior over weights, [Swag#draw] and [Laplace#draw], and what they predict together.
///
/// ```java
/// DrawnNetworks networks = swag.draw(30, 1);
/// Belief.Samples belief = networks.classes().predict(x);
/// ```
///
/// The draws take turns in one copy of the network, which runs in evaluation: all samples go through the first draw, then
/// through the second. The draws depend on the seed alone, so every prediction is by the same networks. Predictions of
/// several threads wait for each other.
public final class DrawnNetworks {
  private final Evaluator evaluator = new Evaluator();
  private final Workspace workspace = new Workspace();
  private final String name;
  private final Module copy;
  private final List<Parameter> parameters;
  private final int count;
  private final IntFunction<double[]> weights;
  private final boolean keepsBuffers;
  private final @Nullable Iterable<Batch> batches;
  private final long seed;

  /// Joins the parts.
  ///
  /// @param name what messages begin with
  /// @param copy a network of its own, with numbers
  /// @param parameters those of its parameters that are drawn
  /// @param count number of draws, at least 1
  /// @param weights the numbers of each draw, as [FlatParameters] reads them
  /// @param keepsBuffers whether the buffers of the network fit the draws
  /// @param batches what the buffers of each draw are estimated from
  /// @param seed seed of random layers in that
  DrawnNetworks(String name, Module copy, List<Parameter> parameters, int count, IntFunction<double[]> weights,
      boolean keepsBuffers, @Nullable Iterable<Batch> batches, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(name + ": " + count + " draws, expected 1 or more");
    }
    this.name = name;
    this.copy = copy;
    this.parameters = parameters;
    this.count = count;
    this.weights = weights;
    this.keepsBuffers = keepsBuffers;
    this.batches = batches;
    this.seed = seed;
  }

  /// The same networks, whose running statistics of batch normalisation are estimated anew for every draw, as those of
  /// other weights would be wrong (Maddox et al. 2019): a training pass over the batches, in which running
  /// means become the equal mean of what the passes see.
  ///
  /// @param data training data, one batch or more, read again for every draw of every prediction
  /// @return the networks
  public DrawnNetworks estimatingBuffers(Iterable<Batch> data) {
    return new DrawnNetworks(name, copy, parameters, count, weights, keepsBuffers, data, seed);
  }

  /// Predicts classes from logits `[N, K]`.
  ///
  /// @return predictor whose belief holds one sample for each network
  public Predictive<Belief.Samples> classes() {
    return (input, sampleIds) -> new Belief.Samples(
        Tensor.stack(0, outputs(input, logits -> logits.softmax(1), sampleIds)));
  }

  /// Predicts numbers from outputs `[N, D]` or `[N, 2D]`.
  ///
  /// @param head how the outputs are read
  /// @return predictor whose belief holds one component for each network
  public Predictive<Belief.GaussianMixture> numbers(GaussianHead head) {
    return (input, sampleIds) -> GaussianOutputs
        .mixture(Tensor.stack(0, outputs(input, output -> GaussianOutputs.of(name, head, output), sampleIds)));
  }

  private synchronized List<Tensor> outputs(Tensor input, UnaryOperator<Tensor> function, int... sampleIds) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException(name + ": " + sampleIds.length + " identities for " + n + " samples");
    }
    Iterable<Batch> data = batches;
    if (data == null && !keepsBuffers && !copy.namedBuffers().isEmpty()) {
      throw new IllegalStateException(name + ": the network has the buffers " + copy.namedBuffers().keySet()
          + ", which other weights do not share; call estimatingBuffers with training data");
    }
    List<Tensor> results = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      FlatParameters.of(parameters).write(weights.apply(t));
      if (data != null) {
        estimate(data.iterator());
      }
      results.add(evaluator.map(n, 0,
          (from, to) -> function.apply(copy.apply(input.slice(0, from, to), Context.evaluate()))));
    }
    return results;
  }

  private void estimate(Iterator<Batch> data) {
    if (!data.hasNext()) {
      throw new IllegalArgumentException(name + ": no batches to estimate the buffers from");
    }
    for (int pass = 0; data.hasNext(); pass++) {
      int number = pass;
      workspace.call(() -> pass(data.next(), number));
    }
  }

  private boolean pass(Batch batch, int number) {
    Context context = Context.train(seed, number, batch.ids());
    Autograd.withoutGraph(() -> copy.apply(batch.input(), context));
    context.applyUpdates(number);
    return true;
  }
}
