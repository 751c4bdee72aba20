package candor.examples.uciregression;

import candor.examples.Experiment;
import candor.examples.KeptResults;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.SideBySide;
import candor.examples.data.UciSet;
import candor.examples.report.Report;
import candor.examples.report.ResultsFile;
import candor.examples.report.Text;
import candor.examples.uciregression.UciRegressionResults.Conventions;
import candor.examples.uciregression.UciRegressionResults.Findings;
import candor.examples.uciregression.UciRegressionResults.Outcome;
import candor.examples.uciregression.UciRegressionResults.Score;
import candor.examples.uciregression.UciRegressionResults.Scores;
import candor.nn.data.Split;
import candor.nn.data.UciRegression;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
      Option.whole("ensemble-epochs", 40, 1, 10_000,
          "passes over the training samples of each member of an ensemble, two and a half times as many if that is better");
  private static final Option<Integer> PASSES =
      Option.whole("passes", 10_000, 1, 100_000, "stochastic passes T over every test sample");

  /// A method and its parts that are done.
  private record Task(String name, Method method, KeptResults kept) {
  }

  /// A split to be done with a method.
  private record Part(UciSet set, UciRegression data, int split, Task task) {
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
    Path output = settings.output();
    Task dropout = new Task("MC dropout", new DropoutMethod(settings.get(EPOCHS), settings.get(PASSES)),
        KeptResults.in(name(), output.resolve("dropout"), decisive(settings, Settings.SEED, EPOCHS, PASSES)));
    Task ensemble = new Task("ensemble", new EnsembleMethod(MEMBERS, settings.get(ENSEMBLE_EPOCHS)),
        KeptResults.in(name(), output.resolve("ensemble"), decisive(settings, Settings.SEED, ENSEMBLE_EPOCHS)));
    List<Part> parts = new ArrayList<>();
    for (Task task : List.of(ensemble, dropout)) {
      data.forEach((set, uci) -> IntStream.range(0, Math.min(uci.splits(), settings.get(SPLITS)))
          .forEach(k -> parts.add(new Part(set, uci, k, task))));
    }
    Map<Part, Outcome> outcomes = outcomes(parts, seed, progress);
    List<Findings> findings = new ArrayList<>();
    data.forEach((set, uci) -> findings.add(findings(set, uci, outcomes(parts, outcomes, set, dropout),
        outcomes(parts, outcomes, set, ensemble))));
    Backend backend = Backend.current();
    return new UciRegressionResults(name(), seed, settings.get(EPOCHS), settings.get(ENSEMBLE_EPOCHS),
        settings.get(PASSES), MEMBERS,
        ResultsFile.duration(outcomes.values().stream().mapToDouble(Outcome::secondsTrain).sum()),
        ResultsFile.duration(outcomes.values().stream().mapToDouble(Outcome::secondsTest).sum()),
        backend.kernels().name(), backend.pool().threads(), conventions(), Predictions.LEVELS, findings,
        CubicCurve.of(seed));
  }

  /// What the numbers of a method depend on.
  private static Map<String, String> decisive(Settings settings, Option<?>... options) {
    Map<String, String> decisive = new TreeMap<>();
    for (Option<?> option : options) {
      decisive.put(option.name(), settings.get(option).toString());
    }
    return decisive;
  }

  /// Works on the parts side by side, the last first: those of the largest sets.
  private static Map<Part, Outcome> outcomes(List<Part> parts, long seed, Progress progress) throws IOException {
    List<Part> inOrder = parts.reversed();
    List<Outcome> done = SideBySide.run(inOrder.size(), i -> {
      Part part = inOrder.get(i);
      KeptResults kept = part.task.kept();
      boolean isKept = kept.has(part.name());
      Outcome outcome = kept.of(part.name(), Outcome.class, () -> compute(part, seed));
      progress.stage(part.set.title() + ", split " + (part.split + 1) + ": " + part.task.name() + " RMSE "
          + Text.decimal(outcome.rmse(), 3) + ", NLL " + Text.decimal(outcome.nll(), 3) + ", " + outcome.setting()
          + (isKept ? ", kept" : ""));
      return outcome;
    });
    return IntStream.range(0, done.size()).boxed().collect(Collectors.toMap(inOrder::get, done::get));
  }

  private static Outcome compute(Part part, long seed) throws IOException {
    int own = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("split").child(part.set.id())
        .bounded(Integer.MAX_VALUE, part.split, 0);
    Split split = part.data.split(part.split);
    Fold test = Fold.of(split.get("train"), split.get("test"));
    long start = System.nanoTime();
    Method.Learned learned = part.task.method().learn(Fold.within(split.get("train"), own), test, own);
    long end = System.nanoTime();
    Predictions predictions = Predictions.of(learned.predictor(), test);
    return predictions.outcome(learned, part.split == 0, ResultsFile.duration((end - start) / 1e9),
        ResultsFile.duration((System.nanoTime() - end) / 1e9));
  }

  private static List<Outcome> outcomes(List<Part> parts, Map<Part, Outcome> outcomes, UciSet set, Task task) {
    return parts.stream().filter(part -> part.set == set && part.task.equals(task)).map(outcomes::get).toList();
  }

  private static Findings findings(UciSet set, UciRegression data, List<Outcome> dropout,
      List<Outcome> ensemble) {
    return new Findings(set.id(), set.title(), data.data().size(), data.data().inputs().shape().size(1), dropout.size(),
        scores(dropout, Published.DROPOUT.get(set)), scores(ensemble, Published.ENSEMBLE.get(set)));
  }

  private static Scores scores(List<Outcome> outcomes, @Nullable Published published) {
    List<Double> rmse = outcomes.stream().map(Outcome::rmse).toList();
    return new Scores(
        published == null ? Published.score(rmse) : Published.score(rmse, published.rmse(), published.rmseSpread()),
        nll(outcomes.stream().map(Outcome::nll).toList(), published),
        nll(outcomes.stream().map(Outcome::normalNll).toList(), published),
        IntStream.range(0, Predictions.LEVELS.size())
            .mapToObj(i -> outcomes.stream().mapToDouble(o -> o.coverage().get(i)).sum() / outcomes.size()).toList(),
        outcomes.stream().map(Outcome::setting).toList(),
        outcomes.stream().flatMap(o -> o.precision().stream()).toList(),
        outcomes.stream().map(Outcome::heldNll).toList(), outcomes.getFirst().shown());
  }

  private static Score nll(List<Double> each, @Nullable Published published) {
    return published == null ? Published.score(each) : Published.score(each, published.nll(), published.nllSpread());
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
