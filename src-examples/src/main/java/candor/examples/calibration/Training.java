package candor.examples.calibration;

import candor.bayes.calibration.Logits;
import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.Progress;
import candor.examples.calibration.Examination.Outputs;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.Split;
import candor.nn.loss.Loss;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Trains the networks of a set, each on other images than those that validate, and keeps them in directories of their own.
///
/// @param task the set, its network and its settings
/// @param images training images
/// @param test images to test on
/// @param validation number of training images that calibrators are fitted on, in place of training
/// @param epochs passes over the others
/// @param batch images of a step
/// @param directory where the networks of all sets are kept
/// @param progress where to say how far it is
record Training(Task task, Dataset images, Dataset test, int validation, int epochs, int batch, Path directory,
    Progress progress) {
  static final double MOMENTUM = 0.9;
  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  /// A trained network, of which only its outputs are needed.
  ///
  /// @param history what its epochs gave
  /// @param validation outputs for the images that it was not trained on
  /// @param test outputs for the test images
  record Trained(History history, Outputs validation, Outputs test) {
  }

  /// Number of images that a network learns.
  int size() {
    return images.size() - validation;
  }

  /// What the network of a seed is called.
  String name(long seed) {
    return task.title() + ", seed " + seed;
  }

  /// The training that is kept of a seed.
  KeptTraining kept(long seed) {
    Map<String, String> configuration = new TreeMap<>();
    configuration.put("images", Integer.toString(size()));
    configuration.put("validation", Integer.toString(validation));
    configuration.put("epochs", Integer.toString(epochs));
    configuration.put("batch", Integer.toString(batch));
    configuration.put("rate", Double.toString(task.rate()));
    configuration.put("decay", Double.toString(task.decay()));
    configuration.put("network", task.description());
    configuration.put("seed", Long.toString(seed));
    return new KeptTraining(CalibrationExperiment.NAME, directory.resolve(task.id() + "-seed-" + seed), configuration);
  }

  /// Trains the network of a seed, in the thread that is free for it.
  ///
  /// @param seed seed of initialisation, order, and choice of validation images
  /// @throws IOException if a file cannot be read or written, or the directory is of another training
  Trained train(long seed) throws IOException {
    Split split = Split.stratified(images, seed, Split.part(TRAIN, size()), Split.part(VALIDATION, validation));
    Sequential model = task.network();
    model.initialise(seed);
    History history = new History(null, epochs);
    DataLoader loader = new DataLoader(split.get(TRAIN), batch, seed);
    TrainerBuilder training = Trainer
        .builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), task.rate(), MOMENTUM, task.decay()), loader)
        .seed(seed).schedule(Schedule.cosine(task.rate(), 0, epochs * loader.batches()))
        .listen(history, progress.named(name(seed), epochs));
    kept(seed).fit(training, epochs, progress);
    return new Trained(history, outputs(model, split.get(VALIDATION)), outputs(model, test));
  }

  private static Outputs outputs(Module model, Dataset data) {
    return new Outputs(Logits.of(new Evaluator().map(data.size(), 0,
        (from, to) -> model.apply(data.batch(IntStream.range(from, to).toArray()).input(), Context.evaluate()))),
        data.targets().toInts());
  }
}
