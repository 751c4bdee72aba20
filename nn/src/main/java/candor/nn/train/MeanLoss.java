package candor.nn.train;

import candor.nn.loss.Loss;
import candor.nn.loss.Reduction;
import candor.nn.loss.SampleLoss;
import candor.tensor.Tensor;

/// A loss as a metric.
///
/// @param loss loss
record MeanLoss(Loss loss) implements Metric {
  @Override
  public double of(Tensor outputs, Tensor targets) {
    return loss.of(outputs, targets).item();
  }

  @Override
  public Running begin() {
    boolean isSum = loss instanceof SampleLoss known && known.reduction() == Reduction.SUM;
    return new Running() {
      private double sum;
      private double weights;

      @Override
      public void add(Tensor outputs, Tensor targets) {
        double weight = isSum ? 1 : loss.weight(outputs, targets);
        // The mean of nothing is NaN, and counts nothing.
        if (weight != 0) {
          sum += weight * of(outputs, targets);
          weights += weight;
        }
      }

      @Override
      public double value() {
        return isSum ? sum : sum / weights;
      }
    };
  }
}
