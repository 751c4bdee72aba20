package candor.examples.dropoutvariants;

import candor.bayes.TieRule;
import candor.bayes.calibration.CalibrationError;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.dropoutvariants.DropoutVariantsResults.Conventions;
import candor.examples.dropoutvariants.DropoutVariantsResults.Final;
import candor.examples.dropoutvariants.DropoutVariantsResults.Tested;
import candor.examples.dropoutvariants.DropoutVariantsResults.VariantResults;
import candor.examples.dropoutvariants.Networks.Trained;
import candor.examples.dropoutvariants.TestCurve.Score;
import candor.examples.report.Estimate;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Dataset;
import candor.nn.data.Images;
import candor.nn.data.Split;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// MC dropout against dropout (Gal & Ghahramani 2015, section 4.1): LeNet without dropout, with dropout before the last
/// layer and with dropout after every layer, tested again and again while it learns, with nothing dropped and by the mean
/// over many stochastic passes.
public final class DropoutVariantsExperiment implements Experiment<DropoutVariantsResults> {
  private static final Option<Integer> SEEDS =
      Option.whole("seeds", 1, 1, 100, "networks of each variant, with seeds from --seed on");
  private static final Option<Integer> BATCH = Option.whole("batch", 64, 1, 60_000, "images of a training step");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 50, 1, 10_000, "stochastic passes T over every test image");
  private static final Option<Integer> HELD = Option.whole("held", 0, 0, 50_000,
      "training images to hold back and test on in place of the test images, to choose settings by");
  private static final List<Integer> ROUND_EPOCHS =
      List.of(1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800);
  private static final long SPLIT_SEED = 0;

  private final ImageTask task;
  private final Option<Integer> epochs;

  private DropoutVariantsExperiment(ImageTask task) {
    this.task = task;
    this.epochs = Option.whole("epochs", task.epochs(), 1, 1000, "passes over the training images");
  }

  /// The experiment on MNIST.
  ///
  /// @return the experiment
  public static DropoutVariantsExperiment mnist() {
    return new DropoutVariantsExperiment(ImageTask.MNIST);
  }

  /// The experiment on CIFAR-10.
  ///
  /// @return the experiment
  public static DropoutVariantsExperiment cifar10() {
    return new DropoutVariantsExperiment(ImageTask.CIFAR_10);
  }

  @Override
  public String name() {
    return task.experiment();
  }

  @Override
  public String summary() {
    return "LeNet on " + task.set() + " with dropout nowhere, before its last layer and after every layer, tested with"
        + " nothing dropped and by many stochastic passes";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SEEDS, epochs, BATCH, PASSES, HELD);
  }

  @Override
  public Class<DropoutVariantsResults> type() {
    return DropoutVariantsResults.class;
  }

  /// What to train and to test on.
  private record Data(Dataset train, Dataset test) {
  }

  @Override
  public DropoutVariantsResults run(Settings settings, Progress progress) throws IOException {
    Data data = data(settings);
    int count = settings.get(epochs);
    int seeds = settings.get(SEEDS);
    List<Integer> tested = testedEpochs(count);
    progress.stage("training " + Text.count(seeds * Variant.values().length, "network") + " on " + data.train.size()
        + " images, testing on " + data.test.size() + " with " + settings.get(PASSES) + " stochastic passes");
    Networks networks = new Networks(task, data.train, count, settings.get(BATCH),
        new TestCurve.Plan(data.test.all(), tested, settings.get(PASSES), progress),
        settings.output().resolve("networks"), decisive(settings, data));
    Map<Variant, List<Trained>> trained = networks.train(settings.get(Settings.SEED), seeds);
    double secondsTest = seconds(trained, t -> t.curve().seconds());
    Backend backend = Backend.current();
    return new DropoutVariantsResults(name(), task.set(), settings.get(Settings.SEED), seeds, count,
        settings.get(BATCH), settings.get(PASSES), Variant.RATE, task.rate(), Networks.MOMENTUM, task.decay(),
        data.train.size(), settings.get(HELD), data.test.size(), tested,
        ResultsFile.duration(seconds(trained, t -> t.history().seconds()) - secondsTest),
        ResultsFile.duration(secondsTest), backend.kernels().name(), backend.pool().threads(),
        conventions(), trained.entrySet().stream().map(e -> results(e.getKey(), e.getValue())).toList());
  }

  private Data data(Settings settings) throws IOException {
    Images all = task.train(settings.data());
    int held = settings.get(HELD);
    if (held == 0) {
      return new Data(all, task.test(settings.data()));
    }
    if (held >= all.size()) {
      throw new IOException(name() + ": cannot hold back " + held + " of " + all.size() + " training images");
    }
    // The same images for all seeds.
    Split split = Split.stratified(all, SPLIT_SEED, Split.part("train", all.size() - held), Split.part("held", held));
    return new Data(split.get("train"), split.get("held"));
  }

  /// Epochs at nearly equal ratios, since curves are steep at first, and the last one.
  static List<Integer> testedEpochs(int count) {
    List<Integer> tested = new ArrayList<>(ROUND_EPOCHS.stream().filter(epoch -> epoch < count).toList());
    tested.add(count);
    return tested;
  }

  private Map<String, String> decisive(Settings settings, Data data) {
    Map<String, String> decisive = new TreeMap<>();
    for (Option<?> option : List.of(epochs, BATCH, PASSES, HELD)) {
      decisive.put(option.name(), settings.get(option).toString());
    }
    decisive.put("experiment", name());
    decisive.put("images", Integer.toString(data.train.size()));
    decisive.put("rate", Text.plain(task.rate()));
    decisive.put("decay", Text.plain(task.decay()));
    return decisive;
  }

  private static double seconds(Map<Variant, List<Trained>> trained, ToDoubleFunction<Trained> part) {
    return trained.values().stream().flatMap(List::stream).mapToDouble(part).sum();
  }

  private static VariantResults results(Variant variant, List<Trained> networks) {
    Tested standard = tested(networks.stream().map(t -> t.curve().standard()).toList());
    boolean isRandom = !networks.getFirst().curve().mc().isEmpty();
    List<Tested> mc = isRandom ? List.of(tested(networks.stream().map(t -> t.curve().mc()).toList())) : List.of();
    return new VariantResults(variant.id(), variant.places(),
        networks.stream().map(t -> t.history().losses()).toList(), standard, mc,
        mc.stream().map(Tested::last).map(last -> difference(last, standard.last())).toList());
  }

  private static Tested tested(List<List<Score>> curves) {
    return new Tested(numbers(curves, Score::error), numbers(curves, Score::loss), numbers(curves, Score::calibration),
        new Final(last(curves, Score::error), last(curves, Score::loss), last(curves, Score::calibration)));
  }

  private static List<List<Double>> numbers(List<List<Score>> curves, Function<Score, Double> number) {
    return curves.stream().map(curve -> curve.stream().map(number).toList()).toList();
  }

  private static Estimate last(List<List<Score>> curves, Function<Score, Double> number) {
    return Estimate.of(curves.stream().map(curve -> number.apply(curve.getLast())).toList());
  }

  /// The first minus the second, seed by seed.
  static Final difference(Final first, Final second) {
    return new Final(Estimate.ofDifferences(first.error().each(), second.error().each()),
        Estimate.ofDifferences(first.loss().each(), second.loss().each()),
        Estimate.ofDifferences(first.calibration().each(), second.calibration().each()));
  }

  private static Conventions conventions() {
    return new Conventions(
        "settings by training images of MNIST that were held back, for dropout after every layer; test images chose nothing,"
            + " and the last epoch counts",
        "softmax output with nothing dropped and weights as trained, since dropout divides by what it keeps",
        "mean softmax output of the passes; of several classes of highest mean probability, " + TieRule.FIRST,
        "mean over seeds of initialisation, shuffling and dropout, 95 % by Student's t; differences seed by seed",
        CalibrationError.BINNING.name());
  }

  @Override
  public List<String> digest(DropoutVariantsResults r) {
    List<String> lines = new ArrayList<>();
    lines.add(r.experiment() + ": LeNet on " + r.set() + ", seed " + r.seed() + ", " + Text.count(r.seeds(), "network")
        + " of each variant, " + Text.count(r.epochs(), "epoch") + ", T = " + r.passes());
    lines.add(String.format("%-26s%-26s%-26s%s", "dropout", "error", "NLL", "calibration error"));
    for (VariantResults variant : r.variants()) {
      lines.add(row(variant.name(), variant.standard().last()));
      variant.mc().forEach(mc -> lines.add(row(variant.name() + ", MC dropout", mc.last())));
      variant.difference().forEach(d -> lines.add(row("  MC minus standard", d)));
    }
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min and tested in "
        + Text.decimal(r.secondsTest() / 60, 1) + " min of one thread (" + r.kernels() + ", threads: " + r.threads()
        + ")");
    return lines;
  }

  private static String row(String name, Final numbers) {
    return String.format("%-26s%-26s%-26s%s", name, numbers.error().percent(), numbers.loss().text(4),
        numbers.calibration().percent());
  }

  @Override
  public Report report(DropoutVariantsResults results, Settings settings) {
    return DropoutVariantsReport.of(results, task.published());
  }
}
