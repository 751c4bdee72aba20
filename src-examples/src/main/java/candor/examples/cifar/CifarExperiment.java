package candor.examples.cifar;

import candor.bayes.Belief;
import candor.bayes.Deterministic;
import candor.bayes.Scores;
import candor.bayes.Uncertainty;
import candor.bayes.calibration.CalibrationError;
import candor.examples.Experiment;
import candor.examples.History;
import candor.examples.KeptTraining;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.cifar.CifarResults.Conventions;
import candor.examples.cifar.CifarResults.Mistake;
import candor.examples.data.CifarFiles;
import candor.examples.report.Interval;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.Module;
import candor.nn.data.Augmentation;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.Images;
import candor.nn.data.Normaliser;
import candor.nn.data.Split;
import candor.nn.data.augment.Padding;
import candor.nn.data.augment.RandomCrop;
import candor.nn.data.augment.RandomHorizontalFlip;
import candor.nn.loss.Loss;
import candor.nn.optim.Momentum;
import candor.nn.optim.ParameterGroups;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;
import candor.nn.train.Metric;
import candor.nn.train.Trainer;
import candor.nn.train.TrainerBuilder;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A network for CIFAR-10, from images to accuracy on the test set, with crops and flips of the training images. Training
/// writes a checkpoint every minute; the same command goes on where an earlier one was stopped, to the same numbers.
public final class CifarExperiment implements Experiment<CifarResults> {
  private static final Option<Integer> BATCH = Option.whole("batch", 128, 1, 50_000, "images of a training step");
  private static final double MOMENTUM = 0.9;
  private static final String ACCURACY = "accuracy";
  private static final int SIDE = 32;
  private static final int MARGIN = 4;
  private static final int MISTAKES = 12;
  private static final int FEWEST_STEPS = 4;

  private final Recipe recipe;
  private final Option<Integer> epochs;
  private final Option<Integer> images;

  private CifarExperiment(Recipe recipe) {
    this.recipe = recipe;
    this.epochs = Option.whole("epochs", recipe.epochs(), 1, 1000, "passes over the training images");
    this.images = Option.whole("images", 50_000, 20, 50_000, "images at most to train and validate with");
  }

  /// The experiment with a small convolutional network.
  ///
  /// @return the experiment
  public static CifarExperiment convNet() {
    return new CifarExperiment(Recipe.CONVNET);
  }

  /// The experiment with ResNet-20 (He et al. 2016).
  ///
  /// @return the experiment
  public static CifarExperiment resNet20() {
    return new CifarExperiment(Recipe.RESNET_20);
  }

  @Override
  public String name() {
    return "cifar10-" + recipe.id();
  }

  @Override
  public String summary() {
    return recipe.description() + " on CIFAR-10, in a training that can be stopped and goes on";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(epochs, BATCH, images);
  }

  @Override
  public Class<CifarResults> type() {
    return CifarResults.class;
  }

  @Override
  public CifarResults run(Settings settings, Progress progress) throws IOException {
    Images all = CifarFiles.train(settings.data());
    all = all.first(Math.min(all.size(), settings.get(images)));
    Images test = CifarFiles.test(settings.data());
    long seed = settings.get(Settings.SEED);
    int count = settings.get(epochs);
    int batch = settings.get(BATCH);
    Split split = Split.stratified(all, seed, Split.part("train", 0.9), Split.part("validation", 0.1));
    Dataset train = split.get("train");
    Normaliser normaliser = Normaliser.of(train);
    Module model = recipe.network();
    model.initialise(seed);
    History history = new History(ACCURACY, count);
    progress.stage("training " + recipe.description() + " on " + train.size() + " images");
    TrainerBuilder training =
        Trainer.builder(model, Loss.crossEntropy(), optimizer(model), loader(train, batch, normaliser, seed))
            .seed(seed).schedule(schedule(train.size(), batch, count))
            .validate(split.get("validation").mapInputs(normaliser::apply)).metric(ACCURACY, Metric.accuracy())
            .listen(progress.training(count), history);
    new KeptTraining(name(), settings.output().resolve("checkpoints"), configuration(settings))
        .fit(training, count, progress);
    progress.stage("testing on " + test.size() + " images");
    long start = System.nanoTime();
    Belief.OfClasses belief = new Deterministic(model).predict(normaliser.apply(test.all().input()));
    double seconds = (System.nanoTime() - start) / 1e9;
    Backend backend = Backend.current();
    int[] labels = test.labels();
    double accuracy = 1 - Scores.errorRate(belief, labels);
    return new CifarResults(name(), recipe.description(),
        (int) model.parameters().stream().mapToLong(p -> p.shape().count()).sum(), seed, count, batch,
        recipe.peak(), recipe.decay(), train.size(), split.get("validation").size(), test.size(), accuracy,
        Interval.ofShare(accuracy, test.size()), Scores.negativeLogLikelihood(belief, labels),
        CalibrationError.EXPECTED.of(belief, labels), ResultsFile.duration(history.seconds()),
        ResultsFile.duration(seconds),
        history.resumed(), backend.kernels().name(), backend.pool().threads(), conventions(), history.losses(),
        history.measured(), confusion(Scores.predictions(belief), labels), mistakes(belief, labels));
  }

  private Sgd optimizer(Module model) {
    return new Sgd(ParameterGroups.decayingWeights(model.parameters(), recipe.decay()), recipe.peak(),
        Momentum.nesterov(MOMENTUM));
  }

  private static DataLoader loader(Dataset train, int batch, Normaliser normaliser, long seed) {
    return new DataLoader(train, batch, seed).augment(
        Augmentation.of(new RandomCrop(SIDE, SIDE, MARGIN, Padding.ZERO), new RandomHorizontalFlip(0.5)))
        .normalise(normaliser);
  }

  private Schedule schedule(int trainImages, int batch, int count) throws IOException {
    int steps = count * Math.ceilDiv(trainImages, batch);
    if (steps < FEWEST_STEPS) {
      throw new IOException(name() + ": training of " + Text.count(steps, "step") + ", expected " + FEWEST_STEPS
          + " or more; ask for more epochs, more images or a smaller batch");
    }
    return Schedule.oneCycle(recipe.peak(), steps);
  }

  private Map<String, String> configuration(Settings settings) {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("experiment", name());
    configuration.put("seed", settings.get(Settings.SEED).toString());
    configuration.put("epochs", settings.get(epochs).toString());
    configuration.put("batch", settings.get(BATCH).toString());
    configuration.put("images", settings.get(images).toString());
    return configuration;
  }

  private static List<List<Integer>> confusion(int[] predictions, int[] labels) {
    int classes = CifarFiles.CLASSES.size();
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][predictions[i]]++;
    }
    return IntStream.range(0, classes).mapToObj(row -> IntStream.of(counts[row]).boxed().toList()).toList();
  }

  private static List<Mistake> mistakes(Belief.OfClasses belief, int[] labels) {
    int[] predictions = Scores.predictions(belief);
    double[] confidence = Uncertainty.maxProbability().of(belief);
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (predictions[i] != labels[i]) {
        mistakes.add(new Mistake(i, labels[i], predictions[i], confidence[i]));
      }
    }
    return mistakes.stream().sorted(Comparator.comparingDouble(Mistake::confidence).reversed()).limit(MISTAKES)
        .toList();
  }

  private static Conventions conventions() {
    return new Conventions("nothing: the settings were fixed before, and the network of the last epoch is tested once",
        "95 % for a share of independent trials, Wilson 1927",
        CalibrationError.BINNING.name());
  }

  @Override
  public List<String> digest(CifarResults r) {
    return List.of(r.experiment() + ": " + r.network() + ", seed " + r.seed() + ", " + Text.count(r.epochs(), "epoch"),
        "test accuracy               " + Text.percent(r.testAccuracy()) + " (95 %: " + Text.percent(r.interval().low())
            + " to " + Text.percent(r.interval().high()) + ")",
        "negative log-likelihood     " + Text.decimal(r.testLoss(), 4),
        "expected calibration error  " + Text.percent(r.testCalibration()),
        "trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min, resumed " + r.resumedAtStep().size()
            + " times, tested in " + Text.decimal(r.secondsTest(), 1) + " s (" + r.kernels() + ", threads: "
            + r.threads() + ")");
  }

  @Override
  public Report report(CifarResults results, Settings settings) throws IOException {
    return CifarReport.of(results, CifarFiles.test(settings.data()), recipe);
  }
}
