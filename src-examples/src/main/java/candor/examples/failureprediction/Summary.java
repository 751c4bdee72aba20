package candor.examples.failureprediction;

import candor.bayes.calibration.Draws;
import candor.examples.failureprediction.FailurePredictionResults.Findings;
import candor.examples.failureprediction.FailurePredictionResults.Gain;
import candor.examples.failureprediction.FailurePredictionResults.MethodFindings;
import candor.examples.failureprediction.FailurePredictionResults.MethodResults;
import candor.examples.failureprediction.FailurePredictionResults.NetworkResults;
import candor.examples.failureprediction.FailurePredictionResults.Selection;
import candor.examples.report.Estimate;
import candor.examples.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Puts the findings of all seeds of a kind of network together.
///
/// @param architecture kind of the networks
/// @param seeds what each seed gave
record Summary(Architecture architecture, List<Findings> seeds) {
  private static final double LEVEL = 0.95;
  private static final List<Method> GAINING =
      List.of(Method.CONFIDNET, Method.CONFIDNET_HEAD, Method.TRUST_SCORE);
  private static final List<Method> BASELINES =
      List.of(Method.MCP, Method.PASSES_MCP, Method.PASSES_ENTROPY, Method.OWN_ENTROPY);

  /// Copies the list.
  Summary {
    seeds = List.copyOf(seeds);
  }

  NetworkResults results(Training.Plan plan) {
    Findings first = seeds.getFirst();
    return new NetworkResults(architecture.title(), plan.epochs(), architecture.rate(), plan.tuningEpochs(),
        over(Findings::trainingError), over(Findings::error), over(Findings::errorByPasses),
        over(Findings::validationHead), over(Findings::validationWhole),
        Stream.of(Method.values()).map(this::method).toList(), gains(), first.histograms(), first.precision(),
        first.risk(), first.shown());
  }

  private Estimate over(ToDoubleFunction<Findings> number) {
    return Estimate.of(seeds.stream().map(number::applyAsDouble).toList());
  }

  private Estimate over(Method method, ToDoubleFunction<MethodFindings> number) {
    return over(findings -> number.applyAsDouble(findings.of(method)));
  }

  private MethodResults method(Method method) {
    List<String> rules = List.copyOf(Analysis.rules().keySet());
    List<Selection> selections = IntStream.range(0, rules.size())
        .mapToObj(i -> new Selection(rules.get(i), over(method, m -> m.accepted().get(i).coverage()),
            over(method, m -> m.accepted().get(i).risk())))
        .toList();
    return new MethodResults(method.title(), over(method, MethodFindings::auprErrors),
        interval(mean(seeds.stream().map(findings -> resampled(findings, method)).toList())),
        over(method, MethodFindings::auprSuccesses), over(method, MethodFindings::auroc),
        over(method, MethodFindings::falsePositiveRate), over(method, MethodFindings::riskArea),
        over(method, MethodFindings::excessRiskArea), selections);
  }

  private List<Gain> gains() {
    List<Gain> gains = new ArrayList<>();
    for (Method method : GAINING) {
      for (Method over : BASELINES) {
        List<double[]> draws = seeds.stream().map(findings -> difference(findings, method, over)).toList();
        gains.add(new Gain(method.title(), over.title(),
            Estimate.ofDifferences(over(method, MethodFindings::auprErrors).each(),
                over(over, MethodFindings::auprErrors).each()),
            draws.stream().map(Summary::interval).toList(), interval(mean(draws))));
      }
    }
    return gains;
  }

  private static double[] resampled(Findings findings, Method method) {
    return findings.of(method).resampled().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Both met the same test sets, so draws belong together.
  private static double[] difference(Findings findings, Method method, Method over) {
    double[] first = resampled(findings, method);
    double[] second = resampled(findings, over);
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]).toArray();
  }

  /// The mean over the seeds of every draw, which is one test set for all of them.
  private static double[] mean(List<double[]> draws) {
    return IntStream.range(0, draws.getFirst().length)
        .mapToDouble(i -> draws.stream().mapToDouble(each -> each[i]).sum() / draws.size()).toArray();
  }

  private static Interval interval(double... draws) {
    Draws.Interval ends = Draws.of(draws).interval(LEVEL);
    return new Interval(ends.low(), ends.high());
  }
}
