package candor.examples.influence;

import candor.examples.influence.InfluenceResults.Case;
import candor.examples.influence.InfluenceResults.Compared;
import candor.examples.influence.InfluenceResults.Damped;
import candor.examples.influence.InfluenceResults.MachineCase;
import candor.examples.influence.InfluenceResults.MachineStudy;
import candor.examples.influence.InfluenceResults.Shown;
import candor.examples.influence.InfluenceResults.Smoothing;
import candor.examples.influence.InfluenceResults.Study;
import candor.examples.report.Picture;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the experiment. Every number comes from the results, but for those that others published; pictures come from
/// the images.
final class InfluenceReport {
  private static final int DECIMALS = 3;

  private final InfluenceResults results;
  private final Images train;
  private final Images test;
  private final Report report = new Report("What does a prediction owe to one image?",
      """
          Influence functions predict, from derivatives at the end of a training, how the loss of a test image would change if
          one training image had not been there. Here the training image is then really taken away and the model trained again.
          """);

  private InfluenceReport(InfluenceResults results, Images train, Images test) {
    this.results = results;
    this.train = train;
    this.test = test;
  }

  static Report of(InfluenceResults results, Images train, Images test) {
    InfluenceReport page = new InfluenceReport(results, train, test);
    page.headline();
    page.regression();
    page.pictures();
    page.machine();
    page.network();
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    List<List<String>> rows = new ArrayList<>();
    rows(rows, results.logistic(), "≥ 0.99");
    for (MachineCase c : results.machine().cases()) {
      c.smoothings().stream().filter(s -> s.temperature() == Machine.CHOOSING)
          .forEach(s -> rows.add(
              row("Support vector machine", c.image(), s.agreement(), "0.95")));
    }
    rows(rows, results.network(), "0.86");
    report.table(
        List.of("", "Test image", "Removed", "Pearson’s <i>r</i>", "Published", "Spearman’s ρ", "Slope"), rows);
    report.paragraph(
        """
            Correlations of predicted and actual changes of a test image’s loss, over the training images of largest predicted
            change; of the support vector machine with t = %s. The slope is that of %s: 1 when predictions have the right size. Published numbers are of Koh &amp; Liang
            (2017), each of one test image that need not be among these; of the network a notebook of its authors shows 0.875.
            """
            .formatted(Text.plain(Machine.CHOOSING), Text.escape(results.conventions().slope())));
  }

  private static void rows(List<List<String>> rows, Study study, String published) {
    for (Case c : study.cases()) {
      rows.add(row(sentence(study.model()), c.image(), c.agreement(), published));
    }
  }

  private static List<String> row(String model, int image, Compared c, String published) {
    return List.of(model, Integer.toString(image), Integer.toString(c.images().size()), Text.decimal(c.pearson(), 4),
        "<small>" + published + "</small>", Text.decimal(c.spearman(), 4), Text.decimal(c.slope(), DECIMALS));
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void regression() {
    report.section("regression", "A convex model: softmax regression");
    scatters(results.logistic());
    training(results.logistic());
  }

  private void scatters(Study study) {
    report.figure("""
        Actual over predicted changes of the loss of %s. Each point is a training image that was removed; on the dashed
        line both are equal. Above 0 the image helps: without it the loss rises.
        """.formatted(study.cases().size() == 1 ? "the test image" : "the test images"),
        study.cases().stream().limit(3).map(c -> InfluencePlots.scatter("test image " + c.image(), c.agreement()))
            .toArray(String[]::new));
  }

  private void training(Study study) {
    report.table(List.of("Test image", "Loss", "Goes on with all", "Residual", "Iterations", "Damping",
        "Other objective"), study.cases().stream().map(InfluenceReport::checks).toList());
    report.paragraph(
        """
            “Goes on with all” is the change of the test loss when the training goes on with all images: it is what a change
            has to be seen against. Residual, iterations and damping are those of conjugate gradients for the linear system.
            “Other objective” is what every prediction would have more if the mean loss were that of the images that are left;
            here %s.
            """
            .formatted(Text.escape(results.conventions().objective())));
    report.paragraph(
        """
            %s images, %s parameters, weight decay %s, %s of L-BFGS. The risk is %s in the end, the norm of its gradient %s; at
            most %s after any of the %s trainings without an image. Test error: %s. The eigenvalues of the Hessian lie between
            %s and %s.
            """
            .formatted(Text.whole(study.images()), Text.whole(study.parameters()), Text.plain(study.weightDecay()),
                Text.count(study.steps(), "step"), Text.decimal(study.risk(), 6), power(study.gradientNorm()),
                power(study.gradientLeft()), Text.whole(study.removed()), Text.percent(study.testError()),
                Text.decimal(study.leastEigenvalue(), 6), Text.decimal(study.largestEigenvalue(), DECIMALS)));
  }

  private static List<String> checks(Case c) {
    return List.of(Integer.toString(c.image()), Text.decimal(c.loss(), 4), power(c.continued()), power(c.residual()),
        Integer.toString(c.iterations()), c.damping() == 0 ? "0" : Text.decimal(c.damping(), 6),
        power(c.otherObjective()));
  }

  /// A small number, such as `−1.2 · 10⁻⁷`.
  private static String power(double value) {
    if (value == 0) {
      return "0";
    }
    int exponent = (int) Math.floor(StrictMath.log10(Math.abs(value)));
    String lead = Text.decimal(value / StrictMath.pow(10, exponent), 1).replace('-', '−');
    return exponent > -3 && exponent < 3
        ? Text.decimal(value, 4).replace('-', '−')
        : lead + " · 10<sup>" + Integer.toString(exponent).replace('-', '−') + "</sup>";
  }

  private void pictures() {
    report.section("pictures", "Who helps, who harms, and who merely looks alike");
    report.paragraph(
        """
            For each test image that softmax regression gets wrong: the training images without which its loss would rise most,
            those without which it would fall most, and those that are nearest to it, pixel by pixel. Below each image stand its
            class, and the predicted change of the loss without it.
            """);
    cards(results.logistic());
    report.paragraph("""
        An image that looks like the test image need not matter, if the model is sure of it anyway, and one that matters
        most may look quite different. Of the %d most influential images so many are among the %d nearest: %s.
        """.formatted(influential(), influential(), results.logistic().cases().stream()
        .map(c -> c.nearest() + " (test image " + c.image() + ")").collect(Collectors.joining(", "))));
  }

  private int influential() {
    return results.logistic().cases().getFirst().agreement().images().size();
  }

  private void cards(Study study) {
    for (Case c : study.cases()) {
      report.figure("""
          Test image %d, a %d that is taken for a %d, beside helpful, harmful, and nearest training images.
          """.formatted(c.image(), c.label(), c.prediction()),
          row(c.helpful(), "Helpful", c) + row(c.harmful(), "Harmful", c) + row(c.near(), "Nearest", c));
    }
  }

  private String row(List<Shown> shown, String heading, Case c) {
    String asked = """
        <div class="card">%s<b>%d as %d</b>test image %d</div>
        """.formatted(picture(test, c.image(), "test image"), c.label(), c.prediction(), c.image());
    return "<h3>" + heading + "</h3><div class=\"cards\">\n" + asked
        + shown.stream().map(s -> card(s, c)).collect(Collectors.joining()) + "</div>";
  }

  private String card(Shown image, Case c) {
    return """
        <div class="%s">%s<b>%d</b>%s<br/>image %d</div>
        """.formatted(image.label() == c.label() ? "card" : "card wrong",
        picture(train, image.image(), "training image"),
        image.label(), Text.decimal(image.change(), 4).replace('-', '−'), image.image());
  }

  private static String picture(Images images, int index, String name) {
    return Picture.grey(images.batch(index).input().reshape(-1).toFloats(), Recipe.SIDE, name + " " + index);
  }

  private void machine() {
    MachineStudy machine = results.machine();
    report.section("machine", "A loss with a kink: the support vector machine");
    report.paragraph(
        """
            The hinge loss max(0, 1 − <i>s</i>) has no second derivative at its kink and none elsewhere, so influence
            functions, taken literally, see nothing but the weight decay. With the smooth hinge loss
            <i>t</i> ln(1 + exp((1 − <i>s</i>)/<i>t</i>)) in its place, at the minimum of the hinge loss, they see the support
            vectors on the margin. The actual changes are those of the hinge loss.
            """);
    MachineCase first = machine.cases().getFirst();
    report.figure("""
        Actual over predicted changes for test image %d, with the derivatives of the hinge loss and of two smooth ones.
        """.formatted(first.image()), first.smoothings().stream().filter(s -> List.of(0.0, Machine.CHOOSING, 0.1)
        .contains(s.temperature())).map(s -> InfluencePlots.scatter(name(s), s.agreement())).toArray(String[]::new));
    report.figure("Pearson’s correlation by temperature.", InfluencePlots.temperatures(machine.cases()));
    report.table(List.of("Loss", "Test image", "Pearson’s <i>r</i>", "Published", "Spearman’s ρ", "Slope", "Residual",
        "Iterations"), machine.cases().stream().flatMap(c -> c.smoothings().stream().map(s -> row(c, s))).toList());
    report.paragraph(
        """
            Ones against sevens: %s training images, %s parameters, weight decay %s, which is 0.005 ‖<i>w</i>‖² as in the paper.
            The minimum and those without an image are exact to %s of a margin. %d support vectors lie on the margin, %d inside it
            or on the wrong side; other images change nothing when they are removed. Test error: %s. For each test image those
            %d training images were removed whose predicted change is largest with t = %s.
            """
            .formatted(Text.whole(machine.images()), Text.whole(machine.parameters()),
                Text.plain(machine.weightDecay()),
                power(machine.tolerance()), machine.onMargin(), machine.inside(), Text.percent(machine.testError()),
                first.smoothings().getFirst().agreement().images().size(), Text.plain(Machine.CHOOSING)));
  }

  private static String name(Smoothing s) {
    return s.temperature() == 0 ? "hinge" : "t = " + Text.plain(s.temperature());
  }

  private static List<String> row(MachineCase c, Smoothing s) {
    Compared a = s.agreement();
    return List.of(name(s), Integer.toString(c.image()), Text.decimal(a.pearson(), 4),
        s.temperature() == Machine.CHOOSING ? "<small>0.95</small>" : "–", Text.decimal(a.spearman(), 4),
        Text.decimal(a.slope(), DECIMALS), power(s.residual()), Integer.toString(s.iterations()));
  }

  private void network() {
    report.section("network", "Not convex: a convolutional network");
    scatters(results.network());
    training(results.network());
    report.table(List.of("Test image", "Damping", "Pearson’s <i>r</i>", "Spearman’s ρ", "Slope"),
        results.network().cases().stream().flatMap(c -> c.others().stream().map(d -> row(c, d))).toList());
    report.paragraph(
        """
            The same changes, predicted with other dampings. The one above was chosen before, from the eigenvalues; much damping
            makes predictions small, and little of it trusts directions in which the network is almost flat.
            """);
    cards(results.network());
  }

  private static List<String> row(Case c, Damped d) {
    return List.of(Integer.toString(c.image()), Text.plain(d.damping()), Text.decimal(d.pearson(), 4),
        Text.decimal(d.spearman(), 4), Text.decimal(d.slope(), DECIMALS));
  }

  private void method() {
    report.section("method", "How it was made");
    report.item(
        """
            Prediction: with <i>s</i> = (<i>H</i> + δ<i>I</i>)<sup>−1</sup>∇<i>q</i>, the Hessian <i>H</i> of the risk
            1/<i>n</i> Σ ℓ<sub>i</sub> + ½ λ‖θ‖², and the loss <i>q</i> of the test image, the removal of image <i>i</i> changes
            <i>q</i> by about <i>s</i><sup>T</sup>∇ℓ<sub>i</sub> / <i>n</i>.
            """);
    report.item("Objective without an image: %s.".formatted(Text.escape(results.conventions().objective())));
    report.item("Change: %s.".formatted(Text.escape(results.conventions().change())));
    report.item("Chosen: %s.".formatted(Text.escape(results.conventions().choice())));
    report.item(
        """
            Trainings without an image begin where the training with all images ended, and use L-BFGS that begins with an
            approximate inverse Hessian from there, to the same tolerance. The regression and the support vector machine have
            one minimum each, so nothing in them depends on a seed. The network has the first weights of seed %d, tanh between
            five convolutions, and no pooling.
            """
            .formatted(results.seed()));
    report.item(
        """
            Damping: the least for which the damped Hessian has a condition number of 10⁴ at most, none if it has that anyway.
            """);
    report.item(
        """
            The trainings without an image took %s minutes of a processor, with %s of <code>%s</code>. Equal options give equal
            numbers with any number of threads and on any kernels.
            """
            .formatted(Text.decimal(results.secondsTrain() / 60, 1), Text.count(results.threads(), "thread"),
                Text.escape(results.kernels())));
    report.paragraph(
        """
            Literature: P. W. Koh and P. Liang, <i>Understanding Black-box Predictions via Influence Functions</i>, ICML 2017.
            C.-J. Hsieh et al., <i>A Dual Coordinate Descent Method for Large-scale Linear SVM</i>, ICML 2008. Images: MNIST by
            Y. LeCun, C. Cortes and C. Burges. Every number of this page is in <code>results.json</code> beside it.
            """);
  }
}
