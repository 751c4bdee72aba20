package candor.nn.train;

/// Hears what happens in training. Every method does nothing by default.
public interface TrainingListener {
  /// A step was made.
  ///
  /// @param step which one, and its loss
  default void onStep(Step step) {
  }

  /// An epoch ended.
  ///
  /// @param epoch which one, and its mean loss
  default void onEpoch(Epoch epoch) {
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
  /// @param seconds duration
  record Epoch(int epoch, double loss, double seconds) {
  }
}
