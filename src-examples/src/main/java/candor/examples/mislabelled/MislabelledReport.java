package candor.examples.mislabelled;

import candor.examples.mislabelled.MislabelledResults.Found;
import candor.examples.mislabelled.MislabelledResults.Order;
import candor.examples.mislabelled.MislabelledResults.Suspect;
import candor.examples.report.Axis;
import candor.examples.report.Estimate;
import candor.examples.report.Ink;
import candor.examples.report.Interval;
import candor.examples.report.Picture;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The page of the experiment. Every number comes from the results; the pictures are training images.
final class MislabelledReport {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;
  private static final int SIDE = 28;
  private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.RED, Ink.GREY);

  private final MislabelledResults results;
  private final Images images;
  private final Report report;

  private MislabelledReport(MislabelledResults results, Images images) {
    this.results = results;
    this.images = images;
    this.report = new Report("Finding wrong labels",
        """
            %s of %s training images got a wrong label, each of the nine others with equal chance. A person who could look at
            some of them only should look at the most suspicious first. Three orders are compared: by self-influence, how much
            an image lowers its own loss by being learned (Koh &amp; Liang 2017); by the training loss; and by chance.
            """
            .formatted(Text.whole(results.wrong()), Text.whole(results.images())));
  }

  static Report of(MislabelledResults results, Images images) {
    MislabelledReport page = new MislabelledReport(results, images);
    page.found();
    page.repaired();
    page.suspects();
    page.method();
    return page.report;
  }

  private void found() {
    report.section("found", "What is found");
    for (Found model : results.models()) {
      report.table(head(upperCase(model.title())), rows(model, Order::found, model.gains()));
    }
    report.paragraph("Share of the wrong labels, in per cent, that is found by inspecting so many of the images; %s."
        .formatted(seeds()));
    report.figure("""
        Share of the wrong labels that is found, by the share of the images that is inspected, mean over the seeds. The
        dashed line is an order that has all wrong labels first.
        """, results.models().stream().map(this::curve).toArray(String[]::new));
  }

  private List<String> head(String title) {
    List<String> head = new ArrayList<>(List.of(title));
    results.repairs().forEach(share -> head.add(Text.decimal(100 * share, 0) + " %"));
    return head;
  }

  private List<List<String>> rows(Found model, Function<Order, List<Estimate>> numbers, List<Estimate> gains) {
    List<List<String>> rows = new ArrayList<>();
    model.orders().forEach(order -> rows.add(row(upperCase(order.order()), numbers.apply(order))));
    if (!gains.isEmpty()) {
      rows.add(row("Self-influence minus loss", gains));
    }
    return rows;
  }

  private static List<String> row(String name, List<Estimate> numbers) {
    List<String> row = new ArrayList<>(List.of(name));
    numbers.forEach(e -> row.add(Text.decimal(100 * e.mean(), 1) + spread(e)));
    return row;
  }

  private static String spread(Estimate e) {
    return e.interval().isEmpty()
        ? ""
        : " <small>± " + Text.decimal(100 * half(e.interval().getFirst()), 1) + "</small>";
  }

  private static double half(Interval interval) {
    return (interval.high() - interval.low()) / 2;
  }

  private String seeds() {
    return results.seeds() == 1
        ? "one seed, which tells nothing of others"
        : "means over " + results.seeds() + " seeds ± half of the 95 % intervals of Student’s <i>t</i>";
  }

  private String curve(Found model) {
    Plot plot = new Plot("share of the wrong labels that is found, " + model.title(), WIDTH, HEIGHT,
        Axis.percent("inspected, " + model.title(), 0, 0.5), Axis.percent("found", 0, 1));
    int steps = Trial.STEPS / 2;
    double[] xs = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      xs[i] = (double) i / Trial.STEPS;
    }
    for (int o = 0; o < model.orders().size(); o++) {
      Order order = model.orders().get(o);
      plot.line(order.order(), INKS.get(o), xs,
          order.curve().stream().limit(steps + 1).mapToDouble(Double::doubleValue).toArray());
    }
    double share = (double) results.wrong() / results.images();
    return plot.guide(0, 0, share, 1).svg();
  }

  private void repaired() {
    report.section("repaired", "What repairing is worth");
    for (Found model : results.models()) {
      report.table(head(upperCase(model.title())), rows(model, Order::errors, List.of()));
    }
    report.paragraph(
        """
            Error on %s test images, whose labels are right, after the labels of the inspected images were put right and the last
            layer learned again.
            """
            .formatted(Text.whole(results.testImages())));
  }

  private void suspects() {
    report.section("suspects", "Who is suspected");
    String[] captions = {"The wrong labels that are found first. Given label, and in brackets the right one.",
      "The right labels that are suspected most: digits that could be another.",
      "The wrong labels that are found last, if at all."};
    for (int i = 0; i < captions.length; i++) {
      StringBuilder cards = new StringBuilder("<div class=\"cards\">\n");
      results.suspects().get(i).forEach(suspect -> cards.append(card(suspect)));
      report.figure(captions[i], cards.append("</div>").toString());
    }
  }

  private String card(Suspect suspect) {
    boolean isWrong = suspect.label() != suspect.truth();
    return "<div class=\"%s\">%s<b>%d</b>%s<br/>%s<br/>image %d</div>\n".formatted(isWrong ? "card wrong" : "card",
        Picture.grey(images.batch(suspect.image()).input().reshape(-1).toFloats(), SIDE,
            "training image " + suspect.image()),
        suspect.label(), isWrong ? " (" + suspect.truth() + ")" : "", Text.decimal(suspect.selfInfluence(), 2),
        suspect.image());
  }

  private void method() {
    report.section("method", "How it was made");
    report.item(
        """
            Self-influence: ∇ℓ<sub>i</sub><sup>T</sup> <i>H</i><sup>−1</sup> ∇ℓ<sub>i</sub>, with <i>H</i> the Hessian of the
            mean loss with its weight decay by the parameters of the last layer, at their minimum, inverted directly.
            """);
    for (Found model : results.models()) {
      report.item("%s: weight decay %s.%s".formatted(upperCase(model.title()), Text.plain(model.weightDecay()),
          model.model().equals(Model.NETWORK.id())
              ? " Convolutions of 20 and 50 @ 5×5 with max-pooling, 100 rectified units with dropout ½, ten outputs;"
                  + " Adam, rate 0.001 falling along half a cosine, " + Text.count(results.epochs(), "epoch")
                  + " with the wrong labels; then the last layer alone, to its minimum."
              : ""));
    }
    report.item("""
        The images, their order, the wrong labels and the network follow from the seeds %d to %d; MNIST. Images of equal
        score are taken as in all orders.
        """.formatted(results.seed(), results.seed() + results.seeds() - 1));
    report.item(
        """
            It took %s minutes of one thread, with %s of <code>%s</code>. Equal options give equal numbers with any number of
            threads and on any kernels.
            """
            .formatted(Text.decimal(results.secondsTest() / 60, 1), Text.count(results.threads(), "thread"),
                Text.escape(results.kernels())));
    report.paragraph(
        """
            Literature: P. W. Koh and P. Liang, <i>Understanding Black-box Predictions via Influence Functions</i>, ICML 2017.
            Every number of this page is in <code>results.json</code> beside it.
            """);
  }

  private static String upperCase(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
