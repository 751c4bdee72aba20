package candor.examples.uciregression;

import candor.bayes.Belief;
import candor.bayes.Predictive;
import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.data.UciSet;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.examples.uciregression.UciRegressionResults.Conventions;
import candor.examples.uciregression.UciRegressionResults.Cubic;
import candor.examples.uciregression.UciRegressionResults.Findings;
import candor.examples.uciregression.UciRegressionResults.Outcome;
import candor.examples.uciregression.UciRegressionResults.Score;
import candor.examples.uciregression.UciRegressionResults.Scores;
import candor.examples.uciregression.UciRegressionResults.SplitResults;
import candor.nn.Sequential;
import candor.nn.data.Split;
import candor.nn.data.UciRegression;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// MC dropout (Gal & Ghahramani 2016, table 1) and deep ensembles (Lakshminarayanan et al. 2017, table 1) on small tables:
/// how far predictions are off, and how likely the targets are under them, beside what was published.
public final class UciRegressionExperiment implements Experiment<UciRegressionResults> {
  /// Hidden units of every network.
  static final int UNITS = 50;
  /// Members of an ensemble.
  static final int MEMBERS = 5;

  private static final Option<Integer> SETS =
      Option.whole("sets", 7, 1, UciSet.values().length, "how many of the sets, in the order of the table");
  private static final Option<Integer> SPLITS = Option.whole("splits", 20, 1, 20, "splits of each set, at most");
  private static final Option<Integer> EPOCHS =
      Option.whole("epochs", 400, 1, 10_000, "passes over the training samples with dropout");
  private static final Option<Integer> ENSEMBLE_EPOCHS =
      Option.whole("ensemble-epochs", 40, 1, 10_000, "passes over the training samples of each member of an ensemble");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 10_000, 1, 100_000, "stochastic passes T over every test sample");

  /// A split to be done.
  private record Part(UciSet set, UciRegression data, int split) {
    String name() {
      return set.id() + "-" + split;
    }
  }

  /// Makes the experiment.
  public UciRegressionExperiment() {
  }

  @Override
  public String name() {
    return "uci-regression";
  }

  @Override
  public String summary() {
    return "MC dropout and deep ensembles on small tables, beside what was published";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SETS, SPLITS, EPOCHS, ENSEMBLE_EPOCHS, PASSES);
  }

  @Override
  public Class<UciRegressionResults> type() {
    return UciRegressionResults.class;
  }

  @Override
  public UciRegressionResults run(Settings settings, Progress progress) throws IOException {
    long seed = settings.get(Settings.SEED);
    Map<UciSet, UciRegression> data = new LinkedHashMap<>();
    for (UciSet set : Arrays.asList(UciSet.values()).subList(0, settings.get(SETS))) {
      data.put(set, set.read(settings.data()));
    }
    KeptResults kept = KeptResults.in(name(), settings.output().resolve("splits"), decisive(settings));
    progress.stage("drawing a cubic curve");
    Cubic cubic = kept.of("cubic", Cubic.class, () -> CubicCurve.of(seed));
    List<Part> parts = parts(data, settings.get(SPLITS));
    Map<Part, SplitResults> results = results(parts, settings, kept, progress);
    List<Findings> findings = new ArrayList<>();
    data.forEach((set, uci) -> findings
        .add(findings(set, uci, parts.stream().filter(part -> part.set == set).map(results::get).toList())));
    Backend backend = Backend.current();
    return new UciRegressionResults(name(), seed, settings.get(EPOCHS), settings.get(ENSEMBLE_EPOCHS),
        settings.get(PASSES), MEMBERS,
        ResultsFile.duration(results.values().stream().mapToDouble(SplitResults::secondsTrain).sum()),
        ResultsFile.duration(results.values().stream().mapToDouble(SplitResults::secondsTest).sum()),
        backend.kernels().name(), backend.pool().threads(), conventions(), Predictions.LEVELS, findings, cubic);
  }

  private static List<Part> parts(Map<UciSet, UciRegression> data, int splits) {
    List<Part> parts = new ArrayList<>();
    data.forEach((set, uci) -> IntStream.range(0, Math.min(uci.splits(), splits))
        .forEach(k -> parts.add(new Part(set, uci, k))));
    return parts;
  }

  /// What the numbers of a split depend on.
  private Map<String, String> decisive(Settings settings) {
    Map<String, String> decisive = new TreeMap<>();
    for (Option<?> option : List.of(Settings.SEED, EPOCHS, ENSEMBLE_EPOCHS, PASSES)) {
      decisive.put(option.name(), settings.get(option).toString());
    }
    return decisive;
  }

  /// Works on the parts side by side, one thread each.
  private Map<Part, SplitResults> results(List<Part> parts, Settings settings, KeptResults kept, Progress progress) {
    Backend backend = Backend.current();
    Map<Part, SplitResults> results = new ConcurrentHashMap<>();
    backend.pool().run(parts.size(), i -> backend.call(() -> {
      Part part = parts.get(i);
      boolean isKept = kept.has(part.name());
      try {
        SplitResults result = kept.of(part.name(), SplitResults.class, () -> compute(part, settings));
        results.put(part, result);
        progress.stage(line(part, result, isKept));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      progress.part("splits", results.size(), parts.size());
      return part;
    }));
    return results;
  }

  private static String line(Part part, SplitResults result, boolean isKept) {
    return part.set.title() + ", split " + (part.split + 1) + ": " + line("MC dropout", result.dropout()) + "; "
        + line("ensemble", result.ensemble()) + (isKept ? ", kept" : "");
  }

  private static String line(String method, Outcome outcome) {
    return method + " RMSE " + Text.decimal(outcome.rmse(), 3) + ", NLL " + Text.decimal(outcome.nll(), 3);
  }

  private static SplitResults compute(Part part, Settings settings) throws IOException {
    int seed = RandomStream.of(settings.get(Settings.SEED)).purpose(Purpose.SAMPLING).child("split")
        .child(part.set.id()).bounded(Integer.MAX_VALUE, part.split, 0);
    boolean isShown = part.split == 0;
    Split split = part.data.split(part.split);
    List<Fold> folds = Fold.within(split.get("train"), seed);
    Fold test = Fold.of(split.get("train"), split.get("test"));
    DropoutMethod dropout = new DropoutMethod(settings.get(EPOCHS));
    EnsembleMethod ensemble = new EnsembleMethod(MEMBERS, settings.get(ENSEMBLE_EPOCHS));
    long start = System.nanoTime();
    DropoutMethod.Choice rate = dropout.choose(folds, seed);
    Sequential network = dropout.train(test.train(), rate.rate(), seed);
    EnsembleMethod.Choice setting = ensemble.choose(folds, seed);
    Predictive<Belief.GaussianMixture> networks = ensemble.train(test.train(), setting.setting(), seed);
    long trained = System.nanoTime();
    Outcome ofDropout = Predictions
        .of(DropoutMethod.predictor(network, rate.precision(), settings.get(PASSES), seed), test)
        .outcome("dropout " + Text.plain(rate.rate()), List.of(rate.precision() / (test.scale() * test.scale())),
            rate.nll(), isShown);
    Outcome ofEnsemble = Predictions.of(networks, test)
        .outcome(setting.setting().name(), List.of(), setting.nll(), isShown);
    long tested = System.nanoTime();
    return new SplitResults(ofDropout, ofEnsemble, ResultsFile.duration((trained - start) / 1e9),
        ResultsFile.duration((tested - trained) / 1e9));
  }

  private static Findings findings(UciSet set, UciRegression data, List<SplitResults> splits) {
    return new Findings(set.id(), set.title(), data.data().size(), data.data().inputs().shape().size(1), splits.size(),
        scores(splits.stream().map(SplitResults::dropout).toList(), Published.DROPOUT.get(set)),
        scores(splits.stream().map(SplitResults::ensemble).toList(), Published.ENSEMBLE.get(set)));
  }

  private static Scores scores(List<Outcome> outcomes, @Nullable Published published) {
    List<Double> rmse = outcomes.stream().map(Outcome::rmse).toList();
    List<Double> nll = outcomes.stream().map(Outcome::nll).toList();
    return new Scores(
        published == null ? Published.score(rmse) : Published.score(rmse, published.rmse(), published.rmseSpread()),
        published == null ? Published.score(nll) : Published.score(nll, published.nll(), published.nllSpread()),
        IntStream.range(0, Predictions.LEVELS.size())
            .mapToObj(i -> outcomes.stream().mapToDouble(o -> o.coverage().get(i)).sum() / outcomes.size()).toList(),
        outcomes.stream().map(Outcome::setting).toList(),
        outcomes.stream().flatMap(o -> o.precision().stream()).toList(),
        outcomes.stream().map(Outcome::heldNll).toList(), outcomes.getFirst().shown());
  }

  private static Conventions conventions() {
    return new Conventions(
        "the likelihood of held-out training samples: of each training split a fifth at a time is held out, until 1000"
            + " samples have been or all; then all of it is learned with what was best. Test samples choose nothing",
        "the standard error of the mean over the splits",
        "our mean is at most the published number and our standard error",
        "powers of 2 in steps of a quarter, for standardised targets; from that of the error of the mean, in both"
            + " directions as far as the likelihood of held-out samples rises");
  }

  @Override
  public List<String> digest(UciRegressionResults r) {
    List<String> lines = new ArrayList<>();
    lines.add("uci-regression: seed " + r.seed() + ", T = " + r.passes() + ", ensembles of " + r.members());
    lines.add(String.format("%-10s%27s%27s%27s%27s", "", "MC dropout RMSE", "NLL", "ensemble RMSE", "NLL"));
    for (Findings f : r.sets()) {
      lines.add(String.format("%-10s%27s%27s%27s%27s", f.title(), brief(f.dropout().rmse()), brief(f.dropout().nll()),
          brief(f.ensemble().rmse()), brief(f.ensemble().nll())));
    }
    lines.add("ours ± standard error (published, with * where not met)");
    lines.add("trained in " + Text.decimal(r.secondsTrain(), 1) + " s, tested in " + Text.decimal(r.secondsTest(), 1)
        + " s, one thread for each split (" + r.kernels() + ", threads: " + r.threads() + ")");
    return lines;
  }

  private static String brief(Score score) {
    return Text.decimal(score.mean(), 3) + " ± " + Text.decimal(score.standardError(), 3) + score.published().stream()
        .map(target -> " (" + Text.decimal(target.value(), 2) + (target.met() ? "" : "*") + ")")
        .collect(Collectors.joining());
  }

  @Override
  public Report report(UciRegressionResults results, Settings settings) {
    return UciRegressionReport.of(results);
  }
}
