package candor.examples.dirichlet;

import candor.examples.dirichlet.DirichletResults.Averages;
import candor.examples.dirichlet.DirichletResults.Posterior;
import candor.examples.report.Axis;
import candor.examples.report.Ink;
import candor.examples.report.Picture;
import candor.examples.report.Plot;
import candor.examples.report.Report;
import candor.examples.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The page of the experiment. Every number comes from the results.
final class DirichletReport {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;

  private final DirichletResults results;
  private final Report report;

  private DirichletReport(DirichletResults results) {
    this.results = results;
    this.report = new Report("What rolling a die tells", """
        A die has three faces and unknown probabilities. Before the first roll all are equally likely; each roll counts
        one for its face, and what is known afterwards is a Dirichlet distribution whose concentrations are one plus the
        counts. Two uncertainties are mixed in the next roll: that of the die, which no rolling removes, and that of
        not knowing the die, which rolling does remove.
        """);
  }

  static Report of(DirichletResults results) {
    DirichletReport page = new DirichletReport(results);
    page.die();
    page.uncertainties();
    page.honesty();
    page.method();
    return page.report;
  }

  private void die() {
    report.section("die", "One die");
    StringBuilder cards = new StringBuilder("<div class=\"cards\">\n");
    for (Posterior posterior : results.shown().posteriors()) {
      cards.append("<div class=\"card\">%s%s</div>\n"
          .formatted(Picture.grey(Simplex.pixels(posterior.concentrations()), Simplex.WIDTH,
              "density after " + posterior.rolls() + " rolls"), Text.count(posterior.rolls(), "roll")));
    }
    report.figure("""
        Density of the probabilities after so many rolls of a die with probabilities %s, the darkest where it is
        largest. A point of the triangle is a die: in the lower left corner the first face is certain, in the lower
        right one the second, at the top the third. The flat distribution becomes a spot, and the spot shrinks to a
        point.
        """.formatted(numbers(results.shown().probabilities(), 1)), cards.append("</div>").toString());
    List<List<String>> rows = new ArrayList<>();
    for (Posterior p : results.shown().posteriors()) {
      rows.add(List.of(Text.whole(p.rolls()), numbers(p.concentrations(), 0), numbers(p.mean(), 2),
          Text.decimal(p.total(), 4), Text.decimal(p.aleatoric(), 4), Text.decimal(p.epistemic(), 4),
          Text.decimal(p.differentialEntropy(), 3)));
    }
    report.table(List.of("rolls", "concentrations", "mean", "total", "aleatoric", "epistemic",
        "differential entropy"), rows);
  }

  private static String numbers(List<Double> values, int decimals) {
    return values.stream().map(value -> Text.decimal(value, decimals)).collect(Collectors.joining(", "));
  }

  private void uncertainties() {
    Averages a = results.averages();
    report.section("uncertainties", "Two uncertainties");
    report.figure("""
        Mean over %s dice whose probabilities were drawn from the prior. The epistemic part falls like one over the
        number of rolls (it is about (<i>K</i> − 1)/2<i>α</i><sub>0</sub>); the aleatoric part, the mean entropy of the
        dice that are possible, goes to that of the dice themselves and stays. The differential entropy of the
        posterior falls without end, by half of <i>K</i> − 1 nats for each e-fold of rolls.
        """.formatted(Text.whole(results.dice())),
        new Plot("epistemic and aleatoric uncertainty against rolls", WIDTH, HEIGHT, rolls(),
            Axis.linear("nats", 0, 1)).line("aleatoric", Ink.BLUE, xs(), ys(a.aleatoric()))
            .line("epistemic", Ink.RED, xs(), ys(a.epistemic())).svg(),
        new Plot("differential entropy against rolls", WIDTH, HEIGHT, rolls(), Axis.linear("nats", -10, 0))
            .line("differential entropy", Ink.GREEN, xs(), ys(a.differentialEntropy())).svg());
  }

  private void honesty() {
    Averages a = results.averages();
    report.section("honesty", "Is the posterior honest?");
    report.paragraph("""
        The posterior says how far its mean is from the truth: its variance is the squared distance to expect. Over
        dice drawn from the prior this holds exactly on average, whatever the number of rolls.
        """);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < a.rolls().size(); i++) {
      rows.add(List.of(Text.whole(a.rolls().get(i)), Text.decimal(a.squaredError().get(i), 6),
          Text.decimal(a.squaredErrorDeviation().get(i), 6), Text.decimal(a.variance().get(i), 6)));
    }
    report.table(List.of("rolls", "squared error of the mean", "standard error", "variance claimed"), rows);
  }

  private void method() {
    report.section("method", "How it was made");
    report.item("""
        %s dice, %s rolls each, seed %d for both. Equal options give equal numbers with any number of threads and on any
        kernels; these ran on <code>%s</code>, threads: %d.
        """.formatted(Text.whole(results.dice()), Text.whole(results.rolls()), results.seed(),
        Text.escape(results.kernels()), results.threads()));
    report.item("""
        Total: entropy of the mean <i>H</i>[<i>α</i>/<i>α</i><sub>0</sub>]. Aleatoric: mean entropy
        −Σ<sub>k</sub> <i>α</i><sub>k</sub>/<i>α</i><sub>0</sub> (ψ(<i>α</i><sub>k</sub> + 1) −
        ψ(<i>α</i><sub>0</sub> + 1)). Epistemic: their difference. All in nats.
        """);
    report.paragraph("Every number of this page is in <code>results.json</code> beside it.");
  }

  /// A logarithmic axis, on which the time before the first roll has no place.
  private Axis rolls() {
    List<Axis.Tick> ticks = results.averages().rolls().stream()
        .filter(n -> n == 1 || n == 10 || n == 100 || n == 1000 || n == 10_000)
        .map(n -> new Axis.Tick(n, Text.whole(n))).toList();
    return new Axis("rolls", 1, Math.max(2, results.averages().rolls().getLast()), true, ticks);
  }

  private double[] xs() {
    return results.averages().rolls().stream().skip(1).mapToDouble(Integer::doubleValue).toArray();
  }

  private static double[] ys(List<Double> values) {
    return values.stream().skip(1).mapToDouble(Double::doubleValue).toArray();
  }
}
