package candor.examples.influence;

import candor.examples.influence.InfluenceResults.Compared;
import candor.examples.influence.InfluenceResults.MachineCase;
import candor.examples.influence.InfluenceResults.Smoothing;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The plots of the experiment's report.
final class InfluencePlots {
  private static final int WIDTH = 290;
  private static final int HEIGHT = 300;
  private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.RED, Ink.GREEN, Ink.PURPLE);

  private InfluencePlots() {
  }

  /// Actual changes over predicted ones; on the dashed line both are equal.
  ///
  /// @param title what is compared
  /// @param compared the changes
  static String scatter(String title, Compared compared) {
    double[] predicted = numbers(compared.predicted());
    double[] actual = numbers(compared.actual());
    Axis x = axis("Predicted, " + title, predicted);
    Axis y = axis("Actual change", actual);
    double low = Math.max(x.low(), y.low());
    double high = Math.min(x.high(), y.high());
    return new Plot("Actual and predicted changes, " + title, WIDTH, HEIGHT, x, y).guide(low, low, high, high)
        .cloud(title, Ink.BLUE, predicted, actual).svg();
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Axis axis(String label, double... numbers) {
    double low = DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(numbers)).min().orElse(0);
    double high = DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(numbers)).max().orElse(0);
    double margin = Math.max(0.05 * (high - low), 1e-9);
    return Axis.linear(label, low - margin, high + margin);
  }

  /// Pearson's correlation by temperature, a line for each test image.
  static String temperatures(List<MachineCase> cases) {
    List<Double> correlated = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Smoothing s : cases.getFirst().smoothings()) {
      names.add(s.temperature() == 0 ? "hinge" : Text.plain(s.temperature()));
    }
    cases.forEach(c -> c.smoothings().forEach(s -> correlated.add(s.agreement().pearson())));
    // Equal predictions have no correlation.
    double low =
        Math.min(0, correlated.stream().filter(r -> !r.isNaN()).mapToDouble(Double::doubleValue).min().orElse(0));
    Plot plot = new Plot("Pearson’s correlation by temperature of the smooth hinge loss", 2 * WIDTH, HEIGHT,
        Axis.names("Temperature t", names), Axis.linear("Pearson’s r", low, 1.02));
    for (int i = 0; i < cases.size(); i++) {
      MachineCase c = cases.get(i);
      double[] all = c.smoothings().stream().mapToDouble(s -> s.agreement().pearson()).toArray();
      double[] at = IntStream.range(0, all.length).filter(t -> !Double.isNaN(all[t])).asDoubleStream().toArray();
      double[] correlations = DoubleStream.of(all).filter(r -> !Double.isNaN(r)).toArray();
      Ink ink = INKS.get(i % INKS.size());
      plot.line("test image " + c.image(), ink, at, correlations).points("test image " + c.image(), ink, at,
          correlations);
    }
    return plot.svg();
  }
}
