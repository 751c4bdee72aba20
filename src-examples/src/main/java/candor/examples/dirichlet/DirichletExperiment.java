package candor.examples.dirichlet;

import candor.bayes.dirichlet.Dirichlet;
import candor.examples.Experiment;
import candor.examples.Option;
import candor.examples.Progress;
import candor.examples.Settings;
import candor.examples.dirichlet.DirichletResults.Averages;
import candor.examples.dirichlet.DirichletResults.Posterior;
import candor.examples.dirichlet.DirichletResults.Shown;
import candor.examples.report.Report;
import candor.examples.report.Text;
import candor.tensor.Backend;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rolls of dice with unknown probabilities: the posterior is a Dirichlet distribution that sharpens with every roll,
/// and the uncertainty that rolling removes is the epistemic one.
public final class DirichletExperiment implements Experiment<DirichletResults> {
  private static final Option<Integer> DICE = Option.whole("dice", 2000, 2, 100_000, "dice to average over");
  private static final Option<Integer> ROLLS = Option.whole("rolls", 1000, 1, 10_000, "rolls of each die");
  private static final double[] SHOWN = {0.5, 0.3, 0.2};

  /// Makes the experiment.
  public DirichletExperiment() {
  }

  @Override
  public String name() {
    return "dirichlet";
  }

  @Override
  public String summary() {
    return "what rolling a three-sided die tells of its probabilities";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(DICE, ROLLS);
  }

  @Override
  public Class<DirichletResults> type() {
    return DirichletResults.class;
  }

  @Override
  public DirichletResults run(Settings settings, Progress progress) {
    long seed = settings.get(Settings.SEED);
    int rolls = settings.get(ROLLS);
    int dice = settings.get(DICE);
    progress.stage("rolling " + dice + " dice " + rolls + " times each");
    Backend backend = Backend.current();
    return new DirichletResults(name(), seed, dice, rolls, backend.kernels().name(), backend.pool().threads(),
        shown(Dice.of(seed, rolls, SHOWN), rolls), averages(Dice.drawn(seed, dice, rolls), rolls));
  }

  private static Shown shown(Dice die, int rolls) {
    List<Posterior> posteriors = new ArrayList<>();
    for (int look : Dice.looks(rolls)) {
      Dirichlet posterior = die.posterior(look);
      posteriors.add(new Posterior(look, list(posterior.concentrations()), list(posterior.mean()),
          posterior.entropyOfMean().item(), posterior.expectedEntropy().item(), posterior.mutualInformation().item(),
          posterior.entropy().item()));
    }
    return new Shown(list(die.probabilities()), posteriors);
  }

  private static List<Double> list(Tensor numbers) {
    return Arrays.stream(numbers.reshape(-1).toDoubles()).boxed().toList();
  }

  private static Averages averages(Dice dice, int rolls) {
    List<Double> errors = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    List<Double> variances = new ArrayList<>();
    List<Double> epistemic = new ArrayList<>();
    List<Double> aleatoric = new ArrayList<>();
    List<Double> entropies = new ArrayList<>();
    for (int look : Dice.looks(rolls)) {
      Dirichlet posterior = dice.posterior(look);
      Tensor squares = posterior.mean().sub(dice.probabilities()).square().sum(1);
      errors.add(squares.mean().item());
      deviations.add(Math.sqrt(squares.variance(1).item() / squares.count()));
      variances.add(posterior.variance().sum(1).mean().item());
      epistemic.add(posterior.mutualInformation().mean().item());
      aleatoric.add(posterior.expectedEntropy().mean().item());
      entropies.add(posterior.entropy().mean().item());
    }
    return new Averages(Dice.looks(rolls), errors, deviations, variances, epistemic, aleatoric, entropies);
  }

  @Override
  public List<String> digest(DirichletResults r) {
    List<String> lines = new ArrayList<>();
    lines.add("dirichlet: seed " + r.seed() + ", " + r.dice() + " dice");
    lines.add("  rolls   epistemic, nats   squared error   variance claimed");
    Averages a = r.averages();
    for (int i = 0; i < a.rolls().size(); i++) {
      lines.add(String.format("%7d%18s%16s%19s", a.rolls().get(i), Text.decimal(a.epistemic().get(i), 5),
          Text.decimal(a.squaredError().get(i), 6), Text.decimal(a.variance().get(i), 6)));
    }
    return lines;
  }

  @Override
  public Report report(DirichletResults results, Settings settings) {
    return DirichletReport.of(results);
  }
}
