package candor.examples.variationallstm;

import candor.examples.Progress;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.Trainer;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// Trains networks with dropout of several rates, each until its validation loss was lowest, and picks by that loss too.
///
/// @param texts training texts
/// @param loss what to minimise
/// @param validation loss of a network on the validation texts
/// @param epochs largest number of epochs
/// @param seed seed of initialisation, shuffling and dropout
/// @param progress where to say how far it is
/// @param <M> kind of network
record Training<M extends Module>(Dataset texts, Loss loss, ToDoubleFunction<M> validation, int epochs, long seed,
    Progress progress) {
  static final double LEARNING_RATE = 3e-3;
  static final int BATCH = 10;
  static final List<Double> RATES = List.of(0.1, 0.2, 0.3, 0.4, 0.5);

  /// A network with the parameters of its best epoch.
  ///
  /// @param model network
  /// @param candidate how it was trained
  record Trained<M extends Module>(M model, Candidate candidate) {
  }

  /// All networks.
  ///
  /// @param without the one without dropout
  /// @param chosen the best of those with dropout
  /// @param candidates how all were trained, by rate
  record Choice<M extends Module>(Trained<M> without, Trained<M> chosen, List<Candidate> candidates) {
  }

  Choice<M> choose(DoubleFunction<M> network) {
    Trained<M> without = fit(network, 0);
    List<Trained<M>> dropping = RATES.stream().map(rate -> fit(network, rate)).toList();
    List<Candidate> candidates = new ArrayList<>(List.of(without.candidate));
    dropping.forEach(trained -> candidates.add(trained.candidate));
    Trained<M> chosen = dropping.stream()
        .min(Comparator.comparingDouble(trained -> trained.candidate.bestValidation())).orElseThrow();
    return new Choice<>(without, chosen, candidates);
  }

  private Trained<M> fit(DoubleFunction<M> network, double rate) {
    M model = network.apply(rate);
    model.initialise(seed);
    Trainer trainer = new Trainer(model, loss, new Adam(model.parameters(), LEARNING_RATE),
        new DataLoader(texts, BATCH, seed), seed);
    List<Double> training = new ArrayList<>();
    List<Double> held = new ArrayList<>();
    List<Tensor> best = List.of();
    int bestEpoch = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      training.add(trainer.epoch(epoch).loss());
      held.add(validation.applyAsDouble(model));
      if (epoch == 0 || held.getLast() < held.get(bestEpoch)) {
        bestEpoch = epoch;
        best = model.parameters().stream().map(p -> Workspace.keep(p.value())).toList();
      }
      progress.part("epochs at rate " + rate, epoch + 1, epochs);
    }
    List<Parameter> parameters = model.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).assign(best.get(i));
    }
    return new Trained<>(model, new Candidate(rate, bestEpoch + 1, held.get(bestEpoch), training, held));
  }
}
