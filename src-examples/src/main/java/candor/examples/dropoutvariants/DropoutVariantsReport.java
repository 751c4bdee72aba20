package candor.examples.dropoutvariants;

import candor.examples.dropoutvariants.DropoutVariantsResults.Final;
import candor.examples.dropoutvariants.DropoutVariantsResults.Tested;
import candor.examples.dropoutvariants.DropoutVariantsResults.VariantResults;
import candor.examples.dropoutvariants.ImageTask.Published;
import candor.examples.report.Report;
import candor.examples.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the experiment. Every number comes from the results, but for those that others published.
final class DropoutVariantsReport {
  private final DropoutVariantsResults results;
  private final List<Published> published;
  private final Report report;

  private DropoutVariantsReport(DropoutVariantsResults results, List<Published> published) {
    this.results = results;
    this.published = published;
    this.report = new Report("MC dropout against dropout on " + results.set(),
        """
            A LeNet learns with dropout nowhere, before its last layer, or after every layer. Dropout is usually switched off
            for testing. MC dropout leaves it on and averages %d stochastic passes over every image. What that is worth
            depends on where dropout stands.
            """
            .formatted(results.passes()));
  }

  static Report of(DropoutVariantsResults results, List<Published> published) {
    DropoutVariantsReport page = new DropoutVariantsReport(results, published);
    page.headline();
    page.curves();
    page.literature();
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    List<List<String>> rows = new ArrayList<>();
    for (VariantResults variant : results.variants()) {
      rows.add(row(variant.places() + (variant.mc().isEmpty() ? "" : ", standard"), variant.standard().last()));
      variant.mc().forEach(mc -> rows.add(row(variant.places() + ", MC dropout", mc.last())));
    }
    report.table(head("Dropout"), rows);
    report.paragraph("""
        After %s, on %s %s images; mean of %s%s. “Standard” is the same network run once with nothing dropped.
        """.formatted(Text.count(results.epochs(), "epoch"), Text.whole(results.testImages()),
        results.held() == 0 ? "test" : "held back training", Text.count(results.seeds(), "network"),
        results.seeds() == 1 ? ", which tells nothing of the spread between seeds" : " with its 95 % interval"));
    report.table(head("MC dropout"), differences());
    report.paragraph("""
        Differences of errors and calibration errors in percentage points, seed by seed: the two ways of testing share a
        network, and networks of the same seed share the order of the images. Negative numbers speak for MC dropout.
        """);
  }

  private List<List<String>> differences() {
    List<List<String>> rows = new ArrayList<>();
    Final none = results.variants().getFirst().standard().last();
    for (VariantResults variant : results.variants()) {
      variant.difference().forEach(d -> rows.add(row(variant.places() + ", minus standard", d)));
    }
    for (VariantResults variant : results.variants()) {
      variant.mc().forEach(mc -> rows.add(
          row(variant.places() + ", minus no dropout", DropoutVariantsExperiment.difference(mc.last(), none))));
    }
    return rows;
  }

  private static List<String> head(String rows) {
    return List.of(rows, "Error", "NLL <small>(nats)</small>", "Calibration error");
  }

  private static List<String> row(String name, Final numbers) {
    return List.of(Text.escape(name), range(numbers.error().percent()), range(numbers.loss().text(4)),
        range(numbers.calibration().percent()));
  }

  /// A number with its interval, if it has one, in small print below it.
  private static String range(String text) {
    int at = text.indexOf(" (");
    return at < 0 ? text : text.substring(0, at) + "<br/><small>" + text.substring(at + 1) + "</small>";
  }

  private void curves() {
    DropoutVariantsPlots plots = new DropoutVariantsPlots(results);
    report.section("curves", "While it learns");
    report.figure(
        """
            Error by epoch, both on logarithmic scales. Lines are means over seeds, dots single networks. The grey line is the
            network without dropout.
            """,
        plots.curves("Error", Tested::error));
    report.figure(
        """
            Negative log-likelihood by epoch, in the same way. It counts how sure a network is of what turns out to be wrong.
            """,
        plots.curves("Negative log-likelihood (nats)", Tested::loss));
    report.figure("Expected calibration error by epoch, in the same way.",
        plots.curves("Calibration error", Tested::calibration));
  }

  private void literature() {
    if (!published.isEmpty()) {
      report.section("published", "What others report");
      report.table(List.of("", "Error"),
          published.stream().map(p -> List.of(Text.escape(p.what()), Text.escape(p.error()))).toList());
      report.paragraph("""
          The first is read off a figure. Trainings differ in length and schedule, and the spread between seeds was not
          reported.
          """);
    }
  }

  private void method() {
    report.section("method", "How it was made");
    report.item(
        """
            Network: Caffe’s LeNet (convolution 20 @ 5×5, max-pooling, convolution 50 @ 5×5, max-pooling, 500 rectified units,
            10 outputs), with dropout %s where there is any: %s. After a convolution, dropout comes before pooling.
            """
            .formatted(Text.plain(results.dropout()), results.variants().stream()
                .map(v -> "<b>" + v.name() + "</b>, " + Text.escape(v.places())).collect(Collectors.joining("; "))));
    report.item(
        """
            Training: %s images, %s, batch %d, cross-entropy, SGD with momentum %s, weight decay %s, and a learning rate that
            falls from %s to nothing along half a wave of the cosine. All variants are trained in the same way.
            """
            .formatted(Text.whole(results.trainImages()), Text.count(results.epochs(), "epoch"), results.batch(),
                Text.plain(results.momentum()), Text.plain(results.weightDecay()), Text.plain(results.rate())));
    report.item("Choice: %s.".formatted(Text.escape(results.conventions().choice())));
    report.item("Standard prediction: %s. MC dropout: %s. <i>T</i> = %d.".formatted(
        Text.escape(results.conventions().standard()), Text.escape(results.conventions().mc()), results.passes()));
    report.item("""
        Intervals: %s. They do not contain what other test images would change. Calibration error: %s.
        """.formatted(Text.escape(results.conventions().interval()),
        Text.escape(results.conventions().calibrationBins())));
    report.item("""
        Seeds %d to %d. Networks are trained side by side, one in each thread: %s minutes of training and %s minutes of
        testing in all, on <code>%s</code>, threads: %d. Equal options give equal numbers with any number of threads and
        on any kernels.
        """.formatted(results.seed(), results.seed() + results.seeds() - 1,
        Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest() / 60, 1),
        Text.escape(results.kernels()), results.threads()));
    report.paragraph("""
        Literature: Y. Gal and Z. Ghahramani, <i>Bayesian Convolutional Neural Networks with Bernoulli Approximate
        Variational Inference</i>, 2015. C. Guo, G. Pleiss, Y. Sun and K. Weinberger, <i>On Calibration of Modern Neural
        Networks</i>, ICML 2017. Every number of this page is in <code>results.json</code> beside it.
        """);
  }
}
