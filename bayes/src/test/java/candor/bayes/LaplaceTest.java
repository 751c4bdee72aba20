package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.Autograd;
import candor.kernel.Kernels;
import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import candor.nn.Context;
import candor.nn.FlatParameters;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LaplaceTest {
  private static final int N = 25;
  private static final double TAU = 4;
  private static final Likelihood NUMBERS = new Likelihood.Gaussian(TAU);
  private static final Likelihood CLASSES = new Likelihood.Categorical();

  /// Bayesian linear regression: the posterior precision is `A = τ ΦᵀΦ + δ I`, the prediction `N(φᵀm, φᵀA⁻¹φ + 1/τ)`, and
  /// the evidence that of `y ~ N(0, I/τ + ΦΦᵀ/δ)`.
  @Test
  void ofALinearModelWithKnownNoiseItIsTheExactPosterior() {
    double delta = 0.7;
    Tensor x = Numbers.normal(1, N, 3);
    Tensor y = Numbers.normal(2, N, 1);
    Sequential model = linear(3, 1);
    Cholesky posterior = posterior(x, delta);
    double[] mean = posterior.solve(extended(x).transpose().matmul(y).mul(TAU).reshape(-1).toDoubles());
    FlatParameters.of(model.parameters()).write(mean);
    Laplace laplace = LastLayerLaplace.fit(model, NUMBERS, new TensorDataset(x, y)).priorPrecision(delta);

    Tensor test = Numbers.normal(3, 5, 3);
    Belief.GaussianMixture belief = laplace.numbers().predict(test);
    for (int i = 0; i < 5; i++) {
      double[] phi = extended(test).select(0, i).toDoubles();
      double variance = dot(phi, posterior.solve(phi)) + 1 / TAU;
      assertThat(belief.mean().at(i, 0)).isCloseTo(dot(phi, mean), within(1e-13));
      assertThat(belief.variance().at(i, 0)).isCloseTo(variance, within(1e-13));
    }

    Matrix marginal = new Matrix(N, N, extended(x).matmul(extended(x).transpose()).div(delta).toDoubles());
    for (int i = 0; i < N; i++) {
      marginal.set(i, i, marginal.get(i, i) + 1 / TAU);
    }
    Cholesky covariance = Cholesky.of(marginal);
    double[] targets = y.reshape(-1).toDoubles();
    double exact = -0.5 * (dot(targets, covariance.solve(targets)) + covariance.logDet()
        + N * StrictMath.log(2 * Math.PI));
    assertThat(laplace.logEvidence()).isCloseTo(exact, within(1e-11));
  }

  @Test
  void drawsHaveTheMomentsOfThePosterior() {
    double delta = 0.7;
    int draws = 4000;
    Tensor x = Numbers.normal(1, N, 3);
    Sequential model = linear(3, 1);
    Laplace laplace =
        LastLayerLaplace.fit(model, NUMBERS, new TensorDataset(x, Numbers.normal(2, N, 1))).priorPrecision(delta);
    Tensor test = Numbers.normal(3, 5, 3);
    Belief.GaussianMixture belief =
        laplace.draw(() -> linear(3, 1), draws, 1).numbers(new GaussianHead.Precision(TAU)).predict(test);
    for (int i = 0; i < 5; i++) {
      double[] phi = extended(test).select(0, i).toDoubles();
      double variance = dot(phi, posterior(x, delta).solve(phi));
      assertThat(belief.mean().at(i, 0)).isCloseTo(model.apply(test, Context.evaluate()).at(i, 0),
          within(5 * Math.sqrt(variance / draws)));
      assertThat(belief.epistemic().at(i, 0) / variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / draws)));
    }
  }

  /// The loss is convex in the last layer's outputs and linear in its weights, so Gauss–Newton is the Hessian.
  @Test
  void theCurvatureOfTheLastLayerIsTheHessian() {
    Sequential model = mlp(3);
    Tensor x = Numbers.normal(1, N, 4);
    Tensor labels = Numbers.normal(2, N, 3).argmax(1);
    LastLayerLaplace laplace = LastLayerLaplace.fit(model, CLASSES, new TensorDataset(x, labels));
    Tensor features = model.apply(x, Context.evaluate(), 0, 2).detach();
    Tensor weights = Tensor.of(FlatParameters.of(model.children().getLast().parameters()).read(), 3 * 6 + 3).variable();
    Tensor logits = features.matmul(weights.slice(0, 0, 18).reshape(3, 6).transpose()).add(weights.slice(0, 18, 21));
    Tensor hessian = Autograd.hessian(logits.crossEntropy(labels).sum(), weights);
    Matrix a = new Matrix(21, 21, hessian.toDoubles());
    for (int i = 0; i < 21; i++) {
      a.set(i, i, a.get(i, i) + laplace.priorPrecision());
    }
    Cholesky posterior = Cholesky.of(a);
    // The moments of logit k at an input: its Jacobian has the features in row k, and 1 at its bias.
    Tensor test = Numbers.normal(3, 2, 4);
    Tensor phi = model.apply(test, Context.evaluate(), 0, 2).detach();
    Tensor moments = laplace.moments(test);
    assertThat(moments.slice(1, 0, 3).isClose(model.apply(test, Context.evaluate()), 1e-13, 0)).isTrue();
    for (int i = 0; i < 2; i++) {
      for (int k = 0; k < 3; k++) {
        double[] jacobian = new double[21];
        System.arraycopy(phi.select(0, i).toDoubles(), 0, jacobian, 6 * k, 6);
        jacobian[18 + k] = 1;
        assertThat(moments.at(i, 3 + k)).isCloseTo(dot(jacobian, posterior.solve(jacobian)), within(1e-11));
      }
    }
  }

  @Test
  void theDiagonalIsThatOfGaussNewton() {
    Sequential model = mlp(3);
    Tensor x = Numbers.normal(1, N, 4);
    Tensor labels = Numbers.normal(2, N, 3).argmax(1);
    DiagonalLaplace laplace = DiagonalLaplace.fit(model, CLASSES, new TensorDataset(x, labels));
    List<Tensor> parameters = model.parameters().stream().map(Parameter::value).toList();
    Tensor logits = model.apply(x, Context.evaluate());
    UnaryOperator<List<Tensor>> product =
        Autograd.gaussNewton(logits.crossEntropy(labels).sum(), logits, parameters);
    double[] diagonal = laplace.evidence().eigenvalues();
    int at = 0;
    for (int p = 0; p < parameters.size(); p++) {
      for (int i = 0; i < parameters.get(p).count(); i++, at++) {
        int q = p;
        int place = i;
        List<Tensor> unit = IntStream.range(0, parameters.size())
            .mapToObj(r -> unit(parameters.get(r), r == q ? place : -1)).toList();
        double expected = product.apply(unit).get(p).reshape(-1).at(i);
        assertThat(diagonal[at]).isCloseTo(expected, within(1e-12 + 1e-12 * expected));
      }
    }
    double density = -logits.crossEntropy(labels).sum().item();
    assertThat(laplace.evidence().logLikelihood()).isCloseTo(density, within(1e-12));
  }

  private static Tensor unit(Tensor like, int at) {
    double[] values = new double[like.count()];
    if (at >= 0) {
      values[at] = 1;
    }
    return Tensor.of(values, like.shape().toArray());
  }

  /// A single weight and bias with orthogonal features has a diagonal curvature, so both approximations agree.
  @Test
  void wherePrecisionsAreDiagonalBothApproximationsAgree() {
    Tensor x = Tensor.of(new double[] {1, -1, 2, -2, 0.5, -0.5}, 6, 1);
    TensorDataset data = new TensorDataset(x, Numbers.normal(1, 6, 1));
    Sequential model = linear(1, 1);
    Laplace last = LastLayerLaplace.fit(model, NUMBERS, data);
    Laplace all = DiagonalLaplace.fit(model, NUMBERS, data);
    assertThat(all.priorPrecision()).isCloseTo(last.priorPrecision(), within(1e-12));
    assertThat(all.logEvidence()).isCloseTo(last.logEvidence(), within(1e-12));
    Tensor test = Numbers.normal(2, 4, 1);
    assertThat(all.numbers().predict(test).variance().isClose(last.numbers().predict(test).variance(), 1e-13, 0))
        .isTrue();
  }

  @Property(tries = 100)
  void noOtherPriorHasMoreEvidence(@ForAll @IntRange(min = 1, max = 30) int size, @ForAll long seed,
      @ForAll @DoubleRange(min = 0.1, max = 10) double factor) {
    double[] values = Numbers.normal(seed, size).square().mul(100).toDoubles();
    Evidence evidence = new Evidence(values, 0.1 + Numbers.normal(seed + 1, size).square().sum().item(), -3);
    double best = evidence.best();
    assertThat(evidence.logarithm(best)).isGreaterThanOrEqualTo(evidence.logarithm(best * factor) - 1e-9);
    double determined = 0;
    for (double value : values) {
      determined += value / (value + best);
    }
    assertThat(best * evidence.squaredNorm() / determined).isCloseTo(1, within(1e-12));
  }

  @Test
  void probabilitiesMoveTowardsOneHalfAsThePriorWidens() {
    Sequential model = mlp(2);
    Tensor x = Numbers.normal(1, N, 4);
    LastLayerLaplace laplace =
        LastLayerLaplace.fit(model, CLASSES, new TensorDataset(x, Numbers.normal(2, N, 2).argmax(1)));
    Tensor test = Numbers.normal(3, 10, 4).mul(5);
    Tensor moments = laplace.moments(test);
    Tensor expected =
        moments.slice(1, 0, 2).div(moments.slice(1, 2, 4).mul(Math.PI / 8).add(1).sqrt()).softmax(1);
    assertThat(laplace.probit().predict(test).mean().isClose(expected, 1e-14, 0)).isTrue();
    double[] narrow = Uncertainty.maxProbability().of(laplace.priorPrecision(1e6).probit().predict(test));
    double[] map = Uncertainty.maxProbability().of(new Deterministic(model).predict(test));
    double[] wide = Uncertainty.maxProbability().of(laplace.priorPrecision(1e-3).probit().predict(test));
    for (int i = 0; i < 10; i++) {
      assertThat(narrow[i]).isCloseTo(map[i], within(1e-3));
      assertThat(wide[i]).isBetween(0.5, map[i]);
    }
    Belief.Samples samples = laplace.draw(() -> mlp(2), 20, 1).classes().predict(test);
    assertThat(samples.probabilities().select(0, 0).hasSameBits(samples.probabilities().select(0, 1))).isFalse();
  }

  @Test
  void threadsDoNotMatter() {
    Sequential model = mlp(3);
    Tensor x = Numbers.normal(1, 40, 4);
    TensorDataset data = new TensorDataset(x, Numbers.normal(2, 40, 3).argmax(1));
    Tensor last = LastLayerLaplace.fit(model, CLASSES, data).moments(x);
    Tensor all = DiagonalLaplace.fit(model, CLASSES, data).moments(x);
    for (int threads : new int[] {1, 3}) {
      try (WorkerPool pool = new WorkerPool(threads)) {
        Backend backend = new Backend(Kernels.scalar(), pool);
        assertThat(backend.call(() -> LastLayerLaplace.fit(model, CLASSES, data).moments(x)).hasSameBits(last))
            .isTrue();
        assertThat(backend.call(() -> DiagonalLaplace.fit(model, CLASSES, data).moments(x)).hasSameBits(all)).isTrue();
      }
    }
  }

  @Test
  void networksInF32AreApproximatedToo() {
    Sequential model = Sequential.of(new Linear(4, 6), Activation.tanh(), new Linear(6, 3));
    model.initialise(1);
    Tensor x = Numbers.normal32(1, N, 4);
    TensorDataset data = new TensorDataset(x, Numbers.normal(2, N, 3).argmax(1));
    Tensor narrow = DiagonalLaplace.fit(model, CLASSES, data).probit().predict(x).mean();
    Tensor wide = DiagonalLaplace.fit(mlp(3), CLASSES, new TensorDataset(x.to(DType.F64), data.targets())).probit()
        .predict(x.to(DType.F64)).mean();
    assertThat(narrow.isClose(wide, 1e-4, 0)).isTrue();
    assertThat(DiagonalLaplace.fit(model, CLASSES, data).draw(() -> mlp(3), 3, 1).classes().predict(x).mean().dtype())
        .isEqualTo(DType.F32);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = Numbers.normal(1, N, 4);
    TensorDataset classes = new TensorDataset(x, Numbers.normal(2, N, 3).argmax(1));
    TensorDataset numbers = new TensorDataset(x, Numbers.normal(2, N, 1));
    assertThatThrownBy(() -> LastLayerLaplace.fit(Sequential.of(Activation.relu()), CLASSES, classes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("laplace: the last layer is relu, expected Linear");
    assertThatThrownBy(() -> DiagonalLaplace.fit(mlp(3), CLASSES, classes.subset()))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("laplace: no samples, expected 1 or more");
    Laplace ofClasses = LastLayerLaplace.fit(mlp(3), CLASSES, classes);
    assertThatThrownBy(ofClasses::numbers).isInstanceOf(IllegalStateException.class)
        .hasMessage("laplace: numbers of a likelihood about classes; see probit()");
    assertThatThrownBy(() -> LastLayerLaplace.fit(linear(4, 1), NUMBERS, numbers).probit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("laplace: probabilities of a likelihood about numbers; see numbers()");
    assertThatThrownBy(() -> ofClasses.priorPrecision(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("laplace: prior precision 0.0, expected a positive finite number");
    assertThatThrownBy(() -> ofClasses.probit().predict(x, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("laplace: 1 identities for 25 samples");
    assertThatThrownBy(() -> LastLayerLaplace.fit(linear(4, 2), NUMBERS, numbers))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("likelihood: targets f64[25,1] for the outputs "
            + "[25,2], expected floating-point numbers of the same shape");
    Sequential zeros = linear(4, 1);
    FlatParameters.of(zeros.parameters()).write(0, 0, 0, 0, 0);
    assertThatThrownBy(() -> LastLayerLaplace.fit(zeros, NUMBERS, numbers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "laplace: the evidence has no maximum, as all weights are 0 or the data does not determine any; give "
                + "the prior precision");
  }

  private static Cholesky posterior(Tensor x, double delta) {
    int size = x.shape().size(1) + 1;
    Matrix a = new Matrix(size, size, extended(x).transpose().matmul(extended(x)).mul(TAU).toDoubles());
    for (int i = 0; i < size; i++) {
      a.set(i, i, a.get(i, i) + delta);
    }
    return Cholesky.of(a);
  }

  private static Tensor extended(Tensor x) {
    return Tensor.concat(1, List.of(x, Tensor.ones(DType.F64, x.shape().size(0), 1)));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static Sequential linear(int in, int out) {
    Sequential model = Sequential.of(new Linear(in, out));
    model.initialise(1, DType.F64);
    return model;
  }

  private static Sequential mlp(int classes) {
    Sequential model = Sequential.of(new Linear(4, 6), Activation.tanh(), new Linear(6, classes));
    model.initialise(1, DType.F64);
    return model;
  }
}
