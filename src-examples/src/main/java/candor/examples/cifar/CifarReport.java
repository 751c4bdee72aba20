package candor.examples.cifar;

import candor.examples.cifar.CifarResults.Mistake;
import candor.examples.data.CifarFiles;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Picture;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page of the experiment. Every number comes from the results, pictures from the images.
final class CifarReport {
  private static final int HALF = 440;
  private static final int SIDE = 32;

  private final CifarResults results;
  private final Images test;
  private final Recipe recipe;
  private final Report report;

  private CifarReport(CifarResults results, Images test, Recipe recipe) {
    this.results = results;
    this.test = test;
    this.recipe = recipe;
    this.report = new Report("CIFAR-10 with " + results.network(),
        """
            A network of %s parameters learns to tell ten kinds of things apart on colour pictures of 32 × 32 pixels, from %s
            of them, in %s.
            """
            .formatted(Text.whole(results.parameters()), Text.whole(results.trainImages()),
                Text.count(results.epochs(), "epoch")));
  }

  static Report of(CifarResults results, Images test, Recipe recipe) {
    CifarReport page = new CifarReport(results, test, recipe);
    page.headline();
    page.curves();
    page.confusion();
    page.mistakes();
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    report.table(List.of("", Text.whole(results.testImages()) + " test images"), List.of(
        List.of("Accuracy", Text.percent(results.testAccuracy()) + " <small>(" + Text.percent(results.interval().low())
            + " to " + Text.percent(results.interval().high()) + ")</small>"),
        List.of("Negative log-likelihood <small>(nats)</small>", Text.decimal(results.testLoss(), 4)),
        List.of("Expected calibration error", Text.percent(results.testCalibration()))));
    recipe.published().ifPresent(published -> report.paragraph("Published accuracy: " + Text.escape(published) + "."));
    report.paragraph("""
        Training took %s minutes, testing %s seconds, with %s of <code>%s</code>. %s
        """.formatted(Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest(), 1),
        Text.count(results.threads(), "thread"), Text.escape(results.kernels()), stops()));
  }

  private String stops() {
    return results.resumedAtStep().isEmpty()
        ? "It ran through."
        : "It was stopped and went on after step " + results.resumedAtStep().stream().map(Text::whole)
            .collect(Collectors.joining(", ")) + ", which changes none of the other numbers.";
  }

  private void curves() {
    int epochs = results.trainingLoss().size();
    double[] xs = IntStream.rangeClosed(1, epochs).mapToDouble(epoch -> epoch).toArray();
    double[] losses = results.trainingLoss().stream().mapToDouble(x -> x).toArray();
    double[] accuracies = results.validationAccuracy().stream().mapToDouble(x -> x).toArray();
    double highest = IntStream.range(0, epochs).mapToDouble(i -> losses[i]).max().orElse(1);
    report.section("curves", "How it learned");
    report.figure("""
        Left: mean loss on the training images while they change and the network learns. Right: accuracy on the %s
        validation images after each epoch. The learning rate rises for three tenths of the steps and then falls to
        nothing, which is when most is gained.
        """.formatted(Text.whole(results.validationImages())),
        new Plot("Training loss by epoch", HALF, 280, Axis.linear("Epoch", 0, Math.max(epochs, 2)),
            Axis.linear("Training loss (nats)", 0, 1.05 * highest)).line("training", Ink.BLUE, xs, losses).svg(),
        new Plot("Validation accuracy by epoch", HALF, 280, Axis.linear("Epoch", 0, Math.max(epochs, 2)),
            Axis.percent("Validation accuracy", 0, 1)).line("validation", Ink.GREEN, xs, accuracies).svg());
  }

  private void confusion() {
    report.section("confusion", "What is taken for what");
    report.paragraph("Test images by what they show (rows) and what the network says (columns).");
    List<String> head = new ArrayList<>(List.of(""));
    CifarFiles.CLASSES.forEach(name -> head.add("<small>" + name + "</small>"));
    report.table(head, IntStream.range(0, CifarFiles.CLASSES.size()).mapToObj(this::row).toList());
  }

  private List<String> row(int label) {
    List<String> row = new ArrayList<>(List.of(CifarFiles.CLASSES.get(label)));
    List<Integer> counts = results.confusion().get(label);
    for (int k = 0; k < counts.size(); k++) {
      String count = Text.whole(counts.get(k));
      row.add(k == label ? count : "<small>" + count + "</small>");
    }
    return row;
  }

  private void mistakes() {
    report.section("mistakes", "Sure, and wrong");
    report.figure("""
        The wrong predictions of highest confidence: what the picture shows, what the network says, and the probability
        that it gives to that. A network that knew when it does not know would have none of these.
        """, results.mistakes().stream().map(this::card)
        .collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>")));
  }

  private String card(Mistake mistake) {
    String label = CifarFiles.CLASSES.get(mistake.label());
    return """
        <div class="card wrong">%s<b>%s as %s</b>%s<br/>image %d</div>
        """.formatted(
        Picture.colour(test.batch(mistake.index()).input().toFloats(), SIDE,
            "test image " + mistake.index() + ", " + label),
        label, CifarFiles.CLASSES.get(mistake.prediction()), Text.percent(mistake.confidence()), mistake.index());
  }

  private void method() {
    report.section("method", "How it was made");
    report.item("""
        %s training images, %s validation images of the same files in equal shares of all classes, %s test images. What
        the numbers of this page were chosen by: %s.
        """.formatted(Text.whole(results.trainImages()), Text.whole(results.validationImages()),
        Text.whole(results.testImages()), Text.escape(results.conventions().choice())));
    report.item(
        """
            Every image is moved by up to four pixels in both directions, what is then missing being black, and mirrored with
            probability ½, anew in every epoch; then the mean colour is subtracted and divided by the standard deviation, of
            the training images.
            """);
    report.item("""
        Cross-entropy, batches of %d images, SGD with Nesterov’s momentum 0.9, weight decay %s, a learning rate that
        rises from %s to %s and falls to nothing, along half waves of the cosine (Smith &amp; Topin 2018).
        """.formatted(results.batch(), Text.plain(results.weightDecay()), Text.plain(results.peakRate() / 25),
        Text.plain(results.peakRate())));
    report.item("""
        Interval: %s. Calibration error: %s. Seed %d for the split, initialisation, shuffling, changes of images and
        dropout. Equal options give equal numbers with any number of threads and on any kernels.
        """.formatted(Text.escape(results.conventions().interval()),
        Text.escape(results.conventions().calibrationBins()), results.seed()));
    report.paragraph("""
        Literature: A. Krizhevsky, <i>Learning Multiple Layers of Features from Tiny Images</i>, 2009. K. He, X. Zhang,
        S. Ren and J. Sun, <i>Deep Residual Learning for Image Recognition</i>, CVPR 2016. L. Smith and N. Topin,
        <i>Super-Convergence</i>, 2018. Every number of this page is in <code>results.json</code> beside it.
        """);
  }
}
