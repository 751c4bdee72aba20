package candor.examples.outofdistribution;

import candor.bayes.dirichlet.OutsideData;
import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.Progress;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.augment.Padding;
import candor.nn.data.augment.RandomCrop;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Trains networks, which are kept in a directory each: a run that was stopped goes on, and one with more seeds takes up those
/// that are there. Networks of one seed and method begin with the same weights and see the digits in the same order.
///
/// @param experiment name of the experiment
/// @param digits images of the classes
/// @param epochs passes over the digits
/// @param batch digits of a step
/// @param directory where networks are kept
/// @param configuration what all of them depend on
/// @param progress where to say how far it is
record Training(String experiment, Dataset digits, int epochs, int batch, Path directory,
    Map<String, String> configuration, Progress progress) {
  /// Pixels that an image is moved by, at most.
  static final int SHIFT = 2;
  private static final int SIDE = 28;

  /// Copies the texts.
  Training {
    // In their order, for messages.
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
  }

  /// A trained network.
  ///
  /// @param network network
  /// @param seconds duration of its training
  record Trained(Sequential network, double seconds) {
  }

  /// Trains a network.
  ///
  /// @param name name of the network, without its seed
  /// @param outside sets from outside, one or more for methods that need some; an image of them stands beside every digit,
  ///     from each set equally often
  Trained train(String name, Method method, List<Dataset> outside, long seed) throws IOException {
    String who = "seed " + seed + ", " + name;
    Sequential network = method.network();
    network.initialise(seed);
    DataLoader loader = loader(outside, seed).augment(new RandomCrop(SIDE, SIDE, SHIFT, Padding.ZERO));
    History history = new History(null, epochs);
    TrainerBuilder builder = Trainer.builder(network, method.loss(), method.optimizer(network), loader).seed(seed)
        .schedule(method.schedule(epochs * loader.batches())).listen(history, progress.named(who, epochs));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("seed", Long.toString(seed));
    texts.put("network", name);
    texts.putAll(configuration);
    new KeptTraining(experiment, directory.resolve("seed-" + seed + "-" + name.replace(' ', '-')), texts)
        .fit(builder, epochs, progress);
    return new Trained(network, history.seconds());
  }

  private DataLoader loader(List<Dataset> outside, long seed) {
    if (outside.isEmpty()) {
      return new DataLoader(digits, batch, seed);
    }
    int each = Math.ceilDiv(digits.size(), outside.size());
    Dataset[] parts = outside.stream()
        .map(set -> set.subset(IntStream.range(0, each).map(i -> i % set.size()).toArray())).toArray(Dataset[]::new);
    return new OutsideData(digits, Dataset.concat(parts), 1).loader(batch, seed);
  }
}
