package candor.examples.outofdistribution;

import candor.examples.outofdistribution.OutOfDistributionResults.Choice;
import candor.examples.outofdistribution.OutOfDistributionResults.Conventions;
import candor.examples.outofdistribution.OutOfDistributionResults.Detected;
import candor.examples.outofdistribution.OutOfDistributionResults.Gain;
import candor.examples.outofdistribution.OutOfDistributionResults.Histogram;
import candor.examples.outofdistribution.OutOfDistributionResults.Score;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page of the experiment. Every number comes from the results, but for those that others published; pictures come from
/// the images.
final class OutOfDistributionReport {
  private static final int HALF = 440;
  private static final int HEIGHT = 250;
  private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.RED, Ink.GREEN);

  private final OutOfDistributionResults results;
  private final Report report = new Report("Images from outside",
      """
          A network that has learnt digits answers with a digit whatever it is shown. A score says how far to believe that it
          is one. Some scores need nothing but the network, some are tuned by images that are no digits, and some need a
          network that was trained beside such images. The more a score has seen, the less it says that it works on what it has
          seen: here no score is tested on a kind of images that it, or its network, has met.
          """);

  private OutOfDistributionReport(OutOfDistributionResults results) {
    this.results = results;
  }

  static Report of(OutOfDistributionResults results, Setup setup) throws IOException {
    OutOfDistributionReport page = new OutOfDistributionReport(results);
    page.headline();
    page.gains();
    page.spread();
    page.images(setup);
    page.published();
    page.method();
    return page.report;
  }

  private List<String> sets() {
    return results.scores().getFirst().sets().stream().map(Detected::set).toList();
  }

  private void headline() {
    report.section("result", "The result");
    for (int set = 0; set < sets().size(); set++) {
      int at = set;
      report.table(
          List.of("MNIST against<br/>" + sets().get(set), "seen from<br/>outside", "AUROC", "AUPR<br/>outside",
              "AUPR<br/>inside", "FPR at<br/>95 % TPR", "detection<br/>error"),
          results.scores().stream().map(score -> row(score, score.sets().get(at))).toList());
    }
    report.paragraph(
        """
            %s test digits and as many images from outside at most; %s. “Seen from outside” is what a score knows of
            images from outside: nothing; its settings were tuned by photographs; its network was trained beside photographs and
            synthetic images. AUROC and AUPR shall be large, FPR and detection error small. The ensemble is one of all %d plain
            networks, so it has no interval.
            """
            .formatted(Text.whole(results.testImages()),
                results.seeds() == 1
                    ? "one seed, which tells nothing of the spread between seeds"
                    : "means over " + results.seeds() + " seeds, below them half the 95 % interval of the mean",
                results.seeds()));
    report.table(List.of("", "test error"), results.networks().stream()
        .map(network -> List.of(Text.escape(network.network()), network.error().percent())).toList());
    report.paragraph("How often the networks take one digit for another.");
  }

  private static List<String> row(Score score, Detected detected) {
    return List.of(Text.escape(score.score()), "<small>" + score.knowledge() + "</small>", Cells.of(detected.auroc()),
        Cells.of(detected.auprOutside()), Cells.of(detected.auprInside()), Cells.percent(detected.falsePositiveRate()),
        Cells.percent(detected.detectionError()));
  }

  private void gains() {
    report.section("gains", "Is it worth it?");
    List<String> head = new ArrayList<>(List.of("minus max probability"));
    sets().forEach(set -> head.addAll(List.of("AUROC<br/>" + set, "FPR<br/>" + set)));
    List<String> scores = results.gains().stream().map(Gain::score).distinct().toList();
    report.table(head, scores.stream().map(this::gain).toList());
    report.paragraph(
        """
            Differences to the max probability of the plain network of the same seed, seed by seed. ODIN and the scores before it
            are of that very network. A positive difference of AUROC, and a negative one of FPR, speak for the score.
            """);
  }

  private List<String> gain(String score) {
    List<String> row = new ArrayList<>(List.of(Text.escape(score)));
    results.gains().stream().filter(gain -> gain.score().equals(score))
        .forEach(gain -> row.addAll(List.of(Cells.of(gain.auroc()), Cells.percent(gain.falsePositiveRate()))));
    return row;
  }

  private void spread() {
    report.section("spread", "How the scores are spread");
    report.figure(
        """
            Scores of the first seed, all turned so that larger means more outside; the share of each set in %d bins. Numbers
            beyond the ends are in the first and the last bin. The fewer digits lie where the others do, the better.
            """
            .formatted(results.histograms().getFirst().counts().getFirst().size()),
        column(0), column(1));
  }

  private String column(int side) {
    List<Histogram> all = results.histograms();
    return IntStream.range(0, all.size()).filter(i -> i % 2 == side).mapToObj(i -> histogram(all.get(i)))
        .collect(Collectors.joining());
  }

  private String histogram(Histogram histogram) {
    List<String> names = new ArrayList<>(List.of("digits"));
    names.addAll(sets());
    int largest = histogram.counts().stream().flatMap(List::stream).mapToInt(count -> count).max().orElse(1);
    double width = (histogram.high() - histogram.low()) / histogram.counts().getFirst().size();
    Plot plot = new Plot("Histogram of " + histogram.score(), HALF, HEIGHT,
        Axis.linear(histogram.score(), histogram.low(), histogram.high()), Axis.counts("", largest));
    for (int i = 0; i < names.size(); i++) {
      plot.steps(names.get(i), INKS.get(i), histogram.low(), width,
          histogram.counts().get(i).stream().mapToDouble(count -> count).toArray());
    }
    return plot.svg();
  }

  private void images(Setup setup) throws IOException {
    report.section("images", "The images");
    report.figure(
        "The first test images of each kind. Networks that see images from outside are trained beside others of the kinds "
            + OutOfDistributionExperiment.TRAINED.stream().map(Family::title).collect(Collectors.joining(" and "))
            + ".",
        Gallery.of(setup, List.of(Family.CHARACTERS, Family.CLOTHES, Family.PHOTOGRAPHS, Family.SYNTHETIC)));
  }

  private void published() {
    report.section("published", "What others report");
    report.table(List.of("AUPR inside, MNIST against", "KMNIST", "Fashion-MNIST"),
        List.of(List.of("MC dropout (Charpentier et al. 2020)", "0.930", "0.950"),
            List.of("ensemble (Charpentier et al. 2020)", "0.965", "0.978")));
    report.paragraph(
        """
            Average precision by steps with digits as positives, as in the “AUPR inside” of this page; the figures themselves are
            quoted from notes on the paper. Their networks are of another kind. For outlier exposure one more figure is known: the
            AUROC for KMNIST fell from .98 to .89 when KMNIST was left out of what the networks were trained beside. Here it
            always is, and so are clothes; the experiment <code>outlier-exposure</code> leaves out one kind after the other.
            """);
  }

  private void method() {
    Conventions conventions = results.conventions();
    report.section("method", "How it was made");
    report.item(
        """
            Networks: LeNet (convolution 20 @ 5×5, max-pooling, convolution 50 @ 5×5, max-pooling, 500 units, 10 outputs) with
            rectifiers and dropout 0.1 after convolutions and 0.5 before the last layer. %s digits, moved by up to two pixels, %s,
            %d digits in a step, Nesterov’s momentum, learning rate up to %s in one cycle, weight decay %s. Settings are those of
            <code>deep-ensembles</code>; nothing was chosen by test images.
            """
            .formatted(Text.whole(results.trainImages()), Text.count(results.epochs(), "epoch"), results.batch(),
                Text.plain(Method.PEAK), "5·10<sup>−4</sup>"));
    report.item(
        """
            Outlier exposure (Hendrycks, Mazeika &amp; Dietterich 2019): the same with one image from outside beside every digit,
            where the paper has two, by turns a photograph and a synthetic image, and half the cross-entropy to a uniform answer
            for it. Prior network: reverse divergence to Dirichlet distributions, sharp for digits, flat for images from outside
            (Malinin &amp; Gales 2019), Adam with learning rate %s and dropout 0.05 before the last layer.
            """
            .formatted(Text.plain(Method.RATE)));
    report.item(
        """
            Photographs: CIFAR-10, the middle 28 × 28 pixels in grey (0.299 R + 0.587 G + 0.114 B). Synthetic images: draws of a
            factor analysis of digits with %d factors, whose variance is 4 instead of 1.
            """
            .formatted(results.factors()));
    results.study().forEach(line -> report.item("Study: " + Text.escape(line) + "."));
    report.item(
        """
            Tuning: %s; %d digits and %d photographs. ODIN: all 210 settings of the paper. Mahalanobis distances: fitted to %s
            training digits, with the pseudo-inverse. MC dropout: %d passes. Temperature of the energy: 1.
            """
            .formatted(Text.escape(conventions.tuning()), results.tuningDigits(), results.tuningOutside(),
                Text.whole(results.fittedImages()), results.passes()));
    for (int i = 0; i < results.choices().size(); i++) {
      report.item("Chosen, seed %d: %s.".formatted(results.seed() + i, results.choices().get(i).stream()
          .map(OutOfDistributionReport::choice).collect(Collectors.joining("; "))));
    }
    report.item("AUROC: %s. AUPR outside: %s. AUPR inside: %s.".formatted(Text.escape(conventions.auroc()),
        Text.escape(conventions.auprOutside()), Text.escape(conventions.auprInside())));
    report.item("FPR at 95 %% TPR: %s. Detection error: %s. Intervals: %s.".formatted(
        Text.escape(conventions.falsePositiveRate()), Text.escape(conventions.detectionError()),
        Text.escape(conventions.interval())));
    report.item(
        """
            Seeds %d to %d. %s minutes of training and %s minutes of tests of one thread each, on <code>%s</code>, threads: %d.
            Equal options give equal numbers with any number of threads and on any kernels.
            """
            .formatted(results.seed(), results.seed() + results.seeds() - 1,
                Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest() / 60, 1),
                Text.escape(results.kernels()), results.threads()));
    report.paragraph(
        """
            Literature: D. Hendrycks and K. Gimpel, <i>A Baseline for Detecting Misclassified and Out-of-Distribution Examples in
            Neural Networks</i>, ICLR 2017. S. Liang, Y. Li and R. Srikant, <i>Enhancing the Reliability of Out-of-distribution
            Image Detection in Neural Networks</i>, ICLR 2018. K. Lee et al., <i>A Simple Unified Framework for Detecting
            Out-of-Distribution Samples and Adversarial Attacks</i>, NeurIPS 2018. D. Hendrycks, M. Mazeika and T. Dietterich,
            <i>Deep Anomaly Detection with Outlier Exposure</i>, ICLR 2019. A. Malinin and M. Gales, <i>Reverse KL-Divergence
            Training of Prior Networks</i>, NeurIPS 2019. W. Liu et al., <i>Energy-based Out-of-distribution Detection</i>,
            NeurIPS 2020. B. Charpentier, D. Zügner and S. Günnemann, <i>Posterior Network</i>, NeurIPS 2020. Every number of
            this page is in <code>results.json</code> beside it.
            """);
  }

  private static String choice(Choice choice) {
    return Text.escape(choice.score()) + ": " + Text.escape(choice.chosen()) + ", AUROC "
        + Text.decimal(choice.auroc(), 4);
  }
}
