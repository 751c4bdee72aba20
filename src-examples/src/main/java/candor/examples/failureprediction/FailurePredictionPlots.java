package candor.examples.failureprediction;

import candor.examples.failureprediction.FailurePredictionResults.Curve;
import candor.examples.failureprediction.FailurePredictionResults.Histogram;
import candor.examples.failureprediction.FailurePredictionResults.NetworkResults;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The plots of the page for a kind of network.
///
/// @param network where their numbers come from
record FailurePredictionPlots(NetworkResults network) {
  private static final int HALF = 440;
  private static final int HEIGHT = 280;
  /// The methods of the curves, in the order in which they are drawn.
  private static final Map<Method, Ink> INKS = Map.of(Method.TCP, Ink.GREY, Method.TRUST_SCORE, Ink.PURPLE,
      Method.PASSES_ENTROPY, Ink.GREEN, Method.MCP, Ink.BLUE, Method.CONFIDNET, Ink.RED);
  private static final List<Method> SHOWN =
      List.of(Method.TCP, Method.TRUST_SCORE, Method.PASSES_ENTROPY, Method.MCP, Method.CONFIDNET);

  /// How scores of right and of wrong answers are spread.
  String[] histograms() {
    return network.histograms().stream().map(this::histogram).toArray(String[]::new);
  }

  private String histogram(Histogram histogram) {
    double[] successes = shares(histogram.successes());
    double[] errors = shares(histogram.errors());
    double most = IntStream.range(0, successes.length).mapToDouble(i -> Math.max(successes[i], errors[i])).max()
        .orElse(1);
    double[] ends = IntStream.range(0, successes.length)
        .mapToDouble(i -> (double) Math.ceilDiv(i, 2) / histogram.successes().size()).toArray();
    String name = histogram.score().replaceFirst(" .*", "");
    return new Plot(name + " of right and of wrong answers of " + network.network(), HALF, HEIGHT,
        Axis.linear(network.network() + ": " + name, 0, 1), Axis.percent("Share of each kind", 0, most))
        .line("successes", Ink.BLUE, ends, successes).line("errors", Ink.RED, ends, errors).svg();
  }

  /// The share of every bin, at both of its ends.
  private static double[] shares(List<Integer> counts) {
    double all = Math.max(1, counts.stream().mapToInt(Integer::intValue).sum());
    return counts.stream().flatMapToDouble(count -> DoubleStream.of(count / all, count / all))
        .toArray();
  }

  /// Precision by recall, errors as positives.
  String precision() {
    Plot plot = new Plot("precision by recall of the errors of " + network.network(), HALF, HEIGHT,
        Axis.percent(network.network() + ": recall of errors", 0, 1), Axis.percent("Precision", 0, 1));
    return lines(plot, network.precision());
  }

  /// Risk by coverage. The errors that remain when nothing is rejected are the highest point of most methods.
  String risk() {
    double most =
        network.risk().stream().filter(curve -> SHOWN.stream().anyMatch(m -> m.title().equals(curve.method())))
            .flatMap(curve -> curve.y().stream()).mapToDouble(Double::doubleValue).max().orElse(1);
    Plot plot = new Plot("risk by coverage of " + network.network(), HALF, HEIGHT,
        Axis.percent(network.network() + ": coverage", 0.5, 1), Axis.percent("Risk", 0, Math.max(most, 1e-4)));
    return lines(plot, network.risk());
  }

  private static String lines(Plot plot, List<Curve> curves) {
    for (Method method : SHOWN) {
      for (Curve curve : curves) {
        if (curve.method().equals(method.title())) {
          plot.line(shortName(method), INKS.getOrDefault(method, Ink.GREY), numbers(curve.x()), numbers(curve.y()));
        }
      }
    }
    return plot.svg();
  }

  private static String shortName(Method method) {
    return switch (method) {
      case TCP -> "TCP";
      case PASSES_ENTROPY -> "MC entropy";
      default -> method.title();
    };
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
