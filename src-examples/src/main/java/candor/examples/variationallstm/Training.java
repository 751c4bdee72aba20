package candor.examples.variationallstm;

import candor.examples.History;
import candor.examples.Progress;
import candor.examples.report.Text;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.nn.Module;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.io.Checkpoint;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.EarlyStopping;
import candor.nn.train.Goal;
import candor.nn.train.Metric;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/// Trains networks with dropout of several rates, each until its validation loss was lowest.
///
/// Every trained network is kept in a file, and a later run with the same settings takes it from there. So a run that was
/// stopped has lost one network at most, and testing alone can be repeated.
///
/// @param epochs largest number of epochs
/// @param patience epochs without a lower validation loss after which a network's training ends
/// @param seed seed of initialisation, shuffling and dropout
/// @param directory where networks are kept
/// @param settings what the networks depend on; a file of other settings is replaced
/// @param progress where to say how far it is
record Training(int epochs, int patience, long seed, Path directory, Map<String, String> settings, Progress progress) {
  static final double LEARNING_RATE = 3e-3;
  static final int BATCH = 10;
  static final List<Double> RATES = List.of(0.1, 0.2, 0.3, 0.4, 0.5);

  /// The metric that is the validation loss.
  static final String HELD = "held";

  /// What to learn.
  ///
  /// @param name its name in files
  /// @param texts training texts
  /// @param held validation texts
  /// @param loss what to minimise, and to choose by
  /// @param network a network without numbers, by its rate of dropout
  /// @param <M> kind of network
  record Task<M extends Module>(String name, Dataset texts, Dataset held, Loss loss, DoubleFunction<M> network) {
  }

  /// A network with the parameters of its best epoch.
  ///
  /// @param model network
  /// @param candidate how it was trained
  /// @param seconds how long that took
  record Trained<M extends Module>(M model, Candidate candidate, double seconds) {
  }

  /// All networks.
  ///
  /// @param without the one without dropout
  /// @param dropping those with dropout, by rate
  record Choice<M extends Module>(Trained<M> without, List<Trained<M>> dropping) {
    /// Of those with dropout, the one of the lowest loss, of several the first.
    ///
    /// @param losses a loss of each of them
    Trained<M> lowest(List<Double> losses) {
      return dropping.get(losses.indexOf(Collections.min(losses)));
    }

    /// The best of those with dropout, run once without dropping.
    Trained<M> once() {
      return lowest(dropping.stream().map(trained -> trained.candidate.bestValidation()).toList());
    }

    /// How all were trained, by rate.
    List<Candidate> candidates() {
      return all().map(Trained::candidate).toList();
    }

    /// How long that took.
    double seconds() {
      return all().mapToDouble(Trained::seconds).sum();
    }

    private Stream<Trained<M>> all() {
      return Stream.concat(Stream.of(without), dropping.stream());
    }
  }

  <M extends Module> Choice<M> choose(Task<M> task) throws IOException {
    Files.createDirectories(directory);
    Trained<M> without = fit(task, 0);
    List<Trained<M>> dropping = new ArrayList<>();
    for (double rate : RATES) {
      dropping.add(fit(task, rate));
    }
    return new Choice<>(without, dropping);
  }

  private <M extends Module> Trained<M> fit(Task<M> task, double rate) throws IOException {
    M model = task.network.apply(rate);
    model.initialise(seed);
    History history = new History(HELD, epochs);
    EarlyStopping stopping = new EarlyStopping(model, Goal.lowest(HELD), patience, 0);
    Trainer trainer = Trainer.builder(model, task.loss, new Adam(model.parameters(), LEARNING_RATE),
        new DataLoader(task.texts, BATCH, seed)).seed(seed).validate(task.held)
        .metric(HELD, Metric.of(task.loss)).listen(history, stopping, parts()).configuration(settings).build();
    Path file = directory.resolve(task.name + "-" + Text.plain(rate) + ".safetensors");
    boolean isKept = Files.exists(file) && Checkpoint.read(file).configuration().equals(settings);
    if (isKept) {
      trainer.resume(file);
    } else {
      trainer.fit(epochs);
      trainer.save(file);
    }
    stopping.restoreBest();
    Candidate candidate = candidate(rate, history);
    progress.stage("rate " + Text.plain(rate) + ": " + Text.decimal(candidate.bestValidation(), 4) + " in epoch "
        + candidate.bestEpoch() + (isKept ? ", kept in " + file : ""));
    return new Trained<>(model, candidate, history.seconds());
  }

  /// What a history tells of a network with one epoch or more.
  static Candidate candidate(double rate, History history) {
    List<Double> held = history.measured();
    int best = held.indexOf(Collections.min(held));
    return new Candidate(rate, best + 1, held.get(best), history.losses(), held);
  }

  /// Shows how many epochs are done.
  private TrainingListener parts() {
    return new TrainingListener() {
      @Override
      public void onEpoch(Epoch epoch) {
        progress.part("epochs", epoch.epoch() + 1, epochs);
      }

      @Override
      public void onEnd(Trainer trainer) {
        progress.part("epochs", epochs, epochs);
      }
    };
  }
}
