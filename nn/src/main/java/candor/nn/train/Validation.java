package candor.nn.train;

import candor.nn.Evaluator;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    List<Tensor> outputs = new ArrayList<>();
    List<Tensor> targets = new ArrayList<>();
    for (Batch batch : new DataLoader(data, PIECE, 0).inOrder()) {
      outputs.add(EVALUATOR.apply(model, batch.input()));
      targets.add(batch.target());
    }
    Map<String, Double> measured = new LinkedHashMap<>();
    Tensor allOutputs = Tensor.concat(0, outputs);
    Tensor allTargets = Tensor.concat(0, targets);
    metrics.forEach((name, metric) -> measured.put(name, metric.of(allOutputs, allTargets)));
    return measured;
  }
}
