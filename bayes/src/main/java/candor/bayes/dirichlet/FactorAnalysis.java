package candor.bayes.dirichlet;

import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// A linear model of `D` features by `L` factors, `x = μ + W z + ε` with `z ~ N(0, I)` and `ε ~ N(0, diag(ψ))`, so `x ~
/// N(μ, W Wᵀ + diag(ψ))`. It makes data that resemble the training data without being like them: drawn with a larger
/// variance of `z` they lie on the same directions, but further out (Malinin & Gales 2018, section 4.2, train their
/// network on MNIST beside such images).
///
/// ```java
/// FactorAnalysis model = FactorAnalysisFit.of(50).fit(images).model();
/// Tensor outside = model.sample(4, RandomStream.of(1), ids).clamp(0, 1);
/// ```
///
/// @param mean `μ`, of the shape of a sample
/// @param loadings `W`, F64 `[D, L]`
/// @param noise `ψ`, F64 `[D]`, positive
public record FactorAnalysis(Tensor mean, Tensor loadings, Tensor noise) {
  private static final double LN_2PI = 1.8378770664093453;

  /// Checks the shapes.
  ///
  /// @throws IllegalArgumentException if they do not fit, loadings and noise are not F64, or a variance is not positive
  public FactorAnalysis {
    int features = mean.count();
    if (!mean.dtype().isFloating() || loadings.dtype() != DType.F64 || noise.dtype() != DType.F64
        || loadings.shape().rank() != 2 || loadings.shape().size(0) != features
        || !noise.shape().equals(Shape.of(features))) {
      throw new IllegalArgumentException("factor analysis: mean " + mean.dtype() + mean.shape() + ", loadings "
          + loadings.dtype() + loadings.shape() + ", noise " + noise.dtype() + noise.shape()
          + ", expected D numbers, f64[D,L] and f64[D]");
    }
    if (features == 0 || !(noise.min().item() > 0)) {
      throw new IllegalArgumentException("factor analysis: a noise variance is not positive, or there is no feature");
    }
  }

  /// The covariance `W Wᵀ + diag(ψ)` of the features.
  ///
  /// @return F64 `[D, D]`
  public Tensor covariance() {
    Tensor diagonal = Tensor.range(DType.I32, noise.count()).oneHot(noise.count(), DType.F64).mul(noise);
    return loadings.matmul(loadings.transpose()).add(diagonal);
  }

  /// The logarithm of the density of each sample, in nats.
  ///
  /// @param data samples along axis 0, each of the mean's shape
  /// @return F64 `[N]`
  /// @throws IllegalArgumentException if the samples have another shape
  public Tensor logLikelihood(Tensor data) {
    if (data.shape().rank() != mean.shape().rank() + 1 || !data.shape().without(0).equals(mean.shape())) {
      throw new IllegalArgumentException(
          "factor analysis: data " + data.shape() + " of samples " + mean.shape() + ", expected samples along axis 0");
    }
    Factors factors = Factors.of(loadings, noise);
    Tensor centred = data.reshape(data.shape().size(0), mean.count()).to(DType.F64)
        .sub(mean.reshape(-1).to(DType.F64));
    Tensor scores = centred.matmul(factors.scaled());
    // (W Wᵀ + Ψ)⁻¹ = Ψ⁻¹ − Ψ⁻¹ W G⁻¹ Wᵀ Ψ⁻¹
    Tensor distance = centred.square().div(noise).sum(1).sub(scores.matmul(factors.inverse()).mul(scores).sum(1));
    return distance.add(mean.count() * LN_2PI + factors.logDeterminant()).mul(-0.5);
  }

  /// Draws samples. Each depends on the stream and its identity alone.
  ///
  /// @param latentVariance variance of the factors, 1 for the model itself; larger ones leave the data
  /// @param stream random numbers
  /// @param sampleIds identity of each sample
  /// @return samples along axis 0, of the mean's shape and type
  /// @throws IllegalArgumentException if the variance is negative or not finite
  public Tensor sample(double latentVariance, RandomStream stream, int... sampleIds) {
    if (!(latentVariance >= 0 && latentVariance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "factor analysis: latent variance " + latentVariance + ", expected a non-negative finite number");
    }
    int n = sampleIds.length;
    Tensor z = normal(stream.child("factors"), loadings.shape().size(1), sampleIds);
    Tensor e = normal(stream.child("noise"), noise.count(), sampleIds);
    Tensor x = z.mul(Math.sqrt(latentVariance)).matmul(loadings.transpose()).add(e.mul(noise.sqrt()))
        .add(mean.reshape(-1).to(DType.F64));
    int[] sizes = new int[mean.shape().rank() + 1];
    sizes[0] = n;
    System.arraycopy(mean.shape().toArray(), 0, sizes, 1, sizes.length - 1);
    return x.to(mean.dtype()).reshape(sizes);
  }

  private static Tensor normal(RandomStream stream, int size, int... sampleIds) {
    double[] values = new double[sampleIds.length * size];
    for (int i = 0; i < sampleIds.length; i++) {
      stream.normal(sampleIds[i], 0, values, i * size, size);
    }
    return Tensor.of(values, sampleIds.length, size);
  }

  /// What inverse and determinant of the covariance are made of, by the matrix inversion lemma.
  ///
  /// @param scaled `Ψ⁻¹ W`, `[D, L]`
  /// @param inverse `G⁻¹` with `G = I + Wᵀ Ψ⁻¹ W`, `[L, L]`
  /// @param logDeterminant `ln det(W Wᵀ + Ψ) = ln det G + Σ ln ψ`
  record Factors(Tensor scaled, Tensor inverse, double logDeterminant) {
    static Factors of(Tensor loadings, Tensor noise) {
      int factors = loadings.shape().size(1);
      Tensor scaled = loadings.div(noise.unsqueeze(1));
      Tensor g = loadings.transpose().matmul(scaled)
          .add(Tensor.range(DType.I32, factors).oneHot(factors, DType.F64));
      Cholesky cholesky = cholesky(g);
      return new Factors(scaled, tensor(cholesky.inverse()), cholesky.logDet() + noise.log().sum().item());
    }
  }

  static Cholesky cholesky(Tensor symmetric) {
    int n = symmetric.shape().size(0);
    return Cholesky.of(new Matrix(n, n, symmetric.add(symmetric.transpose()).mul(0.5).toDoubles()));
  }

  static Tensor tensor(Matrix matrix) {
    return Tensor.of(NdArray.wrap(matrix.data(), Shape.of(matrix.rows(), matrix.cols())));
  }
}
