package candor.bayes;

import candor.linalg.Matrix;
import candor.linalg.SymmetricEigen;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.nn.layer.Linear;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// The Laplace approximation of the last layer alone, with all its covariances (Kristiadi et al. 2020): a linear model on
/// the features that the layers before it make, which are taken for certain. For numbers with known noise it is the exact
/// posterior of that linear model.
///
/// Its `P = K (F + 1)` weights and biases take a matrix of `P²` F64 numbers, whose eigenvalues take some `9 P³` steps.
public final class LastLayerLaplace extends Laplace {
  /// Samples that are computed together.
  private static final int PIECE = 1024;
  /// Weights and biases of the largest layer, whose matrix has 800 megabytes.
  private static final int LARGEST = 10_000;

  private final Sequential network;
  private final double[] centre;
  private final double[] eigenvalues;
  private final Matrix vectors;

  private LastLayerLaplace(Sequential network, Likelihood likelihood, Evidence evidence, double precision,
      double[] centre, Matrix vectors) {
    super(network, likelihood, evidence, precision);
    this.network = network;
    this.centre = centre;
    this.vectors = vectors;
    eigenvalues = evidence.eigenvalues();
  }

  /// Approximates the posterior of the last layer's weights, with the prior of highest evidence.
  ///
  /// @param network trained network that ends with a [Linear] layer
  /// @param likelihood what it was trained for
  /// @param data training data, one sample or more
  /// @return the approximation
  /// @throws IllegalArgumentException if the last layer is another one, or too large, or there is no data, or the evidence
  ///     has no maximum
  public static LastLayerLaplace fit(Sequential network, Likelihood likelihood, Dataset data) {
    List<Module> layers = network.children();
    if (layers.isEmpty() || !(layers.getLast() instanceof Linear last)) {
      throw new IllegalArgumentException(NAME + ": the last layer is "
          + (layers.isEmpty() ? "missing" : layers.getLast()) + ", expected Linear");
    }
    int size = FlatParameters.of(last.parameters()).count();
    if (size > LARGEST || data.size() == 0) {
      throw new IllegalArgumentException(NAME + ": a last layer with " + size + " numbers and " + data.size()
          + " samples, expected at most " + LARGEST + " and 1 or more");
    }
    double[] centre = FlatParameters.of(last.parameters()).read();
    Matrix curvature = new Matrix(size, size);
    double logLikelihood = 0;
    for (int from = 0; from < data.size(); from += PIECE) {
      Batch batch = data.batch(IntStream.range(from, Math.min(data.size(), from + PIECE)).toArray());
      Tensor features = features(network, batch.input());
      Tensor outputs = outputs(features, last, centre);
      logLikelihood += likelihood.logDensity(outputs, batch.target());
      add(curvature, features, likelihood.roots(outputs));
    }
    SymmetricEigen eigen = SymmetricEigen.of(curvature);
    double[] values = eigen.values();
    double norm = 0;
    for (int i = 0; i < size; i++) {
      // Rounding can leave the least ones below 0.
      values[i] = Math.max(0, values[i]);
      norm += centre[i] * centre[i];
    }
    Evidence evidence = new Evidence(values, norm, logLikelihood);
    return new LastLayerLaplace(network, likelihood, evidence, evidence.best(), centre, eigen.vectors());
  }

  /// What comes into the last layer, and a column of ones, `[n, F + 1]`, in F64.
  private static Tensor features(Sequential network, Tensor input) {
    int n = input.shape().size(0);
    Tensor x = new Evaluator()
        .map(n, 0, (from, to) -> network.apply(input.slice(0, from, to), Context.evaluate(), 0, network.size() - 1))
        .to(DType.F64);
    return Tensor.concat(1, List.of(x, Tensor.ones(DType.F64, n, 1)));
  }

  /// `[n, K]`, in F64.
  private static Tensor outputs(Tensor features, Module last, double... centre) {
    int k = last.parameters().getLast().shape().size(0);
    int f = features.shape().size(1) - 1;
    Tensor all = Tensor.of(centre.clone(), centre.length);
    return features.slice(1, 0, f).matmul(all.slice(0, 0, k * f).reshape(k, f).transpose())
        .add(all.slice(0, k * f, k * f + k));
  }

  /// Adds `Σ_n Λ_kl φ φᵀ` to the blocks of all pairs of outputs. The bias of an output lies behind the weights of all.
  private static void add(Matrix curvature, Tensor features, Tensor roots) {
    int k = roots.shape().size(2);
    int f = features.shape().size(1) - 1;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        Tensor second = roots.select(2, a).mul(roots.select(2, b)).sum(1);
        double[] block = features.mul(second.unsqueeze(1)).transpose().matmul(features).toDoubles();
        for (int i = 0; i <= f; i++) {
          // A block on the diagonal holds both triangles, of which one is enough.
          for (int j = 0; j <= (a == b ? i : f); j++) {
            int row = place(a, i, k, f);
            int column = place(b, j, k, f);
            double value = curvature.get(row, column) + block[i * (f + 1) + j];
            curvature.set(row, column, value);
            curvature.set(column, row, value);
          }
        }
      }
    }
  }

  private static int place(int output, int feature, int outputs, int features) {
    return feature < features ? output * features + feature : outputs * features + output;
  }

  @Override
  public LastLayerLaplace priorPrecision(double delta) {
    return new LastLayerLaplace(network, likelihood(), evidence(), delta, centre, vectors);
  }

  /// The variance of output `k` is `Σ_p (Σ_i φ_i V_kip)² / (λ_p + δ)`, with `V` the eigenvectors.
  @Override
  Tensor moments(Tensor input) {
    Tensor features = features(network, input);
    Tensor outputs = outputs(features, network.children().getLast(), centre);
    int k = outputs.shape().size(1);
    int f = features.shape().size(1) - 1;
    Tensor all = Tensor.of(vectors.data().clone(), centre.length, centre.length);
    Tensor inverse = Tensor.of(eigenvalues.clone(), centre.length).add(priorPrecision()).pow(-1);
    List<Tensor> variances = IntStream.range(0, k).mapToObj(output -> {
      int[] rows = IntStream.rangeClosed(0, f).map(i -> place(output, i, k, f)).toArray();
      Tensor own = all.indexSelect(0, Tensor.of(rows, f + 1));
      return features.matmul(own).square().mul(inverse).sum(1);
    }).toList();
    return Tensor.concat(1, List.of(outputs, Tensor.stack(1, variances)));
  }

  @Override
  double[] weights(RandomStream stream) {
    double[] z = new double[centre.length];
    stream.normal(0, z);
    for (int p = 0; p < z.length; p++) {
      z[p] /= Math.sqrt(eigenvalues[p] + priorPrecision());
    }
    double[] weights = vectors.times(z);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += centre[i];
    }
    return weights;
  }

  @Override
  List<Parameter> parameters(Module other) {
    return other.children().getLast().parameters();
  }
}
