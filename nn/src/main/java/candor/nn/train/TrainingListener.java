package candor.nn.train;

import candor.tensor.Tensor;
import java.util.Map;

/// Hears what happens in training, and may act on it. Every method does nothing by default.
///
/// A listener that remembers something which later decisions depend on says so in [#state], so that training that goes
/// on from a checkpoint decides as one that ran through.
public interface TrainingListener {
  /// Training begins, or goes on.
  ///
  /// @param trainer who trains
  default void onStart(Trainer trainer) {
  }

  /// A step was made.
  ///
  /// @param step which one, and its loss
  default void onStep(Step step) {
  }

  /// A step was made.
  ///
  /// @param step which one, and its loss
  /// @param trainer who made it; by default [#onStep(Step)] hears of the step alone
  default void onStep(Step step, Trainer trainer) {
    onStep(step);
  }

  /// An epoch ended.
  ///
  /// @param epoch which one, its mean loss, and what was measured
  default void onEpoch(Epoch epoch) {
  }

  /// An epoch ended.
  ///
  /// @param epoch which one, its mean loss, and what was measured
  /// @param trainer who trains; by default [#onEpoch(Epoch)] hears of the epoch alone
  default void onEpoch(Epoch epoch, Trainer trainer) {
    onEpoch(epoch);
  }

  /// Training ends for now: all epochs were made, or it was stopped.
  ///
  /// @param trainer who trained
  default void onEnd(Trainer trainer) {
  }

  /// What later decisions depend on.
  ///
  /// @return tensors by name, which live in no workspace
  default Map<String, Tensor> state() {
    return Map.of();
  }

  /// Puts back what [#state] gave.
  ///
  /// @param state tensors by name
  /// @throws IllegalArgumentException if it is no state of such a listener; nothing is changed then
  default void restore(Map<String, Tensor> state) {
    if (!state.isEmpty()) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + ": state " + state.keySet() + " for a listener without one");
    }
  }

  /// One step of training.
  ///
  /// @param epoch number of the epoch, from 0
  /// @param batch number of the batch in the epoch, from 0
  /// @param batches number of batches in an epoch
  /// @param samples number of samples in the batch
  /// @param loss loss of the batch before the step
  record Step(int epoch, int batch, int batches, int samples, double loss) {
  }

  /// One epoch of training.
  ///
  /// @param epoch number of the epoch, from 0
  /// @param loss mean loss of its samples, each before the step it was part of; NaN when there are none
  /// @param seconds duration, without what was measured at its end
  /// @param metrics what was measured on the validation data, by name, in the order in which it was asked for
  record Epoch(int epoch, double loss, double seconds, Map<String, Double> metrics) {
    /// An epoch after which nothing was measured.
    ///
    /// @param epoch number of the epoch, from 0
    /// @param loss mean loss of its samples
    /// @param seconds duration
    public Epoch(int epoch, double loss, double seconds) {
      this(epoch, loss, seconds, Map.of());
    }
  }
}
