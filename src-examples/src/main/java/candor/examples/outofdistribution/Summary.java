package candor.examples.outofdistribution;

import candor.bayes.Positives;
import candor.examples.outofdistribution.OutOfDistributionResults.Conventions;
import candor.examples.outofdistribution.OutOfDistributionResults.Detected;
import candor.examples.outofdistribution.OutOfDistributionResults.Gain;
import candor.examples.outofdistribution.OutOfDistributionResults.Network;
import candor.examples.outofdistribution.OutOfDistributionResults.Score;
import candor.examples.report.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Puts the numbers of all seeds together.
///
/// @param seeds findings of each seed
/// @param ensemble findings of an ensemble of all seeds' networks; none with a single seed
record Summary(List<SeedFindings> seeds, List<SeedFindings> ensemble) {
  List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    Method[] methods = Method.values();
    for (int i = 0; i < methods.length; i++) {
      int at = i;
      networks.add(new Network(methods[i].title(),
          Estimate.of(seeds.stream().map(seed -> seed.errors().get(at)).toList())));
    }
    ensemble.forEach(one -> networks.add(new Network("ensemble of the plain ones", Estimate.of(one.errors()))));
    return networks;
  }

  /// All scores, those of the ensemble after those of single networks that know nothing from outside.
  List<Score> scores() {
    List<Score> scores = new ArrayList<>();
    for (Knowledge knowledge : Knowledge.values()) {
      scores.addAll(scores(seeds, knowledge));
      if (!ensemble.isEmpty()) {
        scores.addAll(scores(ensemble, knowledge));
      }
    }
    return scores;
  }

  private static List<Score> scores(List<SeedFindings> findings, Knowledge knowledge) {
    SeedFindings first = findings.getFirst();
    return IntStream.range(0, first.scores().size())
        .filter(i -> first.scores().get(i).knowledge().equals(knowledge.toString()))
        .mapToObj(i -> new Score(first.scores().get(i).score(), knowledge.toString(),
            IntStream.range(0, first.scores().get(i).detections().size()).mapToObj(set -> detected(findings, i, set))
                .toList()))
        .toList();
  }

  private static Detected detected(List<SeedFindings> findings, int score, int set) {
    List<Detection> each = findings.stream().map(one -> one.scores().get(score).detections().get(set)).toList();
    return new Detected(each.getFirst().set(), estimate(each, Detection::auroc), estimate(each, Detection::auprOutside),
        estimate(each, Detection::auprInside), estimate(each, Detection::falsePositiveRate),
        estimate(each, Detection::detectionError));
  }

  private static Estimate estimate(List<Detection> each, ToDoubleFunction<Detection> number) {
    return Estimate.of(each.stream().map(number::applyAsDouble).toList());
  }

  /// Every score but the first minus the first, which is the baseline. An ensemble has no numbers by seed.
  List<Gain> gains() {
    List<Gain> gains = new ArrayList<>();
    int count = seeds.getFirst().scores().size();
    for (int i = 1; i < count; i++) {
      String score = seeds.getFirst().scores().get(i).score();
      for (int set = 0; set < Examination.TESTED.size(); set++) {
        Detected baseline = detected(seeds, 0, set);
        Detected other = detected(seeds, i, set);
        gains.add(new Gain(score, other.set(), Estimate.ofDifferences(other.auroc().each(), baseline.auroc().each()),
            Estimate.ofDifferences(other.falsePositiveRate().each(), baseline.falsePositiveRate().each())));
      }
    }
    return gains;
  }

  static Conventions conventions() {
    return new Conventions(
        "inputs of equal score are called alike, and a pair of them counts half; nothing is interpolated",
        "positives are the " + Positives.OUTSIDE + "; " + Detection.RULE,
        "positives are the " + Positives.INSIDE + "; " + Detection.RULE,
        "positives are the " + Positives.INSIDE + ", of which " + (int) (100 * Detection.PASSING)
            + " % pass; false ones are the images from outside that pass too",
        "least mean of the two error rates over all thresholds, as if both kinds were equally frequent",
        "largest AUROC of training digits that were held out against the tuning set, of equal ones the first",
        "mean over seeds of initialisation, order and dropout, 95 % by Student's t; differences seed by seed");
  }
}
