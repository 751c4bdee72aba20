package candor.examples.mcdropout;

import candor.bayes.Belief;
import candor.bayes.McDropout;
import candor.bayes.Scores;
import candor.bayes.calibration.CalibrationError;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.data.ImageSets;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.Module;
import candor.nn.data.DataLoader;
import candor.nn.data.Images;
import candor.nn.loss.Loss;
import candor.nn.model.LeNet;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/// Monte Carlo dropout on MNIST (Gal & Ghahramani 2016), in the setting of the lecture: Caffe's LeNet with dropout 0.5
/// before the last layer only, SGD with rate 0.01, momentum 0.9 and weight decay 1e-6.
public final class McDropoutExperiment implements Experiment<McDropoutResults> {
  private static final Option<Integer> EPOCHS = Option.whole("epochs", 3, 1, 1000, "passes over the training images");
  private static final Option<Integer> BATCH = Option.whole("batch", 64, 1, 60_000, "images of a training step");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 100, 1, 10_000, "stochastic passes T over every test image");

  private static final int ROTATED_CLASS = 1;

  /// Makes the experiment.
  public McDropoutExperiment() {
  }

  @Override
  public String name() {
    return "mc-dropout";
  }

  @Override
  public String summary() {
    return "LeNet on MNIST, tested once without dropout and once with many stochastic passes";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(EPOCHS, BATCH, PASSES);
  }

  @Override
  public Class<McDropoutResults> type() {
    return McDropoutResults.class;
  }

  @Override
  public McDropoutResults run(Settings settings, Progress progress) throws IOException {
    Images train = ImageSets.train(settings.data());
    Images test = ImageSets.test(settings.data());
    int rotated = firstOfRotatedClass(test.labels());
    long seed = settings.get(Settings.SEED);
    int passes = settings.get(PASSES);
    Module model = LeNet.caffe(0.5);
    model.initialise(seed);
    progress.stage("training LeNet on " + train.size() + " images");
    long start = System.nanoTime();
    List<Double> losses = fit(model, train, settings, progress);
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.stage("testing on " + test.size() + " images, with " + passes + " stochastic passes");
    McDropout predictor = new McDropout(model, passes, seed);
    TestSet tested = new TestSet(test, model, predictor, progress);
    Findings findings = new Findings(test, tested, predictor, seed);
    Backend backend = Backend.current();
    Belief.OfClasses once = tested.deterministic();
    Belief.OfClasses mc = tested.mc();
    int[] labels = test.labels();
    return new McDropoutResults(name(), seed, settings.get(EPOCHS), settings.get(BATCH), passes,
        settings.data() == null ? McDropoutResults.MNIST : McDropoutResults.OWN, train.size(), test.size(),
        Scores.errorRate(once, labels), Scores.errorRate(mc, labels), Scores.negativeLogLikelihood(once, labels),
        Scores.negativeLogLikelihood(mc, labels), CalibrationError.EXPECTED.of(once, labels),
        CalibrationError.EXPECTED.of(mc, labels), Findings.mean(tested.variationRatio()),
        Findings.mean(tested.predictiveEntropy()), Findings.mean(tested.mutualInformation()),
        ResultsFile.duration(seconds),
        ResultsFile.duration(tested.seconds()), backend.kernels().name(), backend.pool().threads(),
        Findings.conventions(), losses,
        findings.histogram(tested.variationRatio(), 0.05), findings.histogram(tested.predictiveEntropy(), 0.1),
        findings.histogram(tested.mutualInformation(), 0.05), findings.mostUncertain(), findings.leastUncertain(),
        findings.votes(findings.mostUncertain().getFirst()), findings.votes(findings.leastUncertain().getFirst()),
        RotatingDigit.turn(model, test, rotated, passes, seed), findings.rejection(), findings.calibration(once),
        findings.calibration(mc));
  }

  private static int firstOfRotatedClass(int[] labels) throws IOException {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == ROTATED_CLASS).findFirst().orElseThrow(
        () -> new IOException(
            "mc-dropout: no test image has the label " + ROTATED_CLASS + ", but the experiment turns such an image"));
  }

  private static List<Double> fit(Module model, Images train, Settings settings, Progress progress) {
    int epochs = settings.get(EPOCHS);
    long seed = settings.get(Settings.SEED);
    Trainer trainer = new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.01, 0.9, 1e-6),
        new DataLoader(train, settings.get(BATCH), seed), seed, progress.training(epochs));
    return IntStream.range(0, epochs).mapToObj(epoch -> trainer.epoch(epoch).loss()).toList();
  }

  @Override
  public List<String> digest(McDropoutResults r) {
    return List.of(
        "mc-dropout: LeNet, seed " + r.seed() + ", " + Text.count(r.epochs(), "epoch") + ", T = " + r.passes(),
        "                             without dropout   MC dropout",
        row("test error", Text.percent(r.testErrorDeterministic()), Text.percent(r.testErrorMc())),
        row("negative log-likelihood", Text.decimal(r.nllDeterministic(), 4), Text.decimal(r.nllMc(), 4)),
        row("expected calibration error", Text.percent(r.eceDeterministic()), Text.percent(r.eceMc())),
        "mean variation ratio " + Text.decimal(r.meanVariationRatio(), 4) + ", predictive entropy "
            + Text.decimal(r.meanPredictiveEntropy(), 4) + " nats, mutual information "
            + Text.decimal(r.meanMutualInformation(), 4)
            + " nats",
        "trained in " + Text.decimal(r.secondsTrain(), 1) + " s, predicted in " + Text.decimal(r.secondsPredict(), 1)
            + " s ("
            + r.kernels() + ", threads: " + r.threads() + ")");
  }

  private static String row(String name, String once, String mc) {
    return String.format("%-29s%15s%13s", name, once, mc);
  }

  @Override
  public Report report(McDropoutResults results, Settings settings) throws IOException {
    return McDropoutReport.of(results, ImageSets.test(settings.data()));
  }
}
