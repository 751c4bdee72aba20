package candor.examples.dropoutvariants;

import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.SideBySide;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.loss.Loss;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Trains a network of every variant for each seed, side by side, one in each thread.
///
/// Each is kept in a directory of its own: a run that was stopped goes on, and one with more seeds takes up those that
/// there are. What a network depends on is told to its checkpoints, and others are refused.
///
/// @param task images and settings
/// @param train training images
/// @param epochs passes over the training images
/// @param batch images of a training step
/// @param plan when and on what to test
/// @param directory where the networks are kept
/// @param settings what all of them depend on
record Networks(ImageTask task, Dataset train, int epochs, int batch, TestCurve.Plan plan, Path directory,
    Map<String, String> settings) {
  static final double MOMENTUM = 0.9;

  /// What to train.
  ///
  /// @param variant where dropout is
  /// @param seed seed of initialisation, shuffling and dropout
  record Job(Variant variant, long seed) {
    String name() {
      return variant.id() + "-seed-" + seed;
    }
  }

  /// A trained network's history.
  ///
  /// @param curve what its tests gave
  /// @param history what its epochs gave
  record Trained(TestCurve curve, History history) {
  }

  /// Trains networks of neighbouring seeds.
  ///
  /// @param first first seed
  /// @param count number of seeds
  /// @return the networks of each variant, by seed
  /// @throws IOException if a file cannot be read or written, or a directory is of another training
  Map<Variant, List<Trained>> train(long first, int count) throws IOException {
    // The variant whose tests take longest comes first, so that no thread ends with it alone.
    List<Variant> variants = List.of(Variant.values()).reversed();
    int each = variants.size();
    List<Trained> trained =
        SideBySide.run(count * each, i -> train(new Job(variants.get(i % each), first + i / each)));
    Map<Variant, List<Trained>> byVariant = new TreeMap<>();
    for (int v = 0; v < each; v++) {
      int variant = v;
      byVariant.put(variants.get(v),
          IntStream.range(0, count).mapToObj(s -> trained.get(s * each + variant)).toList());
    }
    return byVariant;
  }

  private Trained train(Job job) throws IOException {
    Sequential model = task.network(job.variant);
    model.initialise(job.seed);
    TestCurve curve = new TestCurve(job.name(), plan, job.seed);
    History history = new History(null, epochs);
    DataLoader loader = new DataLoader(train, batch, job.seed);
    // The history comes second, so that its seconds contain those of the tests.
    TrainerBuilder training = Trainer
        .builder(model, Loss.crossEntropy(), new Sgd(model.parameters(), task.rate(), MOMENTUM, task.decay()), loader)
        .seed(job.seed).schedule(Schedule.cosine(task.rate(), 0, epochs * loader.batches())).listen(curve, history);
    Map<String, String> configuration = new TreeMap<>(settings);
    configuration.put("network", job.name());
    new KeptTraining(task.experiment(), directory.resolve(job.name()), configuration).fit(training, epochs,
        plan.progress());
    return new Trained(curve, history);
  }
}
