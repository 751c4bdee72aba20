package candor.examples.calibration;

import candor.examples.calibration.CalibrationResults.Bin;
import candor.examples.calibration.CalibrationResults.CurvePoint;
import candor.examples.calibration.CalibrationResults.MethodResults;
import candor.examples.calibration.CalibrationResults.SetResults;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Text;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The plots of one set of images.
///
/// @param results what the set gave
record CalibrationPlots(SetResults results) {
  private static final int WHOLE = 900;
  private static final int HALF = 440;
  private static final int THIRD = 290;
  private static final double BAR = 0.9;
  private static final double BAND = 0.36;
  /// The least share of images that is drawn.
  private static final double LEAST = 5e-5;

  /// Calibration errors of all seeds by method, beside what calibrated models would show.
  String errors() {
    List<MethodResults> methods = results.methods();
    double[] highs = methods.stream().mapToDouble(m -> m.chance().high().mean()).toArray();
    double highest = methods.stream().flatMap(m -> m.of(Measure.ECE).value().each().stream()).mapToDouble(x -> x).max()
        .orElse(0);
    Plot plot = new Plot("Calibration error by method, " + results.title(), WHOLE, 300,
        Axis.names("", methods.stream().map(MethodResults::title).toList()),
        Axis.percent("Expected calibration error", 0, 1.1 * Math.max(highest, DoubleStream.of(highs).max().orElse(0))));
    double[] places = IntStream.range(0, highs.length).mapToDouble(i -> i - 0.35).toArray();
    plot.boxes("up to here by chance alone", Ink.GREY, places, 0.7, new double[highs.length], highs);
    for (int i = 0; i < highs.length; i++) {
      double[] each = methods.get(i).of(Measure.ECE).value().each().stream().mapToDouble(x -> x).toArray();
      double at = i;
      plot.points("networks", Ink.BLUE,
          IntStream.range(0, each.length).mapToDouble(s -> at + 0.5 * ((s + 0.5) / each.length - 0.5)).toArray(), each);
    }
    return plot.svg();
  }

  /// The reliability diagram of a method, with the share of images in each bin below it.
  String reliability(Method method) {
    MethodResults found = results.of(method);
    List<Bin> bins = found.bins();
    double width = bins.getFirst().high() - bins.getFirst().low();
    double[] bars = numbers(bins, bin -> bin.low() + (1 - BAR) / 2 * width);
    double[] accuracy = numbers(bins, Bin::accuracy);
    double[] confidence = numbers(bins, Bin::confidence);
    double[] both = numbers(bins, bin -> Math.min(bin.accuracy(), bin.confidence()));
    String diagram = new Plot("Accuracy by confidence, " + found.title() + ", " + results.title(), THIRD, 290,
        Axis.percent("", 0, 1), Axis.percent("", 0, 1)).bars("accuracy", Ink.BLUE, bars, BAR * width, both)
        .boxes("over", Ink.RED, bars, BAR * width, both, confidence)
        .boxes("under", Ink.GREEN, bars, BAR * width, both, accuracy)
        .boxes("chance", Ink.GREY, numbers(bins, bin -> bin.low() + (1 - BAND) / 2 * width), BAND * width,
            numbers(bins, bin -> bin.ifCalibrated().low()), numbers(bins, bin -> bin.ifCalibrated().high()))
        .guide(0, 0, 1, 1).svg();
    return "<h3>" + capital(found.title()) + "</h3>" + diagram + shares(found, bars, BAR * width) + "<small>ECE "
        + Text.percent(found.of(Measure.ECE).value().each().getFirst()) + ", chance " + Text.percent(
            found.chance().high().each().getFirst())
        + "<br/>confidence − accuracy " + Text.percent(excess(bins)) + "</small>";
  }

  /// Mean confidence minus accuracy.
  private static double excess(List<Bin> bins) {
    return bins.stream().mapToDouble(bin -> bin.count() * (bin.confidence() - bin.accuracy())).sum()
        / bins.stream().mapToInt(Bin::count).sum();
  }

  private String shares(MethodResults found, double[] bars, double width) {
    List<Axis.Tick> ticks =
        List.of(new Axis.Tick(1e-4, "0.01 %"), new Axis.Tick(1e-2, "1 %"), new Axis.Tick(1, "100 %"));
    return new Plot("Share of images by confidence, " + found.title() + ", " + results.title(), THIRD, 150,
        Axis.percent("Confidence", 0, 1), new Axis("", LEAST, 1, true, ticks))
        .bars("share of images", Ink.GREY, bars, width,
            numbers(found.bins(), bin -> (double) bin.count() / results.testImages()))
        .svg();
  }

  /// Negative log-likelihood by temperature.
  String loss() {
    return curve("Negative log-likelihood (nats)", CurvePoint::validationLoss, CurvePoint::testLoss, false);
  }

  /// Calibration error by temperature.
  String calibration() {
    return curve("Expected calibration error", CurvePoint::validationCalibration, CurvePoint::testCalibration, true);
  }

  private String curve(String label, ToDoubleFunction<CurvePoint> validation, ToDoubleFunction<CurvePoint> test,
      boolean isShare) {
    double least = results.curve().stream().mapToDouble(test).min().orElse(1);
    double low = isShare ? 0 : 0.9 * least;
    double high = isShare ? results.curve().stream().mapToDouble(test).max().orElse(1) : 2 * least;
    List<Axis.Tick> ticks = List.of(new Axis.Tick(0.5, "0.5"), new Axis.Tick(1, "1"), new Axis.Tick(2, "2"),
        new Axis.Tick(4, "4"));
    double best = results.temperature().each().getFirst();
    Plot plot = new Plot(label + " by temperature, " + results.title(), HALF, 290,
        new Axis("Temperature", results.curve().getFirst().temperature(), results.curve().getLast().temperature(), true,
            ticks),
        isShare ? Axis.percent(label, low, high) : Axis.linear(label, low, high)).guide(best, low, best, high);
    line(plot, "validation", Ink.GREY, validation, high);
    line(plot, "test", Ink.BLUE, test, high);
    return plot.svg();
  }

  /// A line as far as it stays in the plot.
  private void line(Plot plot, String name, Ink ink, ToDoubleFunction<CurvePoint> number, double high) {
    List<CurvePoint> inside = results.curve().stream().filter(p -> number.applyAsDouble(p) <= high).toList();
    plot.line(name, ink, numbers(inside, CurvePoint::temperature), numbers(inside, number));
  }

  private static <T> double[] numbers(List<T> items, ToDoubleFunction<T> number) {
    return items.stream().mapToDouble(number).toArray();
  }

  /// A text with a capital at its start.
  static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
