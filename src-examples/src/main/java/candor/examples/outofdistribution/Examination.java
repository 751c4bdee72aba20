package candor.examples.outofdistribution;

import candor.bayes.Belief;
import candor.bayes.Ensemble;
import candor.bayes.Scores;
import candor.bayes.detection.Classifier;
import candor.bayes.detection.DetectionStudy;
import candor.bayes.detection.DetectionStudy.Role;
import candor.bayes.detection.Reading;
import candor.examples.outofdistribution.OutOfDistributionResults.Choice;
import candor.examples.outofdistribution.OutOfDistributionResults.Histogram;
import candor.examples.outofdistribution.SeedFindings.Scored;
import candor.examples.report.Bins;
import candor.examples.report.ResultsFile;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Tests the networks of a seed. All images from outside come from one study, which knows what networks were trained beside
/// and what scores are tuned by.
final class Examination {
  /// What scores are tested on.
  static final List<Family> TESTED = List.of(Family.CHARACTERS, Family.CLOTHES);
  /// What scores are tuned by.
  static final Family TUNING = Family.PHOTOGRAPHS;
  /// Training digits that Mahalanobis distances are fitted to, at most.
  static final int FITTED = 10_000;
  private static final int BINS = 40;
  private static final double BEYOND = 0.002;

  private final Setup setup;
  private final Dataset fitted;
  private final Dataset held;
  private final Dataset tuning;
  private final List<Dataset> tested = new ArrayList<>();
  private final int passes;

  /// @param setup digits and images from outside
  /// @param study hands out the images from outside
  /// @param count images of each side to tune by, at most
  /// @param passes passes of MC dropout
  Examination(Setup setup, DetectionStudy study, int count, int passes) throws IOException {
    this.setup = setup;
    this.fitted = setup.digits().first(Math.min(FITTED, setup.digits().size()));
    this.held = setup.held().subset(IntStream.range(0, Math.min(count, setup.held().size())).toArray());
    this.tuning = study.take(Role.TUNE, setup.outside().tuning(TUNING, count));
    this.passes = passes;
    for (Family family : TESTED) {
      tested.add(study.take(Role.TEST, setup.outside().test(family)));
    }
  }

  /// Digits that scores are tuned by.
  int tuningDigits() {
    return held.size();
  }

  /// Images from outside that scores are tuned by.
  int tuningOutside() {
    return tuning.size();
  }

  /// A network's readings of everything that it is tested on.
  ///
  /// @param classifier the network
  /// @param digits its reading of the test digits
  /// @param outside its reading of each set from outside
  private record Readings(Classifier classifier, Reading digits, List<Reading> outside) {
  }

  private Readings read(Sequential network) {
    Classifier classifier = Classifier.of(network);
    return new Readings(classifier, classifier.read(setup.test()), tested.stream().map(classifier::read).toList());
  }

  /// Tests the networks of a seed, one of each method.
  SeedFindings of(Map<Method, Sequential> networks, long seed) {
    long start = System.nanoTime();
    Findings findings = new Findings();
    List<Double> errors = new ArrayList<>();
    for (Method method : Method.values()) {
      Sequential network = Objects.requireNonNull(networks.get(method));
      Readings readings = read(network);
      findings.add(readings, switch (method) {
        case PLAIN -> Contender.plain(network, readings.classifier.read(fitted), readings.classifier.read(held),
            readings.classifier.read(tuning), passes, seed);
        case EXPOSED -> Contender.exposed();
        case PRIOR -> Contender.prior(network);
      });
      errors.add(Scores.errorRate(new Belief.Categorical(readings.digits.probabilities()), setup.test().labels()));
    }
    return findings.done(start, errors);
  }

  /// Tests an ensemble.
  SeedFindings ensemble(List<Sequential> networks) {
    long start = System.nanoTime();
    Findings findings = new Findings();
    findings.add(read(networks.getFirst()), Contender.ensemble(networks));
    return findings.done(start, List.of(
        Scores.errorRate(Ensemble.of(networks).predict(setup.test().all().input()).summary(), setup.test().labels())));
  }

  /// Findings as they come.
  private static final class Findings {
    private final List<Scored> scores = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final List<Histogram> histograms = new ArrayList<>();

    void add(Readings readings, List<Contender> contenders) {
      for (Contender contender : contenders) {
        double[] digits = contender.detector().uncertainty(readings.digits);
        List<Detection> detections = new ArrayList<>();
        List<double[]> all = new ArrayList<>(List.of(digits));
        for (int s = 0; s < TESTED.size(); s++) {
          double[] outside = contender.detector().uncertainty(readings.outside.get(s));
          detections.add(Detection.of(TESTED.get(s).id(), digits, outside));
          all.add(outside);
        }
        scores.add(new Scored(contender.title(), contender.knowledge().toString(), detections));
        contender.tuning().forEach(tuning -> choices
            .add(new Choice(contender.title(), tuning.detector().name(), tuning.value())));
        Bins bins = Bins.around(all, BEYOND, BINS);
        histograms
            .add(new Histogram(contender.title(), bins.low(), bins.high(), all.stream().map(bins::counts).toList()));
      }
    }

    SeedFindings done(long start, List<Double> errors) {
      return new SeedFindings(ResultsFile.duration((System.nanoTime() - start) / 1e9), errors, scores, choices,
          histograms);
    }
  }
}
