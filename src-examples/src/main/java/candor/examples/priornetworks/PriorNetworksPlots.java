package candor.examples.priornetworks;

import candor.examples.priornetworks.PriorNetworksResults.Answer;
import candor.examples.priornetworks.PriorNetworksResults.Histogram;
import candor.examples.priornetworks.PriorNetworksResults.NoiseCurve;
import candor.examples.priornetworks.PriorNetworksResults.NoisyMeasure;
import candor.examples.report.Axis;
import candor.examples.report.Estimate;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// The plots of the page.
///
/// @param results where their numbers come from
record PriorNetworksPlots(PriorNetworksResults results) {
  private static final int HALF = 440;
  private static final int WHOLE = 900;
  private static final int HEIGHT = 250;
  private static final int CLASSES = 10;
  private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.GREEN, Ink.RED, Ink.PURPLE);
  private static final Map<String, Ink> MEASURES = Map.of(Doubt.ENTROPY.title(), Ink.BLUE,
      Doubt.MUTUAL_INFORMATION.title(), Ink.GREEN, Doubt.DIFFERENTIAL_ENTROPY.title(), Ink.RED);

  /// How a measure of a model is spread over each set.
  String histogram(Model model, Doubt doubt) {
    List<Histogram> spread = results.histograms().stream()
        .filter(one -> one.model().equals(model.title()) && one.measure().equals(doubt.title())).toList();
    double most = spread.stream().flatMap(one -> one.counts().stream()).mapToInt(Integer::intValue).max().orElse(1);
    Plot plot = new Plot(doubt.title() + " of " + model.title() + " over each set of inputs", HALF, HEIGHT,
        axis(doubt), Axis.percent("share of inputs", 0, most / results.testImages()));
    for (int i = 0; i < spread.size(); i++) {
      Histogram one = spread.get(i);
      plot.steps(one.set(), INKS.get(i), one.low(), one.width(),
          one.counts().stream().mapToDouble(count -> (double) count / results.testImages()).toArray());
    }
    return plot.svg();
  }

  private static Axis axis(Doubt doubt) {
    if (doubt != Doubt.PRECISION) {
      return Axis.linear(doubt.title() + (doubt == Doubt.MAX_PROBABILITY ? "" : " (nats)"), doubt.low(), doubt.high());
    }
    List<Axis.Tick> ticks = IntStream.rangeClosed(0, (int) doubt.high())
        .mapToObj(power -> new Axis.Tick(power, Text.whole((int) StrictMath.pow(CLASSES, power)))).toList();
    return new Axis(doubt.title(), doubt.low(), doubt.high(), false, ticks);
  }

  /// The mean probabilities of an answer.
  String bars(Answer answer) {
    double[] starts = IntStream.range(0, CLASSES).mapToDouble(k -> k - 0.4).toArray();
    double[] tops = answer.mean().stream().mapToDouble(Double::doubleValue).toArray();
    List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    return new Plot("mean probabilities of " + answer.model() + " for input " + answer.index() + " of " + answer.set(),
        260, 150, Axis.names("", names), new Axis("", 0, 1, false, List.of(new Axis.Tick(0, "0"),
            new Axis.Tick(1, "1"))))
        .bars("mean", Ink.BLUE, starts, 0.8, tops).svg();
  }

  /// Areas under the ROC curve of a model's measures against noise.
  String noise(Model model, String set) {
    NoiseCurve curve = curve(model);
    double[] sigmas = numbers(curve.sigmas());
    Plot plot = new Plot("areas under the ROC curve of " + model.title() + " against noise, for " + set, HALF, HEIGHT,
        Axis.linear("standard deviation of the noise, digits against " + set, 0, Training.NOISE),
        Axis.linear("AUROC", 0, 1));
    for (NoisyMeasure measure : curve.measures()) {
      Ink ink = MEASURES.get(measure.measure());
      if (measure.set().equals(set) && ink != null) {
        plot.line(measure.measure(), ink, sigmas, means(measure.auroc()));
      }
    }
    return plot.guide(0, 0.5, Training.NOISE, 0.5).svg();
  }

  /// Errors of all models against noise.
  String errors() {
    Plot plot = new Plot("error on digits against noise", WHOLE, HEIGHT,
        Axis.linear("standard deviation of the noise", 0, Training.NOISE), Axis.percent("error on digits", 0, 1));
    List<Model> shown = List.of(Model.SOFTMAX, Model.PRIOR_NETWORK, Model.SOFTMAX_NOISE, Model.PRIOR_NETWORK_NOISE,
        Model.FORWARD_NOISE);
    List<Ink> inks = List.of(Ink.GREY, Ink.PURPLE, Ink.BLUE, Ink.RED, Ink.GREEN);
    for (int i = 0; i < shown.size(); i++) {
      NoiseCurve curve = curve(shown.get(i));
      plot.line(curve.model(), inks.get(i), numbers(curve.sigmas()), means(curve.error()));
    }
    return plot.svg();
  }

  /// What a model says under noise.
  NoiseCurve curve(Model model) {
    return results.noise().stream().filter(curve -> curve.model().equals(model.title())).findFirst().orElseThrow();
  }

  /// A measure of a model under noise.
  NoisyMeasure measure(Model model, Doubt doubt, String set) {
    return curve(model).measures().stream()
        .filter(measure -> measure.measure().equals(doubt.title()) && measure.set().equals(set)).findFirst()
        .orElseThrow();
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(Objects::requireNonNull).toArray();
  }

  private static double[] means(List<List<Double>> each) {
    double[] means = new double[each.size()];
    Arrays.setAll(means, i -> Estimate.of(each.get(i)).mean());
    return means;
  }
}
