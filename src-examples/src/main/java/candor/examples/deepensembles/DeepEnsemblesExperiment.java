package candor.examples.deepensembles;

import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Draws;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.data.ImageSet;
import candor.examples.deepensembles.DeepEnsemblesResults.Conventions;
import candor.examples.deepensembles.DeepEnsemblesResults.Quality;
import candor.examples.deepensembles.Members.Member;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.nn.data.Images;
import candor.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Deep ensembles (Lakshminarayanan et al. 2017) beside Monte Carlo dropout (Gal & Ghahramani 2016): how good the
/// predictions of 1, 2, … networks or passes are, how honest, and whether they notice images of another kind.
public final class DeepEnsemblesExperiment implements Experiment<DeepEnsemblesResults> {
  private static final Option<ImageSet> SET =
      Option.choice("set", ImageSet.class, Recipe.sets(), "set of images that the networks learn");
  private static final Option<Integer> SEEDS =
      Option.whole("seeds", 1, 1, 100, "ensembles, of this seed and those that follow");
  private static final Option<Integer> MEMBERS =
      Option.whole("members", 10, 2, Members.MOST, "networks of an ensemble");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 50, 2, 10_000, "stochastic passes through the first network of an ensemble");
  private static final Option<Integer> EPOCHS = Option.whole("epochs", 8, 1, 1000, "passes over the training images");
  private static final Option<Integer> BATCH = Option.whole("batch", 64, 1, 60_000, "images of a training step");
  private static final int CALIBRATED_MODELS = 1000;

  /// Makes the experiment.
  public DeepEnsemblesExperiment() {
  }

  @Override
  public String name() {
    return Members.EXPERIMENT;
  }

  @Override
  public String summary() {
    return "ensembles of networks beside MC dropout, on the images they learned and on others";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SET, SEEDS, MEMBERS, PASSES, EPOCHS, BATCH);
  }

  @Override
  public Class<DeepEnsemblesResults> type() {
    return DeepEnsemblesResults.class;
  }

  @Override
  public DeepEnsemblesResults run(Settings settings, Progress progress) throws IOException {
    Recipe recipe = Recipe.of(settings.get(SET));
    Images train = recipe.set().train(settings.data());
    // All sets are read before training, so that a missing one does not cost hours.
    Map<ImageSet, Images> sets = testSets(recipe, settings.data());
    long seed = settings.get(Settings.SEED);
    int count = settings.get(MEMBERS);
    int passes = settings.get(PASSES);
    Members members = new Members(recipe, train, settings.get(EPOCHS), settings.get(BATCH),
        settings.output().resolve("networks"), progress);
    Findings findings = new Findings(count, passes, recipe.outside());
    double training = 0;
    double testing = 0;
    for (long s = seed; s < seed + settings.get(SEEDS); s++) {
      progress.stage("seed " + s + ": training " + count + " networks on " + train.size() + " images");
      List<Member> ensemble = members.of(count, s);
      training += ensemble.stream().mapToDouble(Member::seconds).sum();
      progress.stage("seed " + s + ": testing, with " + passes + " stochastic passes");
      long start = System.nanoTime();
      findings.add(Trial.of(ensemble.stream().map(Member::network).toList(), passes, s, sets));
      testing += (System.nanoTime() - start) / 1e9;
    }
    Trial first = findings.first();
    Draws perfect = first.ifCalibrated(CALIBRATED_MODELS);
    Backend backend = Backend.current();
    return new DeepEnsemblesResults(name(), seed, settings.get(SEEDS), recipe.set().id(), settings.get(EPOCHS),
        settings.get(BATCH), count, passes, recipe.description(), recipe.peak(),
        recipe.decay(), recipe.shift(),
        recipe.mirrored(), train.size(), first.testImages(), ResultsFile.duration(training),
        ResultsFile.duration(testing), backend.kernels().name(), backend.pool().threads(), conventions(),
        findings.outside(), findings.ensemble(), findings.mcDropout(), findings.differences(), perfect.mean(),
        perfect.quantile(0.95), first.histograms(), first.disputed(), first.mistaken());
  }

  private static Map<ImageSet, Images> testSets(Recipe recipe, @Nullable Path data) throws IOException {
    Map<ImageSet, Images> sets = new LinkedHashMap<>();
    sets.put(recipe.set(), recipe.set().test(data));
    for (ImageSet other : recipe.outside()) {
      sets.put(other, other.test(data));
    }
    return sets;
  }

  private static Conventions conventions() {
    return new Conventions("natural, entropies and likelihoods in nats",
        "probabilities are averaged, every network or pass counting equally",
        "settings by validation on a sixth of the training images, before; the networks learn all of these, and test"
            + " images choose nothing",
        CalibrationError.BINNING.name(),
        "positives are the images from outside, larger means more uncertain, a tie counts half",
        "95 % for the mean over seeds, Student's t");
  }

  @Override
  public List<String> digest(DeepEnsemblesResults r) {
    Quality one = r.ensemble().getFirst();
    Quality mc = r.mcDropout().getLast();
    Quality all = r.ensemble().getLast();
    List<String> lines = new ArrayList<>(List.of(
        "deep-ensembles: " + r.set() + ", " + Text.count(r.seeds(), "seed") + " from " + r.seed() + ", "
            + Text.count(r.epochs(), "epoch"),
        row("", "one network", "MC dropout x" + r.passes(), "ensemble x" + r.members()),
        row("test error", one, mc, all, q -> Text.percent(q.error().mean())),
        row("negative log-likelihood", one, mc, all, q -> Text.decimal(q.loss().mean(), 4)),
        row("expected calibration error", one, mc, all, q -> Text.percent(q.calibration().mean()))));
    for (int i = 0; i < r.outside().size(); i++) {
      int set = i;
      lines.add(row("AUROC of entropy, " + r.outside().get(i), one, mc, all,
          q -> Text.decimal(q.detections().get(set).byEntropy().mean(), 4)));
      lines.add(row("of mutual information", one, mc, all,
          q -> q.detections().get(set).byInformation().stream().map(e -> Text.decimal(e.mean(), 4)).findFirst()
              .orElse("-")));
    }
    lines.add("trained in " + Text.decimal(r.secondsTrain() / 60, 1) + " min of one thread, tested in "
        + Text.decimal(r.secondsTest(), 1) + " s (" + r.kernels() + ", threads: " + r.threads() + ")");
    return lines;
  }

  private static String row(String name, Quality one, Quality mc, Quality all, Function<Quality, String> number) {
    return row(name, number.apply(one), number.apply(mc), number.apply(all));
  }

  private static String row(String name, String one, String mc, String all) {
    return String.format("%-34s%14s%18s%16s", name, one, mc, all);
  }

  @Override
  public Report report(DeepEnsemblesResults results, Settings settings) throws IOException {
    Recipe recipe = Recipe.of(settings.get(SET));
    return DeepEnsemblesReport.of(results, recipe, testSets(recipe, settings.data()));
  }
}
