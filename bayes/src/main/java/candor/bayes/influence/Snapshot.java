package candor.bayes.influence;

import candor.nn.Buffer;
import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// All numbers of a network, to come back to after a training.
final class Snapshot {
  private final FlatParameters flat;
  private final double[] parameters;
  private final List<Buffer> buffers;
  private final List<Tensor> values = new ArrayList<>();

  Snapshot(Module model) {
    flat = FlatParameters.of(model.parameters());
    parameters = flat.read();
    buffers = List.copyOf(model.namedBuffers().values());
    buffers.forEach(b -> values.add(b.value()));
  }

  /// Largest change of a parameter since.
  double moved() {
    double[] now = flat.read();
    double most = 0;
    for (int i = 0; i < now.length; i++) {
      most = Math.max(most, Math.abs(now[i] - parameters[i]));
    }
    return most;
  }

  void restore() {
    flat.write(parameters);
    for (int i = 0; i < buffers.size(); i++) {
      buffers.get(i).assign(values.get(i));
    }
  }
}
