package candor.nn.train;

import candor.nn.Module;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.optim.Optimizer;
import candor.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the parts of a [Trainer].
public final class TrainerBuilder {
  final Module model;
  final Objective objective;
  final Optimizer optimizer;
  final DataLoader loader;
  final List<TrainingListener> listeners = new ArrayList<>();
  final Map<String, Metric> metrics = new LinkedHashMap<>();
  final Map<String, String> configuration = new LinkedHashMap<>();
  long seed;
  @Nullable Schedule schedule;
  @Nullable Dataset validation;
  @Nullable Checkpoints checkpoints;

  TrainerBuilder(Module model, Objective objective, Optimizer optimizer, DataLoader loader) {
    this.model = model;
    this.objective = objective;
    this.optimizer = optimizer;
    this.loader = loader;
  }

  /// Sets the seed of the random layers, which is 0 otherwise.
  ///
  /// @param number seed
  /// @return this
  public TrainerBuilder seed(long number) {
    seed = number;
    return this;
  }

  /// Sets the optimiser's learning rate before every step. [PlateauRate] sets it after epochs instead.
  ///
  /// @param rate learning rate of every step, counted from 0 over all epochs
  /// @return this
  public TrainerBuilder schedule(Schedule rate) {
    schedule = rate;
    return this;
  }

  /// Measures on some data at the end of every epoch, in evaluation.
  ///
  /// @param data samples that training does not see
  /// @return this
  public TrainerBuilder validate(Dataset data) {
    validation = data;
    return this;
  }

  /// Adds a metric of the validation data.
  ///
  /// @param name what it is called in logs and goals; no comma, quote or line break, and not the name of a log's column
  /// @param metric the metric
  /// @return this
  /// @throws IllegalArgumentException if the name is none, or is taken
  public TrainerBuilder metric(String name, Metric metric) {
    if (!name.matches("[^,\"\\p{Cntrl}]+") || TrainingLog.COLUMNS.contains(name)) {
      throw new IllegalArgumentException("trainer: a metric cannot be called \"" + name + "\"");
    }
    if (metrics.putIfAbsent(name, metric) != null) {
      throw new IllegalArgumentException("trainer: there is a metric " + name + " already");
    }
    return this;
  }

  /// Adds listeners. They hear of everything in the order in which they were given.
  ///
  /// @param more who wants to hear of steps and epochs
  /// @return this
  public TrainerBuilder listen(TrainingListener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /// Adds a listener that hears of everything last, so that checkpoints hold what the others have made of it.
  ///
  /// @param last writes checkpoints
  /// @return this
  public TrainerBuilder checkpoints(Checkpoints last) {
    checkpoints = last;
    return this;
  }

  /// Adds to what checkpoints shall remember of this run, for people and programs that read them.
  ///
  /// @param texts texts by name
  /// @return this
  public TrainerBuilder configuration(Map<String, String> texts) {
    configuration.putAll(texts);
    return this;
  }

  /// Makes the trainer.
  ///
  /// @return the trainer
  /// @throws IllegalArgumentException if there are metrics without data, or data without metrics
  public Trainer build() {
    if (metrics.isEmpty() != (validation == null)) {
      throw new IllegalArgumentException("trainer: " + (validation == null
          ? "metrics " + metrics.keySet() + " without validation data"
          : "validation data without metrics"));
    }
    return new Trainer(this);
  }
}
