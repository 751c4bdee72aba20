package candor.examples.calibration;

import candor.examples.calibration.CalibrationResults.Change;
import candor.examples.calibration.CalibrationResults.MeasureName;
import candor.examples.calibration.CalibrationResults.MeasureResults;
import candor.examples.calibration.CalibrationResults.MethodResults;
import candor.examples.calibration.CalibrationResults.SetResults;
import candor.examples.report.Estimate;
import candor.examples.report.Interval;
import candor.examples.report.Picture;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Dataset;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of the experiment. Every number comes from the results, but for those that others published, pictures from the
/// images.
final class CalibrationReport {
  private static final String CALIBRATION = "Calibration";
  private static final List<Measure> MAIN = List.of(Measure.ERROR, Measure.LOSS, Measure.BRIER, Measure.ECE);
  private static final List<Measure> MORE = List.of(Measure.ECE_MASS, Measure.MCE, Measure.MCE_MASS, Measure.CLASSWISE,
      Measure.CLASSWISE_MASS, Measure.DEBIASED);
  private final CalibrationResults results;
  private final Map<String, Dataset> tested;
  private final Report report;

  private CalibrationReport(CalibrationResults results, Map<String, Dataset> tested) {
    this.results = results;
    this.tested = tested;
    this.report = new Report("Calibration, before and after",
        """
            A network that says 90 % should be right nine times in ten. Those that learn for long claim more. Five ways to put
            that right afterwards, without training again, each fitted on images that the network has not learned, beside the
            network as it is, and beside what chance would show of a network that is perfectly calibrated.
            """);
  }

  static Report of(CalibrationResults results, Map<String, Dataset> tested) {
    CalibrationReport page = new CalibrationReport(results, tested);
    page.headline();
    results.sets().forEach(page::set);
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    List<List<String>> rows = new ArrayList<>();
    results.sets().forEach(set -> rows.add(headline(set)));
    rows.add(Stream.of("CIFAR-10, LeNet-5, published", "15.57 %", "", "0.4688", "0.4590", "3.02 %", "0.93 %", "")
        .map(cell -> "<small>" + cell + "</small>").toList());
    report
        .table(List.of("Temperature scaling", "Error", "<i>T</i>", "NLL<br/>before", "after", "ECE<br/>before", "after",
            "chance,<br/>up to"), rows);
    report.paragraph(
        """
            Mean of %s of each set%s, on %s. NLL is the negative log-likelihood in nats, ECE the expected calibration error with
            15 bins of equal width. The last column is what 95 %% of perfectly calibrated models with the same confidences would
            stay below: an error under it is no sign of bad calibration. Published: Guo et al. 2017, another network.
            """
            .formatted(Text.count(results.seeds(), "network"),
                results.seeds() == 1
                    ? ", which tells nothing of the spread between seeds"
                    : " ± half its 95 % interval",
                images()));
  }

  private String images() {
    return results.held() == 0 ? "test images" : "training images that were held back";
  }

  private static List<String> headline(SetResults set) {
    MethodResults before = set.of(Method.NONE);
    MethodResults after = set.of(Method.TEMPERATURE);
    return List.of(Text.escape(set.title()), text(before, Measure.ERROR),
        stacked(set.temperature(), t -> Text.decimal(t, 2)),
        text(before, Measure.LOSS), text(after, Measure.LOSS), text(before, Measure.ECE), text(after, Measure.ECE),
        Text.percent(after.chance().high().mean()));
  }

  private static String text(MethodResults method, Measure measure) {
    return stacked(method.of(measure).value(), measure::text);
  }

  /// A mean, and below it how far its interval reaches to either side, if it has one.
  private static String stacked(Estimate estimate, DoubleFunction<String> text) {
    return text.apply(estimate.mean())
        + (estimate.interval().isEmpty() ? "" : "<br/><small>± " + text.apply(estimate.half()) + "</small>");
  }

  private void set(SetResults set) {
    CalibrationPlots plots = new CalibrationPlots(set);
    report.section(set.set(), set.title());
    report.figure(
        """
            Expected calibration error of every network by method. Grey: what chance alone would make of a perfectly calibrated
            model with the confidences of the method, in 95 % of cases.
            """,
        plots.errors());
    tables(set);
    report.figure(
        """
            Reliability, seed %d. Bars are the accuracy of the images in each bin of confidence: orange is what their mean
            confidence claims over it, green the part of the accuracy that it leaves out. The narrow grey boxes are where 95 %%
            of perfectly calibrated models would end. Below, the share of images in each bin, on a logarithmic scale, and the
            ECE beside what 95 %% of calibrated models would not exceed.
            """
            .formatted(results.seed()),
        plots.reliability(Method.NONE), plots.reliability(Method.TEMPERATURE),
        plots.reliability(Method.VECTOR));
    report.figure("The same of the other methods.", plots.reliability(Method.MATRIX),
        plots.reliability(Method.HISTOGRAM), plots.reliability(Method.ISOTONIC));
    report.figure("""
        What a temperature does, seed %d. The dashed line is where the likelihood of the validation images is highest,
        <i>T</i> = %s. Labels of test images choose nothing.
        """.formatted(results.seed(), Text.decimal(set.temperature().each().getFirst(), 3)), plots.loss(),
        plots.calibration());
    report.figure("""
        The images whose confidence temperature scaling changes most, seed %d: class, prediction, confidence before and
        after. Wrong predictions, which stay what they are, are printed in orange.
        """.formatted(results.seed()), cards(set));
  }

  private void tables(SetResults set) {
    report.paragraph("<b>How good the probabilities are.</b> ± is half a 95 % interval over seeds.");
    List<String> head = new ArrayList<>(head(MAIN));
    head.add("Chance:<br/>mean, up to");
    head.add("Seeds<br/>inside");
    report.table(head, set.methods().stream().map(method -> {
      List<String> row = row(method, MAIN);
      row.add(Text.percent(method.chance().mean().mean()) + "<br/><small>" + Text.percent(method.chance().high().mean())
          + "</small>");
      row.add(method.chance().inside() + " of " + results.seeds());
      return row;
    }).toList());
    report.paragraph("<b>Other calibration errors.</b>");
    report.table(head(MORE), set.methods().stream().map(method -> row(method, MORE)).toList());
    report.paragraph(
        """
            <b>Calibrated minus not calibrated,</b> network by network; below 0 is better. Shares in percentage points. The last
            column is the negative log-likelihood of the validation images, on which calibrators are fitted.
            """);
    List<String> differences = new ArrayList<>(head(MAIN));
    differences.add(Measure.CLASSWISE.title());
    differences.add("Validation NLL");
    report.table(differences, set.methods().stream().skip(1).map(method -> difference(set, method)).toList());
    report.paragraph(
        """
            <b>What the Brier score is made of,</b> with the bins of the ECE for every class: score = reliability − resolution +
            uncertainty + rest within bins.
            """);
    report.table(List.of(CALIBRATION, "Brier", "Reliability", "Resolution", "Uncertainty", "Within bins"),
        set.methods().stream().map(CalibrationReport::brier).toList());
    report.paragraph(
        """
            <b>One network, seed %d:</b> the number; below it the bootstrap interval over test images; below that, in brackets,
            the interval that holds 95 %% of what perfectly calibrated models with the same probabilities would show. Resampling
            adds its own noise to binned errors, so that the bootstrap of small ones lies above the number itself.
            """
            .formatted(results.seed()));
    for (List<Measure> measures : List.of(MAIN, MORE)) {
      report.table(head(measures), set.methods().stream().map(method -> ofOne(method, measures)).toList());
    }
  }

  private static List<String> head(List<Measure> measures) {
    return Stream.concat(Stream.of(CALIBRATION), measures.stream().map(m -> m.title().replace(", ", ",<br/>")))
        .toList();
  }

  private static List<String> row(MethodResults method, List<Measure> measures) {
    List<String> row = new ArrayList<>(List.of(name(method)));
    measures.forEach(measure -> row.add(text(method, measure)));
    return row;
  }

  private static String name(MethodResults method) {
    return CalibrationPlots.capital(method.method());
  }

  private static List<String> difference(SetResults set, MethodResults method) {
    List<String> row = new ArrayList<>(List.of(name(method)));
    Stream.concat(MAIN.stream(), Stream.of(Measure.CLASSWISE)).forEach(measure -> row
        .add(stacked(method.of(measure).difference().getFirst(), measure::text)));
    row.add(stacked(
        Estimate.ofDifferences(method.validationLoss().each(), set.of(Method.NONE).validationLoss().each()),
        Measure.LOSS::text));
    return row;
  }

  private static List<String> brier(MethodResults method) {
    return List.of(name(method), text(method, Measure.BRIER),
        stacked(method.brier().reliability(), Measure.BRIER::text),
        stacked(method.brier().resolution(), Measure.BRIER::text),
        stacked(method.brier().uncertainty(), Measure.BRIER::text),
        stacked(method.brier().within(), Measure.BRIER::text));
  }

  private static List<String> ofOne(MethodResults method, List<Measure> measures) {
    List<String> row = new ArrayList<>(List.of(name(method)));
    for (Measure measure : measures) {
      MeasureResults found = method.of(measure);
      row.add(measure.text(found.value().each().getFirst()) + "<br/><small>" + range(measure, found.bootstrap())
          + "<br/>[" + range(measure, found.ifCalibrated()) + "]</small>");
    }
    return row;
  }

  private static String range(Measure measure, Interval interval) {
    return (measure.text(interval.low()) + "–" + measure.text(interval.high())).replace(" %", "");
  }

  private String cards(SetResults set) {
    Task task = Task.of(set.set());
    Dataset images = Objects.requireNonNull(tested.get(set.set()));
    return set.changes().stream().map(change -> card(task, change, images.batch(change.index()).input()))
        .collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>"));
  }

  private static String card(Task task, Change change, Tensor image) {
    int width = image.shape().size(3);
    float[] pixels = image.reshape(-1).toFloats();
    String description = "image " + change.index() + " of " + task.title();
    return """
        <div class="%s">%s<b>%s as %s</b>%s → %s<br/>image %d</div>
        """.formatted(change.label() == change.prediction() ? "card" : "card wrong",
        image.shape().size(1) == 1
            ? Picture.grey(pixels, width, description)
            : Picture.colour(pixels, width, description),
        task.classes().get(change.label()), task.classes().get(change.prediction()),
        Text.decimal(100 * change.before(), 1), Text.decimal(100 * change.after(), 1) + " %", change.index());
  }

  private void method() {
    report.section("method", "How it was made");
    results.sets().forEach(set -> report.item(
        """
            %s: %s; %s training, %s validation and %s tested images, %s, batch %d, cross-entropy, SGD with momentum %s, weight
            decay %s, and a learning rate that falls from %s to nothing along half a wave of the cosine. Images are taken as
            they are.
            """
            .formatted(Text.escape(set.title()), Text.escape(set.network()), Text.whole(set.trainImages()),
                Text.whole(set.validationImages()), Text.whole(set.testImages()), Text.count(set.epochs(), "epoch"),
                results.batch(), Text.plain(results.momentum()), Text.plain(set.weightDecay()),
                Text.plain(set.rate()))));
    report.item("Choice: %s.".formatted(Text.escape(results.conventions().choice())));
    report.item(
        """
            Calibrators are fitted on %s. Temperature, vector and matrix scaling minimise the negative log-likelihood, matrix
            scaling without a penalty; histogram binning and isotonic regression treat every class by itself against the others,
            and divide by the sum. Bins of histogram binning: %s. A probability of 0 for the true class costs ln 2¹²⁶ = 87 nats.
            """
            .formatted(Text.escape(results.conventions().validation()),
                Text.escape(results.conventions().histogram())));
    report.item("How the fits ended: %s.".formatted(outcomes()));
    report.item("Measures: %s.".formatted(results.measures().stream().map(CalibrationReport::convention)
        .collect(Collectors.joining("; "))));
    report.item("Intervals: %s. Bootstrap: %s. By chance: %s. Draws: %d.".formatted(
        Text.escape(results.conventions().interval()), Text.escape(results.conventions().bootstrap()),
        Text.escape(results.conventions().band()), results.resamples()));
    report.item(
        """
            Seeds %d to %d. Networks are trained side by side, one in each thread: %s minutes of training and %s minutes of
            fitting and measuring in all, on <code>%s</code>, threads: %d. Equal options give equal numbers with any number of
            threads and on any kernels.
            """
            .formatted(results.seed(), results.seed() + results.seeds() - 1,
                Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest() / 60, 1),
                Text.escape(results.kernels()), results.threads()));
    report.paragraph(
        """
            Literature: C. Guo, G. Pleiss, Y. Sun and K. Weinberger, <i>On Calibration of Modern Neural Networks</i>, ICML 2017.
            B. Zadrozny and C. Elkan, <i>Transforming Classifier Scores into Accurate Multiclass Probability Estimates</i>, KDD
            2002. J. Bröcker and L. Smith, <i>Increasing the Reliability of Reliability Diagrams</i>, 2007. A. Kumar, P. Liang and
            T. Ma, <i>Verified Uncertainty Calibration</i>, NeurIPS 2019. Images: MNIST by Y. LeCun, C. Cortes and C. Burges;
            Fashion-MNIST by Zalando; CIFAR-10 by A. Krizhevsky. Every number of this page is in <code>results.json</code> beside
            it.
            """);
  }

  private static String convention(MeasureName name) {
    return "<b>" + Text.escape(name.title()) + "</b>, " + Text.escape(name.convention());
  }

  /// How many fits ended in which way, of the methods that can end in several.
  private String outcomes() {
    List<String> texts = new ArrayList<>();
    for (SetResults set : results.sets()) {
      for (Method method : List.of(Method.TEMPERATURE, Method.VECTOR, Method.MATRIX)) {
        texts.add(set.title() + ", " + method.title() + ": "
            + set.of(method).outcomes().stream().collect(Collectors.groupingBy(o -> o, Collectors.counting()))
                .entrySet()
                .stream().sorted(Map.Entry.comparingByKey()).map(e -> e.getValue() + " × " + e.getKey())
                .collect(Collectors.joining(", ")));
      }
    }
    return Text.escape(String.join("; ", texts));
  }
}
