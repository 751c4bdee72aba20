package candor.examples.uciregression;

import candor.bayes.Belief;
import candor.bayes.RegressionScores;
import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.nn.data.Normaliser;
import candor.nn.data.Split;
import candor.nn.data.Standardised;
import candor.nn.data.TensorDataset;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Samples to learn from and others to predict, both standardised with the moments of the first.
///
/// @param train samples to learn from
/// @param held samples to predict
/// @param targets what was done to the targets
record Fold(TensorDataset train, Batch held, Normaliser targets) {
  /// Shares of a set that are held out in turn.
  private static final int FOLDS = 5;
  /// Samples that are enough to choose settings by.
  private static final int ENOUGH = 1000;

  /// Standardises.
  static Fold of(Dataset train, Dataset held) {
    Standardised parts = Standardised.of(train, held, DType.F32);
    Batch known = parts.train().all();
    // In memory once, not through the views for every batch.
    return new Fold(new TensorDataset(known.input(), known.target()), parts.test().all(), parts.targets());
  }

  /// Folds of a training set to choose settings by: a fifth is held out at a time, until 1000 samples have been or all of
  /// them.
  static List<Fold> within(Dataset train, long seed) {
    List<Fold> folds = new ArrayList<>();
    int held = 0;
    for (Split split : Split.folds(train, FOLDS, seed)) {
      if (held < ENOUGH) {
        folds.add(of(split.get("train"), split.get("test")));
        held += split.get("test").size();
      }
    }
    return folds;
  }

  /// The standard deviation of the targets, unit of the standardised ones.
  double scale() {
    return targets.std()[0];
  }

  /// The negative log-likelihood of all held-out targets, in their own unit.
  ///
  /// @param belief belief about the standardised targets
  double nll(Belief.GaussianMixture belief) {
    return held.size() * (RegressionScores.negativeLogLikelihood(belief, held.target()) + StrictMath.log(scale()));
  }

  /// A belief about standardised targets in their own unit.
  Belief.GaussianMixture inUnits(Belief.GaussianMixture belief) {
    return belief.affine(Tensor.scalar(DType.F64, scale()), Tensor.scalar(DType.F64, targets.mean()[0]));
  }
}
