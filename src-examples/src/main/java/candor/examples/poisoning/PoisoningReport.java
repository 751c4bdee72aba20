package candor.examples.poisoning;

import candor.examples.data.CifarFiles;
import candor.examples.poisoning.PoisoningResults.Attack;
import candor.examples.poisoning.PoisoningResults.Campaign;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Interval;
import candor.examples.report.Picture;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Dataset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/// The page of the experiment. Every number comes from the results; the pictures are training and test images.
final class PoisoningReport {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;
  private static final int SIDE = 32;
  /// Part of the targets that the figures show, those nearest to the other class.
  private static final double REACH = 0.3;

  private final PoisoningResults results;
  private final Dataset train;
  private final Dataset test;
  private final Report report;

  private PoisoningReport(PoisoningResults results, Dataset train, Dataset test) {
    this.results = results;
    this.train = train;
    this.test = test;
    this.report = new Report("Poisoned training images",
        """
            A network tells %ss from %ss. Whoever can change its training images by less than half a grey level, which nobody
            sees and a file of bytes would not even keep, chooses a test image that is classified rightly, asks influence
            functions which change of which training image raises its loss most (Koh &amp; Liang 2017), and lets the network
            learn again, until the test image is classified wrongly. It works for a few of them.
            """
            .formatted(results.kinds().get(0), results.kinds().get(1)));
  }

  static Report of(PoisoningResults results, Dataset train, Dataset test) {
    PoisoningReport page = new PoisoningReport(results, train, test);
    page.flips();
    page.margins();
    page.examples();
    page.method();
    return page.report;
  }

  private void flips() {
    report.section("result", "How many flip");
    List<List<String>> rows = new ArrayList<>();
    for (Campaign c : results.campaigns()) {
      rows.add(List.of(Text.count(c.changed(), "image"), c.flips() + " of " + results.targets(),
          share(c.flipped(), c.interval()), share(c.controlFlipped(), c.controlInterval()),
          Text.decimal(c.meanSteps(), 1)));
    }
    report.table(List.of("Changed for a target", "Flipped", "Share", "By random signs", "Steps"), rows);
    report.paragraph(
        """
            %s targets were drawn from the test images that are classified rightly, before any attack; accuracy is %s. A target
            counts as flipped if a training from the old weights and one from zeros, both to the minimum, classify it wrongly.
            Random signs: the same training images, changed by the bound in a random direction. Intervals hold 95 %% of
            repetitions if targets were independent.
            """
            .formatted(Text.whole(results.targets()), Text.percent(results.accuracy())));
  }

  private static String share(double share, Interval interval) {
    return Text.percent(share) + " <small>(" + Text.decimal(100 * interval.low(), 2) + " to "
        + Text.decimal(100 * interval.high(), 2) + ")</small>";
  }

  private void margins() {
    report.section("margins", "How far a target can be moved");
    report.figure(
        """
            Margin of each target after the attack, by its margin before: how much larger the logit of its class is than the
            other one. Below 0 it is classified wrongly. Only targets near to the other class are shown; the attack stops as soon as
            it has flipped one.
            """,
        results.campaigns().stream().map(this::scatter).toArray(String[]::new));
    report.figure("""
        By how much an attack that failed made the margin fall, by how much it would have if margins were linear in the
        pixels, moved to the bound.
        """, results.campaigns().stream().map(this::linear).toArray(String[]::new));
  }

  private String scatter(Campaign c) {
    int[] near = IntStream.range(0, results.targets()).filter(i -> c.margins().get(i) <= REACH).toArray();
    double[] before = of(c.margins(), near);
    return new Plot("margin after against margin before, " + c.changed() + " changed", WIDTH, HEIGHT,
        Axis.linear("margin before, " + Text.count(c.changed(), "image") + " changed", 0, REACH),
        Axis.linear("margin after", -REACH, REACH)).guide(0, 0, REACH, REACH)
        .cloud("random signs", Ink.GREY, before, clamped(of(c.control(), near)))
        .cloud("attack", Ink.RED, before, clamped(of(c.after(), near))).svg();
  }

  private String linear(Campaign c) {
    int[] failed = IntStream.range(0, results.targets()).filter(i -> c.after().get(i) > 0).toArray();
    double[] fall = IntStream.of(failed).mapToDouble(i -> c.margins().get(i) - c.after().get(i)).toArray();
    double[] predicted = of(c.predicted(), failed);
    double most = Math.max(largest(fall), largest(predicted));
    return new Plot("fall of the margin against the linear one, " + c.changed() + " changed", WIDTH, HEIGHT,
        Axis.linear("linear, " + Text.count(c.changed(), "image") + " changed", 0, most),
        Axis.linear("fall of the margin", Math.min(0, -largest(negative(fall))), most)).guide(0, 0, most, most)
        .cloud("targets", Ink.BLUE, predicted, fall).svg();
  }

  private static double[] negative(double... numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> -numbers[i]).toArray();
  }

  private static double largest(double... numbers) {
    double largest = 1e-3;
    for (double number : numbers) {
      largest = Math.max(largest, number);
    }
    return largest;
  }

  private static double[] of(List<Double> numbers, int... index) {
    return IntStream.of(index).mapToDouble(numbers::get).toArray();
  }

  private static double[] clamped(double... numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> Math.clamp(numbers[i], -REACH, REACH)).toArray();
  }

  private void examples() {
    report.section("examples", "What was changed");
    if (results.examples().isEmpty()) {
      report.paragraph("No target was flipped by one changed image.");
      return;
    }
    StringBuilder cards = new StringBuilder("<div class=\"cards\">\n");
    results.examples().forEach(attack -> cards.append(card(attack)));
    report.figure(
        """
            Test images that one changed training image flips, those of the largest margins first: the test image; the training
            image as it was, as it is, and the change, magnified (grey: none).
            """,
        cards.append("</div>").toString());
  }

  private String card(Attack attack) {
    float[] before = train.batch(attack.image()).input().reshape(-1).toFloats();
    byte[] change = Base64.getDecoder().decode(attack.change());
    float[] after = new float[before.length];
    float[] magnified = new float[before.length];
    for (int i = 0; i < before.length; i++) {
      float share = change[i] / (float) Byte.MAX_VALUE;
      after[i] = Math.clamp(before[i] + share * (float) Victim.ATTACK.radius(), 0, 1);
      magnified[i] = (1 + share) / 2;
    }
    String kind = CifarFiles.CLASSES.get(train.batch(attack.image()).target().toInts()[0]);
    return """
        <div class="card">%s<b>%s</b><br/>margin %s to %s<br/>test image %d<br/>%s%s%s<br/>%s, changed</div>
        """.formatted(
        Picture.colour(test.batch(attack.target()).input().reshape(-1).toFloats(), SIDE,
            "test image " + attack.target()),
        results.kinds().get(attack.label()), Text.decimal(attack.margin(), 3), Text.decimal(attack.after(), 3),
        attack.target(), Picture.colour(before, SIDE, "training image"),
        Picture.colour(after, SIDE, "changed training image"), Picture.colour(magnified, SIDE, "change, magnified"),
        kind);
  }

  private void method() {
    report.section("method", "How it was made");
    report.item(
        """
            Features: a network of three convolutions with batch normalisation and a hidden layer of 256 units learned the eight
            other kinds of CIFAR-10 from %s images in %s (Adam, rate 0.001 falling along half a cosine). They never change.
            """
            .formatted(Text.whole(results.featureImages()), Text.count(results.epochs(), "epoch")));
    report.item("""
        Classifier: logistic regression with two logits on these features, %s training images, weight decay %s, at the
        minimum of its risk (Newton’s method).
        """.formatted(Text.whole(results.trainImages()), Text.plain(results.weightDecay())));
    report.item(
        """
            Attack: of the 100 training images with the largest influence on a target’s margin those are changed whose
            perturbations have the largest sum of magnitudes. Each step moves every number of theirs by %s grey levels in
            the direction of its sign, within %s grey levels of the original and the range of grey levels, and the classifier learns
            again; at most %d steps.
            """
            .formatted(Text.decimal(255 * Victim.ATTACK.step(), 2), Text.decimal(255 * Victim.ATTACK.radius(), 3),
                Victim.ATTACK.iterations()));
    report.item("Seed of features, targets and control: %d.".formatted(results.seed()));
    report.item("""
        The attacks took %s minutes of one thread, with %s of <code>%s</code>. Equal options give equal numbers with any
        number of threads and on any kernels.
        """.formatted(Text.decimal(results.secondsTest() / 60, 1), Text.count(results.threads(), "thread"),
        Text.escape(results.kernels())));
    report.paragraph(
        """
            Literature: P. W. Koh and P. Liang, <i>Understanding Black-box Predictions via Influence Functions</i>, ICML 2017:
            there one changed image of 1800 flipped 57 % of 591 test images, with features of a much larger network. Images:
            CIFAR-10 by A. Krizhevsky. Every number of this page is in <code>results.json</code> beside it.
            """);
  }
}
