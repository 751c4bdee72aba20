package candor.examples.influence;

import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.influence.Agreement;
import candor.bayes.influence.LeaveOut;
import candor.bayes.influence.Query;
import candor.bayes.influence.QueryInfluence;
import candor.bayes.influence.Stationarity;
import candor.examples.KeptResults;
import candor.examples.Progress;
import candor.examples.influence.InfluenceResults.Case;
import candor.examples.influence.InfluenceResults.Damped;
import candor.examples.influence.InfluenceResults.Shown;
import candor.examples.influence.InfluenceResults.Study;
import candor.linalg.LinearOperator;
import candor.linalg.RitzPairs;
import candor.linalg.Spectrum;
import candor.nn.Evaluator;
import candor.nn.data.Dataset;
import candor.nn.data.Images;
import candor.nn.loss.Loss;
import candor.nn.optim.Lbfgs;
import candor.tensor.DType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Trains a classifier of digits, predicts what the removal of every training image would do to the loss of some test images
/// that it gets wrong, and removes the most influential ones.
///
/// @param recipe classifier
/// @param train training images
/// @param test test images
/// @param labels classes of the training images
/// @param kept where parts are kept
/// @param progress where to say how far it is
record DigitStudy(Recipe recipe, Dataset train, int[] labels, Images test, KeptResults kept, Progress progress) {
  /// Test images that every removal is asked about, so that more of them can be studied later without removing again.
  static final int WATCHED = 8;
  /// Which objective is left without an image.
  static final Divisor DIVISOR = Divisor.KEPT;
  private static final int SHOWN = 5;

  /// What came of it.
  ///
  /// @param study results
  /// @param seconds processor time of the trainings without an image
  record Found(Study study, double seconds) {
  }

  /// Predictions about one test image.
  ///
  /// @param image index of the test image
  /// @param effect influences on its loss
  /// @param others the same with other dampings
  /// @param changes predicted change for every training image
  /// @param strongest training images to remove
  private record Predicted(int image, QueryInfluence effect, List<QueryInfluence> others, double[] changes,
      int[] strongest) {
  }

  /// Does all.
  ///
  /// @param steps steps of a round of the training at most
  /// @param queries test images that are asked about
  /// @param removed training images to remove for each
  /// @param seed seed of the first weights
  /// @throws IOException if a file cannot be read or written, or the classifier has too few errors to ask about
  Found run(int steps, int queries, int removed, long seed) throws IOException {
    progress.stage(recipe.title() + ": training on " + train.size() + " images");
    Trained trained =
        kept.of("trained", Trained.class, () -> Trained.of(recipe, recipe.initial(train, seed), steps));
    double[] theta = trained.theta();
    EmpiricalRisk risk = recipe.at(train, theta);
    int[] predictions = new Evaluator().apply(risk.model(), test.all().input()).argmax(1).toInts();
    int[] truth = test.labels();
    int[] allWrong =
        IntStream.range(0, predictions.length).filter(i -> predictions[i] != truth[i]).toArray();
    Samples.requireWrong(allWrong, queries, recipe.title());
    int[] wrong = Arrays.copyOf(allWrong, Math.min(WATCHED, allWrong.length));
    progress.stage(recipe.title() + ": eigenvalues and influences");
    RitzPairs pairs = recipe.pairs(risk);
    LinearOperator inverse = recipe.inverse(pairs, 0);
    List<Predicted> predicted = predicted(risk, pairs, queries, removed, wrong);
    Removals removals = Removals.of(predicted.stream().map(Predicted::strongest).toList(),
        predicted.stream().map(p -> "test-image-" + p.image).toList(), kept, progress,
        images -> remove(theta, inverse, wrong, images));
    List<Case> cases = new ArrayList<>();
    for (int q = 0; q < queries; q++) {
      Predicted p = predicted.get(q);
      Stationarity further = Stationarity.of(risk, query(p.image),
          data -> again(risk, inverse).attempt(risk.data(data).objective()));
      cases.add(compared(p, predictions[p.image], risk, further, removals.of(q, p.strongest)));
    }
    Spectrum spectrum = Spectrum.of(pairs);
    return new Found(new Study(recipe.title(), train.size(), theta.length, recipe.decay(), trained.steps(),
        trained.risk(), trained.gradientNorm(), (double) allWrong.length / predictions.length, spectrum.smallest(),
        spectrum.largest(),
        removals.count(), removals.worst(), cases), removals.seconds());
  }

  private Query query(int image) {
    return Query.loss(Loss.crossEntropy(), test.batch(image));
  }

  private Lbfgs again(EmpiricalRisk risk, LinearOperator inverse) {
    return recipe.again(risk).preconditioner(inverse);
  }

  private List<Predicted> predicted(EmpiricalRisk risk, RitzPairs pairs, int queries, int removed,
      int... wrong) {
    List<Query> asked = IntStream.range(0, queries).mapToObj(q -> query(wrong[q])).toList();
    List<QueryInfluence> effects = recipe.influence(risk, pairs, Recipe.damping(pairs)).on(asked);
    List<List<QueryInfluence>> others =
        recipe.dampings(pairs).stream().map(damping -> recipe.influence(risk, pairs, damping).on(asked)).toList();
    List<Predicted> predicted = new ArrayList<>();
    for (int q = 0; q < queries; q++) {
      int query = q;
      double[] changes = effects.get(q).removal(DIVISOR);
      predicted.add(new Predicted(wrong[q], effects.get(q), others.stream().map(of -> of.get(query)).toList(), changes,
          Samples.strongest(removed, changes)));
    }
    return predicted;
  }

  /// Trains without some images in the thread that asks, with a classifier of its own.
  private Removals.Changes remove(double[] theta, LinearOperator inverse, int[] watched, int... images) {
    EmpiricalRisk risk = recipe.at(train, theta);
    LeaveOut leaveOut = new LeaveOut(risk, Arrays.stream(watched).mapToObj(this::query).toList());
    double[] worst = new double[1];
    double[][] changes = leaveOut.byMinimising(left -> {
      again(risk, inverse).attempt(left.objective());
      worst[0] = Math.max(worst[0], Trained.norm(left.evaluate().gradient()));
    }, DIVISOR, images);
    return new Removals.Changes(changes, worst[0]);
  }

  private Case compared(Predicted p, int prediction, EmpiricalRisk risk, Stationarity further, double... actual) {
    double[] predicted = Arrays.stream(p.strongest).mapToDouble(i -> p.changes[i]).toArray();
    double[] distances =
        Samples.distances(train, test.batch(p.image).input().reshape(-1).to(DType.F64).toDoubles());
    double offset = p.effect.removal(Divisor.RENORMALISED)[0] - p.changes[0];
    int[] near = Samples.lowest(p.strongest.length, distances);
    int common = (int) Arrays.stream(near).filter(i -> Arrays.stream(p.strongest).anyMatch(k -> k == i)).count();
    return new Case(p.image, test.labels()[p.image], prediction, query(p.image).of(risk.model()).item(),
        further.queryChange(), p.effect.solution().damping(), p.effect.solution().residual(),
        p.effect.solution().iterations(), offset, Samples.compared(p.strongest, predicted, actual),
        p.others.stream().map(other -> damped(other, p.strongest, actual)).toList(), common,
        shown(p, distances, Samples.lowest(SHOWN, Arrays.stream(p.changes).map(c -> -c).toArray())),
        shown(p, distances, Samples.lowest(SHOWN, p.changes)),
        shown(p, distances, Samples.lowest(SHOWN, distances)));
  }

  private static Damped damped(QueryInfluence effect, int[] images, double... actual) {
    double[] changes = effect.removal(DIVISOR);
    Agreement agreement =
        new Agreement(images, Arrays.stream(images).mapToDouble(i -> changes[i]).toArray(), actual);
    return new Damped(effect.solution().damping(), agreement.pearson(), agreement.spearman(), agreement.slope());
  }

  private List<Shown> shown(Predicted p, double[] distances, int... images) {
    return Arrays.stream(images).mapToObj(i -> new Shown(i, labels[i], p.changes[i], distances[i])).toList();
  }
}
