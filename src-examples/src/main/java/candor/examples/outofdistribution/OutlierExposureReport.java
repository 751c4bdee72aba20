package candor.examples.outofdistribution;

import candor.examples.outofdistribution.OutlierExposureResults.Cell;
import candor.examples.outofdistribution.OutlierExposureResults.Conventions;
import candor.examples.outofdistribution.OutlierExposureResults.LeftOut;
import candor.examples.outofdistribution.OutlierExposureResults.MixResult;
import candor.examples.report.Axis;
import candor.examples.report.Estimate;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page of the experiment. Every number comes from the results, but for one that others published; pictures come from the
/// images.
final class OutlierExposureReport {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 330;
  private static final double LEAST = 1e-5;
  private static final List<Family> FAMILIES = Family.all();

  private final OutlierExposureResults results;
  private final Report report = new Report("What are networks exposed to?",
      """
          A network that is trained beside images that are no digits learns to answer them with “no idea”. It then detects
          images of that kind almost without fail, which proves little: what comes from outside tomorrow is of a kind that
          nobody thought of today. Here one kind of images after the other is left out of the training, and the networks are
          asked about it.
          """);

  private OutlierExposureReport(OutlierExposureResults results) {
    this.results = results;
  }

  static Report of(OutlierExposureResults results, Setup setup) throws IOException {
    OutlierExposureReport page = new OutlierExposureReport(results);
    page.headline();
    page.mixes();
    page.images(setup);
    page.published();
    page.method();
    return page.report;
  }

  private Cell cell(Mix mix, Family family) {
    return results.cell(mix.title(), OutlierExposureExperiment.SCORE, family.id());
  }

  /// The most that networks can be trained beside without having seen a family.
  private static Mix unseen(Family family) {
    return Family.trainable().contains(family) ? Mix.without(family) : Mix.ALL;
  }

  private void headline() {
    report.section("result", "The result");
    List<List<String>> rows = new ArrayList<>();
    for (Family family : FAMILIES) {
      Cell without = cell(unseen(family), family);
      Cell all = cell(Mix.ALL, family);
      rows.add(
          List.of(Text.escape(family.title()), Cells.of(cell(Mix.NOTHING, family).auroc()), Cells.of(without.auroc()),
              Cells.of(without.aurocGain().getFirst()), Cells.percent(without.falsePositiveGain().getFirst()),
              all.seen() ? "<small>" + Text.decimal(all.auroc().mean(), 4) + "</small>" : ""));
    }
    LeftOut mean = results.leftOut().getFirst();
    rows.add(List.of("mean of the four left out", Cells.of(mean.nothing()), Cells.of(mean.others()),
        Cells.of(mean.aurocGain()), Cells.percent(mean.falsePositiveGain()), ""));
    report.table(
        List.of("MNIST against", "trained beside<br/>nothing", "trained beside<br/>other kinds", "gain in<br/>AUROC",
            "gain in<br/>FPR", "trained beside<br/>this kind too"),
        rows);
    report.paragraph(
        """
            AUROC of the max probability, the score of the paper; %s. Each kind is tested with networks that were trained beside
            the other three and have never seen it, characters with those that were trained beside all four. A gain is the
            difference to the network of the same seed that was trained beside nothing; one of FPR, the share of images that pass
            for digits when 95 %% of the digits do, is good when it is negative. The last column is no test, since the kind was
            seen.
            """
            .formatted(results.seeds() == 1
                ? "one seed, which tells nothing of the spread between seeds"
                : "means over " + results.seeds() + " seeds, below them half the 95 % interval of the mean"));
    List<String> head = new ArrayList<>(List.of("kinds left out, mean", "trained beside<br/>nothing",
        "trained beside<br/>other kinds", "gain in<br/>AUROC", "gain in<br/>FPR"));
    report.table(head,
        results.leftOut().stream().map(left -> List.of(Text.escape(left.score()), Cells.of(left.nothing()),
            Cells.of(left.others()), Cells.of(left.aurocGain()), Cells.percent(left.falsePositiveGain()))).toList());
    report.paragraph("The last row of the first table again, and by two other scores of the same networks.");
  }

  private void mixes() {
    report.section("mixes", "Every mix and every kind");
    List<String> head = new ArrayList<>(List.of("trained beside", "error"));
    FAMILIES.forEach(family -> head.add(Text.escape(family.title())));
    report.table(head, results.mixes().stream().map(OutlierExposureReport::row).toList());
    report.paragraph(
        """
            AUROC of the max probability of digits against each kind, and the error on test digits. Small numbers are of kinds that
            the networks were trained beside; the others were never seen.
            """);
    report.figure(
        """
            How far from perfect, by kind, on a logarithmic scale: networks that were trained beside nothing, beside the other
            kinds, and beside one other kind only. Lines are 95 %% intervals over seeds. Below %s nothing is drawn apart.
            """
            .formatted("10<sup>−5</sup>"),
        plot());
  }

  private static List<String> row(MixResult mix) {
    List<String> row = new ArrayList<>(List.of(Text.escape(mix.mix()), Cells.percent(mix.error())));
    mix.scores().getFirst().sets().forEach(cell -> row.add(cell.seen()
        ? "<small>" + Text.decimal(cell.auroc().mean(), 4) + "</small>"
        : Cells.of(cell.auroc())));
    return row;
  }

  private String plot() {
    List<Axis.Tick> ticks = List.of(new Axis.Tick(1e-5, "0.00001"), new Axis.Tick(1e-4, "0.0001"),
        new Axis.Tick(1e-3, "0.001"), new Axis.Tick(1e-2, "0.01"), new Axis.Tick(1e-1, "0.1"), new Axis.Tick(1, "1"));
    Plot plot = new Plot("1 − AUROC by kind of images and by what networks were trained beside", WIDTH, HEIGHT,
        Axis.names("digits against", FAMILIES.stream().map(Family::title).toList()),
        new Axis("1 − AUROC", LEAST, 1, true, ticks));
    points(plot, "beside nothing", Ink.GREY, -0.2, family -> List.of(cell(Mix.NOTHING, family).auroc()));
    points(plot, "beside the other kinds", Ink.RED, 0, family -> List.of(cell(unseen(family), family).auroc()));
    points(plot, "beside one other kind", Ink.BLUE, 0.2, family -> results.mixes().stream()
        .filter(mix -> mix.families().size() == 1).flatMap(mix -> mix.scores().getFirst().sets().stream())
        .filter(cell -> cell.set().equals(family.id()) && !cell.seen()).map(Cell::auroc).toList());
    return plot.svg();
  }

  private static void points(Plot plot, String name, Ink ink, double shift, Function<Family, List<Estimate>> numbers) {
    List<Double> xs = new ArrayList<>();
    List<Estimate> all = new ArrayList<>();
    for (int f = 0; f < FAMILIES.size(); f++) {
      List<Estimate> here = numbers.apply(FAMILIES.get(f));
      for (int i = 0; i < here.size(); i++) {
        xs.add(f + shift + 0.06 * (i - (here.size() - 1) / 2.0));
        all.add(here.get(i));
      }
    }
    double[] places = xs.stream().mapToDouble(x -> x).toArray();
    plot.points(name, ink, places, all.stream().mapToDouble(e -> Math.max(LEAST, 1 - e.mean())).toArray());
    double[] lows = new double[places.length];
    double[] highs = new double[places.length];
    Arrays.setAll(lows,
        i -> all.get(i).interval().stream().mapToDouble(in -> Math.max(LEAST, 1 - in.high())).findFirst()
            .orElse(Math.max(LEAST, 1 - all.get(i).mean())));
    Arrays.setAll(highs,
        i -> all.get(i).interval().stream().mapToDouble(in -> Math.max(LEAST, 1 - in.low())).findFirst()
            .orElse(Math.max(LEAST, 1 - all.get(i).mean())));
    plot.whiskers(ink, places, lows, highs);
  }

  private void images(Setup setup) throws IOException {
    report.section("images", "The images");
    report.figure(
        "The first test images of each kind. Networks are trained beside others, and never beside characters.",
        Gallery.of(setup, FAMILIES));
  }

  private void published() {
    report.section("published", "What others report");
    report.paragraph(
        """
            For MNIST against KMNIST an AUROC of .98 is reported that falls to .89 when KMNIST is left out of what networks are
            trained beside. That is the same question with another answer to compare: here KMNIST is never trained beside, and
            the networks that were trained beside all four other kinds have %s, those that were trained beside nothing %s. The
            paper of outlier exposure tests on kinds that were left out of the training throughout.
            """
            .formatted(cell(Mix.ALL, Family.CHARACTERS).auroc().text(4),
                cell(Mix.NOTHING, Family.CHARACTERS).auroc().text(4)));
  }

  private void method() {
    Conventions conventions = results.conventions();
    report.section("method", "How it was made");
    report.item(
        """
            Networks: LeNet (convolution 20 @ 5×5, max-pooling, convolution 50 @ 5×5, max-pooling, 500 units, 10 outputs) with
            rectifiers and dropout 0.1 after convolutions and 0.5 before the last layer. %s digits, moved by up to two pixels, %s,
            %d digits in a step, Nesterov’s momentum, learning rate up to %s in one cycle, weight decay 5·10<sup>−4</sup>. All
            networks of a seed begin with the same weights and see the digits in the same order.
            """
            .formatted(Text.whole(results.trainImages()), Text.count(results.epochs(), "epoch"), results.batch(),
                Text.plain(Method.PEAK)));
    report.item(
        """
            Outlier exposure: beside every digit one image from outside, where the paper has two, of each kind of the mix equally
            often, and half the cross-entropy to a uniform answer for it.
            """);
    report.item(
        """
            Kinds: Fashion-MNIST; draws of a factor analysis of digits with %d factors, whose variance is 4 instead of 1; the middle
            28 × 28 pixels of CIFAR-10 in grey (0.299 R + 0.587 G + 0.114 B); independent normal pixels, cut to [0, 1], whose mean
            (0 to 1) and deviation (0 to ½) are drawn for every image; and KMNIST.
            """
            .formatted(results.factors()));
    report.item("AUROC: %s. FPR: %s.".formatted(Text.escape(conventions.auroc()),
        Text.escape(conventions.falsePositiveRate())));
    report.item("Gain: %s. Seen: %s. Intervals: %s.".formatted(Text.escape(conventions.gain()),
        Text.escape(conventions.seen()), Text.escape(conventions.interval())));
    results.mixes().forEach(mix -> report.item("Study of networks that were trained beside %s: %s.".formatted(
        Text.escape(mix.mix()),
        IntStream.range(0, mix.study().size()).filter(i -> !mix.study().get(i).endsWith(": none"))
            .mapToObj(i -> Text.escape(mix.study().get(i))).collect(Collectors.joining(". ")))));
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
            Literature: D. Hendrycks, M. Mazeika and T. Dietterich, <i>Deep Anomaly Detection with Outlier Exposure</i>, ICLR 2019.
            A. Malinin and M. Gales, <i>Predictive Uncertainty Estimation via Prior Networks</i>, NeurIPS 2018. Every number of
            this page is in <code>results.json</code> beside it.
            """);
  }
}
