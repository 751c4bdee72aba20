package candor.examples.outofdistribution;

import candor.bayes.detection.DetectionStudy;
import candor.bayes.detection.DetectionStudy.Role;
import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.outofdistribution.OutOfDistributionResults.Detected;
import candor.examples.outofdistribution.OutOfDistributionResults.Score;
import candor.examples.outofdistribution.Training.Trained;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Images that are no digits, found by everything that was proposed for it: scores of a plain classifier, scores that are
/// tuned on other images from outside, and networks that are trained beside such images.
public final class OutOfDistributionExperiment implements Experiment<OutOfDistributionResults> {
  static final String NAME = "out-of-distribution";
  /// What networks that see images from outside are trained beside.
  static final List<Family> TRAINED = List.of(Family.PHOTOGRAPHS, Family.SYNTHETIC);

  private static final Option<Integer> EPOCHS = Option.whole("epochs", 4, 1, 1000, "passes over the training images");
  private static final Option<Integer> IMAGES = Option.whole("images", 55_000, 20, 55_000, "digits to train with");
  private static final Option<Integer> PASSES = Option.whole("passes", 20, 1, 10_000, "passes of MC dropout");
  private static final Option<Integer> TUNING =
      Option.whole("tuning", 500, 4, 5000, "images of each side to tune scores by");

  /// Makes the experiment.
  public OutOfDistributionExperiment() {
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "scores that tell images from outside from digits, and what they have seen of such images";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Setup.SEEDS, EPOCHS, Setup.BATCH, IMAGES, Setup.TEST, PASSES, TUNING, Setup.FACTORS);
  }

  @Override
  public Class<OutOfDistributionResults> type() {
    return OutOfDistributionResults.class;
  }

  @Override
  public OutOfDistributionResults run(Settings settings, Progress progress) throws IOException {
    long seed = settings.get(Settings.SEED);
    int seeds = settings.get(Setup.SEEDS);
    progress.stage("reading images, and fitting a factor analysis");
    Setup setup = setup(settings);
    KeptResults kept = KeptResults.in(NAME, settings.output().resolve("tests"), configuration(settings, setup));
    DetectionStudy study = new DetectionStudy();
    List<Dataset> outside = new ArrayList<>();
    for (Family family : TRAINED) {
      outside.add(study.take(Role.TRAIN, setup.outside().train(family)));
    }
    // Before any training, as it may refuse a set.
    Examination examination = new Examination(setup, study, settings.get(TUNING), settings.get(PASSES));
    Method[] methods = Method.values();
    progress.stage("training " + Text.count(seeds * methods.length, "network") + " on " + setup.digits().size()
        + " digits");
    Training training = setup.training(progress);
    List<Trained> trained = SideBySide.run(seeds * methods.length, i -> {
      Method method = methods[i % methods.length];
      return training.train(method.title(), method, method == Method.PLAIN ? List.of() : outside,
          seed + i / methods.length);
    });
    progress.stage("testing on " + setup.test().size() + " digits");
    List<Map<Method, Sequential>> networks = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      if (i % methods.length == 0) {
        networks.add(new EnumMap<>(Method.class));
      }
      networks.getLast().put(methods[i % methods.length], trained.get(i).network());
    }
    List<SeedFindings> findings = SideBySide.run(seeds, i -> kept.of("seed-" + (seed + i), SeedFindings.class,
        () -> tested(examination, networks.get(i), seed + i, progress)));
    List<Sequential> plain =
        networks.stream().map(each -> Objects.requireNonNull(each.get(Method.PLAIN))).toList();
    List<SeedFindings> ensemble = seeds == 1
        ? List.of()
        : List.of(kept.of("ensemble-" + seed + "-to-" + (seed + seeds - 1), SeedFindings.class,
            () -> examination.ensemble(plain)));
    return results(settings, setup, examination, study, trained, new Summary(findings, ensemble));
  }

  private static SeedFindings tested(Examination examination, Map<Method, Sequential> networks, long seed,
      Progress progress) {
    SeedFindings findings = examination.of(networks, seed);
    progress.stage("seed " + seed + ": tested in " + Text.decimal(findings.seconds(), 1) + " s");
    return findings;
  }

  private static Map<String, String> configuration(Settings settings, Setup setup) {
    Map<String, String> configuration = new LinkedHashMap<>(setup.configuration());
    for (Option<?> option : List.of(Setup.TEST, PASSES, TUNING)) {
      configuration.put(option.name(), settings.get(option).toString());
    }
    return configuration;
  }

  private static OutOfDistributionResults results(Settings settings, Setup setup, Examination examination,
      DetectionStudy study, List<Trained> trained, Summary summary) {
    Backend backend = Backend.current();
    List<SeedFindings> seeds = summary.seeds();
    List<OutOfDistributionResults.Histogram> histograms = new ArrayList<>(seeds.getFirst().histograms());
    summary.ensemble().forEach(one -> histograms.addAll(one.histograms()));
    double secondsTest = seeds.stream().mapToDouble(SeedFindings::seconds).sum()
        + summary.ensemble().stream().mapToDouble(SeedFindings::seconds).sum();
    return new OutOfDistributionResults(NAME, settings.get(Settings.SEED), settings.get(Setup.SEEDS),
        settings.get(EPOCHS), settings.get(Setup.BATCH), settings.get(PASSES), settings.get(Setup.FACTORS),
        setup.digits().size(), Math.min(Examination.FITTED, setup.digits().size()), examination.tuningDigits(),
        examination.tuningOutside(), setup.test().size(),
        ResultsFile.duration(trained.stream().mapToDouble(Trained::seconds).sum()),
        ResultsFile.duration(setup.synthetic().seconds()), ResultsFile.duration(secondsTest), backend.kernels().name(),
        backend.pool().threads(), Summary.conventions(), study.describe().lines().toList(), summary.networks(),
        summary.scores(), summary.gains(), seeds.stream().map(SeedFindings::choices).toList(), histograms);
  }

  @Override
  public List<String> digest(OutOfDistributionResults r) {
    List<String> lines = new ArrayList<>();
    lines.add(NAME + ": " + Text.count(r.seeds(), "seed") + " from " + r.seed() + ", " + Text.count(r.epochs(), "epoch")
        + ", " + r.trainImages() + " digits, " + r.testImages() + " test digits");
    r.networks().forEach(network -> lines.add(network.network() + ": error " + network.error().percent()));
    lines.add(String.format(Locale.ROOT, "%-38s%-9s%s", "AUROC", "outside", "kmnist, fashion-mnist"));
    for (Score score : r.scores()) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-38s%-9s", score.score(), score.knowledge()));
      for (Detected detected : score.sets()) {
        line.append(String.format(Locale.ROOT, "%-27s", detected.auroc().text(4)));
      }
      lines.add(line.toString().stripTrailing());
    }
    r.gains().stream().filter(gain -> gain.score().equals(Contender.ODIN)).forEach(
        gain -> lines.add("ODIN minus max probability, " + gain.set() + ": " + gain.auroc().text(4)));
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min and tested in "
        + Text.decimal(r.secondsTest() / 60, 1) + " min of one thread (" + r.kernels() + ", threads: " + r.threads()
        + ")");
    return lines;
  }

  @Override
  public Report report(OutOfDistributionResults results, Settings settings) throws IOException {
    return OutOfDistributionReport.of(results, setup(settings));
  }

  private static Setup setup(Settings settings) throws IOException {
    return Setup.of(NAME, settings, settings.get(EPOCHS), settings.get(IMAGES));
  }
}
