package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.Autograd;
import candor.autograd.GradientCheck;
import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import candor.nn.Context;
import candor.nn.FlatParameters;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import candor.op.ConvSpec;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariationalTest {
  private static final int PASSES = 4000;
  private static final GaussianHead HEAD = new GaussianHead.Precision(1);

  /// Outputs are normal with the mean `x μᵀ + μ_b` and the variance `x² (σ²)ᵀ + σ_b²`; bounds are five standard errors.
  @ParameterizedTest
  @EnumSource
  void outputsHaveTheMomentsOfTheory(VariationalEstimator estimator) {
    BayesianLinear layer = new BayesianLinear(5, 3, estimator, 1);
    Sequential model = Sequential.of(layer);
    Tensor x = Numbers.normal(1, 1, 5);
    List<Tensor> values = perturbed(model);
    assertMoments(model, x, layer.product(x, values.get(0)).add(values.get(2)),
        layer.product(x.square(), values.get(1).softplus().square()).add(values.get(3).softplus().square()));
  }

  @ParameterizedTest
  @EnumSource
  void convolutionsHaveTheMomentsOfTheory(VariationalEstimator estimator) {
    ConvSpec spec = ConvSpec.DEFAULT.stride(2, 2).padding(1, 1);
    Sequential model =
        Sequential.of(new BayesianConv2d(2, 3, 3, spec, estimator, 1), new Flatten());
    Tensor x = Numbers.normal(1, 1, 2, 4, 4);
    List<Tensor> values = perturbed(model);
    assertMoments(model, x, x.conv2d(values.get(0), values.get(2), spec).flatten(1),
        x.square().conv2d(values.get(1).softplus().square(), values.get(3).softplus().square(), spec).flatten(1));
  }

  private static void assertMoments(Sequential model, Tensor x, Tensor mean, Tensor variance) {
    Belief.GaussianMixture belief = new McDropoutRegression(model, HEAD, PASSES, 3).predict(x, 17);
    for (int k = 0; k < mean.count(); k++) {
      double v = variance.at(0, k);
      assertThat(belief.mean().at(0, k)).isCloseTo(mean.at(0, k), within(5 * Math.sqrt(v / PASSES)));
      assertThat(belief.epistemic().at(0, k) / v).isCloseTo(1, within(5 * Math.sqrt(2.0 / PASSES)));
    }
    assertThat(model.apply(x, Context.evaluate()).isClose(mean, 1e-14, 1e-14)).isTrue();
  }

  /// Means and rhos of weights and biases, none of which are 0 or equal.
  private static List<Tensor> perturbed(Sequential model) {
    model.initialise(1, DType.F64);
    List<Parameter> parameters = model.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      p.assign(p.value().detach().add(Numbers.normal(20 + i, p.shape().toArray()).mul(0.3)).add(i % 2 == 1 ? 2 : 0));
    }
    return parameters.stream().map(p -> p.value().detach()).toList();
  }

  @Test
  void samplesShareWeightsOrDoNot() {
    Tensor twice = Numbers.normal(1, 1, 5).expand(2, 5);
    for (VariationalEstimator estimator : VariationalEstimator.values()) {
      Sequential model = Sequential.of(new BayesianLinear(5, 3, estimator, 1));
      model.initialise(1, DType.F64);
      Tensor y = model.apply(twice, Context.sample(1, 0, 0, 1)).detach();
      assertThat(y.select(0, 0).hasSameBits(y.select(0, 1))).as("%s", estimator)
          .isEqualTo(estimator == VariationalEstimator.WEIGHTS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBatchInWhichASampleComesDoesNotMatter(VariationalEstimator estimator) {
    Sequential model = network(estimator);
    Tensor x = Numbers.normal32(1, 130, 1, 6, 6);
    Belief.Samples whole = new McDropout(model, 3, 5).predict(x);
    Belief.Samples alone = new McDropout(model, 3, 5).predict(x.slice(0, 100, 101), 100);
    assertThat(alone.probabilities().hasSameBits(whole.probabilities().slice(1, 100, 101))).isTrue();
    assertThat(whole.probabilities().select(0, 0).hasSameBits(whole.probabilities().select(0, 1))).isFalse();
  }

  /// First derivatives by every parameter, with differences of the same draws.
  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfDifferences(VariationalEstimator estimator) {
    Sequential model = network(estimator);
    model.initialise(2, DType.F64);
    Batch batch = new Batch(Numbers.normal(1, 4, 1, 6, 6), Tensor.of(new int[] {0, 1, 2, 0}, 4),
        new int[] {3, 1, 4, 15});
    Elbo elbo = new Elbo(Loss.crossEntropy(), 10);
    List<Tensor> gradients = Autograd.grad(elbo.of(model, batch, Context.train(1, 0, batch.ids())),
        model.parameters().stream().map(Parameter::value).toList());
    for (int i = 0; i < gradients.size(); i++) {
      Parameter p = model.parameters().get(i);
      Tensor value = p.value().detach();
      Tensor direction = Numbers.normal(30 + i, p.shape().toArray());
      double h = 1e-5;
      p.assign(value.add(direction.mul(h)));
      double above = elbo.of(model, batch, Context.train(1, 0, batch.ids())).item();
      p.assign(value.sub(direction.mul(h)));
      double below = elbo.of(model, batch, Context.train(1, 0, batch.ids())).item();
      p.assign(value);
      double expected = (above - below) / (2 * h);
      assertThat(gradients.get(i).mul(direction).sum().item())
          .isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void derivativesByTheInputAreThoseOfDifferencesToSecondOrder(VariationalEstimator estimator) {
    Sequential model = Sequential.of(new BayesianConv2d(1, 2, 3, estimator, 1), Activation.tanh(), new Flatten(),
        new BayesianLinear(8, 3, estimator, 1));
    model.initialise(2, DType.F64);
    GradientCheck.ofOrder(2).check(x -> model.apply(x, Context.sample(1, 0, 7, 3)).square().sum(),
        Numbers.normal(1, 2, 1, 4, 4)).assertPasses();
  }

  @Test
  void theDivergenceOfOneWeightIsTheTextbooks() {
    Sequential model = Sequential.of(new BayesianLinear(1, 1, VariationalEstimator.LOCAL, 2));
    model.initialise(1, DType.F64);
    place(model, 0.7, 0.3, -1.5, 0.1);
    double expected = divergence(0.7, 0.3, 2) + divergence(-1.5, 0.1, 2);
    assertThat(Elbo.divergence(model).item()).isCloseTo(expected, within(1e-13));
    place(model, 0, 2, 0, 2);
    assertThat(Elbo.divergence(model).item()).isCloseTo(0, within(1e-14));
  }

  @Property(tries = 100)
  void theDivergenceIsNeverNegative(@ForAll @DoubleRange(min = -5, max = 5) double mean,
      @ForAll @DoubleRange(min = 0.01, max = 5) double sigma, @ForAll @DoubleRange(min = 0.1, max = 5) double prior) {
    Sequential model = Sequential.of(new BayesianLinear(1, 1, VariationalEstimator.LOCAL, prior));
    model.initialise(1, DType.F64);
    place(model, mean, sigma, -mean, prior);
    assertThat(Elbo.divergence(model).item()).isGreaterThanOrEqualTo(-1e-12);
  }

  private static double divergence(double mean, double sigma, double prior) {
    return StrictMath.log(prior / sigma) + (sigma * sigma + mean * mean) / (2 * prior * prior) - 0.5;
  }

  private static void place(Sequential model, double weight, double sigma, double bias, double biasSigma) {
    FlatParameters.of(model.parameters()).write(weight, rho(sigma), bias, rho(biasSigma));
  }

  private static double rho(double sigma) {
    return StrictMath.log(StrictMath.expm1(sigma));
  }

  /// Linear regression with known noise has the posterior precision `A = τ XᵀX + I/s²`. The mean-field posterior that is
  /// nearest in divergence has its mean, and the variances `1 / A_ii`.
  @ParameterizedTest
  @EnumSource
  void trainingFindsTheExactMeanFieldPosterior(VariationalEstimator estimator) {
    int n = 30;
    double tau = 4;
    double prior = 0.8;
    Tensor x = Numbers.normal(1, n, 2);
    Tensor y = x.slice(1, 0, 1).mul(1.5).sub(x.slice(1, 1, 2)).add(0.5).add(Numbers.normal(2, n, 1).mul(0.5));
    Sequential model = Sequential.of(new BayesianLinear(2, 1, estimator, prior));
    model.initialise(1, DType.F64);
    Loss likelihood = (output, target) -> Loss.mse().of(output, target).mul(tau / 2);
    int steps = 5000;
    Trainer.builder(model, new Elbo(likelihood, n), new Adam(model.parameters(), 0.02),
        new DataLoader(new TensorDataset(x, y), n, 1)).schedule(Schedule.cosine(0.02, 0, steps)).build().fit(steps);

    Tensor extended = Tensor.concat(1, List.of(x, Tensor.ones(DType.F64, n, 1)));
    Tensor precision = extended.transpose().matmul(extended).mul(tau);
    Matrix a = new Matrix(3, 3, precision.toDoubles());
    for (int i = 0; i < 3; i++) {
      a.set(i, i, a.get(i, i) + 1 / (prior * prior));
    }
    double[] mean = Cholesky.of(a).solve(extended.transpose().matmul(y).mul(tau).reshape(-1).toDoubles());
    double[] found = FlatParameters.of(model.parameters()).read();
    int[] means = {0, 1, 4};
    int[] rhos = {2, 3, 5};
    for (int i = 0; i < 3; i++) {
      double deviation = 1 / Math.sqrt(a.get(i, i));
      double sigma = StrictMath.log1p(StrictMath.exp(found[rhos[i]]));
      assertThat(found[means[i]]).isCloseTo(mean[i], within(0.1 * deviation));
      assertThat(sigma / deviation).isCloseTo(1, within(0.05));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new BayesianLinear(2, 1, VariationalEstimator.LOCAL, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bayesian linear: prior deviation 0.0, expected a positive finite number");
    Sequential model = network(VariationalEstimator.LOCAL);
    assertThatThrownBy(() -> model.apply(Tensor.ones(DType.F32, 2, 3, 6, 6), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bayesian conv2d: input has shape [2,3,6,6], expected [N,1,H,W]");
    Sequential linear = Sequential.of(new BayesianLinear(2, 1, VariationalEstimator.LOCAL, 1));
    linear.initialise(1);
    assertThatThrownBy(() -> linear.apply(Tensor.ones(DType.F32, 2, 3), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bayesian linear: input has shape [2,3], expected [N,2]");
    assertThatThrownBy(() -> new Elbo(Loss.mse(), 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("elbo: 0 training samples, expected 1 or more");
    assertThatThrownBy(() -> Elbo.divergence(Sequential.of(new Linear(2, 1))))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("elbo: the network has no Bayesian layer");
  }

  /// The divergence counts once for the training set, whatever the batches are: over an epoch of equal batches it adds up
  /// to itself.
  @Test
  void theDivergenceIsSharedByAllTrainingSamples() {
    Sequential model = Sequential.of(new BayesianLinear(2, 1, VariationalEstimator.LOCAL, 1));
    model.initialise(1, DType.F64);
    Loss none = (output, target) -> output.mul(0).sum();
    Elbo elbo = new Elbo(none, 12);
    double sum = IntStream.range(0, 3).mapToDouble(b -> 4 * elbo.of(model,
        new Batch(Numbers.normal(b, 4, 2), Numbers.normal(b, 4, 1), new int[4]), Context.train(1, b, 0, 1, 2, 3))
        .item()).sum();
    assertThat(sum).isCloseTo(Elbo.divergence(model).item(), within(1e-13));
  }

  private static Sequential network(VariationalEstimator estimator) {
    Sequential model = Sequential.of(new BayesianConv2d(1, 4, 3, estimator, 1), Activation.relu(), new Flatten(),
        new BayesianLinear(64, 3, estimator, 1));
    model.initialise(1);
    return model;
  }
}
