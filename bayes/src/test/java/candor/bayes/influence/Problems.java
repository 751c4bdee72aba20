package candor.bayes.influence;

import candor.bayes.curvature.EmpiricalRisk;
import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;

/// Convex problems with known answers.
final class Problems {
  static final int D = 4;

  private Problems() {
  }

  static Tensor normal(long seed, int... sizes) {
    double[] values = new double[Shape.of(sizes).count()];
    RandomStream.of(seed).child("test").normal(0, values);
    return Tensor.of(values, sizes);
  }

  /// A regression of `n` samples, linear up to noise.
  static TensorDataset regression(int n) {
    Tensor x = normal(1, n, D);
    Tensor y = x.matmul(Tensor.of(new double[] {1, -2, 0.5, 3}, D, 1)).add(normal(2, n, 1).mul(0.5));
    return new TensorDataset(x, y);
  }

  /// Ridge regression without bias, `1/n Σ (xᵢᵀθ − yᵢ)² + ½ λ ‖θ‖²`, at its minimum.
  static EmpiricalRisk ridge(TensorDataset data, double lambda) {
    Sequential model = Sequential.of(new Linear(D, 1).withoutBias());
    model.initialise(1, DType.F64);
    EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.mse(), data).weightDecay(lambda);
    double[] ones = new double[data.size()];
    Arrays.fill(ones, 1.0 / data.size());
    risk.flat().write(minimum(data, lambda, ones));
    return risk;
  }

  /// The closed form `(2 XᵀWX + λ I)⁻¹ 2 XᵀWy` of ridge regression with weights `W` on the diagonal.
  static double[] minimum(TensorDataset data, double lambda, double... weights) {
    Tensor weighted = data.inputs().mul(Tensor.of(weights, weights.length, 1)).mul(2);
    Matrix a = new Matrix(D, D, weighted.transpose().matmul(data.inputs()).toDoubles());
    for (int i = 0; i < D; i++) {
      a.set(i, i, a.get(i, i) + lambda);
      for (int j = 0; j < i; j++) {
        a.set(j, i, a.get(i, j));
      }
    }
    return Cholesky.of(a).solve(weighted.transpose().matmul(data.targets()).reshape(-1).toDoubles());
  }

  /// Two classes with overlap; the first `wrong` samples have the wrong label.
  static TensorDataset classes(int n, int wrong) {
    Tensor x = normal(3, n, D);
    double[] margin =
        x.matmul(Tensor.of(new double[] {2, -1, 1, 0}, D, 1)).add(normal(4, n, 1).mul(0.3)).reshape(-1).toDoubles();
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = (margin[i] > 0 ? 1 : 0) ^ (i < wrong ? 1 : 0);
    }
    return new TensorDataset(x, Tensor.of(y, n));
  }

  /// Logistic regression with two logits, not yet at its minimum.
  static EmpiricalRisk logistic(TensorDataset data, double lambda) {
    Sequential model = Sequential.of(new Linear(D, 2));
    model.initialise(1, DType.F64);
    return EmpiricalRisk.of(model, Loss.crossEntropy(), data).weightDecay(lambda).pieces(32);
  }
}
