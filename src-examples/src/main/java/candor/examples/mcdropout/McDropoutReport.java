package candor.examples.mcdropout;

import candor.examples.mcdropout.McDropoutResults.Calibration;
import candor.examples.mcdropout.McDropoutResults.Judged;
import candor.examples.mcdropout.McDropoutResults.Votes;
import candor.examples.report.Picture;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.nn.data.Images;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the experiment: what the numbers are and what to see in the pictures. Every number comes from the
/// results; only pixels come from the test images.
final class McDropoutReport {
  private final McDropoutResults results;
  private final Images images;
  private final McDropoutPlots plots;
  private final Report report;

  private McDropoutReport(McDropoutResults results, Images images) {
    this.results = results;
    this.images = images;
    this.plots = new McDropoutPlots(results);
    this.report = new Report("MC dropout on " + results.data(), """
        A LeNet is trained with dropout before its last layer. Left on at test time, dropout turns one network into
        many: each image is classified %d times, every time with other units switched off, and where the answers differ
        the network does not know. This page shows what that says about %s test images.
        """.formatted(results.passes(), Text.whole(results.testImages())));
  }

  static Report of(McDropoutResults results, Images images) {
    McDropoutReport page = new McDropoutReport(results, images);
    page.headline();
    page.measures();
    page.extremes();
    page.votes();
    page.rotation();
    page.rejection();
    page.calibration();
    page.method();
    return page.report;
  }

  private void headline() {
    String nats = " <small>(nats)</small>";
    report.section("result", "The result");
    report.table(List.of("", "without dropout", "MC dropout"), List.of(
        List.of("Test error", error(results.testErrorDeterministic()), error(results.testErrorMc())),
        List.of("Negative log-likelihood" + nats, number(results.nllDeterministic()), number(results.nllMc())),
        List.of("Expected calibration error", Text.percent(results.eceDeterministic()), Text.percent(results.eceMc())),
        List.of("Mean variation ratio", "–", number(results.meanVariationRatio())),
        List.of("Mean predictive entropy" + nats, "–", number(results.meanPredictiveEntropy())),
        List.of("Mean mutual information" + nats, "–", number(results.meanMutualInformation()))));
    report.paragraph("""
        “Without dropout” is the same network run once, with every unit on. “MC dropout” predicts with the mean of the
        %d softmax outputs. Training took %s seconds for %s, the stochastic passes over the test set %s seconds.
        """.formatted(results.passes(), Text.decimal(results.secondsTrain(), 1), Text.count(results.epochs(), "epoch"),
        Text.decimal(results.secondsPredict(), 1)));
  }

  private String error(double fraction) {
    return Text.percent(fraction) + " <small>(" + Math.round(fraction * results.testImages()) + ")</small>";
  }

  private static String number(double number) {
    return Text.decimal(number, 4);
  }

  private void measures() {
    int leftmost = results.variationRatio().right().getFirst() + results.variationRatio().wrong().getFirst();
    report.section("measures", "Three measures of doubt");
    report.paragraph("""
        The <b>variation ratio</b> is the share of passes that disagree with the majority. The <b>predictive entropy</b>
        is the entropy of the mean prediction: all the uncertainty there is. The <b>mutual information</b> is the part
        of it that comes from not knowing the right network, and that more data could remove; the rest is ambiguity that
        every pass agrees on.
        """);
    report.figure("""
        How the three measures are distributed over the test images; the counts are on a logarithmic scale. The leftmost
        bars of the variation ratio stand for %s of %s images. A measure says something about error if wrong predictions
        (orange) are rare on the left and common on the right.
        """.formatted(Text.whole(leftmost), Text.whole(results.testImages())),
        plots.variationRatio(), plots.predictiveEntropy(), plots.mutualInformation());
  }

  private void extremes() {
    boolean unanimous = results.leastUncertain().getLast().variationRatio() == 0;
    report.section("extremes", "What the network is unsure of");
    report.figure("""
        The most uncertain test images by variation ratio. Images of equal variation ratio are ordered by mutual
        information, then by index. <i>v</i> is the variation ratio, <i>H</i> the predictive entropy and <i>I</i> the
        mutual information in nats; a wrong prediction is printed in orange. Would you have hesitated?
        """, cards(results.mostUncertain()));
    report.figure("The least uncertain test images, in the same order from the other end."
        + (unanimous ? " All passes agree on each of them, and hardly even their probabilities differ." : ""),
        cards(results.leastUncertain()));
  }

  private String cards(List<Judged> shown) {
    return shown.stream().map(this::card).collect(Collectors.joining("", "<div class=\"cards\">\n", "</div>"));
  }

  private String card(Judged image) {
    boolean right = image.label() == image.prediction();
    return """
        <div class="%s">%s<b>%d, %s as %d</b><i>v</i> %s<br/><i>H</i> %s<br/><i>I</i> %s<br/>image %d</div>
        """.formatted(right ? "card" : "card wrong",
        picture(image.index(), 0, "test image " + image.index() + ", a " + image.label()), image.label(),
        right ? "read" : "misread", image.prediction(), Text.decimal(image.variationRatio(), 2),
        Text.decimal(image.predictiveEntropy(), 3), Text.decimal(image.mutualInformation(), 3), image.index());
  }

  private String picture(int index, int degrees, String description) {
    return Picture.grey(RotatingDigit.pixels(images, index, degrees), RotatingDigit.SIZE, description);
  }

  private void votes() {
    Votes unsure = results.uncertainImage();
    Votes sure = results.confidentImage();
    report.section("votes", "Two images, " + results.passes() + " opinions each");
    report.figure("""
        How the passes vote on the most uncertain image (first: image %d, labelled %d) and on the least uncertain one
        (second: image %d, labelled %d), beside the mean of their softmax outputs. The winner gets %d of %d votes on the
        first, and %d on the second.
        """.formatted(unsure.image().index(), unsure.image().label(), sure.image().index(), sure.image().label(),
        Collections.max(unsure.votes()), results.passes(), Collections.max(sure.votes())),
        cards(List.of(unsure.image())) + plots.votes(unsure), cards(List.of(sure.image())) + plots.votes(sure));
  }

  private void rotation() {
    McDropoutResults.Rotation turn = results.rotation();
    report.section("rotation", "A digit that turns upside down");
    report.paragraph("""
        Test image %d, a %d, is rotated by 15° twelve times. The network has never seen a digit lying on its side, and
        should say so.
        """.formatted(turn.index(), turn.label()));
    report.figure("""
        Softmax inputs (top) and outputs (bottom) of every pass, for the three classes of highest mean probability.
        Below: what the network saw, the predicted class and the variation ratio. A deterministic network would show one
        point in place of each cloud. Where the clouds of softmax inputs overlap, the winner differs from pass to pass
        and the outputs spread widely: a high output of one pass alone means little (compare Gal &amp; Ghahramani 2016,
        figure 4).
        """, plots.softmaxInputs() + plots.softmaxOutputs() + strip(turn));
  }

  private String strip(McDropoutResults.Rotation turn) {
    StringBuilder strip = new StringBuilder("<div class=\"strip\">\n");
    for (int i = 0; i < turn.degrees().size(); i++) {
      int degrees = turn.degrees().get(i);
      strip.append("<div>%s%d<br/>%s</div>\n".formatted(
          picture(turn.index(), degrees, "the digit, rotated by " + degrees + " degrees"), turn.predictions().get(i),
          Text.decimal(turn.variationRatio().get(i), 2)));
    }
    return strip.append("</div>").toString();
  }

  private void rejection() {
    report.section("rejection", "Declining to answer");
    report.figure("""
        Accuracy on the images that are left when a share of the images, the most uncertain by each measure, is handed
        to somebody else. All curves start at the accuracy of MC dropout, and a good measure rises steeply: it finds the
        errors first. Max-probability ranks by one minus the mean probability of the predicted class, the simplest
        rival. Images of equal uncertainty are rejected in random order, and the curve is the expected value: the
        variation ratio, which has at most %d levels, is the same for many images and cannot rank those.
        """.formatted(results.passes()), plots.rejection());
  }

  private void calibration() {
    report.section("calibration", "Is the confidence earned?");
    report.paragraph("""
        The expected calibration error is %s without dropout and %s with MC dropout. Even a perfectly calibrated network
        would not show zero: with the confidences of the first it would show %s, with those of the second %s. An error
        below the larger number is no evidence against the network.
        """.formatted(Text.percent(results.eceDeterministic()), Text.percent(results.eceMc()),
        band(results.calibrationDeterministic()), band(results.calibrationMc())));
    report.figure("""
        Accuracy against confidence in bins of equal width; a calibrated network lies on the dashed line. Above it the
        network is more often right than it claims. The bin of highest confidence holds %s of the %s images with MC
        dropout; bins that hold few images scatter widely.
        """.formatted(Text.whole(results.calibrationMc().bins().getLast().count()), Text.whole(results.testImages())),
        plots.calibration());
  }

  private static String band(Calibration calibration) {
    return Text.percent(calibration.ifCalibratedMean()) + " on average, and at most "
        + Text.percent(calibration.ifCalibratedHigh()) + " in 95 % of cases";
  }

  private void method() {
    report.section("method", "How it was made");
    report.item("""
        Network: Caffe’s LeNet (convolution 20 @ 5×5, max-pooling, convolution 50 @ 5×5, max-pooling, 500 rectified
        units, dropout 0.5, 10 outputs). Dropout acts before the last layer only.
        """);
    report.item("""
        Training: %s images with pixels in [0, 1], %s, batch %d, cross-entropy, SGD with learning rate 0.01, momentum
        0.9 and weight decay 1e-6. Mean loss by epoch: %s.
        """.formatted(Text.whole(results.trainImages()), Text.count(results.epochs(), "epoch"), results.batch(),
        results.trainingLoss().stream().map(McDropoutReport::number).collect(Collectors.joining(", "))));
    report.item("""
        Seed %d for initialisation, shuffling, dropout and the passes. Equal options give equal numbers with any number
        of threads and on any kernels; these ran on <code>%s</code>, threads: %d. This page was written by Java %s.
        """.formatted(results.seed(), Text.escape(results.kernels()), results.threads(), Runtime.version()));
    definitions();
    report.paragraph("""
        Literature: Y. Gal and Z. Ghahramani, <i>Dropout as a Bayesian Approximation</i>, ICML 2016. C. Guo, G. Pleiss,
        Y. Sun and K. Weinberger, <i>On Calibration of Modern Neural Networks</i>, ICML 2017. Images: %s. Every number
        of this page is in <code>results.json</code> beside it.
        """.formatted(results.data().equals(McDropoutResults.MNIST)
        ? "MNIST by Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0"
        : "given with <code>--data</code>"));
  }

  private void definitions() {
    report.paragraph("""
        With the softmax outputs <i>p</i><sub>t</sub> of the passes <i>t</i> = 1 … <i>T</i>, <i>T</i> = %d, and their
        mean <i>p̄</i> = (1/<i>T</i>) Σ<sub>t</sub> <i>p</i><sub>t</sub>:
        """.formatted(results.passes()));
    report.item("Prediction: the %s. Probabilities are averaged, not softmax inputs."
        .formatted(Text.escape(results.conventions().prediction())));
    report.item("""
        Variation ratio <span class="formula"><i>v</i> = 1 − <i>f</i>/<i>T</i></span> with <i>f</i> the number of
        passes that vote for the most frequent class. Each votes for the %s.
        """.formatted(Text.escape(results.conventions().votes())));
    report.item("""
        Predictive entropy, the <b>total</b> uncertainty
        <span class="formula"><i>H</i>[<i>p̄</i>] = −Σ<sub>k</sub> <i>p̄</i>(k) ln <i>p̄</i>(k)</span>
        """);
    report.item("""
        Mean entropy of the passes, the <b>aleatoric</b> part
        <span class="formula">(1/<i>T</i>) Σ<sub>t</sub> <i>H</i>[<i>p</i><sub>t</sub>]</span>
        """);
    report.item("""
        Mutual information, the <b>epistemic</b> part <span class="formula"><i>I</i> = <i>H</i>[<i>p̄</i>] −
        (1/<i>T</i>) Σ<sub>t</sub> <i>H</i>[<i>p</i><sub>t</sub>]</span> raised to 0 for each image where rounding
        leaves it below.
        """);
    report.item("""
        Logarithms: %s; ln 2 = 0.693 nats are one bit, and 0 ln 0 = 0. The entropy of ten classes is at most
        ln 10 = 2.303 nats.
        """.formatted(Text.escape(results.conventions().logarithm())));
    report.item("""
        Negative log-likelihood: mean of −ln <i>p̄</i>(true class), with probabilities of at least 2<sup>−126</sup>.
        """);
    report.item("""
        Expected calibration error: mean over the images of |accuracy − confidence| of their bin, %s (Guo et al. 2017,
        eq. 3); what a calibrated network would show comes from 1000 simulated test sets.
        """.formatted(Text.escape(results.conventions().calibrationBins())));
  }
}
