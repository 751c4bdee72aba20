package candor.examples.outofdistribution;

import candor.bayes.Belief;
import candor.bayes.Scores;
import candor.bayes.detection.Classifier;
import candor.bayes.detection.DetectionStudy;
import candor.bayes.detection.DetectionStudy.Role;
import candor.bayes.detection.Detector;
import candor.bayes.detection.Detectors;
import candor.bayes.detection.Reading;
import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.outofdistribution.OutlierExposureResults.LeftOut;
import candor.examples.outofdistribution.OutlierExposureResults.MixResult;
import candor.examples.outofdistribution.SeedFindings.Scored;
import candor.examples.outofdistribution.Training.Trained;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What outlier exposure is worth depends on what networks are exposed to: one kind of images after the other is left out of
/// the training, and the networks are tested on it.
public final class OutlierExposureExperiment implements Experiment<OutlierExposureResults> {
  static final String NAME = "outlier-exposure";
  /// The score of the paper, which the tables show.
  static final String SCORE = Contender.BASELINE;

  private static final Option<Integer> EPOCHS = Option.whole("epochs", 4, 1, 1000, "passes over the training images");
  private static final Option<Integer> IMAGES = Option.whole("images", 20_000, 20, 55_000, "digits to train with");

  /// Makes the experiment.
  public OutlierExposureExperiment() {
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "outlier exposure, with one kind of images from outside after the other left out of the training";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Setup.SEEDS, EPOCHS, Setup.BATCH, IMAGES, Setup.TEST, Setup.FACTORS);
  }

  @Override
  public Class<OutlierExposureResults> type() {
    return OutlierExposureResults.class;
  }

  /// The images that the networks of a mix are trained beside and tested on.
  ///
  /// @param mix what they are trained beside
  /// @param study where the images are from
  /// @param train images to train beside, of each family
  /// @param test images to test on, of every family
  private record Exposure(Mix mix, DetectionStudy study, List<Dataset> train, List<Dataset> test) {
  }

  @Override
  public OutlierExposureResults run(Settings settings, Progress progress) throws IOException {
    long seed = settings.get(Settings.SEED);
    int seeds = settings.get(Setup.SEEDS);
    progress.stage("reading images, and fitting a factor analysis");
    Setup setup = setup(settings);
    Map<String, String> configuration = setup.configuration();
    configuration.put("test", settings.get(Setup.TEST).toString());
    KeptResults kept = KeptResults.in(NAME, settings.output().resolve("tests"), configuration);
    List<Exposure> exposures = new ArrayList<>();
    for (Mix mix : Mix.compared()) {
      exposures.add(exposure(mix, setup.outside()));
    }
    Training training = setup.training(progress);
    int count = exposures.size();
    progress.stage("training " + Text.count(seeds * count, "network") + " on " + setup.digits().size() + " digits");
    List<Trained> trained = SideBySide.run(seeds * count, i -> {
      Mix mix = exposures.get(i % count).mix;
      return training.train(mix.title(), mix.method(), exposures.get(i % count).train, seed + i / count);
    });
    progress.stage("testing on " + setup.test().size() + " digits");
    List<MixFindings> findings = SideBySide.run(seeds * count, i -> kept.of(
        "seed-" + (seed + i / count) + "-" + exposures.get(i % count).mix.title().replace(' ', '-'), MixFindings.class,
        () -> tested(trained.get(i).network(), setup, exposures.get(i % count))));
    Map<Mix, List<MixFindings>> byMix = new LinkedHashMap<>();
    Map<Mix, List<String>> studies = new LinkedHashMap<>();
    for (int i = 0; i < findings.size(); i++) {
      Exposure exposure = exposures.get(i % count);
      byMix.computeIfAbsent(exposure.mix, mix -> new ArrayList<>()).add(findings.get(i));
      studies.computeIfAbsent(exposure.mix, mix -> exposure.study.describe().lines().toList());
    }
    MixSummary summary = new MixSummary(byMix, studies);
    Backend backend = Backend.current();
    return new OutlierExposureResults(NAME, seed, seeds, settings.get(EPOCHS), settings.get(Setup.BATCH),
        settings.get(Setup.FACTORS), setup.digits().size(), setup.test().size(),
        ResultsFile.duration(trained.stream().mapToDouble(Trained::seconds).sum()),
        ResultsFile.duration(setup.synthetic().seconds()),
        ResultsFile.duration(findings.stream().mapToDouble(MixFindings::seconds).sum()), backend.kernels().name(),
        backend.pool().threads(), MixSummary.conventions(), summary.mixes(), summary.leftOut());
  }

  private static Setup setup(Settings settings) throws IOException {
    return Setup.of(NAME, settings, settings.get(EPOCHS), settings.get(IMAGES));
  }

  /// Every mix has a study of its own, which refuses to test on what its networks were trained beside unless it is said that
  /// the family was seen.
  private static Exposure exposure(Mix mix, OutsideImages outside) throws IOException {
    DetectionStudy study = new DetectionStudy();
    List<Dataset> train = new ArrayList<>();
    List<Dataset> test = new ArrayList<>();
    for (Family family : mix.families()) {
      train.add(study.take(Role.TRAIN, outside.train(family)));
    }
    for (Family family : Family.all()) {
      Role role = mix.families().contains(family) ? Role.SEEN : Role.TEST;
      test.add(study.take(role, outside.test(family)));
    }
    return new Exposure(mix, study, train, test);
  }

  private static MixFindings tested(Sequential network, Setup setup, Exposure exposure) {
    long start = System.nanoTime();
    Classifier classifier = Classifier.of(network);
    Reading digits = classifier.read(setup.test());
    List<Reading> others = exposure.test.stream().map(classifier::read).toList();
    Knowledge knowledge = exposure.mix.families().isEmpty() ? Knowledge.NOTHING : Knowledge.TRAINED;
    List<Scored> scores = new ArrayList<>();
    Map<String, Detector> detectors = new LinkedHashMap<>();
    detectors.put(SCORE, Detectors.maxProbability());
    detectors.put("entropy", Detectors.entropy());
    detectors.put("energy", Detectors.energy(1));
    detectors.forEach((name, detector) -> {
      double[] inside = detector.uncertainty(digits);
      List<Detection> detections = new ArrayList<>();
      for (int f = 0; f < others.size(); f++) {
        detections.add(Detection.of(Family.all().get(f).id(), inside, detector.uncertainty(others.get(f))));
      }
      scores.add(new Scored(name, knowledge.toString(), detections));
    });
    double error = Scores.errorRate(new Belief.Categorical(digits.probabilities()), setup.test().labels());
    return new MixFindings(ResultsFile.duration((System.nanoTime() - start) / 1e9), error, scores);
  }

  @Override
  public List<String> digest(OutlierExposureResults r) {
    List<String> lines = new ArrayList<>();
    lines.add(NAME + ": " + Text.count(r.seeds(), "seed") + " from " + r.seed() + ", " + Text.count(r.epochs(), "epoch")
        + ", " + r.trainImages() + " digits, " + r.testImages() + " test digits");
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-26s%-7s", "trained beside", "error"));
    for (Family family : Family.all()) {
      head.append(String.format(Locale.ROOT, "%-15s", family.id()));
    }
    lines.add(head.toString().stripTrailing());
    for (MixResult mix : r.mixes()) {
      StringBuilder line = new StringBuilder(
          String.format(Locale.ROOT, "%-26s%-7s", mix.mix(), Text.decimal(100 * mix.error().mean(), 2) + " %"));
      mix.scores().getFirst().sets().forEach(cell -> line.append(String.format(Locale.ROOT, "%-15s",
          Text.decimal(cell.auroc().mean(), 4) + (cell.seen() ? " seen" : ""))));
      lines.add(line.toString().stripTrailing());
    }
    for (LeftOut left : r.leftOut()) {
      lines.add("families left out, mean AUROC by " + left.score() + ": " + left.others().text(4)
          + ", without outlier exposure "
          + left.nothing().text(4) + ", gain " + left.aurocGain().text(4));
    }
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min and tested in "
        + Text.decimal(r.secondsTest() / 60, 1) + " min of one thread (" + r.kernels() + ", threads: " + r.threads()
        + ")");
    return lines;
  }

  @Override
  public Report report(OutlierExposureResults results, Settings settings) throws IOException {
    return OutlierExposureReport.of(results, setup(settings));
  }
}
