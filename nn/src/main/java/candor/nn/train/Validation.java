package candor.nn.train;

import candor.nn.Evaluator;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is measured at the end of every epoch.
///
/// @param data samples that training does not see
/// @param metrics what to measure, by name
record Validation(Dataset data, Map<String, Metric> metrics) {
  private static final int PIECE = 1024;
  private static final Evaluator EVALUATOR = new Evaluator();

  /// Measures a network in evaluation.
  ///
  /// @return numbers by name, in order
  Map<String, Double> of(Module model) {
    Map<String, Metric.Running> running = new LinkedHashMap<>();
    metrics.forEach((name, metric) -> running.put(name, metric.begin()));
    for (Batch batch : new DataLoader(data, PIECE, 0).inOrder()) {
      Tensor output = EVALUATOR.apply(model, batch.input());
      running.values().forEach(metric -> metric.add(output, batch.target()));
    }
    Map<String, Double> measured = new LinkedHashMap<>();
    running.forEach((name, metric) -> measured.put(name, metric.value()));
    return measured;
  }
}
