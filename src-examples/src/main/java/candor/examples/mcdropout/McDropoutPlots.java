package candor.examples.mcdropout;

import candor.examples.mcdropout.McDropoutResults.Bin;
import candor.examples.mcdropout.McDropoutResults.Histogram;
import candor.examples.mcdropout.McDropoutResults.Votes;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// The plots of the experiment's report.
final class McDropoutPlots {
  private static final List<Ink> CLASS_INKS = List.of(Ink.BLUE, Ink.RED, Ink.GREEN);
  /// The page is about 900 units wide; plots drawn at the width they get have letters of equal size.
  private static final int WHOLE = 900;
  private static final int HALF = 440;
  private static final int THIRD = 290;

  private final McDropoutResults results;

  McDropoutPlots(McDropoutResults results) {
    this.results = results;
  }

  String variationRatio() {
    return histogram("Variation ratio", results.variationRatio());
  }

  String predictiveEntropy() {
    return histogram("Predictive entropy (nats)", results.predictiveEntropy());
  }

  String mutualInformation() {
    return histogram("Mutual information (nats)", results.mutualInformation());
  }

  private static String histogram(String label, Histogram histogram) {
    int bins = histogram.right().size();
    double[] starts = IntStream.range(0, bins).mapToDouble(i -> (i + 0.06) * histogram.width()).toArray();
    double bar = 0.44 * histogram.width();
    double[] besides = IntStream.range(0, bins).mapToDouble(i -> starts[i] + bar).toArray();
    int largest = Math.max(Collections.max(histogram.right()), Collections.max(histogram.wrong()));
    return new Plot("Histogram: " + label, THIRD, 260, Axis.linear(label, 0, bins * histogram.width()),
        Axis.counts("Images", largest))
        .bars("right", Ink.BLUE, starts, bar, doubles(histogram.right()))
        .bars("wrong", Ink.RED, besides, bar, doubles(histogram.wrong())).svg();
  }

  String votes(Votes votes) {
    List<String> names = IntStream.range(0, votes.votes().size()).mapToObj(Integer::toString).toList();
    double[] starts = IntStream.range(0, names.size()).mapToDouble(k -> k - 0.4).toArray();
    double[] besides = IntStream.range(0, names.size()).mapToDouble(k -> k).toArray();
    double[] shares = votes.votes().stream().mapToDouble(v -> (double) v / results.passes()).toArray();
    return new Plot("Votes and mean softmax output by class, image " + votes.image().index(), HALF, 280,
        Axis.names("Class", names),
        Axis.percent("", 0, 1)).bars("votes", Ink.BLUE, starts, 0.4, shares)
        .bars("mean softmax", Ink.GREY, besides, 0.4, doubles(votes.probability())).svg();
  }

  String softmaxInputs() {
    List<List<List<Double>>> inputs = results.rotation().inputs();
    double low = inputs.stream().flatMap(List::stream).flatMap(List::stream).min(Double::compare).orElse(0.0);
    double high = inputs.stream().flatMap(List::stream).flatMap(List::stream).max(Double::compare).orElse(1.0);
    return clouds(inputs, Axis.linear("Softmax input", Math.floor(low) - 1, Math.ceil(high) + 1));
  }

  String softmaxOutputs() {
    return clouds(results.rotation().outputs(), Axis.linear("Softmax output", 0, 1));
  }

  /// One cloud for each class and angle, the classes beside each other.
  private String clouds(List<List<List<Double>>> numbers, Axis y) {
    McDropoutResults.Rotation turn = results.rotation();
    List<String> names = turn.degrees().stream().map(degrees -> degrees + "°").toList();
    Plot plot = new Plot(y.label() + " of every pass by rotation", WHOLE, 320, Axis.names("Rotation", names), y);
    int classes = turn.classes().size();
    for (int k = 0; k < classes; k++) {
      for (int pass = 0; pass < results.passes(); pass++) {
        double[] xs = new double[names.size()];
        double[] ys = new double[names.size()];
        for (int angle = 0; angle < names.size(); angle++) {
          double jitter = (double) pass / results.passes() - 0.5;
          xs[angle] = angle + 0.27 * (k - (classes - 1) / 2.0) + 0.16 * jitter;
          ys[angle] = numbers.get(k).get(angle).get(pass);
        }
        plot.cloud("class " + turn.classes().get(k), CLASS_INKS.get(k), xs, ys);
      }
    }
    return plot.svg();
  }

  String rejection() {
    McDropoutResults.Rejection curves = results.rejection();
    double start = curves.variationRatio().getFirst();
    double low = Math.min(start, curves.mutualInformation().stream().min(Double::compare).orElse(start));
    double[] share = doubles(curves.fraction());
    return new Plot("Accuracy on the images that are left, by share of rejected images", WHOLE, 360,
        Axis.percent("Share of images rejected", 0, share[share.length - 1]),
        Axis.percent("Accuracy", low - Math.max(0.001, 0.1 * (1 - low)), 1))
        .line("variation ratio", Ink.BLUE, share, doubles(curves.variationRatio()))
        .line("predictive entropy", Ink.RED, share, doubles(curves.predictiveEntropy()))
        .line("mutual information", Ink.GREEN, share, doubles(curves.mutualInformation()))
        .line("max-probability", Ink.GREY, share, doubles(curves.maxProbability())).svg();
  }

  String calibration() {
    Plot plot = new Plot("Accuracy by confidence, without dropout and with MC dropout", WHOLE, 380,
        Axis.percent("Confidence", 0, 1),
        Axis.percent("Accuracy", 0, 1)).guide(0, 0, 1, 1);
    add(plot, "without dropout", Ink.GREY, results.calibrationDeterministic().bins());
    add(plot, "MC dropout", Ink.BLUE, results.calibrationMc().bins());
    return plot.svg();
  }

  private static void add(Plot plot, String name, Ink ink, List<Bin> bins) {
    double[] confidence = bins.stream().mapToDouble(Bin::confidence).toArray();
    double[] accuracy = bins.stream().mapToDouble(Bin::accuracy).toArray();
    plot.line(name, ink, confidence, accuracy).points(name, ink, confidence, accuracy);
  }

  private static double[] doubles(List<? extends Number> numbers) {
    return numbers.stream().mapToDouble(Number::doubleValue).toArray();
  }
}
