package candor.nn.train;

import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Keeps all samples for a metric that must see them together.
final class KeptPieces implements Metric.Running {
  private final Metric metric;
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> targets = new ArrayList<>();

  KeptPieces(Metric metric) {
    this.metric = metric;
  }

  @Override
  public void add(Tensor output, Tensor target) {
    outputs.add(output);
    targets.add(target);
  }

  @Override
  public double value() {
    return outputs.isEmpty() ? Double.NaN : metric.of(Tensor.concat(0, outputs), Tensor.concat(0, targets));
  }
}
