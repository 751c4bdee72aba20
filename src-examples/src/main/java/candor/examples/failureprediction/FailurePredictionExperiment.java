package candor.examples.failureprediction;

import candor.bayes.Positives;
import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.data.ImageSet;
import candor.examples.failureprediction.FailurePredictionResults.Conventions;
import candor.examples.failureprediction.FailurePredictionResults.Findings;
import candor.examples.failureprediction.FailurePredictionResults.MethodResults;
import candor.examples.failureprediction.FailurePredictionResults.NetworkResults;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Images;
import candor.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Failure prediction (Corbière et al. 2019): which answers of a network are wrong, by the probability of the predicted
/// class, by MC dropout, by the trust score, and by ConfidNet, which learns to tell.
public final class FailurePredictionExperiment implements Experiment<FailurePredictionResults> {
  private static final Option<Integer> SEEDS =
      Option.whole("seeds", 5, 1, 100, "networks of each kind, with seeds from --seed on");
  private static final Option<Integer> EPOCHS =
      Option.whole("epochs", 4, 1, 1000, "passes over the training images of SmallConvNet");
  private static final Option<Integer> MLP_EPOCHS =
      Option.whole("mlp-epochs", 20, 1, 1000, "passes over the training images of the MLP");
  private static final Option<Integer> HEAD_EPOCHS =
      Option.whole("head-epochs", 3, 1, 10_000, "passes over the features in the first stage of ConfidNet");
  private static final Option<Integer> HEAD_PASSES = Option.whole("head-passes", 10, 1, 100,
      "stochastic passes that make the features of the first stage, each of all training images");
  private static final Option<Integer> TUNING_EPOCHS =
      Option.whole("tuning-epochs", 4, 1, 1000, "passes over the images in the second stage, with SmallConvNet");
  private static final Option<Integer> MLP_TUNING_EPOCHS =
      Option.whole("mlp-tuning-epochs", 10, 1, 1000, "passes over the images in the second stage, with the MLP");
  private static final Option<Integer> BATCH = Option.whole("batch", 128, 1, 60_000, "images of a training step");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 50, 2, 10_000, "stochastic passes T over every image");
  private static final Option<Integer> HELD = Option.whole("held", 0, 0, 50_000,
      "training images to hold back and test on in place of the test images");

  /// Makes the experiment.
  public FailurePredictionExperiment() {
  }

  @Override
  public String name() {
    return Training.EXPERIMENT;
  }

  @Override
  public String summary() {
    return "which answers of a network are wrong, by MCP, MC dropout, TrustScore and ConfidNet";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SEEDS, EPOCHS, MLP_EPOCHS, HEAD_EPOCHS, HEAD_PASSES, TUNING_EPOCHS, MLP_TUNING_EPOCHS, BATCH, PASSES,
        HELD);
  }

  @Override
  public Class<FailurePredictionResults> type() {
    return FailurePredictionResults.class;
  }

  private static Training.Plan plan(Architecture architecture, Settings settings) {
    boolean isLarge = architecture == Architecture.SMALL_CONV_NET;
    return new Training.Plan(settings.get(isLarge ? EPOCHS : MLP_EPOCHS), settings.get(HEAD_EPOCHS),
        settings.get(HEAD_PASSES), settings.get(isLarge ? TUNING_EPOCHS : MLP_TUNING_EPOCHS), settings.get(BATCH));
  }

  @Override
  public FailurePredictionResults run(Settings settings, Progress progress) throws IOException {
    Images train = ImageSet.MNIST.train(settings.data());
    Images test = ImageSet.MNIST.test(settings.data());
    int held = settings.get(HELD);
    if (held > train.size() / 2) {
      throw new IOException(name() + ": " + held + " of " + train.size()
          + " training images held out, expected a half at most");
    }
    long seed = settings.get(Settings.SEED);
    int seeds = settings.get(SEEDS);
    Parts sizes = Parts.of(train, test, held, seed);
    progress.stage("training " + 2 * seeds + " networks, each with its ConfidNet, on " + sizes.training().size()
        + " images");
    Map<String, String> configuration = configuration(settings, train.size());
    KeptResults kept = KeptResults.in(name(), settings.output().resolve("findings"), configuration);
    Path networks = settings.output().resolve("networks");
    List<Architecture> kinds = List.of(Architecture.values());
    // The networks that take longest come first.
    List<Findings> findings = SideBySide.run(kinds.size() * seeds, i -> {
      Architecture kind = kinds.get(i / seeds);
      long own = seed + i % seeds;
      Training training = new Training(kind, own, Parts.of(train, test, held, own), plan(kind, settings), networks,
          configuration, progress);
      return kept.of(training.name(), Findings.class, () -> new Examination(training, settings.get(PASSES)).run());
    });
    List<NetworkResults> results = IntStream.range(0, kinds.size())
        .mapToObj(k -> new Summary(kinds.get(k), findings.subList(k * seeds, (k + 1) * seeds))
            .results(plan(kinds.get(k), settings)))
        .toList();
    Backend backend = Backend.current();
    return new FailurePredictionResults(name(), seed, seeds, sizes.training().size(), sizes.validation().size(),
        sizes.test().size(), held > 0, settings.get(BATCH), settings.get(HEAD_EPOCHS), settings.get(HEAD_PASSES),
        Training.HEAD_RATE,
        Training.TUNING_RATE, settings.get(PASSES), Analysis.BOOTSTRAP.repetitions(), Analysis.RISK,
        ResultsFile.duration(findings.stream().mapToDouble(Findings::secondsTrain).sum()),
        ResultsFile.duration(findings.stream().mapToDouble(Findings::secondsTest).sum()), backend.kernels().name(),
        backend.pool().threads(), conventions(), results);
  }

  /// What the networks and their findings depend on.
  private Map<String, String> configuration(Settings settings, int images) {
    Map<String, String> decisive = new TreeMap<>(Map.of("images", Integer.toString(images)));
    for (Option<?> option : options()) {
      if (!option.equals(SEEDS)) {
        decisive.put(option.name(), settings.get(option).toString());
      }
    }
    return decisive;
  }

  private static Conventions conventions() {
    return new Conventions(
        "those of the network run once, for all methods, but for rows that name their own: errors of the mean over the"
            + " passes",
        "AUPR-error has " + Positives.ERRORS + " as positives, AUPR-success and FPR at 95 % TPR " + Positives.SUCCESSES
            + "; inputs of equal score are called alike, nothing is interpolated",
        Analysis.AREA.toString(), "probabilities, never logits; entropies in nats",
        "k = 10, nothing filtered, nearest neighbour, distances between features",
        "test images with replacement, the same for all methods and networks, right and wrong ones alike; percentiles",
        "95 % for the mean over seeds, Student's t",
        "validation images; test images choose nothing");
  }

  @Override
  public List<String> digest(FailurePredictionResults r) {
    List<String> lines = new ArrayList<>(List.of("failure-prediction: " + Text.count(r.seeds(), "seed") + " from "
        + r.seed() + ", T = " + r.passes()));
    for (NetworkResults network : r.networks()) {
      lines.add(String.format("%-50s%14s%10s%12s", network.network() + ", wrong on "
          + Text.percent(network.error().mean()), "AUPR-error", "AUROC", "FPR95"));
      for (MethodResults method : network.methods()) {
        lines.add(String.format("%-50s%14s%10s%12s", "  " + method.method(), Text.percent(method.auprErrors().mean()),
            Text.percent(method.auroc().mean()), Text.percent(method.falsePositiveRate().mean())));
      }
      network.gains().stream().filter(gain -> gain.method().equals(Method.CONFIDNET.title()))
          .forEach(gain -> lines.add(String.format("  %s minus %s: %s, bootstrap %s to %s", gain.method(), gain.over(),
              gain.difference().percent(), Text.percent(gain.mean().low()), Text.percent(gain.mean().high()))));
    }
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min of one thread, tested in "
        + Text.decimal(r.secondsTest() / 60, 1) + " min (" + r.kernels() + ", threads: " + r.threads() + ")");
    return lines;
  }

  @Override
  public Report report(FailurePredictionResults results, Settings settings) throws IOException {
    return FailurePredictionReport.of(results, images(results, settings.data()));
  }

  private static Images images(FailurePredictionResults results, @Nullable Path data) throws IOException {
    return results.held() ? ImageSet.MNIST.train(data) : ImageSet.MNIST.test(data);
  }
}
