package candor.examples.outofdistribution;

import candor.bayes.Positives;
import candor.examples.outofdistribution.OutlierExposureResults.Cell;
import candor.examples.outofdistribution.OutlierExposureResults.Conventions;
import candor.examples.outofdistribution.OutlierExposureResults.LeftOut;
import candor.examples.outofdistribution.OutlierExposureResults.MixResult;
import candor.examples.outofdistribution.OutlierExposureResults.ScoreResult;
import candor.examples.report.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Puts the numbers of all seeds and mixes together.
///
/// @param findings findings of each seed, by mix
/// @param studies the study of each mix in words
record MixSummary(Map<Mix, List<MixFindings>> findings, Map<Mix, List<String>> studies) {
  private static final List<Family> FAMILIES = Family.all();

  List<MixResult> mixes() {
    return Mix.compared().stream().map(mix -> {
      List<MixFindings> seeds = seeds(mix);
      List<ScoreResult> scores = new ArrayList<>();
      for (int score = 0; score < seeds.getFirst().scores().size(); score++) {
        int at = score;
        scores.add(new ScoreResult(seeds.getFirst().scores().get(score).score(),
            IntStream.range(0, FAMILIES.size()).mapToObj(set -> cell(mix, at, set)).toList()));
      }
      return new MixResult(mix.title(), mix.families().stream().map(Family::id).toList(),
          Objects.requireNonNull(studies.get(mix)), Estimate.of(seeds.stream().map(MixFindings::error).toList()),
          scores);
    }).toList();
  }

  private List<MixFindings> seeds(Mix mix) {
    return Objects.requireNonNull(findings.get(mix));
  }

  private Cell cell(Mix mix, int score, int set) {
    Family family = FAMILIES.get(set);
    List<Double> auroc = each(mix, score, set, Detection::auroc);
    List<Double> passed = each(mix, score, set, Detection::falsePositiveRate);
    boolean isBase = mix.equals(Mix.NOTHING);
    return new Cell(family.id(), mix.families().contains(family), Estimate.of(auroc), Estimate.of(passed),
        isBase ? List.of() : List.of(Estimate.ofDifferences(auroc, each(Mix.NOTHING, score, set, Detection::auroc))),
        isBase
            ? List.of()
            : List.of(Estimate.ofDifferences(passed, each(Mix.NOTHING, score, set, Detection::falsePositiveRate))));
  }

  private List<Double> each(Mix mix, int score, int set, ToDoubleFunction<Detection> number) {
    return seeds(mix).stream().map(seed -> number.applyAsDouble(seed.scores().get(score).detections().get(set)))
        .toList();
  }

  /// The means over the families, by score.
  List<LeftOut> leftOut() {
    List<LeftOut> result = new ArrayList<>();
    List<MixFindings> first = seeds(Mix.NOTHING);
    for (int score = 0; score < first.getFirst().scores().size(); score++) {
      List<Double> nothing = mean(score, false, Detection::auroc);
      List<Double> others = mean(score, true, Detection::auroc);
      result.add(new LeftOut(first.getFirst().scores().get(score).score(), Estimate.of(nothing), Estimate.of(others),
          Estimate.ofDifferences(others, nothing),
          Estimate.ofDifferences(mean(score, true, Detection::falsePositiveRate),
              mean(score, false, Detection::falsePositiveRate))));
    }
    return result;
  }

  /// For each seed the mean over the families.
  private List<Double> mean(int score, boolean exposed, ToDoubleFunction<Detection> number) {
    int seeds = seeds(Mix.NOTHING).size();
    double[] sums = new double[seeds];
    for (int set = 0; set < FAMILIES.size(); set++) {
      if (Family.trainable().contains(FAMILIES.get(set))) {
        List<Double> each = each(exposed ? Mix.without(FAMILIES.get(set)) : Mix.NOTHING, score, set, number);
        for (int s = 0; s < seeds; s++) {
          sums[s] += each.get(s) / Family.trainable().size();
        }
      }
    }
    return IntStream.range(0, seeds).mapToObj(s -> sums[s]).toList();
  }

  static Conventions conventions() {
    return new Conventions(
        "positives are the " + Positives.OUTSIDE
            + "; inputs of equal score are called alike, and a pair of them counts half",
        "positives are the " + Positives.INSIDE + ", of which " + (int) (100 * Detection.PASSING)
            + " % pass; false ones are the images from outside that pass too",
        "networks that were trained beside images from outside minus those of the same seed that were not",
        "networks were trained beside other images of the family",
        "mean over seeds of initialisation, order and dropout, 95 % by Student's t; differences seed by seed");
  }
}
