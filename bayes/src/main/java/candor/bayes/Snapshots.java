package candor.bayes;

import candor.nn.Module;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A snapshot ensemble (Huang et al. 2017): one training whose learning rate falls along cosines and jumps up again,
/// and a copy of the network from the end of every cycle. `M` members cost the training of one.
///
/// ```java
/// Snapshots<Sequential> snapshots = new Snapshots<>(() -> LeNet.caffe(0.5), 1000);
/// Trainer.builder(network, loss, sgd, loader).schedule(snapshots.schedule(0.1)).listen(snapshots).build().fit(50);
/// Belief.Samples belief = Ensemble.of(snapshots.last(5)).predict(x);
/// ```
///
/// @param <M> the network
public final class Snapshots<M extends Module> implements TrainingListener {
  private final Supplier<M> architecture;
  private final int cycle;
  private final List<M> networks = new ArrayList<>();

  /// Makes the listener.
  ///
  /// @param architecture makes a network like the one that is trained; its numbers are replaced
  /// @param cycle steps of a cycle, at least 1: `⌈T/M⌉` of `T` steps in all
  /// @throws IllegalArgumentException if it is below 1
  public Snapshots(Supplier<M> architecture, int cycle) {
    if (cycle < 1) {
      throw new IllegalArgumentException("snapshots: cycles of " + cycle + " steps, expected 1 or more");
    }
    this.architecture = architecture;
    this.cycle = cycle;
  }

  /// The learning rate, `½ α₀ (cos(π (t mod ⌈T/M⌉) / ⌈T/M⌉) + 1)` of steps counted from 0 (Huang et al. 2017, eq. 2,
  /// which counts from 1).
  ///
  /// @param rate learning rate `α₀` at the beginning of every cycle
  /// @return the schedule
  public Schedule schedule(double rate) {
    return Schedule.cosineRestarts(rate, 0, cycle, 1);
  }

  /// Takes a snapshot after the last step of a cycle.
  @Override
  public void onStep(Step step, Trainer trainer) {
    if ((step.epoch() * step.batches() + step.batch() + 1) % cycle == 0) {
      M copy = architecture.get();
      Copies.into(copy, trainer.model());
      networks.add(copy);
    }
  }

  /// All snapshots, in order.
  ///
  /// @return networks
  public List<M> networks() {
    return List.copyOf(networks);
  }

  /// The last snapshots, which the paper predicts with.
  ///
  /// @param count how many
  /// @return networks, in order
  /// @throws IllegalArgumentException if there are not so many
  public List<M> last(int count) {
    if (count < 1 || count > networks.size()) {
      throw new IllegalArgumentException(
          "snapshots: the last " + count + ", expected 1 to " + networks.size() + ", as many as were taken");
    }
    return List.copyOf(networks.subList(networks.size() - count, networks.size()));
  }

  /// The snapshots, for checkpoints: every parameter and buffer by number and path, such as `0.conv1.weight`.
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < networks.size(); i++) {
      String prefix = i + ".";
      networks.get(i).namedParameters().forEach((path, p) -> state.put(prefix + path, p.value().detach()));
      networks.get(i).namedBuffers().forEach((path, b) -> state.put(prefix + path, b.value()));
    }
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Map<String, Tensor> left = new LinkedHashMap<>(state);
    List<M> restored = new ArrayList<>();
    while (!left.isEmpty()) {
      M copy = architecture.get();
      String prefix = restored.size() + ".";
      copy.namedParameters().forEach((path, p) -> p.assign(take(left, prefix + path)));
      copy.namedBuffers().forEach((path, b) -> b.assign(take(left, prefix + path)));
      restored.add(copy);
    }
    networks.clear();
    networks.addAll(restored);
  }

  private static Tensor take(Map<String, Tensor> left, String name) {
    Tensor tensor = left.remove(name);
    if (tensor == null) {
      throw new IllegalArgumentException("snapshots: the state has no " + name + ", what is left of it is "
          + left.keySet());
    }
    return tensor;
  }
}
