package candor.nn.train;

import candor.nn.Module;
import candor.nn.io.Checkpoint;
import candor.nn.io.FileFormatException;
import candor.nn.io.Progress;
import candor.nn.io.Weights;
import candor.nn.optim.Optimizer;
import candor.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What of a training goes into a checkpoint and comes back from it.
///
/// @param model network
/// @param optimizer optimiser
/// @param listeners listeners, whose state is filed under their class, `EarlyStopping.best` for example, and
///        `EarlyStopping2.best` for a second one
record TrainingState(Module model, Optimizer optimizer, List<TrainingListener> listeners) {
  /// The present state. A step makes it unusable.
  Checkpoint checkpoint(String name, Progress progress, Map<String, String> configuration) {
    Map<String, Tensor> heard = new LinkedHashMap<>();
    byName().forEach((listener, who) -> who.state().forEach((key, tensor) -> heard.put(listener + key, tensor)));
    return new Checkpoint(name, model.structure(), Weights.of(model), optimizer.state(), heard, progress,
        configuration);
  }

  /// Puts a state back, or changes nothing.
  ///
  /// @throws FileFormatException if it is of another model, optimiser or listeners
  void restore(Checkpoint checkpoint) throws FileFormatException {
    Runnable assign = checkpoint.requireFit(model);
    Map<String, Tensor> before = optimizer.state();
    List<Map<String, Tensor>> heard = listeners.stream().map(TrainingListener::state).toList();
    try {
      optimizer.restore(checkpoint.optimizer());
      restoreListeners(checkpoint.listeners());
    } catch (IllegalArgumentException e) {
      optimizer.restore(before);
      for (int i = 0; i < heard.size(); i++) {
        listeners.get(i).restore(heard.get(i));
      }
      throw new FileFormatException("checkpoint: " + checkpoint.name() + " does not fit: " + e.getMessage(), e);
    }
    assign.run();
  }

  private void restoreListeners(Map<String, Tensor> state) {
    Map<String, Tensor> rest = new LinkedHashMap<>(state);
    byName().forEach((name, listener) -> {
      Map<String, Tensor> own = new LinkedHashMap<>();
      state.forEach((key, tensor) -> {
        if (key.startsWith(name)) {
          own.put(key.substring(name.length()), tensor);
          rest.remove(key);
        }
      });
      listener.restore(own);
    });
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("it has the state " + rest.keySet().iterator().next()
          + " of a listener that is not here, which has " + byName().keySet());
    }
  }

  private Map<String, TrainingListener> byName() {
    Map<String, TrainingListener> result = new LinkedHashMap<>();
    for (TrainingListener listener : listeners) {
      String name = listener.getClass().getSimpleName();
      String unique = name;
      for (int n = 2; result.containsKey(unique + "."); n++) {
        unique = name + n;
      }
      result.put(unique + ".", listener);
    }
    return result;
  }
}
