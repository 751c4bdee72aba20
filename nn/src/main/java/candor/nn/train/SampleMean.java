package candor.nn.train;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.function.BinaryOperator;

/// The mean of numbers that are known sample by sample.
///
/// @param ofSamples numbers of some outputs and targets
record SampleMean(BinaryOperator<Tensor> ofSamples) implements Metric {
  @Override
  public double of(Tensor outputs, Tensor targets) {
    Running all = begin();
    all.add(outputs, targets);
    return all.value();
  }

  @Override
  public Running begin() {
    return new Running() {
      private double sum;
      private long count;

      @Override
      public void add(Tensor outputs, Tensor targets) {
        Tensor numbers = ofSamples.apply(outputs, targets);
        sum += numbers.to(DType.F64).sum().item();
        count += numbers.count();
      }

      @Override
      public double value() {
        return sum / count;
      }
    };
  }
}
