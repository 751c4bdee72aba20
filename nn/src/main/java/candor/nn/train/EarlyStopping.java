package candor.nn.train;

import candor.nn.Module;
import candor.nn.io.FileFormatException;
import candor.nn.io.Weights;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stops training when a number has not become better for some epochs, and gives the model the weights of the best one
/// (after Prechelt 1998, with the patience of Keras and Lightning in place of his criteria).
///
/// Training that goes on from a checkpoint remembers the best weights and how long they have been the best; one that was
/// stopped stays so.
public final class EarlyStopping implements TrainingListener {
  private static final String BEST = "best";
  private static final String WAITED = "waited";
  private static final String WEIGHTS = "weights.";

  private final Module model;
  private final Goal goal;
  private final int patience;
  private final double margin;
  private double best = Double.NaN;
  private int waited;
  private Map<String, Tensor> weights = Map.of();

  /// Makes the listener.
  ///
  /// @param model network whose best weights are kept
  /// @param goal what shall become better
  /// @param patience epochs without a better number after which training stops, 1 or more
  /// @param margin by how much a number must be better to count, 0 or more
  /// @throws IllegalArgumentException if a number is out of its range
  public EarlyStopping(Module model, Goal goal, int patience, double margin) {
    boolean fits = patience >= 1 && margin >= 0 && margin < Double.POSITIVE_INFINITY;
    if (!fits) {
      throw new IllegalArgumentException("early stopping: patience " + patience + ", margin " + margin
          + ", expected patience of 1 or more and a finite margin of 0 or more");
    }
    this.model = model;
    this.goal = goal;
    this.patience = patience;
    this.margin = margin;
  }

  /// The best number so far.
  ///
  /// @return the number, NaN if there is none
  public double best() {
    return best;
  }

  @Override
  public void onStart(Trainer trainer) {
    if (waited >= patience) {
      trainer.stop();
    }
  }

  @Override
  public void onEpoch(Epoch epoch, Trainer trainer) {
    double value = goal.of(epoch);
    if (goal.isBetter(value, best, margin)) {
      best = value;
      waited = 0;
      weights = new LinkedHashMap<>(Weights.of(model));
      weights.replaceAll((path, tensor) -> Workspace.keep(tensor));
    } else if (++waited >= patience) {
      restoreBest();
      trainer.stop();
    }
  }

  /// Gives the model the weights of the best epoch; without one, it keeps its own.
  public void restoreBest() {
    if (!weights.isEmpty()) {
      fitting(weights).run();
    }
  }

  private Runnable fitting(Map<String, Tensor> candidates) {
    try {
      return Weights.requireFit(model, "early stopping", candidates);
    } catch (FileFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(BEST, State.scalar(best));
    state.put(WAITED, State.scalar(waited));
    weights.forEach((path, tensor) -> state.put(WEIGHTS + path, tensor));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Map<String, Tensor> rest = new LinkedHashMap<>(state);
    double savedBest = State.number("early stopping", BEST, rest);
    double savedWaited = State.number("early stopping", WAITED, rest);
    Map<String, Tensor> savedWeights = new LinkedHashMap<>();
    rest.forEach((name, tensor) -> savedWeights
        .put(name.startsWith(WEIGHTS) ? name.substring(WEIGHTS.length()) : "state " + name, tensor));
    if (!(savedWaited >= 0 && savedWaited == (int) savedWaited)) {
      throw new IllegalArgumentException(
          "early stopping: waited " + savedWaited + ", expected a whole number of 0 or more");
    }
    if (!savedWeights.isEmpty()) {
      fitting(savedWeights);
    }
    best = savedBest;
    waited = (int) savedWaited;
    weights = savedWeights;
  }
}
