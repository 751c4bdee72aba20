package candor.examples.priornetworks;

import candor.examples.priornetworks.PriorNetworksResults.Answer;
import candor.examples.priornetworks.PriorNetworksResults.Detection;
import candor.examples.priornetworks.PriorNetworksResults.Inputs;
import candor.examples.priornetworks.PriorNetworksResults.Performance;
import candor.examples.priornetworks.PriorNetworksResults.TrainingLoss;
import candor.examples.priornetworks.PriorNetworksResults.Usefulness;
import candor.examples.report.Estimate;
import candor.examples.report.Picture;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page of the experiment. Every number comes from the results, pictures from the images.
final class PriorNetworksReport {
  private static final int SIDE = 28;
  private static final int WHITE = 255;
  private static final int DECIMALS = 4;
  private static final List<Doubt> FINDING =
      List.of(Doubt.MAX_PROBABILITY, Doubt.ENTROPY, Doubt.MUTUAL_INFORMATION, Doubt.DIFFERENTIAL_ENTROPY);
  private static final List<List<String>> PUBLISHED =
      List.of(List.of("<small>published</small> softmax", "26.6", "25.0", "", ""),
          List.of("<small>published</small> MC dropout", "33.0", "29.0", "27.8", ""),
          List.of("<small>published</small> prior network", "43.6", "39.7", "30.7", "25.5"));

  private final PriorNetworksResults results;
  private final List<InputSet> sets;
  private final PriorNetworksPlots plots;
  private final Report report;

  private PriorNetworksReport(PriorNetworksResults results, List<InputSet> sets) {
    this.results = results;
    this.sets = sets;
    this.plots = new PriorNetworksPlots(results);
    this.report = new Report("Networks that know what they do not know",
        """
            A digit that could be a 4 or a 9 leaves a network in doubt, and so does a picture of a shoe. The first doubt is
            about the digit and no training removes it; the second says that the picture is none of what was learnt. A
            softmax output has one number for both. A prior network answers with a Dirichlet distribution over the
            probabilities, whose mean holds the first doubt and whose precision holds the second.
            """);
  }

  static Report of(PriorNetworksResults results, List<InputSet> sets) {
    PriorNetworksReport page = new PriorNetworksReport(results, sets);
    page.headline();
    page.inputs();
    page.spread();
    NoiseSection noise = new NoiseSection(results, sets, page.plots, page.report);
    noise.learnt();
    noise.unseen();
    page.method();
    return page.report;
  }

  private List<Inputs> outside() {
    return results.sets().subList(2, results.sets().size());
  }

  private void headline() {
    report.section("result", "The result");
    report.table(List.of("", "error", "NLL, nats", "calibration error"), results.models().stream()
        .map(model -> List.of(model.model(), model.error().percent(), model.negativeLogLikelihood().text(DECIMALS),
            model.calibrationError().percent()))
        .toList());
    report.paragraph("On %s %s of MNIST, %s.".formatted(Text.whole(results.testImages()), results.tested(),
        results.seeds() == 1
            ? "one seed, which tells nothing of the spread between seeds"
            : "means over " + results.seeds() + " seeds with 95 % intervals of the mean"));
    errors();
    report.table(detectionHead(), results.models().stream().flatMap(model -> detectionRows(model).stream()).toList());
    report.paragraph(
        """
            How well a measure tells two kinds of inputs apart: the probability that it is less sure of one from the second
            kind than of one from the first (AUROC). The prior network was trained beside %s. For MNIST against Omniglot, which
            no network had seen, the paper reports 0.987 for a softmax network, 0.993 for MC dropout and 1.000 for a prior
            network that was trained beside synthetic images alone.
            """
            .formatted(outside().stream().map(set -> set.set() + ": " + set.relation())
                .collect(Collectors.joining("; ", "training images of Fashion-MNIST and synthetic images (", ")"))));
  }

  /// The table of the paper's table 1, with its numbers below.
  private void errors() {
    List<String> head = new ArrayList<>(List.of("finding wrong answers"));
    FINDING.forEach(doubt -> head.add(doubt.title()));
    List<List<String>> rows = new ArrayList<>();
    results.models().forEach(model -> {
      List<String> row = new ArrayList<>(List.of(model.model()));
      FINDING.forEach(doubt -> row.add(model.measures().stream()
          .filter(measure -> measure.measure().equals(doubt.title())).findFirst()
          .map(measure -> percentage(measure.auprErrors())).orElse("")));
      rows.add(row);
    });
    rows.addAll(PUBLISHED);
    report.table(head, rows);
    report.paragraph(
        """
            Average precision in per cent (AUPR, wrong answers are positive) by measure. Published: Malinin &amp; Gales 2018,
            table 1, with error rates of 0.4, 0.4 and 0.6 %, forward divergence. The fewer errors there are, the lower a precision is to begin with.
            """);
  }

  private static String percentage(Estimate estimate) {
    return Text.decimal(100 * estimate.mean(), 1)
        + (estimate.interval().isEmpty() ? "" : " <small>± " + Text.decimal(100 * estimate.half(), 1) + "</small>");
  }

  private List<String> detectionHead() {
    List<String> head = new ArrayList<>(List.of(""));
    results.models().getFirst().measures().getFirst().detections()
        .forEach(detection -> head.add("<small>" + detection.inside() + " against<br/></small>" + detection.outside()));
    return head;
  }

  private static List<List<String>> detectionRows(Performance model) {
    return model.measures().stream().map(measure -> {
      List<String> row = new ArrayList<>(List.of("<small>" + model.model() + ", " + measure.measure() + "</small>"));
      measure.detections().forEach(detection -> row.add(auroc(detection)));
      return row;
    }).toList();
  }

  private static String auroc(Detection detection) {
    Estimate auroc = detection.auroc();
    return Text.decimal(auroc.mean(), DECIMALS)
        + (auroc.interval().isEmpty() ? "" : "<br/><small>± " + Text.decimal(auroc.half(), DECIMALS) + "</small>");
  }

  private void inputs() {
    report.section("inputs", "What the networks answer");
    for (Model model : List.of(Model.PRIOR_NETWORK, Model.BELIEF_MATCHING)) {
      report.figure(
          """
              %s, seed %d: the first inputs of each kind, the mean probability of each digit, the precision
              <i>α</i><sub>0</sub> and the entropy of the mean. A digit should have one high bar and a high precision, a blend two
              bars, and what is no digit a low precision.
              """
              .formatted(capital(model.title()), results.seed()),
          results.answers().stream().filter(answer -> answer.model().equals(model.title())).map(this::card)
              .collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>")));
    }
  }

  /// A text with a capital at its start.
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private String card(Answer answer) {
    Tensor images = sets.stream().filter(set -> set.id().equals(answer.set())).findFirst().orElseThrow().images();
    return "<div class=\"card\">%s%s<b>α<sub>0</sub> %s</b>%s<br/>entropy %s</div>\n".formatted(
        picture(images.slice(0, answer.index(), answer.index() + 1), "input " + answer.index() + " of " + answer.set()),
        plots.bars(answer), Text.decimal(answer.precision(), answer.precision() < 100 ? 1 : 0),
        Text.escape(answer.set()), Text.decimal(answer.entropy(), 2));
  }

  /// A picture of an image, cut to pixels between 0 and 1.
  static String picture(Tensor image, String description) {
    return Picture.grey(image.clamp(0, 1).reshape(-1).toFloats(), SIDE, description);
  }

  private void spread() {
    report.section("spread", "How sure they are");
    report.figure(
        """
            The prior network, seed %d: share of the inputs of each set by measure, in %d bins; what lies beyond an end is in
            the last bin.
            """
            .formatted(results.seed(), results.histograms().getFirst().counts().size()),
        panel(Model.PRIOR_NETWORK, Doubt.MAX_PROBABILITY, Doubt.ENTROPY, Doubt.MUTUAL_INFORMATION),
        panel(Model.PRIOR_NETWORK, Doubt.DIFFERENTIAL_ENTROPY, Doubt.PRECISION));
    report.figure(
        """
            Left: belief matching, which saw no images from outside. Right: the softmax network, asked once and, for the mutual
            information, many times (passes: %d).
            """
            .formatted(results.passes()),
        panel(Model.BELIEF_MATCHING, Doubt.ENTROPY, Doubt.DIFFERENTIAL_ENTROPY, Doubt.PRECISION),
        panel(Model.SOFTMAX, Doubt.MAX_PROBABILITY, Doubt.ENTROPY)
            + plots.histogram(Model.MC_DROPOUT, Doubt.MUTUAL_INFORMATION));
    List<String> head = new ArrayList<>(List.of("mean"));
    results.sets().forEach(set -> head.add(set.set()));
    report.table(head, results.models().stream().flatMap(model -> model.measures().stream()
        .map(measure -> meanRow(model, measure))).toList());
  }

  private String panel(Model model, Doubt... doubts) {
    return List.of(doubts).stream().map(doubt -> plots.histogram(model, doubt)).collect(Collectors.joining());
  }

  private static List<String> meanRow(Performance model, Usefulness measure) {
    boolean isLog = measure.measure().equals(Doubt.PRECISION.title());
    List<String> row = new ArrayList<>(
        List.of(model.model() + ", " + (isLog ? "log<sub>10</sub> of the precision" : measure.measure())));
    measure.means().forEach(mean -> row.add(Text.decimal(mean.mean().mean(), 3)));
    return row;
  }

  private void method() {
    report.section("method", "How it was made");
    report.item(
        """
            Networks: Caffe’s LeNet with ten outputs <i>f</i>. Concentrations are e<sup><i>b(f)</i></sup>, with <i>b</i> nearly
            the identity and bounded to (−10, 15). Dropout before the last layer is 0.5 for softmax networks and 0.05 for the
            others. %s digits, %s, %d digits in a step, Adam with learning rate %s that a cosine leads to 0.
            """
            .formatted(Text.whole(results.trainImages()), Text.count(results.epochs(), "epoch"), results.batch(),
                Text.plain(Training.RATE)));
    report.item(
        """
            Belief matching: 0.01 times the negative evidence lower bound with <i>λ</i> = 0.01 (Joo, Chung &amp; Seo 2020). Prior
            networks: divergence to a Dirichlet distribution with 1 + 1000 for the class and 1 elsewhere, flat for images from
            outside, over 1000 (Malinin &amp; Gales 2018 and 2019); beside every digit stands one image from outside, by turns a
            training image of Fashion-MNIST and a synthetic one.
            """);
    report.item(
        """
            Synthetic images are draws of a factor analysis of the digits with %d factors, whose variance is %s instead of 1, cut
            to pixels between 0 and 1. The fit took %d iterations.
            """
            .formatted(results.synthetic().factors(), Text.plain(results.synthetic().variance()),
                results.synthetic().iterations()));
    report.figure("Synthetic images from outside.", IntStream.range(0, results.synthetic().shown().size())
        .mapToObj(i -> "<div class=\"card\">" + synthetic(i) + "</div>\n")
        .collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>")));
    report.item(
        """
            Blends are the mean of a digit and the next one of another class, %s of them. Under noise the first %s inputs of a
            set were asked about. Noise: %s.
            """
            .formatted(Text.whole(results.testImages()), Text.whole(results.noisyImages()),
                Text.escape(results.conventions().noise())));
    report.item("AUROC: %s. AUPR: %s. %s.".formatted(Text.escape(results.conventions().auroc()),
        Text.escape(results.conventions().aupr()), Text.escape(capital(results.conventions().outside()))));
    report.item("Mean training loss of each epoch, seed %d: %s.".formatted(results.seed(), results.trainings().stream()
        .map(PriorNetworksReport::losses).collect(Collectors.joining("; "))));
    report.item(
        """
            Seeds %d to %d for initialisation, order, dropout, synthetic images and noise. Equal options give equal numbers with
            any number of threads and on any kernels; these ran on <code>%s</code>, threads: %d.
            """
            .formatted(results.seed(), results.seed() + results.seeds() - 1, Text.escape(results.kernels()),
                results.threads()));
    report.paragraph(
        """
            Literature: A. Malinin and M. Gales, <i>Predictive Uncertainty Estimation via Prior Networks</i>, NeurIPS 2018, and
            <i>Reverse KL-Divergence Training of Prior Networks</i>, NeurIPS 2019. T. Joo, U. Chung and M.-G. Seo, <i>Being
            Bayesian about Categorical Probability</i>, ICML 2020. Y. Gal and Z. Ghahramani, <i>Dropout as a Bayesian
            Approximation</i>, ICML 2016. Images: MNIST by Y. LeCun, C. Cortes and C. Burges; Fashion-MNIST by Zalando; KMNIST by T.
            Clanuwat et al., CODH. Every number of this page is in <code>results.json</code> beside it.
            """);
  }

  private static String losses(TrainingLoss training) {
    return training.network() + " " + training.losses().stream().map(loss -> Text.decimal(loss, DECIMALS))
        .collect(Collectors.joining(", "));
  }

  private String synthetic(int index) {
    byte[] bytes = Base64.getDecoder().decode(results.synthetic().shown().get(index));
    float[] pixels = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i] = Byte.toUnsignedInt(bytes[i]) / (float) WHITE;
    }
    return Picture.grey(pixels, SIDE, "synthetic image " + index);
  }
}
