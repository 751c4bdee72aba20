package candor.examples.influence;

import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.data.ImageSet;
import candor.examples.influence.InfluenceResults.Case;
import candor.examples.influence.InfluenceResults.Compared;
import candor.examples.influence.InfluenceResults.Conventions;
import candor.examples.influence.InfluenceResults.MachineCase;
import candor.examples.influence.InfluenceResults.Study;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Batch;
import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.tensor.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Influence functions (Koh & Liang 2017) beside what they predict: the loss of a test image after a training without one of
/// the training images. Of softmax regression, of a support vector machine and of a small convolutional network on MNIST.
public final class InfluenceExperiment implements Experiment<InfluenceResults> {
  private static final String NAME = "influence";
  private static final Option<Integer> QUERIES = Option.whole("queries", 3, 1, DigitStudy.WATCHED,
      "test images to ask about, of each model");
  private static final Option<Integer> IMAGES =
      Option.whole("images", 55_000, 10, 60_000, "training images of the linear models, at most");
  private static final Option<Integer> REMOVED =
      Option.whole("removed", 500, 3, 60_000, "training images to remove for a test image, of the regression");
  private static final Option<Integer> FEW =
      Option.whole("few", 100, 3, 60_000, "the same of the support vector machine and of the network");
  private static final Option<Integer> NETWORK_IMAGES =
      Option.whole("network-images", 5500, 10, 60_000, "training images of the network, at most");
  private static final Option<Integer> STEPS =
      Option.whole("steps", 400, 1, 1_000_000, "steps of each of up to eight rounds of L-BFGS that train the network");
  private static final int REGRESSION_STEPS = 1000;
  /// Seed of the first weights of the regression, which ends at the same minimum from any.
  private static final long REGRESSION_WEIGHTS = 1;

  /// Makes the experiment.
  public InfluenceExperiment() {
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "influence functions beside trainings without single images";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(QUERIES, IMAGES, REMOVED, FEW, NETWORK_IMAGES, STEPS);
  }

  @Override
  public Class<InfluenceResults> type() {
    return InfluenceResults.class;
  }

  @Override
  public InfluenceResults run(Settings settings, Progress progress) throws IOException {
    Images train = train(settings, IMAGES);
    Images few = train(settings, NETWORK_IMAGES);
    Images test = ImageSet.MNIST.test(settings.data());
    int queries = settings.get(QUERIES);
    long seed = settings.get(Settings.SEED);
    KeptResults regression = kept(settings, "regression", train, REMOVED, Map.of("recipe", Recipe.LOGISTIC.text()));
    KeptResults machine = kept(settings, "machine", train, FEW, Map.of("decay", Double.toString(Machine.DECAY)));
    KeptResults network = kept(settings, "network", few, FEW, Map.of("recipe", Recipe.NETWORK.text(), "steps",
        Integer.toString(settings.get(STEPS)), "seed", Long.toString(seed)));
    DigitStudy.Found logistic = new DigitStudy(Recipe.LOGISTIC, rows(train), train.labels(), test, regression, progress)
        .run(REGRESSION_STEPS, queries, removed(settings, REMOVED, train), REGRESSION_WEIGHTS);
    Machine.Found vectors = Machine.run(train, test, queries, removed(settings, FEW, train), machine, progress);
    DigitStudy.Found convolutions = new DigitStudy(Recipe.NETWORK, few, few.labels(), test, network, progress)
        .run(settings.get(STEPS), queries, removed(settings, FEW, few), seed);
    Backend backend = Backend.current();
    return new InfluenceResults(NAME, seed, queries,
        ResultsFile.duration(logistic.seconds() + vectors.seconds() + convolutions.seconds()),
        backend.kernels().name(), backend.pool().threads(), conventions(), logistic.study(), vectors.study(),
        convolutions.study());
  }

  private static Images train(Settings settings, Option<Integer> images) throws IOException {
    Images all = ImageSet.MNIST.train(settings.data());
    return all.first(Math.min(all.size(), settings.get(images)));
  }

  private static int removed(Settings settings, Option<Integer> removed, Images train) {
    return Math.min(settings.get(removed), train.size());
  }

  /// Parts of a model's results. The number of test images may differ: those there are are taken up.
  private static KeptResults kept(Settings settings, String model, Images train, Option<Integer> removed,
      Map<String, String> more) throws IOException {
    Map<String, String> all = new HashMap<>(more);
    all.put("images", Integer.toString(train.size()));
    all.put("removed", Integer.toString(settings.get(removed)));
    return KeptResults.in(NAME, settings.output().resolve(model), all);
  }

  /// Images as rows of pixels, which a regression reads faster.
  private static TensorDataset rows(Images images) {
    Batch all = images.all();
    return new TensorDataset(all.input().reshape(images.size(), -1), all.target());
  }

  private static Conventions conventions() {
    return new Conventions("the sum of the other losses is divided by the number of all images, as before",
        "loss of the test image, without weight decay, after a training without the image, less the loss after the same"
            + " training with all images; positive for images that help",
        "the first test images that the model gets wrong; for each the training images with the largest predicted change",
        "actual changes over predicted ones, line through the origin");
  }

  @Override
  public List<String> digest(InfluenceResults r) {
    List<String> lines = new ArrayList<>(
        List.of("influence: predicted and actual changes of a test loss when a training image is removed",
            row("", "test image", "removed", "Pearson", "Spearman", "slope")));
    rows(lines, r.logistic());
    for (MachineCase c : r.machine().cases()) {
      c.smoothings().stream().filter(s -> s.temperature() == Machine.CHOOSING)
          .forEach(s -> lines.add(row(Machine.TITLE, c.image(), s.agreement())));
    }
    rows(lines, r.network());
    lines.add("trainings without an image took " + Text.decimal(r.secondsTrain() / 60, 1) + " min of a processor ("
        + r.kernels() + ", threads: " + r.threads() + ")");
    return lines;
  }

  private static void rows(List<String> lines, Study study) {
    for (Case c : study.cases()) {
      lines.add(row(study.model(), c.image(), c.agreement()));
    }
  }

  private static String row(String model, int image, Compared c) {
    return row(model, Integer.toString(image), Integer.toString(c.images().size()), Text.decimal(c.pearson(), 4),
        Text.decimal(c.spearman(), 4), Text.decimal(c.slope(), 3));
  }

  private static String row(String model, String image, String removed, String pearson, String spearman, String slope) {
    return String.format("%-24s%12s%10s%10s%10s%8s", model, image, removed, pearson, spearman, slope);
  }

  @Override
  public Report report(InfluenceResults results, Settings settings) throws IOException {
    return InfluenceReport.of(results, ImageSet.MNIST.train(settings.data()), ImageSet.MNIST.test(settings.data()));
  }
}
