package candor.nn.optim;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Iterator;
import java.util.Map;

/// The equal average of weights of several times, such as the ends of epochs with a constant or cyclic learning rate:
/// stochastic weight averaging (Izmailov et al. 2018, Alg. 1).
///
/// An average of the running statistics of batch normalisation would not be the statistics of a network with averaged
/// weights. So a model with buffers must see data again, once, after the last update: [#estimateBuffers].
public final class Swa extends WeightAverage {
  private static final String ESTIMATED = "estimated";

  private final Workspace workspace = new Workspace();
  private boolean isEstimated;

  /// Begins an average, of nothing yet.
  ///
  /// @param model initialised model
  public Swa(Module model) {
    super("swa", model, true);
  }

  /// Estimates the buffers of the model with averaged weights: training passes over the batches, in which running means
  /// become the equal mean of what the passes see ([Context#applyUpdates(int)]). The model's own weights and buffers
  /// are put back.
  ///
  /// @param batches training data, one batch or more
  /// @param seed seed of random layers
  /// @throws IllegalArgumentException if there is no batch
  /// @throws IllegalStateException before the first update, or inside [#call]
  public void estimateBuffers(Iterable<Batch> batches, long seed) {
    requireOutside("estimateBuffers");
    requireUpdates();
    Iterator<Batch> iterator = batches.iterator();
    if (!iterator.hasNext()) {
      throw new IllegalArgumentException("swa: no batches to estimate the buffers from");
    }
    isEstimated = placed(() -> {
      for (int pass = 0; iterator.hasNext(); pass++) {
        int number = pass;
        workspace.call(() -> pass(iterator.next(), number, seed));
      }
      takeBuffers();
      return true;
    });
  }

  private boolean pass(Batch batch, int number, long seed) {
    Context context = Context.train(seed, number, batch.ids());
    Autograd.withoutGraph(() -> model.apply(batch.input(), context));
    context.applyUpdates(number);
    return true;
  }

  @Override
  double share(int step) {
    return 1.0 / (step + 1);
  }

  /// They are estimated in the end; until then any will do.
  @Override
  double bufferShare(int step) {
    return 1;
  }

  @Override
  double scale(int steps) {
    return 1;
  }

  @Override
  String obstacle(int steps) {
    if (steps == 0) {
      return NO_AVERAGE;
    }
    return hasBuffers() && !isEstimated
        ? "the buffers of the averaged model are not known; call estimateBuffers after the last update"
        : "";
  }

  @Override
  void moved() {
    isEstimated = false;
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = super.state();
    state.put(ESTIMATED, SavedState.scalar(isEstimated ? 1 : 0));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    SavedState saved = new SavedState(name, state);
    boolean estimated = saved.number(ESTIMATED, "0 or 1", x -> x == 0 || x == 1) == 1;
    restore(saved);
    isEstimated = estimated;
  }
}
