package candor.examples.poisoning;

import candor.examples.ConvNet;
import candor.examples.KeptTraining;
import candor.examples.Progress;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// The features that a classifier of two kinds of images is built on: a network that learned to tell all other kinds apart.
///
/// @param network the network, of ten outputs
record Features(Sequential network) {
  private static final int SIDE = 32;
  private static final int BATCH = 64;
  private static final double RATE = 1e-3;
  private static final String LAST = "fc2.";

  /// Learns, or takes up what was learned before.
  static Features learn(String experiment, Dataset others, int epochs, long seed, Path directory, Progress progress)
      throws IOException {
    Sequential network = ConvNet.of(3, SIDE, 0, 10);
    network.initialise(seed);
    DataLoader loader = new DataLoader(others, BATCH, seed);
    new KeptTraining(experiment, directory, Map.of("seed", Long.toString(seed), "epochs", Integer.toString(epochs),
        "images", Integer.toString(others.size()))).fit(Trainer
            .builder(network, Loss.crossEntropy(),
                new Adam(network.parameters(), RATE), loader)
            .seed(seed)
            .schedule(Schedule.cosine(RATE, 0, epochs * loader.batches())).listen(progress.training(epochs)), epochs,
            progress);
    return new Features(network);
  }

  /// A network of its own with these features and a last layer of two outputs, which has learned nothing.
  Sequential classifier() {
    Sequential classifier = ConvNet.of(3, SIDE, 0, 2);
    classifier.initialise(0);
    classifier.namedParameters().forEach((name, parameter) -> {
      if (!name.startsWith(LAST)) {
        parameter.assign(Objects.requireNonNull(network.namedParameters().get(name)).value());
      }
    });
    classifier.namedBuffers()
        .forEach((name, buffer) -> buffer.assign(Objects.requireNonNull(network.namedBuffers().get(name)).value()));
    return classifier;
  }
}
