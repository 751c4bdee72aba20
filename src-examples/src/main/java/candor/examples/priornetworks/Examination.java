package candor.examples.priornetworks;

import candor.bayes.Belief;
import candor.bayes.PrecisionRule;
import candor.bayes.Predictive;
import candor.bayes.Ranking;
import candor.bayes.Scores;
import candor.bayes.calibration.CalibrationError;
import candor.examples.priornetworks.PriorNetworksResults.Answer;
import candor.examples.priornetworks.PriorNetworksResults.Histogram;
import candor.examples.report.Bins;
import candor.nn.Module;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Asks the networks of one seed about all inputs, and writes down numbers by name.
///
/// @param sets digits, blends, and those from outside
/// @param labels classes of the digits
/// @param noisy how many inputs of a set are asked about again under noise
/// @param passes passes of MC dropout
record Examination(List<InputSet> sets, int[] labels, int noisy, int passes) {
  /// Standard deviations of noise, in units of pixels between 0 and 1.
  static final List<Double> SIGMAS = List.of(0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0);
  /// Those that are compared under noise: MC dropout only with the network that has learnt noise.
  static final List<Model> UNDER_NOISE = List.of(Model.SOFTMAX, Model.BELIEF_MATCHING, Model.PRIOR_NETWORK,
      Model.SOFTMAX_NOISE, Model.MC_DROPOUT_NOISE, Model.PRIOR_NETWORK_NOISE, Model.FORWARD_NOISE);
  private static final int BINS = 25;
  private static final int EXAMPLES = 3;

  /// Copies list and array.
  Examination {
    sets = List.copyOf(sets);
    labels = labels.clone();
  }

  /// What came of it.
  ///
  /// @param numbers numbers by name
  /// @param histograms how the measures are spread
  /// @param answers what Dirichlet models say of the first inputs of each set
  record Findings(Map<String, Double> numbers, List<Histogram> histograms, List<Answer> answers) {
  }

  /// The sets that are not digits of MNIST or made of them.
  List<InputSet> outside() {
    return sets.subList(2, sets.size());
  }

  /// Asks.
  Findings of(Map<Recipe, Module> networks, long seed) {
    Findings findings = new Findings(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Model model : Model.ofCleanImages()) {
      clean(model, predictor(model, networks, seed), findings);
    }
    underNoise(networks, seed, findings.numbers);
    return findings;
  }

  private Predictive<? extends Belief.OfClasses> predictor(Model model, Map<Recipe, Module> networks, long seed) {
    return model.predictor(Objects.requireNonNull(networks.get(model.recipe())), passes, seed);
  }

  private void clean(Model model, Predictive<? extends Belief.OfClasses> predictor, Findings findings) {
    List<Judgement> judgements = new ArrayList<>();
    for (InputSet set : sets) {
      judgements.add(Judgement.of(predictor, set.images(), judgements.size() * set.size()));
    }
    Judgement digits = judgements.getFirst();
    Map<String, Double> numbers = findings.numbers;
    numbers.put(name(model, "error"), Scores.errorRate(digits.belief(), labels));
    numbers.put(name(model, "nll"), Scores.negativeLogLikelihood(digits.belief(), labels));
    numbers.put(name(model, "ece"), CalibrationError.EXPECTED.of(digits.belief(), labels));
    boolean[] correct = Scores.correct(digits.belief(), labels);
    for (Doubt doubt : digits.measures().keySet()) {
      putErrors(model, doubt, digits.uncertainty(doubt), correct, numbers);
      for (int s = 0; s < sets.size(); s++) {
        double[] shown = judgements.get(s).shown(doubt);
        numbers.put(name(model, doubt, "mean", sets.get(s).id()), Arrays.stream(shown).sum() / shown.length);
        findings.histograms.add(histogram(model, doubt, sets.get(s), shown));
        for (int inside = 0; inside < Math.min(s, 2); inside++) {
          numbers.put(name(model, doubt, sets.get(inside).id(), sets.get(s).id()),
              auroc(judgements.get(inside), judgements.get(s), doubt));
        }
      }
    }
    if (digits.belief() instanceof Belief.Dirichlet) {
      for (int s = 0; s < sets.size(); s++) {
        answers(model, sets.get(s), judgements.get(s), findings.answers);
      }
    }
  }

  /// Where all answers are right, or all wrong, no measure can find the errors, nor miss them.
  private static void putErrors(Model model, Doubt doubt, double[] uncertainty, boolean[] correct,
      Map<String, Double> numbers) {
    int wrong = 0;
    for (boolean right : correct) {
      wrong += right ? 0 : 1;
    }
    boolean isMixed = wrong > 0 && wrong < correct.length;
    Ranking ranking = isMixed ? Ranking.ofErrors(uncertainty, correct) : null;
    numbers.put(name(model, doubt, "aupr-errors"),
        ranking == null ? (double) wrong / correct.length : ranking.averagePrecision(PrecisionRule.STEP));
    numbers.put(name(model, doubt, "auroc-errors"), ranking == null ? 0.5 : ranking.auroc());
  }

  private static double auroc(Judgement inside, Judgement outside, Doubt doubt) {
    return Ranking.ofOutside(inside.uncertainty(doubt), outside.uncertainty(doubt)).auroc();
  }

  private static Histogram histogram(Model model, Doubt doubt, InputSet set, double[] shown) {
    Bins bins = new Bins(doubt.low(), doubt.high(), BINS);
    return new Histogram(model.title(), doubt.title(), set.id(), bins.low(), bins.width(), bins.counts(shown));
  }

  private static void answers(Model model, InputSet set, Judgement judgement, List<Answer> answers) {
    for (int i = 0; i < Math.min(EXAMPLES, set.size()); i++) {
      double[] mean = judgement.belief().mean().slice(0, i, i + 1).reshape(-1).toDoubles();
      answers.add(new Answer(model.title(), set.id(), i, Arrays.stream(mean).boxed().toList(),
          judgement.numbers(Doubt.PRECISION)[i], judgement.numbers(Doubt.ENTROPY)[i],
          judgement.numbers(Doubt.DIFFERENTIAL_ENTROPY)[i]));
    }
  }

  /// The same noise, grown: every standard deviation has the same draws.
  private void underNoise(Map<Recipe, Module> networks, long seed, Map<String, Double> numbers) {
    List<InputSet> asked = new ArrayList<>(List.of(sets.getFirst()));
    asked.addAll(outside());
    List<Tensor> noises = new ArrayList<>();
    for (InputSet set : asked) {
      noises.add(noise(set, seed, noisy));
    }
    for (double sigma : SIGMAS) {
      List<Tensor> images = new ArrayList<>();
      for (int s = 0; s < asked.size(); s++) {
        images.add(asked.get(s).images().slice(0, 0, noisy).add(noises.get(s).mul(sigma)));
      }
      for (Model model : UNDER_NOISE) {
        Predictive<? extends Belief.OfClasses> predictor = predictor(model, networks, seed);
        Judgement digits = Judgement.of(predictor, images.getFirst(), 0);
        numbers.put(noiseName(model, sigma, "error"),
            Scores.errorRate(digits.belief(), Arrays.copyOf(labels, noisy)));
        putMeans(model, sigma, asked.getFirst(), digits, numbers);
        for (int s = 1; s < asked.size(); s++) {
          Judgement others = Judgement.of(predictor, images.get(s), s * noisy);
          putMeans(model, sigma, asked.get(s), others, numbers);
          for (Doubt doubt : digits.measures().keySet()) {
            numbers.put(noiseName(model, sigma, doubt.title(), asked.get(s).id()), auroc(digits, others, doubt));
          }
        }
      }
    }
  }

  private static void putMeans(Model model, double sigma, InputSet set, Judgement judgement,
      Map<String, Double> numbers) {
    for (Doubt doubt : judgement.measures().keySet()) {
      double[] shown = judgement.shown(doubt);
      numbers.put(noiseName(model, sigma, doubt.title(), "mean", set.id()),
          Arrays.stream(shown).sum() / shown.length);
    }
  }

  /// Noise of standard deviation 1 for the first inputs of a set.
  static Tensor noise(InputSet set, long seed, int count) {
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("noise").child(set.id());
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> i);
    return Noise.of(set.images().slice(0, 0, count).shape(), stream, ids);
  }

  static String name(Model model, Doubt doubt, String... path) {
    return model.title() + '/' + doubt.title() + '/' + String.join("/", path);
  }

  static String name(Model model, String... path) {
    return model.title() + '/' + String.join("/", path);
  }

  static String noiseName(Model model, double sigma, String... path) {
    return model.title() + "/noise " + sigma + '/' + String.join("/", path);
  }

  /// The networks of a seed by recipe.
  static Map<Recipe, Module> byRecipe(List<Training.Trained> trained) {
    Map<Recipe, Module> networks = new EnumMap<>(Recipe.class);
    trained.forEach(one -> networks.put(one.recipe(), one.network()));
    return networks;
  }
}
