package candor.bayes.influence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.linalg.ConjugateGradients;
import candor.linalg.DirectSolver;
import candor.linalg.Lanczos;
import candor.linalg.LinearOperator;
import candor.linalg.LowRankInverse;
import candor.linalg.Solver;
import candor.linalg.UnsolvedException;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfluenceTest {
  private static final int N = 20;
  private static final double LAMBDA = 0.7;
  private static final Tensor INPUT = Problems.normal(9, 1, Problems.D);
  /// The prediction for one input: of ridge regression, linear in the parameters.
  private static final Query PREDICTION = Query.output(INPUT, Tensor::sum);

  private final TensorDataset regression = Problems.regression(N);
  private final EmpiricalRisk ridge = Problems.ridge(regression, LAMBDA);

  private static Solver exact(EmpiricalRisk risk) {
    return DirectSolver.of(Curvature.hessian(risk), 0);
  }

  private static double[] weights(double weight) {
    double[] weights = new double[N];
    Arrays.fill(weights, weight);
    return weights;
  }

  private double prediction(double... theta) {
    return SampleProducts.dot(INPUT.reshape(-1).toDoubles(), theta);
  }

  /// With `θ(ε) − θ̂ = −ε H⁻¹∇ℓ / (1 + 2 ε xᵀH⁻¹x)` (Sherman & Morrison) the change of a prediction that is linear in θ follows
  /// exactly from the influence, for any ε.
  @ParameterizedTest
  @ValueSource(doubles = {-1.0 / N, 1e-3, 0.4})
  void ofRidgeRegressionUpWeightingIsExact(double epsilon) {
    double[] influence = new Influence(ridge, exact(ridge)).on(PREDICTION).upWeighting();
    double now = prediction(ridge.flat().read());
    for (int i = 0; i < N; i++) {
      double[] x = regression.inputs().select(0, i).toDoubles();
      double leverage = SampleProducts.dot(x, exact(ridge).solve(x).x());
      double[] weights = weights(1.0 / N);
      weights[i] += epsilon;
      double change = prediction(Problems.minimum(regression, LAMBDA, weights)) - now;
      assertThat(epsilon * influence[i] / (1 + 2 * epsilon * leverage)).isCloseTo(change, within(1e-8));
    }
  }

  /// With the curvature of what is left, removal is one step of Newton, exact for ridge regression; and the wrong objective
  /// is wrong by far.
  @ParameterizedTest
  @EnumSource
  void ofRidgeRegressionRemovalIsExactForBothObjectives(Divisor divisor) {
    double now = prediction(ridge.flat().read());
    double wrong = 0;
    for (int i = 0; i < N; i++) {
      double[] weights = weights(divisor == Divisor.KEPT ? 1.0 / N : 1.0 / (N - 1));
      weights[i] = 0;
      double change = prediction(Problems.minimum(regression, LAMBDA, weights)) - now;
      QueryInfluence effect = new Influence(ridge, exact(ridge.without(divisor, i))).on(PREDICTION);
      assertThat(effect.removal(divisor)[i]).isCloseTo(change, within(1e-8));
      assertThat(effect.groupRemoval(divisor, i)).isCloseTo(change, within(1e-8));
      Divisor other = divisor == Divisor.KEPT ? Divisor.RENORMALISED : Divisor.KEPT;
      wrong = Math.max(wrong, Math.abs(effect.removal(other)[i] / change - 1));
    }
    assertThat(wrong).isGreaterThan(0.4);
  }

  @ParameterizedTest
  @EnumSource
  void groupsAreExactWithTheCurvatureOfTheRest(Divisor divisor) {
    double[] weights = weights(divisor == Divisor.KEPT ? 1.0 / N : 1.0 / (N - 3));
    int[] group = {2, 11, 5};
    for (int i : group) {
      weights[i] = 0;
    }
    double change = prediction(Problems.minimum(regression, LAMBDA, weights)) - prediction(ridge.flat().read());
    QueryInfluence effect = new Influence(ridge, exact(ridge.without(divisor, group))).on(PREDICTION);
    assertThat(effect.groupRemoval(divisor, group)).isCloseTo(change, within(1e-8));
  }

  @ParameterizedTest
  @EnumSource
  void leavingOutFindsTheClosedForm(Divisor divisor) {
    int[] points = IntStream.range(0, N).toArray();
    double[] actual = new LeaveOut(ridge, PREDICTION).convex(NewtonCg.tolerance(1e-12), divisor, points)[0];
    double now = prediction(ridge.flat().read());
    for (int i = 0; i < N; i++) {
      double[] weights = weights(divisor == Divisor.KEPT ? 1.0 / N : 1.0 / (N - 1));
      weights[i] = 0;
      assertThat(actual[i]).isCloseTo(prediction(Problems.minimum(regression, LAMBDA, weights)) - now, within(1e-8));
    }
  }

  /// A change of an input of training: `1/n I_pert Δx`, against differences of exact minima.
  @Test
  void perturbationIsTheDerivativeByTheInput() {
    int[] points = {4, 17, 0};
    Tensor perturbation = new Influence(ridge, exact(ridge)).on(PREDICTION).perturbation(points);
    assertThat(perturbation.shape().toArray()).containsExactly(3, Problems.D);
    double h = 1e-4;
    for (int p = 0; p < 3; p++) {
      for (int j = 0; j < Problems.D; j++) {
        double[] shift = new double[N * Problems.D];
        shift[points[p] * Problems.D + j] = h;
        double difference = (prediction(moved(shift, 1)) - prediction(moved(shift, -1))) / (2 * h);
        assertThat(perturbation.at(p, j) / N).isCloseTo(difference, within(1e-8));
      }
    }
    QueryInfluence effect = new Influence(ridge, exact(ridge)).on(PREDICTION);
    assertThat(effect.perturbationNorms(points)[1])
        .isCloseTo(perturbation.select(0, 1).abs().sum().item(), within(1e-13));
    assertThat(Poisoning.strongest(effect, 1, points)[0])
        .isEqualTo(points[perturbation.abs().sum(1).argmax(0).toInts()[0]]);
  }

  private double[] moved(double[] shift, double sign) {
    Tensor inputs = regression.inputs().add(Tensor.of(shift, N, Problems.D).mul(sign));
    return Problems.minimum(new TensorDataset(inputs, regression.targets()), LAMBDA, weights(1.0 / N));
  }

  @Test
  void ofLogisticRegressionPredictionsAndTrainingsAgree() {
    TensorDataset data = Problems.classes(100, 4);
    EmpiricalRisk risk = Problems.logistic(data, 0.1);
    NewtonCg newton = NewtonCg.tolerance(1e-11);
    newton.minimise(risk);
    Influence influence = Influence.of(risk);
    int[] points = IntStream.range(0, 100).toArray();
    Batch test = new Batch(INPUT, Tensor.of(new int[] {1}, 1), new int[] {0});
    List<Query> queries = List.of(Query.loss(Loss.crossEntropy(), test), Query.logit(INPUT, 1),
        Query.entropy(INPUT), Query.energy(INPUT));
    List<QueryInfluence> effects = influence.on(queries);
    LeaveOut leaveOut = new LeaveOut(risk, queries);
    double[][] kept = leaveOut.convex(newton, Divisor.KEPT, points);
    double[][] renormalised = leaveOut.convex(newton, Divisor.RENORMALISED, points);
    // One query by itself gives the same.
    assertThat(new LeaveOut(risk, queries.get(2)).convex(newton, Divisor.KEPT, points)[0]).containsExactly(kept[2]);
    for (int k = 0; k < queries.size(); k++) {
      assertThat(effects.get(k).solution().damping()).isZero();
      assertThat(effects.get(k).solution().converged()).isTrue();
      Divisor divisor = Divisor.values()[k % 2];
      Agreement agreement = new Agreement(points, effects.get(k).removal(divisor),
          (divisor == Divisor.KEPT ? kept : renormalised)[k]);
      assertThat(agreement.pearson()).isGreaterThan(0.99);
      assertThat(agreement.spearman()).isGreaterThan(0.98);
      assertThat(agreement.slope()).isBetween(0.9, 1.6);
    }
    // One after the other gives the same.
    assertThat(influence.on(queries.get(2)).upWeighting()).containsExactly(effects.get(2).upWeighting());
  }

  @Test
  void selfInfluenceIsTheInfluenceOnTheOwnLossAndShowsWrongLabels() {
    int n = 80;
    TensorDataset data = Problems.classes(n, 6);
    EmpiricalRisk risk = Problems.logistic(data, 0.01);
    NewtonCg.tolerance(1e-11).minimise(risk);
    Influence influence = new Influence(risk, exact(risk));
    double[] self = influence.selfInfluence(IntStream.range(0, n).toArray());
    for (int i : new int[] {0, 33, 79}) {
      double own = influence.on(Query.loss(Loss.crossEntropy(), data.batch(i))).removal(Divisor.KEPT)[i];
      assertThat(self[i]).isCloseTo(n * own, within(1e-11)).isPositive();
    }
    boolean[] wrong = new boolean[n];
    Arrays.fill(wrong, 0, 6, true);
    assertThat(Inspection.of(self, wrong).share(0.2)).isGreaterThan(0.8);
  }

  /// Of a network with a curvature of both signs the damping is above the least eigenvalue, in F32 too.
  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"F32", "F64"})
  void aNetworkThatIsNotConvexIsDamped(DType type) {
    Sequential model = Sequential.of(new Linear(Problems.D, 6), Activation.tanh(), new Linear(6, 2));
    model.initialise(1, type);
    TensorDataset data = Problems.classes(50, 3).to(type);
    EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.crossEntropy(), data).weightDecay(1e-3);
    Curvature hessian = Curvature.hessian(risk);
    Query query = Query.loss(Loss.crossEntropy(), data.batch(7, 9));
    double least = Lanczos.of(hessian, hessian.size()).value(0);
    assertThat(least).isNegative();
    QueryInfluence effect = new Influence(risk, ConjugateGradients.of(hessian).tolerance(1e-3)).on(query);
    assertThat(effect.solution().damping()).isGreaterThan(-least);
    assertThat(effect.solution().residual()).isLessThan(1e-3);
    assertThatThrownBy(() -> new Influence(risk, ConjugateGradients.of(hessian, 0)).on(query))
        .isInstanceOf(UnsolvedException.class).hasMessageContaining("not positive definite");
    // The last layer alone is convex.
    QueryInfluence last = Influence.of(risk.lastLayer()).on(query);
    assertThat(last.upWeighting()).hasSize(50);
    assertThat(last.perturbation(3, 4).dtype()).isEqualTo(type);
  }

  @Test
  void aLowRankInverseServesForManySamples() {
    EmpiricalRisk risk = Problems.logistic(Problems.classes(60, 3), 0.01);
    NewtonCg.tolerance(1e-11).minimise(risk);
    Curvature hessian = Curvature.hessian(risk);
    int[] points = IntStream.range(0, 60).toArray();
    Solver solver = LowRankInverse.of(Lanczos.of(hessian, hessian.size()), hessian.size(), 0).tolerance(1);
    double[] exact = new Influence(risk, exact(risk)).selfInfluence(points);
    assertThat(new Agreement(points, new Influence(risk, solver).selfInfluence(points), exact).pearson())
        .isGreaterThan(0.999);
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThatThrownBy(() -> new Influence(ridge, DirectSolver.of(LinearOperator.diagonal(1), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("influence: the solver has 1 unknowns, the risk 4 parameters");
    assertThatThrownBy(() -> Influence.of(ridge).on(Query.output(INPUT.expand(2, Problems.D), y -> y)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("influence: the query has shape [2,1], expected a scalar");
    assertThatThrownBy(() -> Query.entropy(Problems.normal(1, 2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query: entropy of inputs [2,3], expected one sample along axis 0");
    assertThatThrownBy(() -> Influence.of(ridge).on(Query.logit(INPUT, 1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Agreement(new int[2], new double[2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("agreement: 2 predictions and 1 changes for 2 points");
  }
}
