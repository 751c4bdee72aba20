package candor.examples.deepensembles;

import candor.examples.data.ImageSet;
import candor.examples.deepensembles.DeepEnsemblesResults.Detection;
import candor.examples.deepensembles.DeepEnsemblesResults.Difference;
import candor.examples.deepensembles.DeepEnsemblesResults.Quality;
import candor.examples.deepensembles.DeepEnsemblesResults.Shown;
import candor.examples.report.Estimate;
import candor.examples.report.Picture;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The page of the experiment. Every number comes from the results, pictures from the images.
final class DeepEnsemblesReport {
  private static final int SIDE = 28;
  private static final String NATS = " <small>(nats)</small>";

  private final DeepEnsemblesResults results;
  private final Recipe recipe;
  private final Map<String, Images> images;
  private final DeepEnsemblesPlots plots;
  private final Report report;

  private DeepEnsemblesReport(DeepEnsemblesResults results, Recipe recipe, Map<String, Images> images) {
    this.results = results;
    this.recipe = recipe;
    this.images = images;
    this.plots = new DeepEnsemblesPlots(results);
    this.report = new Report("Deep ensembles on " + recipe.title(), """
        %d networks learn the same images, each from other first weights and in another order. Their mean prediction is
        compared with that of one of them alone, and with the mean of many passes through that one with dropout left on
        (MC dropout): how often it is wrong, how honest its probabilities are, and whether it notices that an image is
        of another kind than it has learned.
        """.formatted(results.members()));
  }

  static Report of(DeepEnsemblesResults results, Recipe recipe, Map<ImageSet, Images> sets) {
    Map<String, Images> images =
        sets.entrySet().stream().collect(Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue));
    DeepEnsemblesReport page = new DeepEnsemblesReport(results, recipe, images);
    page.headline();
    page.members();
    page.outside();
    page.pictures();
    page.method();
    return page.report;
  }

  private void headline() {
    Quality few = results.mcDropout().stream().filter(q -> q.count() <= results.members()).toList().getLast();
    report.section("result", "The result");
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("One network", results.ensemble().getFirst()));
    rows.add(row("MC dropout, " + few.count() + " passes", few));
    rows.add(row("MC dropout, " + results.passes() + " passes", results.mcDropout().getLast()));
    rows.add(row("Ensemble of " + results.members(), results.ensemble().getLast()));
    recipe.published().forEach(
        p -> rows.add(List.of("<small>Published: " + p.what() + "</small>", "<small>" + p.error() + "</small>",
            "<small>" + p.loss() + "</small>", "<small>" + p.calibration() + "</small>")));
    report.table(List.of("", "Test error", "Negative log-likelihood" + NATS, "Expected calibration error"), rows);
    report.paragraph("""
        %s test images; %s. Published figures: uncertainty-baselines (Nado et al. 2021), LeNet-5, another and smaller
        network. “One network” is the first one of each ensemble, and the passes go through it.
        """.formatted(Text.whole(results.testImages()), seeds()));
    report.paragraph("What is gained, each seed compared with itself; below 0 is better:");
    report.table(List.of("", "Test error", "Negative log-likelihood" + NATS, "Expected calibration error"),
        results.differences().stream().map(DeepEnsemblesReport::row).toList());
  }

  private String seeds() {
    return results.seeds() == 1
        ? "one seed, which tells nothing of others"
        : "means over " + results.seeds() + " seeds with the 95 % intervals of Student’s <i>t</i>";
  }

  private static List<String> row(String name, Quality quality) {
    return List.of(name, percent(quality.error()), number(quality.loss()), percent(quality.calibration()));
  }

  private static List<String> row(Difference d) {
    return List.of(sentence(d.first()) + " minus " + d.second(), percent(d.error()), number(d.loss()),
        percent(d.calibration()));
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String percent(Estimate estimate) {
    return small(estimate.percent());
  }

  private static String number(Estimate estimate) {
    return small(estimate.text(4));
  }

  /// The interval in small letters.
  private static String small(String text) {
    return text.contains("(") ? text.replace("(", "<small>(").replace(")", ")</small>") : text;
  }

  private void members() {
    Quality one = results.ensemble().getFirst();
    Quality mc = results.mcDropout().getLast();
    Quality all = results.ensemble().getLast();
    report.section("members", "More networks, or more passes");
    report.figure("""
        Test error, negative log-likelihood and expected calibration error of the mean of the first 1, 2, … networks of
        an ensemble, and of as many passes with dropout. Lines are means over the seeds, points are seeds.
        """, plots.error(), plots.loss(), plots.calibration());
    report.paragraph("""
        Averaging makes predictions less sure. Mean confidence minus accuracy is %s for one network, %s for MC dropout
        with %d passes and %s for the ensemble: above 0 the predictions claim too much, below 0 too little. Even a
        perfectly calibrated model would not show a calibration error of zero: with the confidences of the first
        ensemble it would show %s on average, and at most %s in 95 %% of cases.
        """.formatted(Text.percent(one.excess().mean()), Text.percent(mc.excess().mean()), results.passes(),
        Text.percent(all.excess().mean()), Text.percent(results.ifCalibratedMean()),
        Text.percent(results.ifCalibratedHigh())));
  }

  private void outside() {
    report.section("outside", "Images of another kind");
    report.paragraph("""
        The networks know %s only. Here they are shown test images of %s, whose classes they cannot know. The
        <b>predictive entropy</b> is the entropy of the mean prediction, all the uncertainty there is; the <b>mutual
        information</b> is the part of it that the networks, or passes, disagree on.
        """.formatted(results.set(), String.join(" and ", results.outside())));
    report.figure("""
        How the predictive entropy (in nats) is distributed over the test images and over those of the other sets;
        seed %d. Numbers of images are on a logarithmic scale. ln 10 = 2.303 is the most that ten classes allow.
        """.formatted(results.seed()), plots.histograms(DeepEnsemblesResults.ENTROPY));
    report.figure("The same of the mutual information.", plots.histograms(DeepEnsemblesResults.INFORMATION));
    report.paragraph("""
        The AUROC is the probability that an image from outside is more uncertain than a test image; ½ is guessing.
        """);
    report.table(List.of("AUROC", "One network", "MC dropout, " + results.passes() + " passes",
        "Ensemble of " + results.members()), detections());
    report.figure(
        """
            AUROC of the mutual information for the first 2, 3, … networks, or passes. Lines are means over the seeds, points
            are seeds.
            """,
        plots.detection(0), plots.detection(1));
  }

  private List<List<String>> detections() {
    List<List<String>> rows = new ArrayList<>();
    for (int set = 0; set < results.outside().size(); set++) {
      Detection one = results.ensemble().getFirst().detections().get(set);
      Detection mc = results.mcDropout().getLast().detections().get(set);
      Detection all = results.ensemble().getLast().detections().get(set);
      rows.add(List.of(one.outside() + ", predictive entropy", number(one.byEntropy()), number(mc.byEntropy()),
          number(all.byEntropy())));
      rows.add(List.of(one.outside() + ", mutual information", "–", number(mc.byInformation().getFirst()),
          number(all.byInformation().getFirst())));
    }
    return rows;
  }

  private void pictures() {
    report.section("pictures", "What they dispute, and what they take for known");
    report.figure("""
        The test images that the networks of seed %d disagree most on: the class, and what the ensemble says, with its
        probability; <i>H</i> is the predictive entropy and <i>I</i> the mutual information in nats. Wrong predictions
        are printed in orange.
        """.formatted(results.seed()), cards(results.disputed()));
    report.figure("""
        Images from outside that the same ensemble is surest of, and what it takes them for.
        """, cards(results.mistaken()));
  }

  private String cards(List<Shown> shown) {
    return shown.stream().map(this::card).collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>"));
  }

  private String card(Shown image) {
    boolean inside = image.set().equals(results.set());
    String prediction = recipe.classes().get(image.prediction());
    String label = inside ? recipe.classes().get(image.label()) : image.set();
    return """
        <div class="%s">%s<b>%s as %s</b>%s<br/><i>H</i> %s<br/><i>I</i> %s<br/>image %d</div>
        """.formatted(inside && image.label() != image.prediction() ? "card wrong" : "card",
        Picture.grey(pixels(image), SIDE, "test image " + image.index() + " of " + image.set()), label, prediction,
        Text.percent(image.confidence()), Text.decimal(image.predictiveEntropy(), 3),
        Text.decimal(image.mutualInformation(), 3), image.index());
  }

  private float[] pixels(Shown image) {
    return Objects.requireNonNull(images.get(image.set())).batch(image.index()).input().reshape(-1).toFloats();
  }

  private String changes() {
    List<String> changes = new ArrayList<>();
    if (results.shift() > 0) {
      changes.add("moved by up to " + Text.count(results.shift(), "pixel") + " in both directions");
    }
    if (results.mirrored()) {
      changes.add("mirrored with probability ½");
    }
    return changes.isEmpty()
        ? "Images are as they are"
        : "Images are " + String.join(" and ", changes) + ", anew in every epoch";
  }

  private void method() {
    report.section("method", "How it was made");
    report.item("Network: %s. Alone and in an ensemble it runs without dropout."
        .formatted(Text.escape(results.network())));
    report.item("""
        Training: all %s training images, %s, batches of %d, cross-entropy, SGD with Nesterov’s momentum 0.9, weight
        decay %s, a learning rate that rises to %s and falls to nothing (Smith &amp; Topin 2018). %s.
        """.formatted(Text.whole(results.trainImages()), Text.count(results.epochs(), "epoch"), results.batch(),
        Text.plain(results.weightDecay()), Text.plain(results.peakRate()), changes()));
    report.item("What was chosen, and by what: %s.".formatted(Text.escape(results.conventions().choice())));
    report.item(
        """
            The network <i>m</i> = 0, 1, … of the ensemble of seed <i>s</i> has the seed 100 <i>s</i> + <i>m</i> for its first
            weights, the order and changes of the images, and dropout. Seeds here: %d to %d.
            """
            .formatted(results.seed(), results.seed() + results.seeds() - 1));
    report.item("Mixtures: %s. Logarithms: %s.".formatted(Text.escape(results.conventions().mixture()),
        Text.escape(results.conventions().logarithm())));
    report.item("""
        Calibration error: bins %s (Guo et al. 2017, eq. 3). AUROC: %s. Intervals: %s.
        """.formatted(Text.escape(results.conventions().calibrationBins()),
        Text.escape(results.conventions().ranking()), Text.escape(results.conventions().intervals())));
    report.item("""
        Training took %s minutes of one thread, predicting %s seconds, with %s of <code>%s</code>. Equal options give
        equal numbers with any number of threads and on any kernels.
        """.formatted(Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest(), 1),
        Text.count(results.threads(), "thread"), Text.escape(results.kernels())));
    report.paragraph("""
        Literature: B. Lakshminarayanan, A. Pritzel and C. Blundell, <i>Simple and Scalable Predictive Uncertainty
        Estimation using Deep Ensembles</i>, NIPS 2017. Y. Gal and Z. Ghahramani, <i>Dropout as a Bayesian
        Approximation</i>, ICML 2016. Z. Nado et al., <i>Uncertainty Baselines</i>, 2021. Images: MNIST by Y. LeCun, C.
        Cortes and C. Burges; Fashion-MNIST by H. Xiao, K. Rasul and R. Vollgraf; KMNIST by T. Clanuwat et al. Every
        number of this page is in <code>results.json</code> beside it.
        """);
  }
}
