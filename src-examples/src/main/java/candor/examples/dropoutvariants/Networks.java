package candor.examples.dropoutvariants;

import candor.examples.History;
import candor.examples.KeptTraining;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.loss.Loss;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import candor.tensor.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
  Map<Variant, List<Trained>> train(long first, int count) {
    List<Job> jobs = new ArrayList<>();
    for (int i = count - 1; i >= 0; i--) {
      for (Variant variant : Variant.values()) {
        jobs.add(new Job(variant, first + i));
      }
    }
    Map<Job, Trained> trained = new ConcurrentHashMap<>();
    Backend backend = Backend.current();
    // Several threads start with the last jobs: the first seed, and of that the variant whose tests take longest.
    backend.pool().run(jobs.size(), j -> trained.put(jobs.get(j), backend.call(() -> train(jobs.get(j)))));
    Map<Variant, List<Trained>> byVariant = new TreeMap<>();
    for (Variant variant : Variant.values()) {
      byVariant.put(variant,
          IntStream.range(0, count).mapToObj(i -> trained.get(new Job(variant, first + i))).toList());
    }
    return byVariant;
  }

  private Trained train(Job job) {
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
    try {
      new KeptTraining(task.experiment(), directory.resolve(job.name()), configuration).fit(training, epochs,
          plan.progress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Trained(curve, history);
  }
}
