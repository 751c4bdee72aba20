package candor.examples.failureprediction;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.McDropout;
import candor.bayes.Measure;
import candor.bayes.Predictive;
import candor.bayes.Scores;
import candor.bayes.Uncertainty;
import candor.bayes.detection.ConfidNet;
import candor.bayes.detection.Detector;
import candor.bayes.detection.Detectors;
import candor.bayes.detection.Reading;
import candor.bayes.detection.TrustScore;
import candor.examples.failureprediction.FailurePredictionResults.Findings;
import candor.examples.failureprediction.Training.Learned;
import candor.examples.failureprediction.Training.Trained;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Trains a network with its ConfidNet and asks all methods about the validation and test images.
///
/// @param training how to train
/// @param passes passes of MC dropout
record Examination(Training training, int passes) {
  /// What came of it.
  Findings run() throws IOException {
    Trained trained = training.network();
    ConfidNet confidNet = training.confidNet(trained);
    Learned head = training.head(confidNet);
    long start = System.nanoTime();
    Predictive<Belief.Summary> dropping =
        new McDropout(trained.test().classifier().network(), passes, training.seed()).summarised();
    List<Reading> readings = List.of(trained.validation(), trained.test());
    List<Verdicts> verdicts = readings.stream().map(reading -> verdicts(reading, dropping)).toList();
    say(Method.CONFIDNET_HEAD, confidNet, readings, verdicts);
    detectors(trained, dropping).forEach((method, detector) -> say(method, detector, readings, verdicts));
    double seconds = (System.nanoTime() - start) / 1e9;
    Learned whole = training.fineTuning(confidNet);
    say(Method.CONFIDNET, confidNet, readings, verdicts);
    double trainingError = Verdicts.error(trained.training().correct());
    return new Analysis(verdicts.getFirst(), verdicts.getLast(), trained.test().labels(),
        trained.test().data().all().ids()).findings(trainingError, head.area(), whole.area(),
            trained.seconds() + head.seconds() + whole.seconds(), seconds);
  }

  private static Verdicts verdicts(Reading reading, Predictive<Belief.Summary> dropping) {
    Belief.OfClasses belief = (Belief.OfClasses) reading.belief(dropping);
    return Verdicts.of(reading.predictions(), reading.correct(), Scores.correct(belief, reading.labels()));
  }

  private static void say(Method method, Detector detector, List<Reading> readings, List<Verdicts> verdicts) {
    for (int i = 0; i < readings.size(); i++) {
      verdicts.get(i).uncertainty().put(method, detector.uncertainty(readings.get(i)));
    }
  }

  private static Map<Method, Detector> detectors(Trained trained, Predictive<Belief.Summary> dropping) {
    Map<Method, Detector> detectors = new EnumMap<>(Method.class);
    detectors.put(Method.MCP, Detectors.maxProbability());
    detectors.put(Method.TCP, Detectors.trueClassProbability());
    detectors.put(Method.TRUST_SCORE, TrustScore.fit(trained.training()));
    Measure probability = Uncertainty.maxProbability();
    Measure entropy = Uncertainty.predictiveEntropy(LogBase.NATS);
    Measure information = Uncertainty.mutualInformation(LogBase.NATS);
    Map<Method, Measure> measures = new EnumMap<>(Map.of(Method.PASSES_MCP, probability, Method.OWN_MCP, probability,
        Method.PASSES_ENTROPY, entropy, Method.OWN_ENTROPY, entropy, Method.PASSES_INFORMATION, information,
        Method.OWN_INFORMATION, information));
    measures.forEach((method, measure) -> detectors.put(method, Detectors.ofBelief(dropping, measure)));
    return detectors;
  }
}
