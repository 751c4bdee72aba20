package candor.bayes.dirichlet;

import candor.bayes.dirichlet.FactorAnalysis.Factors;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Fits a [FactorAnalysis] to data by expectation-maximisation (Rubin & Thayer 1982, *EM algorithms for ML factor
/// analysis*). The mean log-likelihood never falls from one iteration to the next.
///
/// Only the covariance of the data enters, `N D²` multiply-adds once, and an iteration costs `D² L`. Features without
/// variance, such as the corners of MNIST's images, would get a noise of 0 and a likelihood without bound; the noise
/// therefore has a floor, and the likelihood is the largest above it.
///
/// @param factors number of factors `L`, at least 1
/// @param iterations largest number of iterations, at least 1
/// @param tolerance rise of the mean log-likelihood of a sample in nats that is too small to go on for, not negative
/// @param noiseFloor least noise variance, as a share of the mean variance of the features, positive
/// @param seed seed of the first loadings
public record FactorAnalysisFit(int factors, int iterations, double tolerance, double noiseFloor, long seed) {
  private static final double LN_2PI = 1.8378770664093453;
  private static final int PIECE = 4096;

  /// What a fit came to.
  ///
  /// @param model the model after the last iteration
  /// @param logLikelihoods mean log-likelihood of a sample in nats before each iteration and after the last
  /// @param converged whether the rise fell below the tolerance; if not, the iterations were over before
  public record Result(FactorAnalysis model, List<Double> logLikelihoods, boolean converged) {
    /// Copies the list.
    public Result {
      logLikelihoods = List.copyOf(logLikelihoods);
    }
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public FactorAnalysisFit {
    if (factors < 1 || iterations < 1 || !(tolerance >= 0) || !(noiseFloor > 0 && noiseFloor < 1)) {
      throw new IllegalArgumentException("factor analysis: " + factors + " factors, " + iterations
          + " iterations, tolerance " + tolerance + ", noise floor " + noiseFloor
          + ", expected 1 or more, 1 or more, a non-negative number and one in (0, 1)");
    }
  }

  /// At most 200 iterations, tolerance 10⁻², noise floor 10⁻³, seed 0.
  ///
  /// @param factors number of factors `L`, at least 1
  /// @return the settings
  /// @throws IllegalArgumentException if there is no factor
  public static FactorAnalysisFit of(int factors) {
    return new FactorAnalysisFit(factors, 200, 1e-2, 1e-3, 0);
  }

  /// The same with other ends of the iteration.
  ///
  /// @param most largest number of iterations, at least 1
  /// @param least rise of the mean log-likelihood in nats that is too small to go on for, not negative
  /// @return new settings
  /// @throws IllegalArgumentException if one is out of its range
  public FactorAnalysisFit until(int most, double least) {
    return new FactorAnalysisFit(factors, most, least, noiseFloor, seed);
  }

  /// The same with another noise floor.
  ///
  /// @param share least noise variance, as a share of the mean variance of the features, in (0, 1)
  /// @return new settings
  /// @throws IllegalArgumentException if it is out of its range
  public FactorAnalysisFit noiseFloor(double share) {
    return new FactorAnalysisFit(factors, iterations, tolerance, share, seed);
  }

  /// Fits.
  ///
  /// @param data samples along axis 0, of any shape, F32 or F64
  /// @return the model, and how it was found
  /// @throws IllegalArgumentException if there are no two samples, fewer features than factors, or no variance
  public Result fit(Tensor data) {
    Tensor x = data.detach();
    int n = x.shape().rank() == 0 ? 0 : x.shape().size(0);
    int features = n == 0 ? 0 : x.count() / n;
    if (n < 2 || features < factors || !x.dtype().isFloating()) {
      throw new IllegalArgumentException("factor analysis: data " + x.dtype() + x.shape() + " for " + factors
          + " factors, expected 2 or more floating-point samples with as many features");
    }
    Tensor rows = x.reshape(n, features);
    Tensor mean = mean(rows);
    Tensor covariance = covariance(rows, mean);
    return iterate(covariance, mean.to(x.dtype()).reshape(x.shape().without(0).toArray()));
  }

  private Result iterate(Tensor covariance, Tensor mean) {
    int features = covariance.shape().size(0);
    Tensor variances = Tensor.range(DType.I32, features).oneHot(features, DType.F64).mul(covariance).sum(1);
    double level = variances.mean().item();
    if (!(level > 0 && level < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "factor analysis: the mean variance of the data is " + level + ", expected a positive finite number");
    }
    double floor = noiseFloor * level;
    Tensor loadings = start(variances);
    Tensor noise = variances.mul(0.5).maximum(floor);
    List<Double> history = new ArrayList<>();
    boolean converged = false;
    for (int i = 0; i <= iterations && !converged; i++) {
      Factors model = Factors.of(loadings, noise);
      // S βᵀ with β = G⁻¹ Wᵀ Ψ⁻¹, which gives the expected factors of a sample.
      Tensor crossed = covariance.matmul(model.scaled().matmul(model.inverse()));
      history.add(-0.5 * (features * LN_2PI + model.logDeterminant() + variances.div(noise).sum().item()
          - model.scaled().mul(crossed).sum().item()));
      converged = i > 0 && history.get(i) - history.get(i - 1) < tolerance;
      if (!converged && i < iterations) {
        Tensor second = model.inverse().add(model.inverse().matmul(model.scaled().transpose().matmul(crossed)));
        loadings = crossed.matmul(FactorAnalysis.tensor(FactorAnalysis.cholesky(second).inverse()));
        noise = variances.sub(loadings.mul(crossed).sum(1)).maximum(floor);
      }
    }
    return new Result(new FactorAnalysis(mean, loadings, noise), history, converged);
  }

  /// Random loadings that explain half of each variance.
  private Tensor start(Tensor variances) {
    int features = variances.count();
    double[] values = new double[features * factors];
    RandomStream.of(seed).purpose(Purpose.INITIALISATION).child("factor analysis").normal(0, values);
    return Tensor.of(values, features, factors).mul(variances.mul(0.5 / factors).sqrt().unsqueeze(1));
  }

  private static Tensor mean(Tensor rows) {
    Tensor sum = Tensor.zeros(DType.F64, rows.shape().size(1));
    for (int from = 0; from < rows.shape().size(0); from += PIECE) {
      sum = sum.add(piece(rows, from).sum(0));
    }
    return sum.div(rows.shape().size(0));
  }

  private static Tensor covariance(Tensor rows, Tensor mean) {
    Tensor sum = Tensor.zeros(DType.F64, rows.shape().size(1), rows.shape().size(1));
    for (int from = 0; from < rows.shape().size(0); from += PIECE) {
      Tensor centred = piece(rows, from).sub(mean);
      sum = sum.add(centred.transpose().matmul(centred));
    }
    return sum.div(rows.shape().size(0));
  }

  /// Some rows in F64, so that a large data set need not be in memory twice.
  private static Tensor piece(Tensor rows, int from) {
    return rows.slice(0, from, Math.min(rows.shape().size(0), from + PIECE)).to(DType.F64);
  }
}
