package candor.examples.uciregression;

import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.examples.uciregression.UciRegressionResults.Curve;
import candor.examples.uciregression.UciRegressionResults.Findings;
import candor.examples.uciregression.UciRegressionResults.Score;
import candor.examples.uciregression.UciRegressionResults.Scores;
import candor.examples.uciregression.UciRegressionResults.Shown;
import candor.examples.uciregression.UciRegressionResults.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The page of the experiment. Every number comes from the results.
final class UciRegressionReport {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;
  private static final int SMALL = 300;
  private static final double SURE = 0.95;
  private static final double CUBIC_REACH = 200;

  private final UciRegressionResults results;
  private final Report report;

  private UciRegressionReport(UciRegressionResults results) {
    this.results = results;
    this.report = new Report("Regression that says how sure it is",
        """
            Networks with one hidden layer of %d units predict a number from a few others, on small tables that many papers
            on uncertainty report on. Two methods say not only a number but a distribution: MC dropout, a mixture over %s
            passes in which units are dropped at random, and deep ensembles, a mixture of %d networks that each predict a mean
            and a variance. Asked is how far the mean is off, and how likely the true number was under the distribution.
            """
            .formatted(UciRegressionExperiment.UNITS, Text.whole(results.passes()), results.members()));
  }

  static Report of(UciRegressionResults results) {
    UciRegressionReport page = new UciRegressionReport(results);
    page.headline();
    page.splits();
    page.calibration();
    page.predictions();
    page.cubic();
    page.choices();
    page.method();
    return page.report;
  }

  private void headline() {
    report.section("result", "The result");
    report.paragraph("Means over the splits ± %s. ✓: %s.".formatted(Text.escape(results.conventions().spread()),
        Text.escape(results.conventions().met())));
    dropout();
    ensembles();
    report.paragraph(
        """
            NLL is the mean negative log-likelihood in nats; both numbers are in the original units of the targets. The last
            column is the share of test targets in their central intervals of 95 %%. Choosing and training took %s minutes of one thread, testing %s minutes; %s worked, one on
            a split (<code>%s</code>).
            """
            .formatted(Text.decimal(results.secondsTrain() / 60, 1), Text.decimal(results.secondsTest() / 60, 1),
                Text.count(results.threads(), "thread"), Text.escape(results.kernels())));
  }

  private void dropout() {
    report.table(List.of("MC dropout", "RMSE", "published", "NLL", "published", "in 95 %"),
        results.sets().stream().map(f -> Stream.concat(cells(f, f.dropout()), Stream.of(sure(f.dropout()))).toList())
            .toList());
    report.paragraph("MC dropout: RMSE met on %s sets with published numbers, NLL on %s.".formatted(
        met(f -> f.dropout().rmse()), met(f -> f.dropout().nll())));
  }

  private void ensembles() {
    report.table(List.of("Ensembles", "RMSE", "published", "NLL", "published", "as one normal", "in 95 %"),
        results.sets().stream().map(f -> Stream.concat(cells(f, f.ensemble()),
            Stream.of(Text.decimal(f.ensemble().normalNll().mean(), 3) + mark(f.ensemble().normalNll()),
                sure(f.ensemble())))
            .toList())
            .toList());
    report.paragraph(
        """
            Deep ensembles: RMSE met on %s sets with published numbers, NLL on %s. The paper measures NLL as if the prediction
            was one normal distribution with the mean and the variance of the mixture: met on %s.
            """
            .formatted(met(f -> f.ensemble().rmse()), met(f -> f.ensemble().nll()),
                met(f -> f.ensemble().normalNll())));
  }

  private static Stream<String> cells(Findings f, Scores s) {
    return Stream.of(f.title(), ours(s.rmse()), published(s.rmse()), ours(s.nll()), published(s.nll()));
  }

  private String sure(Scores s) {
    return Text.percent(s.coverage().get(results.levels().indexOf(SURE)));
  }

  private static String ours(Score score) {
    return Text.decimal(score.mean(), 3) + " <small>± " + Text.decimal(score.standardError(), 3) + "</small>";
  }

  private static String published(Score score) {
    return score.published().stream()
        .map(t -> "<small>" + Text.decimal(t.value(), 2) + "</small>")
        .collect(Collectors.joining()) + mark(score);
  }

  private static String mark(Score score) {
    return score.published().stream().map(t -> t.met() ? " ✓" : " ✗").collect(Collectors.joining());
  }

  private String met(Function<Findings, Score> score) {
    List<Target> targets = results.sets().stream().flatMap(f -> score.apply(f).published().stream()).toList();
    return targets.stream().filter(Target::met).count() + " of " + targets.size();
  }

  private void splits() {
    List<Findings> sets = results.sets().stream().filter(f -> !f.dropout().rmse().published().isEmpty()).toList();
    report.section("splits", "Split by split");
    report.figure(
        """
            Every pale point is a split, every full one the mean over the splits: above, RMSE over the published one, below, NLL
            minus the published one. Points below the dashed line are better than published. What is beyond an axis is
            drawn at its end. The splits of a small set differ by more than the methods do.
            """,
        panel("MC dropout, RMSE over published", sets, f -> f.dropout().rmse(), (x, t) -> x / t, 0, 2, 1)
            + panel("MC dropout, NLL minus published", sets, f -> f.dropout().nll(), (x, t) -> x - t, -1.5, 1, 0),
        panel("Ensembles, RMSE over published", sets, f -> f.ensemble().rmse(), (x, t) -> x / t, 0, 2, 1)
            + panel("Ensembles, NLL minus published", sets, f -> f.ensemble().nll(), (x, t) -> x - t, -1.5, 1, 0));
  }

  private static String panel(String label, List<Findings> sets, Function<Findings, Score> score,
      ToDoubleBiFunction<Double, Double> compare, double low, double high, double even) {
    List<double[]> each = new ArrayList<>();
    List<double[]> means = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      Score s = score.apply(sets.get(i));
      double published = s.published().getFirst().value();
      for (double x : s.each()) {
        each.add(new double[] {i, compare.applyAsDouble(x, published)});
      }
      means.add(new double[] {i, compare.applyAsDouble(s.mean(), published)});
    }
    Axis names = Axis.names("", sets.stream().map(Findings::title).toList());
    return new Plot(label + ", by set", WIDTH, HEIGHT, names, Axis.linear(label, low, high))
        .guide(names.low(), even, names.high(), even).cloud("", Ink.GREY, column(each, 0), column(each, 1))
        .points("", Ink.RED, column(means, 0), column(means, 1)).svg();
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }

  private void calibration() {
    report.section("calibration", "Is the doubt earned?");
    report.figure(
        """
            Share of test targets inside central intervals against the probability that the intervals claim, the mean over the
            splits. On the dashed line a claim of 90 % holds nine times in ten; above it intervals are wider than they need to
            be, below it too narrow.
            """,
        columns(3, results.sets().stream().map(this::coverage).toList()));
  }

  private String coverage(Findings f) {
    double[] levels = numbers(results.levels());
    return new Plot("Coverage against level, " + f.title(), SMALL, SMALL, Axis.percent("Claimed", 0, 1),
        Axis.percent(f.title() + ", covered", 0, 1)).guide(0, 0, 1, 1)
        .line("dropout", Ink.BLUE, levels, numbers(f.dropout().coverage()))
        .line("ensemble", Ink.RED, levels, numbers(f.ensemble().coverage())).svg();
  }

  private void predictions() {
    report.section("predictions", "Predicted and true");
    report.figure(
        """
            Test samples of the first split, 150 at most: predicted mean, with a bar of two standard deviations to both sides,
            against the true number. Left: MC dropout, whose noise is the same everywhere. Right: ensembles, which learn how
            much noise there is where.
            """,
        results.sets().stream().map(f -> scatter("MC dropout, " + f.title(), f.dropout().shown()))
            .collect(Collectors.joining()),
        results.sets().stream().map(f -> scatter("Ensemble, " + f.title(), f.ensemble().shown()))
            .collect(Collectors.joining()));
  }

  private static String scatter(String label, Shown shown) {
    double[] truth = numbers(shown.truth());
    double[] mean = numbers(shown.mean());
    double[] deviation = numbers(shown.deviation());
    double low = Math.min(Collections.min(shown.truth()), Collections.min(shown.mean()));
    double high = Math.max(Collections.max(shown.truth()), Collections.max(shown.mean()));
    double room = high > low ? 0.05 * (high - low) : 1;
    return new Plot(label + ": predicted against true", WIDTH, HEIGHT,
        Axis.linear("True", low - room, high + room), Axis.linear(label + ": predicted", low - room, high + room))
        .guide(low, low, high, high)
        .whiskers(Ink.GREY, truth, along(mean, i -> mean[i] - 2 * deviation[i]),
            along(mean, i -> mean[i] + 2 * deviation[i]))
        .cloud("", Ink.BLUE, truth, mean).svg();
  }

  private void cubic() {
    UciRegressionResults.Cubic c = results.cubic();
    report.section("cubic", "Where there is no data");
    report.figure(
        """
            Twenty samples of <i>y</i> = <i>x</i>³ + <i>ε</i> with <i>ε</i> from <i>N</i>(0, 3²) and, grey, the curve
            <i>x</i>³; predicted mean and bands of one, two and three standard deviations. The bands of
            one network are the noise that it learned; those of an ensemble and of MC dropout also hold how much networks or
            passes disagree.
            """,
        curve("One network", c.single()), curve("Ensemble of " + CubicCurve.MEMBERS, c.ensemble()),
        curve("MC dropout", c.dropout()));
  }

  private String curve(String label, Curve curve) {
    UciRegressionResults.Cubic c = results.cubic();
    double[] grid = numbers(c.grid());
    double[] mean = numbers(curve.mean());
    double[] deviation = numbers(curve.deviation());
    Plot plot = new Plot(label + " on a cubic curve", SMALL, SMALL,
        Axis.linear("x", grid[0], grid[grid.length - 1]), Axis.linear(label, -CUBIC_REACH, CUBIC_REACH));
    for (int k = 3; k > 0; k--) {
      double wide = k;
      plot.band("", Ink.BLUE, grid, along(grid, i -> mean[i] - wide * deviation[i]),
          along(grid, i -> mean[i] + wide * deviation[i]));
    }
    return plot.line("", Ink.GREY, grid, along(grid, i -> CubicCurve.cube(grid[i]))).line("", Ink.BLUE, grid, mean)
        .points("", Ink.RED, numbers(c.x()), numbers(c.y())).svg();
  }

  private static double[] along(double[] grid, IntToDoubleFunction function) {
    return IntStream.range(0, grid.length).mapToDouble(function).toArray();
  }

  private void choices() {
    report.section("choices", "What was chosen");
    report.paragraph(
        "How often each setting was chosen, split by split: the rate of dropout, and the learning rate and epochs of"
            + " ensembles; and the noise that MC dropout then took for known, as a standard deviation.");
    List<List<String>> rows = new ArrayList<>();
    for (Findings f : results.sets()) {
      DoubleStream noise = f.dropout().precisions().stream().mapToDouble(precision -> 1 / Math.sqrt(precision));
      rows.add(List.of(f.title() + " <small>" + Text.whole(f.samples()) + " × " + f.features() + "</small>",
          counts(f.dropout()), range(noise), counts(f.ensemble())));
    }
    report.table(List.of("samples × features", "MC dropout", "noise", "ensembles"), rows);
  }

  private static String counts(Scores scores) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    scores.settings().stream().sorted().forEach(setting -> counts.merge(setting, 1, Integer::sum));
    return counts.entrySet().stream().map(e -> "<small>" + Text.escape(e.getKey()) + "</small> " + e.getValue())
        .collect(Collectors.joining("<br/>"));
  }

  private static String range(DoubleStream numbers) {
    double[] sorted = numbers.sorted().toArray();
    return Text.decimal(sorted[0], 3) + " to " + Text.decimal(sorted[sorted.length - 1], 3);
  }

  private void method() {
    report.section("method", "How it was made");
    report.item(
        """
            Sets and splits of Hernández-Lobato &amp; Adams 2015, inputs and targets standardised with the moments of the
            training samples of a split. One hidden layer of %d rectified units. Seed %d for the splits that choose,
            initialisation, shuffling and dropout. Equal options give equal numbers with any number of threads and on any kernels.
            """
            .formatted(UciRegressionExperiment.UNITS, results.seed()));
    report.item(
        """
            Settings are chosen by %s. The lists of settings, the numbers of epochs and the other rates were fixed before, by
            the same criterion on the training samples of splits 1 and 11, for all sets alike.
            """
            .formatted(Text.escape(results.conventions().choice())));
    report.item(
        """
            MC dropout: on inputs and hidden units, with a rate of %s; %s, batches of %d, squared error, Adam with
            learning rate %s at the start, that falls to nothing along half a wave of the cosine, weight decay of the length scale %s. Precision <i>τ</i>: %s, of %s passes. T = %s
            passes over test samples; the log-likelihood of a target is
            <span class="formula">ln Σ<sub>t</sub> exp(−½ <i>τ</i> (<i>y</i> − <i>ŷ</i><sub>t</sub>)²) − ln T − ½ ln 2π + ½
            ln <i>τ</i>.</span>
            """
            .formatted(list(DropoutMethod.RATES), Text.count(results.dropoutEpochs(), "epoch"), DropoutMethod.BATCH,
                Text.plain(DropoutMethod.LEARNING_RATE), Text.plain(DropoutMethod.LENGTH_SCALE),
                Text.escape(results.conventions().precision()), DropoutMethod.HELD_PASSES,
                Text.whole(results.passes())));
    report.item(
        """
            Ensembles: %d networks, mean and softplus variance by their negative log-likelihood; batches of %d, Adam with a
            learning rate of %s at the start, that falls in the same way; %s, or as many with adversarial inputs too, moved by
            %s of the range of each feature, or %s times as many. NLL is that of the mixture; the paper takes one normal
            distribution of the same mean and variance, which the last columns of the table are for.
            """
            .formatted(results.members(), EnsembleMethod.BATCH, list(EnsembleMethod.LEARNING_RATES),
                Text.count(results.ensembleEpochs(), "epoch"), Text.percent(EnsembleMethod.MOVE),
                Text.plain(EnsembleMethod.LONGER)));
    report.paragraph("""
        Literature: J. M. Hernández-Lobato and R. Adams, <i>Probabilistic Backpropagation for Scalable Learning of
        Bayesian Neural Networks</i>, ICML 2015. Y. Gal and Z. Ghahramani, <i>Dropout as a Bayesian Approximation</i>,
        ICML 2016. B. Lakshminarayanan, A. Pritzel and C. Blundell, <i>Simple and Scalable Predictive Uncertainty
        Estimation using Deep Ensembles</i>, NIPS 2017. Every number of this page is in <code>results.json</code> beside
        it.
        """);
  }

  private static String list(List<Double> numbers) {
    return numbers.stream().map(Text::plain).collect(Collectors.joining(", "));
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(x -> x).toArray();
  }

  /// Plots in columns, from left to right and then further down.
  private static String[] columns(int count, List<String> plots) {
    String[] columns = new String[Math.min(count, plots.size())];
    Arrays.fill(columns, "");
    for (int i = 0; i < plots.size(); i++) {
      columns[i % columns.length] += plots.get(i);
    }
    return columns;
  }
}
