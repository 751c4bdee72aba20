package candor.examples.failureprediction;

import candor.bayes.detection.Classifier;
import candor.bayes.detection.ConfidNet;
import candor.bayes.detection.ConfidNet.Stage;
import candor.bayes.detection.Reading;
import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.Progress;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.loss.Loss;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Trains a network, and then its ConfidNet in two stages. Each of the three trainings is kept in a directory of its own.
///
/// @param architecture kind of the network
/// @param seed seed of everything random
/// @param parts images
/// @param plan how long
/// @param directory where the trainings are kept
/// @param configuration what they depend on
/// @param progress where to say how far it is
record Training(Architecture architecture, long seed, Parts parts, Plan plan, Path directory,
    Map<String, String> configuration, Progress progress) {
  static final String EXPERIMENT = "failure-prediction";
  static final double MOMENTUM = 0.9;
  static final double DECAY = 1e-4;
  /// Learning rates of ConfidNet's stages.
  static final double HEAD_RATE = 1e-3;
  static final double TUNING_RATE = 1e-4;

  /// Copies the texts.
  Training {
    configuration = new TreeMap<>(configuration);
  }

  /// How long networks are trained.
  ///
  /// @param epochs passes over the images of a network
  /// @param headEpochs passes over the features of the first stage of ConfidNet
  /// @param headPasses stochastic passes that make these features
  /// @param tuningEpochs passes over the images of the second
  /// @param batch images of a step
  record Plan(int epochs, int headEpochs, int headPasses, int tuningEpochs, int batch) {
  }

  /// A network and what it makes of the images.
  ///
  /// @param training reading of the training images
  /// @param validation reading of the validation images
  /// @param test reading of the test images
  /// @param seconds how long its training took
  record Trained(Reading training, Reading validation, Reading test, double seconds) {
  }

  /// A stage of ConfidNet.
  ///
  /// @param area AUPR of errors of the validation images, in the epoch that was chosen
  /// @param seconds how long it took
  record Learned(double area, double seconds) {
  }

  String name() {
    return architecture.id() + "-seed-" + seed;
  }

  /// The network.
  Trained network() throws IOException {
    Sequential network = architecture.network();
    network.initialise(seed);
    DataLoader loader = new DataLoader(parts.training(), plan.batch, seed);
    Sgd sgd = new Sgd(network.parameters(), architecture.rate(), MOMENTUM, DECAY);
    double seconds = fit("network", Trainer.builder(network, Loss.crossEntropy(), sgd, loader).seed(seed)
        .schedule(Schedule.cosine(architecture.rate(), 0, plan.epochs * loader.batches())), plan.epochs);
    Classifier classifier = Classifier.of(network);
    Trained trained = new Trained(classifier.read(parts.training()), classifier.read(parts.validation()),
        classifier.read(parts.test()), seconds);
    requireBothKinds("validation", trained.validation);
    requireBothKinds("test", trained.test);
    progress.stage(name() + ": wrong on " + Text.percent(Verdicts.error(trained.validation.correct()))
        + " of validation images");
    return trained;
  }

  private void requireBothKinds(String which, Reading reading) throws IOException {
    double error = Verdicts.error(reading.correct());
    if (error == 0 || error == 1) {
      throw new IOException(EXPERIMENT + ": " + name() + " is " + (error == 0 ? "right" : "wrong") + " on all "
          + reading.size() + " " + which
          + " images, so nothing is to be foreseen; ask for more images, or other epochs");
    }
  }

  /// An untrained ConfidNet.
  ConfidNet confidNet(Trained trained) {
    return ConfidNet.of(trained.training, trained.validation, architecture::network, seed);
  }

  /// The first stage.
  Learned head(ConfidNet confidNet) throws IOException {
    return stage("head", confidNet.head(stages(HEAD_RATE), plan.headPasses), HEAD_RATE, plan.headEpochs,
        plan.headPasses);
  }

  /// The second stage.
  Learned fineTuning(ConfidNet confidNet) throws IOException {
    return stage("whole", confidNet.fineTuning(stages(TUNING_RATE)), TUNING_RATE, plan.tuningEpochs, 1);
  }

  /// No stage ends early, as the rate falls to the last step.
  private ConfidNet.Plan stages(double rate) {
    return new ConfidNet.Plan(rate, plan.batch, Integer.MAX_VALUE, seed);
  }

  private Learned stage(String what, Stage stage, double rate, int epochs, int times) throws IOException {
    int steps = epochs * Math.ceilDiv(times * parts.training().size(), plan.batch);
    double seconds = fit(what, stage.builder().schedule(Schedule.cosine(rate, 0, steps)), epochs);
    double area = stage.finish();
    progress.stage(name() + ", " + what + ": AUPR of validation errors " + Text.percent(area));
    return new Learned(area, seconds);
  }

  private double fit(String what, TrainerBuilder builder, int epochs) throws IOException {
    History history = new History(null, epochs);
    Map<String, String> texts = new TreeMap<>(configuration);
    texts.put("training", name() + ", " + what);
    new KeptTraining(EXPERIMENT, directory.resolve(name()).resolve(what), texts)
        .fit(builder.listen(history, progress.named(name() + ", " + what, epochs)), epochs, progress);
    return history.seconds();
  }
}
