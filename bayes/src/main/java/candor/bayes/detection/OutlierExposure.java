package candor.bayes.detection;

import candor.bayes.dirichlet.PriorNetworkLoss;
import candor.nn.loss.Loss;
import candor.tensor.DType;
import candor.tensor.Tensor;

/// The loss of outlier exposure (Hendrycks, Mazeika & Dietterich 2019, *Deep Anomaly Detection with Outlier Exposure*,
/// section 3 and 4.3): the mean cross-entropy of the inputs from inside, and `λ` times the mean cross-entropy from the
/// uniform distribution of the inputs from outside, which have the label [PriorNetworkLoss#OUTSIDE]:
///
/// `mean_in(ln Σ e^f − f_y) + λ mean_out(ln Σ e^f − 1/K Σ f)`.
///
/// ```java
/// DataLoader loader = new OutsideData(images, outliers, 2).loader(128, seed); // twice as many from outside, as in the paper
/// Trainer trainer = Trainer.builder(model, new OutlierExposure(), optimizer, loader).build();
/// ```
///
/// Each mean is over its own kind, so `λ` does not depend on how many of each a batch has; a batch of one kind has that
/// term only. Data from outside comes from [DetectionStudy#take], which refuses to score on it afterwards.
///
/// @param weight `λ`, finite and not negative, 0.5 in the paper
public record OutlierExposure(double weight) implements Loss {
  /// Checks the weight.
  ///
  /// @throws IllegalArgumentException if it is out of its range
  public OutlierExposure {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "outlierExposure: weight " + weight + ", expected a finite number of 0 or more");
    }
  }

  /// The weight of the paper, 0.5.
  public OutlierExposure() {
    this(0.5);
  }

  /// The loss of a batch.
  ///
  /// @param logits `[N, K]`
  /// @param labels I32 `[N]`, classes or [PriorNetworkLoss#OUTSIDE]
  /// @return scalar
  /// @throws IllegalArgumentException if shapes or types do not fit
  /// @throws IndexOutOfBoundsException if a label is neither
  @Override
  public Tensor of(Tensor logits, Tensor labels) {
    if (logits.shape().rank() != 2 || !labels.shape().equals(logits.shape().without(1))
        || labels.dtype() != DType.I32) {
      throw new IllegalArgumentException("outlierExposure: logits have shape " + logits.shape() + " and labels "
          + labels.dtype() + labels.shape() + ", expected [N,K] and i32[N]");
    }
    int classes = logits.shape().size(1);
    int n = labels.count();
    int inside = 0;
    int[] some = labels.toInts();
    double[] kinds = new double[n];
    for (int i = 0; i < n; i++) {
      if (some[i] < PriorNetworkLoss.OUTSIDE || some[i] >= classes) {
        throw new IndexOutOfBoundsException(
            "outlierExposure: label " + some[i] + ", expected -1 to " + (classes - 1));
      }
      kinds[i] = some[i] == PriorNetworkLoss.OUTSIDE ? 0 : 1;
      inside += (int) kinds[i];
      some[i] = Math.max(some[i], 0);
    }
    Tensor logs = logits.logSoftmax(1);
    Tensor mask = Tensor.of(kinds, n).to(logits.dtype());
    Tensor known = logs.gather(1, Tensor.of(some, n, 1)).reshape(n).mul(mask).sum();
    Tensor unknown = logs.mean(1).mul(mask.neg().add(1)).sum();
    return known.div(-Math.max(1, inside)).add(unknown.mul(-weight / Math.max(1, n - inside)));
  }
}
