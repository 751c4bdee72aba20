package candor.bayes;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.parallel.Bands;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.List;

/// The Laplace approximation of all weights of a network, by the diagonal of the curvature: `h = Σ_n Σ_r (J_nᵀ s_nr)²`,
/// with the Jacobian `J_n` of a sample's outputs and the square roots `s_nr` of the likelihood's second derivatives
/// (Daxberger et al. 2021).
///
/// It takes as many gradients as there are samples times outputs, each of one sample.
public final class DiagonalLaplace extends Laplace {
  /// Parts of the data whose sums are made side by side. A number of its own, so that threads do not change bits.
  private static final int PARTS = 16;

  private final double[] centre;
  private final double[] curvature;

  private DiagonalLaplace(Module model, Likelihood likelihood, Evidence evidence, double precision, double[] centre) {
    super(model, likelihood, evidence, precision);
    this.centre = centre;
    curvature = evidence.eigenvalues();
  }

  /// Approximates the posterior of all weights, with the prior of highest evidence.
  ///
  /// @param model trained network with outputs `[N, K]`
  /// @param likelihood what it was trained for
  /// @param data training data, one sample or more
  /// @return the approximation
  /// @throws IllegalArgumentException if there is no data, or the evidence has no maximum
  public static DiagonalLaplace fit(Module model, Likelihood likelihood, Dataset data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(NAME + ": no samples, expected 1 or more");
    }
    double[] centre = FlatParameters.of(model.parameters()).read();
    double[][] squares = new double[PARTS][];
    double[] logLikelihoods = new double[PARTS];
    Backend backend = Backend.current();
    backend.pool().run(PARTS, part -> backend.call(() -> {
      squares[part] = new double[centre.length];
      Workspace workspace = new Workspace();
      int to = Bands.start(data.size(), PARTS, part + 1);
      for (int i = Bands.start(data.size(), PARTS, part); i < to; i++) {
        Batch sample = data.batch(i);
        logLikelihoods[part] += workspace.call(() -> add(squares[part], model, likelihood, sample));
      }
      return true;
    }));
    double norm = 0;
    double[] curvature = new double[centre.length];
    for (int i = 0; i < centre.length; i++) {
      norm += centre[i] * centre[i];
      for (int part = 0; part < PARTS; part++) {
        curvature[i] += squares[part][i];
      }
    }
    double logLikelihood = 0;
    for (double part : logLikelihoods) {
      logLikelihood += part;
    }
    Evidence evidence = new Evidence(curvature, norm, logLikelihood);
    return new DiagonalLaplace(model, likelihood, evidence, evidence.best(), centre);
  }

  /// Adds the squares of one sample, and gives its log-likelihood.
  private static double add(double[] squares, Module model, Likelihood likelihood, Batch sample) {
    Tensor output = model.apply(sample.input(), Context.evaluate());
    Tensor wide = output.detach().to(DType.F64);
    Tensor roots = likelihood.roots(wide).select(0, 0);
    for (int r = 0; r < roots.shape().size(0); r++) {
      double[] gradient = gradient(model, output, roots.slice(0, r, r + 1));
      for (int i = 0; i < squares.length; i++) {
        squares[i] += gradient[i] * gradient[i];
      }
    }
    return likelihood.logDensity(wide, sample.target());
  }

  /// `Jᵀ v` for the output `[1, K]` of one sample.
  private static double[] gradient(Module model, Tensor output, Tensor v) {
    FlatParameters flat = FlatParameters.of(model.parameters());
    return flat.flatten(Autograd.vjp(output, v.to(output.dtype()), flat.values()));
  }

  @Override
  public DiagonalLaplace priorPrecision(double delta) {
    return new DiagonalLaplace(model(), likelihood(), evidence(), delta, centre);
  }

  /// The variance of an output is `Σ_p J_p² / (h_p + δ)`: a gradient for each output of each sample.
  @Override
  Tensor moments(Tensor input) {
    Tensor outputs = new Evaluator().apply(model(), input).to(DType.F64);
    int n = outputs.shape().size(0);
    int k = outputs.shape().size(1);
    double[] variances = new double[n * k];
    Backend backend = Backend.current();
    backend.pool().run(PARTS, part -> backend.call(() -> {
      Workspace workspace = new Workspace();
      int to = Bands.start(n, PARTS, part + 1);
      for (int i = Bands.start(n, PARTS, part); i < to; i++) {
        Tensor x = input.slice(0, i, i + 1);
        int at = i * k;
        workspace.call(() -> put(x, variances, at, k));
      }
      return true;
    }));
    return Tensor.concat(1, List.of(outputs, Tensor.of(variances, n, k)));
  }

  private boolean put(Tensor x, double[] variances, int at, int outputs) {
    Tensor output = model().apply(x, Context.evaluate());
    for (int r = 0; r < outputs; r++) {
      double[] gradient = gradient(model(), output, Tensor.of(new int[] {r}, 1).oneHot(outputs, DType.F64));
      for (int p = 0; p < gradient.length; p++) {
        variances[at + r] += gradient[p] * gradient[p] / (curvature[p] + priorPrecision());
      }
    }
    return true;
  }

  @Override
  double[] weights(RandomStream stream) {
    double[] weights = new double[centre.length];
    stream.normal(0, weights);
    for (int p = 0; p < weights.length; p++) {
      weights[p] = centre[p] + weights[p] / Math.sqrt(curvature[p] + priorPrecision());
    }
    return weights;
  }

  @Override
  List<Parameter> parameters(Module network) {
    return network.parameters();
  }
}
