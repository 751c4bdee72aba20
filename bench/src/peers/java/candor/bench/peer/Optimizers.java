package candor.bench.peer;

import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/// The optimisers of the workloads.
final class Optimizers {
  private Optimizers() {
  }

  /// Rate 0.01, momentum 0.9, weight decay 10⁻⁶.
  static Optimizer sgd() {
    return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).optMomentum(0.9f).optWeightDecays(1e-6f)
        .build();
  }

  /// Rate 10⁻³ and the usual decays, 0.9 and 0.999.
  static Optimizer adam() {
    return Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
  }
}
