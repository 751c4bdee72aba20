package candor.examples.dropoutvariants;

import candor.examples.dropoutvariants.DropoutVariantsResults.Tested;
import candor.examples.dropoutvariants.DropoutVariantsResults.VariantResults;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Numbers by epoch, a plot for each variant with dropout.
final class DropoutVariantsPlots {
  private static final int HALF = 440;
  private static final int HEIGHT = 300;
  private static final int[] LEADS = {1, 2, 3, 5, 7};

  private final DropoutVariantsResults results;
  private final double[] epochs;

  DropoutVariantsPlots(DropoutVariantsResults results) {
    this.results = results;
    this.epochs = results.testedEpochs().stream().mapToDouble(epoch -> epoch).toArray();
  }

  /// Plots of one kind of number, all with the same axes.
  String[] curves(String label, Function<Tested, List<List<Double>>> numbers) {
    VariantResults none = results.variants().getFirst();
    double[] all = results.variants().stream().flatMap(v -> Stream.concat(Stream.of(v.standard()), v.mc().stream()))
        .flatMap(tested -> numbers.apply(tested).stream()).flatMap(List::stream).mapToDouble(x -> x)
        .filter(x -> x > 0).toArray();
    List<String> plots = new ArrayList<>();
    for (VariantResults variant : results.variants()) {
      for (Tested mc : variant.mc()) {
        Plot plot = new Plot(label + " by epoch, dropout " + variant.places(), HALF, HEIGHT, epochAxis(),
            ratios(label, all, !label.contains("nats")));
        plot.line("no dropout", Ink.GREY, epochs, mean(numbers.apply(none.standard())));
        curve(plot, "standard", Ink.BLUE, numbers.apply(variant.standard()));
        curve(plot, "MC", Ink.RED, numbers.apply(mc));
        plots.add("<h3>Dropout " + Text.escape(variant.places()) + "</h3>" + plot.svg());
      }
    }
    return plots.toArray(String[]::new);
  }

  private void curve(Plot plot, String name, Ink ink, List<List<Double>> bySeed) {
    plot.line(name, ink, epochs, mean(bySeed));
    bySeed.forEach(each -> plot.cloud(name, ink, epochs, each.stream().mapToDouble(x -> x).toArray()));
  }

  private static double[] mean(List<List<Double>> bySeed) {
    return IntStream.range(0, bySeed.getFirst().size())
        .mapToDouble(i -> bySeed.stream().mapToDouble(each -> each.get(i)).sum() / bySeed.size()).toArray();
  }

  private Axis epochAxis() {
    List<Axis.Tick> ticks = results.testedEpochs().stream().map(e -> new Axis.Tick(e, Integer.toString(e))).toList();
    return new Axis("Epoch", 1, Math.max(2, results.epochs()), true, ticks);
  }

  /// A logarithmic axis that holds all numbers, with ticks at 1, 2, 3, 5 and 7 times powers of ten.
  private static Axis ratios(String label, double[] numbers, boolean isShare) {
    double low = 0.8 * DoubleStream.of(numbers).min().orElse(0.1);
    double high = 1.25 * DoubleStream.of(numbers).max().orElse(1);
    List<Axis.Tick> ticks = new ArrayList<>();
    for (int power = -6; power <= 2; power++) {
      for (int lead : LEADS) {
        double at = lead * StrictMath.pow(10, power);
        if (at >= low && at <= high) {
          ticks.add(new Axis.Tick(at, isShare ? Text.plain(100 * at) + " %" : Text.plain(at)));
        }
      }
    }
    return new Axis(label, low, high, true, ticks);
  }
}
