package candor.nn.train;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.io.Checkpoint;
import candor.nn.io.FileFormatException;
import candor.nn.io.Progress;
import candor.nn.loss.Loss;
import candor.nn.optim.Optimizer;
import candor.nn.optim.Schedule;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The training loop: for every batch the loss, its gradients, one step of the optimiser, and the changes of buffers
/// that the pass noted.
///
/// ```java
/// Trainer trainer = Trainer.builder(model, Loss.crossEntropy(), adam, loader).seed(1).validate(validation)
///     .metric("accuracy", Metric.accuracy()).listen(new EarlyStopping(model, Goal.highest("accuracy"), 5, 0)).build();
/// trainer.fit(50);
/// ```
///
/// Every step, from fetching the batch on, runs in one [Workspace]: what a loss or a model keeps of it must be copied.
/// The number of the step addresses the random numbers of dropout, so training that starts at a later epoch draws the
/// same masks as one that ran through.
///
/// Training can stop between two steps and go on, in this trainer or, with a checkpoint, in one of another process; the
/// bits are those of training that ran through. A loss or gradient that is not finite ends it before the step is made.
public final class Trainer {
  private final Module model;
  private final Objective objective;
  private final Optimizer optimizer;
  private final DataLoader loader;
  private final long seed;
  private final @Nullable Schedule schedule;
  private final @Nullable Validation validation;
  private final Map<String, String> configuration;
  private final List<TrainingListener> listeners;
  private final Workspace workspace = new Workspace();
  private Progress progress;
  private volatile boolean stopped;

  /// Joins the parts; [#builder] takes more of them.
  ///
  /// @param model initialised network
  /// @param loss what to minimise
  /// @param optimizer changes the model's parameters
  /// @param loader training data
  /// @param seed seed of the random layers
  /// @param listeners who wants to hear of steps and epochs
  public Trainer(Module model, Loss loss, Optimizer optimizer, DataLoader loader, long seed,
      TrainingListener... listeners) {
    this(builder(model, loss, optimizer, loader).seed(seed).listen(listeners));
  }

  Trainer(TrainerBuilder parts) {
    model = parts.model;
    objective = parts.objective;
    optimizer = parts.optimizer;
    loader = parts.loader;
    seed = parts.seed;
    schedule = parts.schedule;
    validation = parts.validation == null ? null : new Validation(parts.validation, new LinkedHashMap<>(parts.metrics));
    configuration = new LinkedHashMap<>(parts.configuration);
    List<TrainingListener> all = new ArrayList<>(parts.listeners);
    if (parts.checkpoints != null) {
      all.add(parts.checkpoints);
    }
    listeners = List.copyOf(all);
    progress = beginning(0);
  }

  /// Starts a trainer of these parts.
  ///
  /// @param model initialised network
  /// @param loss what to minimise
  /// @param optimizer changes the model's parameters
  /// @param loader training data
  /// @return a builder
  public static TrainerBuilder builder(Module model, Loss loss, Optimizer optimizer, DataLoader loader) {
    return builder(model, Objective.of(loss), optimizer, loader);
  }

  /// Starts a trainer of these parts.
  ///
  /// @param model initialised network
  /// @param objective what to minimise, where it is more than a loss of the output
  /// @param optimizer changes the model's parameters
  /// @param loader training data
  /// @return a builder
  public static TrainerBuilder builder(Module model, Objective objective, Optimizer optimizer, DataLoader loader) {
    return new TrainerBuilder(model, objective, optimizer, loader);
  }

  private Progress beginning(int epoch) {
    return new Progress(epoch, 0, loader.batches(), 0, 0, seed, loader.seed());
  }

  /// The network.
  ///
  /// @return the network
  public Module model() {
    return model;
  }

  /// The optimiser.
  ///
  /// @return the optimiser
  public Optimizer optimizer() {
    return optimizer;
  }

  /// How far training is.
  ///
  /// @return epochs and batches that are complete
  public Progress progress() {
    return progress;
  }

  /// Trains until so many epochs are complete, from where training is, which is the beginning of the first one unless it
  /// was stopped or resumed.
  ///
  /// @param epochs how many, counted from the very beginning
  /// @throws DivergenceException if a loss or a gradient is not finite; the model is as the last step left it
  public void fit(int epochs) {
    begin();
    while (!stopped && progress.epoch() < epochs) {
      run();
    }
    listeners.forEach(listener -> listener.onEnd(this));
  }

  /// Trains for one epoch, or for what is left of it.
  ///
  /// @param epoch its number, which addresses the order of the data and the random numbers
  /// @return the epoch's mean loss, duration and metrics; if training was stopped in it, the loss so far
  /// @throws DivergenceException if a loss or a gradient is not finite; the model is as the last step left it
  public TrainingListener.Epoch epoch(int epoch) {
    if (epoch != progress.epoch()) {
      progress = beginning(epoch);
    }
    begin();
    TrainingListener.Epoch result = run();
    listeners.forEach(listener -> listener.onEnd(this));
    return result;
  }

  /// Lets training end after the step that is under way. A listener may call it, or another thread.
  public void stop() {
    stopped = true;
  }

  /// Writes a checkpoint to a file, or replaces it: at any moment there is the old one or the new one.
  ///
  /// @param file file
  /// @throws IOException if it cannot be written; an old file is unchanged then
  public void save(Path file) throws IOException {
    state().checkpoint(file.toString(), progress, configuration).write(file);
  }

  /// Goes back, or on, to where training was when a checkpoint was written; [#fit] continues there, to the bits of
  /// training that ran through. Model, optimiser, data, seed and listeners must be of the same kind as then.
  ///
  /// @param file checkpoint
  /// @throws FileFormatException if it is not sound, or of something else; nothing is changed then
  /// @throws IOException if it cannot be read
  public void resume(Path file) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(file);
    Progress saved = checkpoint.progress();
    if (saved.batches() != loader.batches() || saved.seed() != seed || saved.dataSeed() != loader.seed()) {
      throw new FileFormatException("checkpoint: " + file + " is of training with " + setting(saved) + ", here are "
          + setting(progress));
    }
    state().restore(checkpoint);
    progress = saved;
  }

  private static String setting(Progress of) {
    return of.batches() + " batches in an epoch, seed " + of.seed() + " and seed " + of.dataSeed() + " of the data";
  }

  private TrainingState state() {
    return new TrainingState(model, optimizer, listeners);
  }

  private void begin() {
    stopped = false;
    listeners.forEach(listener -> listener.onStart(this));
  }

  private TrainingListener.Epoch run() {
    long start = System.nanoTime();
    int epoch = progress.epoch();
    Iterator<Batch> batches = loader.epoch(epoch, progress.batch()).iterator();
    while (!stopped && batches.hasNext()) {
      TrainingListener.Step step = workspace.call(() -> step(batches.next()));
      progress = new Progress(epoch, progress.batch() + 1, loader.batches(), progress.samples() + step.samples(),
          progress.lossSum() + step.loss() * step.samples(), seed, loader.seed());
      listeners.forEach(listener -> listener.onStep(step, this));
    }
    double mean = progress.lossSum() / progress.samples();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (progress.batch() < loader.batches()) {
      return new TrainingListener.Epoch(epoch, mean, seconds);
    }
    progress = beginning(epoch + 1);
    TrainingListener.Epoch result = new TrainingListener.Epoch(epoch, mean, seconds,
        validation == null ? Map.of() : validation.of(model));
    listeners.forEach(listener -> listener.onEpoch(result, this));
    return result;
  }

  private TrainingListener.Step step(Batch batch) {
    int number = progress.step();
    if (schedule != null) {
      optimizer.rate(schedule.at(number));
    }
    Context context = Context.train(seed, number, batch.ids());
    Tensor loss = objective.of(model, batch, context);
    double value = loss.item();
    if (!Double.isFinite(value)) {
      throw diverged("the loss is " + value, diagnosis(batch).ofLoss());
    }
    List<Tensor> gradients = optimizer.gradients(loss);
    if (!gradients.stream().allMatch(Diagnosis::isFinite)) {
      throw diverged("a gradient is not finite", diagnosis(batch).ofGradients(optimizer.parameters(), gradients));
    }
    optimizer.step(gradients);
    context.applyUpdates();
    return new TrainingListener.Step(progress.epoch(), progress.batch(), loader.batches(), batch.size(), value);
  }

  private Diagnosis diagnosis(Batch batch) {
    return new Diagnosis(model, objective, batch, Context.train(seed, progress.step(), batch.ids()));
  }

  private DivergenceException diverged(String what, String why) {
    return new DivergenceException(
        "training: " + what + " in epoch " + progress.epoch() + ", batch " + progress.batch() + "; " + why);
  }
}
