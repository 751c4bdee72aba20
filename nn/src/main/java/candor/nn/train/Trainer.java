package candor.nn.train;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.loss.Loss;
import candor.nn.optim.Optimizer;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The training loop: for every batch the loss, its gradients, one step of the optimiser, and the changes of buffers
/// that the pass noted.
///
/// Every step, from fetching the batch on, runs in one [Workspace]: what a loss or a model keeps of it must be copied.
/// The number of the step addresses the random numbers of dropout, so training that starts at a later epoch draws the
/// same masks as one that ran through.
public final class Trainer {
  private final Module model;
  private final Loss loss;
  private final Optimizer optimizer;
  private final DataLoader loader;
  private final long seed;
  private final List<TrainingListener> listeners;
  private final Workspace workspace = new Workspace();

  /// Joins the parts.
  ///
  /// @param model initialised network
  /// @param loss what to minimise
  /// @param optimizer changes the model's parameters
  /// @param loader training data
  /// @param seed seed of the random layers
  /// @param listeners who wants to hear of steps and epochs
  public Trainer(Module model, Loss loss, Optimizer optimizer, DataLoader loader, long seed,
      TrainingListener... listeners) {
    this.model = model;
    this.loss = loss;
    this.optimizer = optimizer;
    this.loader = loader;
    this.seed = seed;
    this.listeners = List.of(listeners);
  }

  /// Trains for some epochs, from the first.
  ///
  /// @param epochs how many
  /// @throws DivergenceException if a loss is not a finite number
  public void fit(int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      epoch(epoch);
    }
  }

  /// Trains for one epoch.
  ///
  /// @param epoch its number, which addresses the order of the data and the random numbers
  /// @return the epoch's mean loss and duration
  /// @throws DivergenceException if a loss is not a finite number
  public TrainingListener.Epoch epoch(int epoch) {
    long start = System.nanoTime();
    double sum = 0;
    int samples = 0;
    Iterator<Batch> batches = loader.epoch(epoch).iterator();
    for (int number = 0; batches.hasNext(); number++) {
      int current = number;
      TrainingListener.Step step = workspace.call(() -> step(epoch, current, batches.next()));
      sum += step.loss() * step.samples();
      samples += step.samples();
      listeners.forEach(l -> l.onStep(step));
    }
    TrainingListener.Epoch result = new TrainingListener.Epoch(epoch, sum / samples, (System.nanoTime() - start) / 1e9);
    listeners.forEach(l -> l.onEpoch(result));
    return result;
  }

  private TrainingListener.Step step(int epoch, int number, Batch batch) {
    Context context = Context.train(seed, epoch * loader.batches() + number, batch.ids());
    Tensor output = loss.of(model.apply(batch.input(), context), batch.target());
    double value = output.item();
    if (!Double.isFinite(value)) {
      throw new DivergenceException(
          "training: the loss is " + value + " in epoch " + epoch + ", batch " + number + "; " + culprit(batch));
    }
    List<Tensor> variables = optimizer.parameters().stream().map(Parameter::value).toList();
    optimizer.step(Autograd.grad(output, variables));
    context.applyUpdates();
    return new TrainingListener.Step(epoch, number, loader.batches(), batch.size(), value);
  }

  private String culprit(Batch batch) {
    if (!isFinite(batch.input())) {
      return "the batch's input is not finite";
    }
    for (Map.Entry<String, Parameter> p : model.namedParameters().entrySet()) {
      if (!isFinite(p.getValue().value())) {
        return "parameter " + p.getKey() + " is not finite: the learning rate may be too high";
      }
    }
    return "input and parameters are finite, so the forward pass overflows";
  }

  private static boolean isFinite(Tensor x) {
    return !x.dtype().isFloating() || x.detach().mul(0).sum().item() == 0;
  }
}
