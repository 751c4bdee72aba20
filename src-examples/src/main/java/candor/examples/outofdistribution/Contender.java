package candor.examples.outofdistribution;

import candor.bayes.Belief;
import candor.bayes.Ensemble;
import candor.bayes.LogBase;
import candor.bayes.McDropout;
import candor.bayes.Measure;
import candor.bayes.Predictive;
import candor.bayes.Ranking;
import candor.bayes.Uncertainty;
import candor.bayes.detection.Combination;
import candor.bayes.detection.Detector;
import candor.bayes.detection.Detectors;
import candor.bayes.detection.Mahalanobis;
import candor.bayes.detection.Odin;
import candor.bayes.detection.Reading;
import candor.bayes.detection.Tuning;
import candor.bayes.dirichlet.ConcentrationLink;
import candor.bayes.dirichlet.PriorNetwork;
import candor.examples.RectifiedLeNet;
import candor.nn.Module;
import candor.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A score in the comparison.
///
/// @param title name in results and report
/// @param knowledge what it knows of images from outside
/// @param detector the score
/// @param tuning how its settings were chosen; none of one that has nothing to choose
record Contender(String title, Knowledge knowledge, Detector detector, List<Tuning> tuning) {
  /// The score that others are measured by.
  static final String BASELINE = "max probability";
  static final String ODIN = "ODIN";
  private static final Measure ENTROPY = Uncertainty.predictiveEntropy(LogBase.NATS);
  private static final Measure INFORMATION = Uncertainty.mutualInformation(LogBase.NATS);
  /// The layers after each rectifier, and what they are called.
  private static final Map<Integer, String> LAYERS = Map.of(RectifiedLeNet.FIRST, "first convolution",
      RectifiedLeNet.SECOND, "second convolution", RectifiedLeNet.HIDDEN, "hidden layer");
  /// The steps of Lee et al. 2018.
  private static final List<Double> STEPS = List.of(0.0, 0.0005, 0.001, 0.0014, 0.002, 0.005, 0.01);

  /// Copies the list.
  Contender {
    tuning = List.copyOf(tuning);
  }

  private static Contender of(String title, Knowledge knowledge, Detector detector) {
    return new Contender(title, knowledge, detector, List.of());
  }

  private static Contender tuned(String title, Tuning tuning) {
    return new Contender(title, Knowledge.TUNED, tuning.detector(), List.of(tuning));
  }

  /// The scores of a network that has learnt digits alone.
  ///
  /// @param network the network
  /// @param training its reading of some of its training images
  /// @param held its reading of digits to tune by
  /// @param outside its reading of images from outside to tune by
  /// @param passes passes of MC dropout
  static List<Contender> plain(Sequential network, Reading training, Reading held, Reading outside, int passes,
      long seed) {
    Predictive<Belief.Summary> dropping = new McDropout(network, passes, seed).summarised();
    List<Mahalanobis> layers =
        LAYERS.keySet().stream().sorted().map(layer -> Mahalanobis.fit(training, layer, 0)).toList();
    List<Mahalanobis> steps = new ArrayList<>();
    layers.forEach(layer -> STEPS.forEach(step -> steps.add(layer.perturbed(step))));
    return List.of(of(BASELINE, Knowledge.NOTHING, Detectors.maxProbability()),
        of("max logit", Knowledge.NOTHING, Detectors.maxLogit()),
        of("energy", Knowledge.NOTHING, Detectors.energy(1)),
        of("entropy", Knowledge.NOTHING, Detectors.entropy()),
        of("MC dropout, entropy", Knowledge.NOTHING, Detectors.ofBelief(dropping, ENTROPY)),
        of("MC dropout, mutual information", Knowledge.NOTHING, Detectors.ofBelief(dropping, INFORMATION)),
        of("Mahalanobis, second convolution", Knowledge.NOTHING, layers.get(1)),
        of("Mahalanobis, hidden layer", Knowledge.NOTHING, layers.get(2)),
        tuned(ODIN, Tuning.best(Odin.grid(), held, outside, Ranking::auroc)),
        tuned("Mahalanobis, layer and step", Tuning.best(steps, held, outside, Ranking::auroc)),
        of("Mahalanobis, layers combined", Knowledge.TUNED, Combination.fit(layers, held, outside)));
  }

  /// The scores of a network that was trained with outlier exposure.
  static List<Contender> exposed() {
    return List.of(of("outlier exposure, max probability", Knowledge.TRAINED, Detectors.maxProbability()),
        of("outlier exposure, entropy", Knowledge.TRAINED, Detectors.entropy()),
        of("outlier exposure, energy", Knowledge.TRAINED, Detectors.energy(1)));
  }

  /// The measures of a prior network.
  static List<Contender> prior(Module network) {
    PriorNetwork predictor = new PriorNetwork(network, ConcentrationLink.EXP);
    return List.of(measure("prior network, max probability", predictor, Uncertainty.maxProbability()),
        measure("prior network, entropy", predictor, ENTROPY),
        measure("prior network, mutual information", predictor, INFORMATION),
        measure("prior network, differential entropy", predictor, Uncertainty.differentialEntropy(LogBase.NATS)),
        measure("prior network, precision", predictor, Uncertainty.precision()));
  }

  private static Contender measure(String title, PriorNetwork predictor, Measure measure) {
    return of(title, Knowledge.TRAINED, Detectors.ofBelief(predictor, measure));
  }

  /// The measures of an ensemble.
  static List<Contender> ensemble(List<Sequential> networks) {
    Ensemble<Belief.Samples> ensemble = Ensemble.of(networks);
    return List.of(
        of("ensemble, max probability", Knowledge.NOTHING, Detectors.ofBelief(ensemble, Uncertainty.maxProbability())),
        of("ensemble, entropy", Knowledge.NOTHING, Detectors.ofBelief(ensemble, ENTROPY)),
        of("ensemble, mutual information", Knowledge.NOTHING, Detectors.ofBelief(ensemble, INFORMATION)));
  }
}
