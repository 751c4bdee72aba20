package candor.examples.calibration;

import candor.bayes.calibration.CalibrationError;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.calibration.CalibrationResults.Conventions;
import candor.examples.calibration.CalibrationResults.MeasureName;
import candor.examples.calibration.CalibrationResults.MethodResults;
import candor.examples.calibration.CalibrationResults.SetResults;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Dataset;
import candor.nn.data.Images;
import candor.nn.data.Split;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Calibration (Guo et al. 2017): networks on three sets of images, calibrated by every method side by side, measured by
/// every calibration error, beside what a perfectly calibrated model would show.
public final class CalibrationExperiment implements Experiment<CalibrationResults> {
  static final String NAME = "calibration";

  private static final Option<Integer> SEEDS =
      Option.whole("seeds", 5, 1, 100, "networks of each set, with seeds from --seed on");
  private static final String ALL = "all";
  private static final Option<String> SET = Option.choice("set", String.class,
      Stream.concat(Stream.of(ALL), Stream.of(Task.values()).map(Task::id)).toList(), "which images");
  private static final Option<Integer> EPOCHS =
      Option.whole("epochs", 0, 0, 1000, "passes over the training images, 0 for as many as each set has by itself");
  private static final Option<Integer> BATCH = Option.whole("batch", 64, 1, 60_000, "images of a training step");
  private static final Option<Integer> VALIDATION = Option.whole("validation", 5000, 10, 50_000,
      "training images that calibrators are fitted on, in place of training");
  private static final Option<Integer> RESAMPLES =
      Option.whole("resamples", 500, 1, 100_000, "draws of the bootstrap, and of what a calibrated model would show");
  private static final Option<Integer> HELD = Option.whole("held", 0, 0, 50_000,
      "training images to hold back and test on in place of the test images, to choose settings by");
  private static final long SPLIT_SEED = 0;

  /// Makes the experiment.
  public CalibrationExperiment() {
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "networks on MNIST, Fashion-MNIST and CIFAR-10 before and after calibration by every method";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SEEDS, SET, EPOCHS, BATCH, VALIDATION, RESAMPLES, HELD);
  }

  @Override
  public Class<CalibrationResults> type() {
    return CalibrationResults.class;
  }

  /// What to train on and what to test on.
  private record Data(Dataset train, Dataset test) {
  }

  /// A network to train.
  private record Job(Training training, long seed) {
  }

  @Override
  public CalibrationResults run(Settings settings, Progress progress) throws IOException {
    long first = settings.get(Settings.SEED);
    int seeds = settings.get(SEEDS);
    List<Training> trainings = new ArrayList<>();
    for (Task task : tasks(settings)) {
      trainings.add(training(task, settings, progress));
    }
    // The longest trainings first, so that no thread ends with one alone.
    List<Job> jobs = trainings.reversed().stream()
        .flatMap(t -> IntStream.range(0, seeds).mapToObj(s -> new Job(t, first + s))).toList();
    for (Job job : jobs) {
      job.training.kept(job.seed).check();
    }
    progress.stage("training " + Text.count(jobs.size(), "network"));
    List<Trial> trials = SideBySide.run(jobs.size(), i -> trial(jobs.get(i), settings, progress));
    List<Summary> summaries = IntStream.range(0, trainings.size()).mapToObj(i -> {
      int from = (trainings.size() - 1 - i) * seeds;
      return new Summary(trainings.get(i), trials.subList(from, from + seeds));
    }).toList();
    Backend backend = Backend.current();
    return new CalibrationResults(NAME, first, seeds, settings.get(BATCH), Training.MOMENTUM, settings.get(RESAMPLES),
        settings.get(HELD),
        ResultsFile.duration(trials.stream().mapToDouble(t -> t.history().seconds()).sum()),
        ResultsFile.duration(trials.stream().mapToDouble(Trial::seconds).sum()), backend.kernels().name(),
        backend.pool().threads(), conventions(),
        Stream.of(Measure.values()).map(m -> new MeasureName(m.id(), m.title(), m.score().name())).toList(),
        summaries.stream().map(Summary::results).toList());
  }

  private static List<Task> tasks(Settings settings) {
    String set = settings.get(SET);
    return set.equals(ALL) ? List.of(Task.values()) : List.of(Task.of(set));
  }

  private static Training training(Task task, Settings settings, Progress progress) throws IOException {
    Data data = data(task, settings);
    int validation = settings.get(VALIDATION);
    if (validation >= data.train.size()) {
      throw new IOException(NAME + ": cannot hold back " + validation + " of " + data.train.size()
          + " training images of " + task.title() + " for validation");
    }
    int epochs = settings.get(EPOCHS);
    return new Training(task, data.train, data.test, validation, epochs == 0 ? task.epochs() : epochs,
        settings.get(BATCH), settings.output().resolve("networks"), progress);
  }

  private static Data data(Task task, Settings settings) throws IOException {
    Images all = task.train(settings.data());
    int held = settings.get(HELD);
    if (held == 0) {
      return new Data(all, task.test(settings.data()));
    }
    if (held >= all.size()) {
      throw new IOException(NAME + ": cannot hold back " + held + " of " + all.size() + " training images of "
          + task.title());
    }
    // The same images for all seeds.
    Split split = Split.stratified(all, SPLIT_SEED, Split.part("train", all.size() - held), Split.part("held", held));
    return new Data(split.get("train"), split.get("held"));
  }

  private static Trial trial(Job job, Settings settings, Progress progress) throws IOException {
    Trial trial = Trial.of(job.training.train(job.seed), settings.get(RESAMPLES), job.seed,
        job.seed == settings.get(Settings.SEED));
    progress.stage(job.training.name(job.seed) + ": wrong on "
        + Text.percent(number(trial, Method.NONE, Measure.ERROR)) + ", calibration error "
        + Text.percent(number(trial, Method.NONE, Measure.ECE)) + ", by temperature "
        + Text.decimal(trial.temperature(), 2) + " " + Text.percent(number(trial, Method.TEMPERATURE, Measure.ECE)));
    return trial;
  }

  private static double number(Trial trial, Method method, Measure measure) {
    return trial.of(method).of(measure);
  }

  private static Conventions conventions() {
    return new Conventions(
        "settings of dropout-variants, and the length of training on CIFAR-10 by training images that were held back; the"
            + " last epoch counts",
        "training images drawn anew for every seed, as many of each class, that the network does not learn; no test image",
        "mean over seeds of initialisation, order, and choice of validation images, 95 % by Student's t; differences"
            + " network by network",
        "percentiles over test images drawn with replacement, 95 %, network and calibrator fixed; too high for binned"
            + " errors of what is nearly calibrated",
        "classes drawn with the probabilities that are claimed, confidences fixed; inside is what 95 % of the draws are"
            + " not below",
        CalibrationError.BINNING.name(), CalibrationError.BINNING.name());
  }

  @Override
  public List<String> digest(CalibrationResults r) {
    List<String> lines = new ArrayList<>();
    lines.add(NAME + ": " + Text.count(r.seeds(), "network") + " of each set, seed " + r.seed());
    for (SetResults set : r.sets()) {
      lines.add(set.title() + ": temperature " + set.temperature().text(3));
      lines.add(String.format("  %-22s%-25s%-26s%-25s%s", "", "error", "NLL", "ECE", "a calibrated model's"));
      set.methods().forEach(method -> lines.add(row(method)));
    }
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min and measured in "
        + Text.decimal(r.secondsTest() / 60, 1) + " min of one thread (" + r.kernels() + ", threads: " + r.threads()
        + ")");
    return lines;
  }

  private static String row(MethodResults method) {
    return String.format("  %-22s%-25s%-26s%-25s%s to %s", method.title(), text(method, Measure.ERROR),
        text(method, Measure.LOSS), text(method, Measure.ECE), Text.percent(method.chance().mean().mean()),
        Text.percent(method.chance().high().mean()));
  }

  private static String text(MethodResults method, Measure measure) {
    return measure.text(method.of(measure).value());
  }

  @Override
  public Report report(CalibrationResults results, Settings settings) throws IOException {
    Map<String, Dataset> tested = new LinkedHashMap<>();
    for (SetResults set : results.sets()) {
      tested.put(set.set(), data(Task.of(set.set()), settings).test);
    }
    return CalibrationReport.of(results, tested);
  }
}
