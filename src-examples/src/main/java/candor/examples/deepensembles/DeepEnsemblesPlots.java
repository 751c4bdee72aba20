package candor.examples.deepensembles;

import candor.examples.deepensembles.DeepEnsemblesResults.Histogram;
import candor.examples.deepensembles.DeepEnsemblesResults.Quality;
import candor.examples.report.Axis;
import candor.examples.report.Estimate;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The plots of the experiment's report.
final class DeepEnsemblesPlots {
  private static final List<Ink> SET_INKS = List.of(Ink.BLUE, Ink.RED, Ink.GREEN);
  /// The page is about 900 units wide; plots drawn at the width they get have letters of equal size.
  private static final int HALF = 440;
  private static final int THIRD = 290;
  private static final int HEIGHT = 270;

  private final DeepEnsemblesResults results;

  DeepEnsemblesPlots(DeepEnsemblesResults results) {
    this.results = results;
  }

  String error() {
    return byCount("Test error", THIRD, Quality::error, true);
  }

  String loss() {
    return byCount("NLL (nats)", THIRD, Quality::loss, false);
  }

  String calibration() {
    return byCount("ECE", THIRD, Quality::calibration, true);
  }

  /// AUROC of the mutual information for a set from outside.
  String detection(int set) {
    return byCount("AUROC, " + results.outside().get(set), HALF,
        q -> q.detections().get(set).byInformation().getFirst(), false);
  }

  /// A number by the number of networks, and of passes: their means as lines, each seed as points.
  private String byCount(String label, int width, Function<Quality, Estimate> number, boolean isPercent) {
    boolean fromTwo = width == HALF;
    List<Quality> networks = counted(results.ensemble(), fromTwo);
    List<Quality> passes = counted(results.mcDropout(), fromTwo);
    List<Double> all = Stream.concat(networks.stream(), passes.stream()).flatMap(q -> number.apply(q).each().stream())
        .toList();
    double low = Collections.min(all);
    double high = Collections.max(all);
    double margin = Math.max(0.08 * (high - low), 1e-6);
    Axis x = Axis.linear("Networks, or passes", 0, results.members() + 1);
    Axis y = isPercent
        ? Axis.percent(label, low - margin, high + margin)
        : Axis.linear(label, low - margin, high + margin);
    Plot plot = new Plot(label + " by the number of networks, and of passes", width, HEIGHT, x, y);
    seeds(plot, DeepEnsemblesResults.DROPPING, Ink.RED, passes, number);
    seeds(plot, DeepEnsemblesResults.ALL, Ink.BLUE, networks, number);
    return plot.svg();
  }

  /// Without the mixture of all passes, which lies far to the right.
  private List<Quality> counted(List<Quality> qualities, boolean fromTwo) {
    return qualities.stream().filter(q -> q.count() >= (fromTwo ? 2 : 1) && q.count() <= results.members()).toList();
  }

  private static void seeds(Plot plot, String name, Ink ink, List<Quality> qualities,
      Function<Quality, Estimate> number) {
    double[] counts = qualities.stream().mapToDouble(Quality::count).toArray();
    double[] xs = qualities.stream().flatMapToDouble(
        q -> number.apply(q).each().stream().mapToDouble(each -> q.count())).toArray();
    double[] ys = qualities.stream().flatMapToDouble(
        q -> number.apply(q).each().stream().mapToDouble(Double::doubleValue)).toArray();
    plot.cloud(name, ink, xs, ys);
    plot.line(name, ink, counts, qualities.stream().mapToDouble(q -> number.apply(q).mean()).toArray());
  }

  /// The histograms of a measure.
  String[] histograms(String measure) {
    List<Histogram> shown = results.histograms().stream().filter(h -> h.measure().equals(measure)).toList();
    int bins = shown.stream().mapToInt(h -> h.counts().getFirst().size()).max().orElse(1);
    return shown.stream().map(h -> histogram(h, shown.size() > 2 ? THIRD : HALF, bins)).toArray(String[]::new);
  }

  private String histogram(Histogram histogram, int width, int bins) {
    int largest = histogram.counts().stream().flatMap(List::stream).max(Integer::compare).orElse(1);
    Plot plot = new Plot("Histogram of " + histogram.measure() + ", " + histogram.prediction(), width, HEIGHT,
        Axis.linear(histogram.prediction() + ": " + histogram.measure(), 0, bins * histogram.width()),
        Axis.counts("", largest));
    for (int set = 0; set < histogram.counts().size(); set++) {
      List<Integer> counts = histogram.counts().get(set);
      plot.steps(set == 0 ? results.set() : results.outside().get(set - 1), SET_INKS.get(set), 0, histogram.width(),
          counts.stream().mapToDouble(count -> count).toArray());
    }
    return plot.svg();
  }
}
