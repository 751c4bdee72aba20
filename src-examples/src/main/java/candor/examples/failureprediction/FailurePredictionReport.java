package candor.examples.failureprediction;

import candor.examples.failureprediction.FailurePredictionResults.Gain;
import candor.examples.failureprediction.FailurePredictionResults.MethodResults;
import candor.examples.failureprediction.FailurePredictionResults.NetworkResults;
import candor.examples.failureprediction.FailurePredictionResults.Selection;
import candor.examples.failureprediction.FailurePredictionResults.Shown;
import candor.examples.report.Estimate;
import candor.examples.report.Interval;
import candor.examples.report.Picture;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Images;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of the experiment. Every number comes from the results, pictures from the images.
final class FailurePredictionReport {
  private static final int SIDE = 28;

  private final FailurePredictionResults results;
  private final Images images;
  private final Report report;

  private FailurePredictionReport(FailurePredictionResults results, Images images) {
    this.results = results;
    this.images = images;
    this.report = new Report("Which answers are wrong?", """
        A classifier’s own probability is a poor witness: it is often high for a wrong answer. Here two networks for
        digits are asked how sure they are in several ways, and so is ConfidNet, a second network that has learned from
        the first one’s features what probability it gives to the <i>true</i> class.
        """);
  }

  static Report of(FailurePredictionResults results, Images images) {
    FailurePredictionReport page = new FailurePredictionReport(results, images);
    page.headline();
    page.gains();
    page.histograms();
    page.curves();
    page.selection();
    page.pictures();
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    for (NetworkResults network : results.networks()) {
      report.paragraph(
          """
              <b>%s</b>, wrong on %s of %s test images and on %s with the mean over %d passes. Numbers are in per cent, AURC and
              E-AURC in thousandths; %s.
              """
              .formatted(network.network(), small(network.error().percent()), Text.whole(results.testImages()),
                  small(network.errorByPasses().percent()), results.passes(), seeds()));
      report.table(List.of("", "AUPR-<br/>error", "AUPR-<br/>success", "AUROC", "FPR at<br/>95 % TPR", "AURC", "E-AURC",
          "<small>Published:<br/>AUPR-error,<br/>FPR,<br/>AUROC</small>"),
          network.methods().stream().map(method -> row(network, method)).toList());
    }
    report.paragraph("""
        AUPR-error is the area under the precision-recall curve with errors as positives: it begins near the share of
        errors for a score that knows nothing. Networks that err less have a lower one, so published numbers can be set
        beside these only together with test errors. TCP knows the labels: it is the ceiling, not a method.
        """);
  }

  private String seeds() {
    return results.seeds() == 1
        ? "one seed, which tells nothing of others"
        : "means over " + results.seeds() + " seeds ± half of Student’s 95 % interval";
  }

  private static List<String> row(NetworkResults network, MethodResults m) {
    String published = Stream.of(Architecture.values()).filter(a -> a.title().equals(network.network()))
        .flatMap(a -> a.published().stream()).filter(p -> p.method().title().equals(m.method()))
        .map(p -> Text.decimal(p.auprErrors(), 2) + ", <br/>" + Text.decimal(p.falsePositiveRate(), 2) + ", <br/>"
            + Text.decimal(p.auroc(), 2))
        .findFirst().orElse("");
    return List.of(title(m.method()), spread(m.auprErrors(), 100, 2), spread(m.auprSuccesses(), 100, 2),
        spread(m.auroc(), 100, 2), spread(m.falsePositiveRate(), 100, 2), spread(m.riskArea(), 1000, 3),
        spread(m.excessRiskArea(), 1000, 3), "<small>" + published + "</small>");
  }

  /// A method's name, in two lines where it has two parts.
  private static String title(String method) {
    return method.replace(", ", ", <br/>");
  }

  /// Mean, and half of the interval below it.
  private static String spread(Estimate estimate, double unit, int decimals) {
    String mean = Text.decimal(unit * estimate.mean(), decimals);
    return estimate.interval().stream().map(interval -> mean + "<br/><small>± "
        + Text.decimal(unit * (interval.high() - interval.low()) / 2, decimals) + "</small>").findFirst().orElse(mean);
  }

  private void gains() {
    report.section("gains", "Who finds more errors");
    report.paragraph(
        """
            Differences in AUPR-error on the same networks and images, in points. Intervals of the bootstrap draw %s test
            sets, the same for all methods and seeds, and take the networks as they are; those of Student’s <i>t</i> are over
            seeds.
            """
            .formatted(Text.whole(results.resamples())));
    for (NetworkResults network : results.networks()) {
      report.table(
          List.of(network.network(), "Mean", "Bootstrap,<br/>95 %", "Over seeds,<br/>95 %", "Seeds<br/>above 0"),
          network.gains().stream().map(FailurePredictionReport::row).toList());
    }
  }

  private static List<String> row(Gain gain) {
    Estimate difference = gain.difference();
    long above = difference.each().stream().filter(d -> d > 0).count();
    return List.of(gain.method() + " <br/>minus " + gain.over(), points(difference.mean()), points(gain.mean()),
        difference.interval().stream().map(FailurePredictionReport::points).findFirst().orElse("–"),
        above + " of " + difference.each().size());
  }

  private static String points(double fraction) {
    return Text.decimal(100 * fraction, 2);
  }

  private static String points(Interval interval) {
    return "<small>" + points(interval.low()) + " to " + points(interval.high()) + "</small>";
  }

  private void histograms() {
    report.section("histograms", "The probability of the predicted class, and of the true one");
    List<NetworkResults> networks = results.networks();
    for (NetworkResults network : networks) {
      report.figure(
          """
              How MCP, the probability of the predicted class, and TCP, that of the true class, are spread over right and wrong
              answers of %s; seed %d. Each kind adds up to 100 %%. MCP of errors reaches up to 1; TCP above ½ is always a right
              answer, below 1/10 always a wrong one.
              """
              .formatted(network.network(), results.seed()),
          new FailurePredictionPlots(network).histograms());
    }
  }

  private void curves() {
    report.section("curves", "Finding errors, and declining to answer");
    for (NetworkResults network : results.networks()) {
      FailurePredictionPlots plots = new FailurePredictionPlots(network);
      report.figure(
          """
              %s, seed %d. Left: of the answers called wrong, how many are (precision), against how many of the wrong ones are
              called so (recall). Right: share of errors among the answers that are kept (risk), against how many are kept
              (coverage).
              """
              .formatted(network.network(), results.seed()),
          plots.precision(), plots.risk());
    }
  }

  private void selection() {
    report.section("selection", "Accept or reject");
    report.paragraph("""
        Accepted answers shall be wrong on %s at most. The threshold is chosen on the validation images: the largest
        coverage whose empirical risk is below that, or one whose risk is below it with probability 0.95 (Geifman &amp;
        El-Yaniv 2017). For ConfidNet, whose epoch the same images have chosen, the guarantee does not hold strictly.
        """.formatted(Text.percent(results.risk())));
    for (NetworkResults network : results.networks()) {
      report.table(List.of(network.network(), "Empirical:<br/>coverage", "risk", "Guaranteed:<br/>coverage", "risk"),
          network.methods().stream().map(FailurePredictionReport::selections).toList());
    }
  }

  private static List<String> selections(MethodResults method) {
    return Stream
        .concat(Stream.of(method.method()), method.selections().stream().flatMap(FailurePredictionReport::cells))
        .toList();
  }

  private static Stream<String> cells(Selection selection) {
    return Stream.of(spread(selection.coverage(), 100, 2) + " %", spread(selection.risk(), 100, 2) + " %");
  }

  private void pictures() {
    report.section("pictures", "What they are sure of");
    for (NetworkResults network : results.networks()) {
      for (String row : List.of(Analysis.LEAST_SURE, Analysis.EXPOSED, Analysis.MOST_SURE)) {
        report.figure("""
            %s, seed %d: test images, %s. Class and answer; MCP and what ConfidNet says. Wrong answers are printed in
            orange.
            """.formatted(network.network(), results.seed(), row),
            network.shown().stream().filter(shown -> shown.row().equals(row)).map(this::card)
                .collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>")));
      }
    }
  }

  private String card(Shown image) {
    return """
        <div class="%s">%s<b>%d as %d</b>MCP %s<br/>ConfidNet %s<br/>image %d</div>
        """.formatted(image.label() == image.prediction() ? "card" : "card wrong",
        Picture.grey(images.batch(image.index()).input().reshape(-1).toFloats(), SIDE, "image " + image.index()),
        image.label(), image.prediction(), Text.decimal(image.probability(), 3), Text.decimal(image.confidence(), 3),
        image.index());
  }

  private void method() {
    report.section("method", "How it was made");
    for (NetworkResults network : results.networks()) {
      report.item(
          """
              %s: %s training images, other ones for each seed, %s, batches of %d, cross-entropy, SGD with momentum %s, weight
              decay %s and a rate that falls from %s to 0 as a cosine; wrong on %s of the training images with nothing dropped.
              """
              .formatted(network.network(), Text.whole(results.trainImages()), Text.count(network.epochs(), "epoch"),
                  results.batch(), Text.plain(Training.MOMENTUM), Text.plain(Training.DECAY),
                  Text.plain(network.rate()),
                  small(network.trainingError().percent())));
      report.item(
          """
              ConfidNet of %s: %s on the features of %s with dropout, then %s with a copy of the network’s layers and nothing
              dropped. AUPR-error of the validation images after the first stage %s, after the second %s.
              """
              .formatted(network.network(), Text.count(results.headEpochs(), "epoch"),
                  results.headPasses() + (results.headPasses() == 1 ? " pass" : " passes"),
                  Text.count(network.tuningEpochs(), "epoch"), small(network.validationHead().percent()),
                  small(network.validationWhole().percent())));
    }
    report.item(
        """
            ConfidNet has four hidden layers of 400 units and a sigmoid; squared error to the TCP of the training images, Adam, a
            rate that falls from %s (first stage) or %s (second stage) to 0 as a cosine. The weights of the epoch with the best
            AUPR-error of %s validation images are kept, those from before a stage included.
            """
            .formatted(Text.plain(results.headRate()), Text.plain(results.tuningRate()),
                Text.whole(results.validationImages())));
    report.item("Errors: %s. Over passes are averaged %s.".formatted(Text.escape(results.conventions().errors()),
        Text.escape(results.conventions().passes())));
    report.item("%s. Area: %s. TrustScore: %s.".formatted(Text.escape(results.conventions().ranking()),
        Text.escape(results.conventions().averagePrecision()), Text.escape(results.conventions().trustScore())));
    report.item("Bootstrap: %s. Other intervals: %s. Epochs and thresholds are chosen by %s.".formatted(
        Text.escape(results.conventions().bootstrap()), Text.escape(results.conventions().seeds()),
        Text.escape(results.conventions().choice())));
    report.item(
        """
            Training took %s minutes of one thread, predicting %s, with %s of <code>%s</code>. Equal options give equal numbers
            with any number of threads and on any kernels.
            """
            .formatted(Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest() / 60, 1),
                Text.count(results.threads(), "thread"), Text.escape(results.kernels())));
    report.paragraph(
        """
            Literature: C. Corbière, N. Thome, A. Bar-Hen, M. Cord and P. Pérez, <i>Addressing Failure Prediction by Learning
            Model Confidence</i>, NeurIPS 2019. D. Hendrycks and K. Gimpel, <i>A Baseline for Detecting Misclassified and
            Out-of-Distribution Examples</i>, ICLR 2017. Y. Gal and Z. Ghahramani, <i>Dropout as a Bayesian Approximation</i>,
            ICML 2016. H. Jiang, B. Kim, M. Guan and M. Gupta, <i>To Trust Or Not To Trust A Classifier</i>, NeurIPS 2018. Y.
            Geifman and R. El-Yaniv, <i>Selective Classification for Deep Neural Networks</i>, NIPS 2017. Images: MNIST by Y.
            LeCun, C. Cortes and C. Burges. Every number of this page is in <code>results.json</code> beside it.
            """);
  }

  /// The interval in small letters.
  private static String small(String text) {
    return text.contains("(") ? text.replace("(", "<small>(").replace(")", ")</small>") : text;
  }
}
