package candor.op;

import candor.autograd.Saved;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Batch normalisation (Ioffe & Szegedy 2015, Alg. 1) of `[N, F, …]`: every feature, axis 1, is standardised over all
/// other axes.
///
/// With mean `μ`, biased variance `σ²`, `r = 1/√(σ² + ε)` and `x̂ = (x − μ) r` of a feature with `n` numbers, the
/// operations are closed under differentiation:
/// - [BatchNorm]: `y = γ x̂ + β`,
/// - [BatchNormSums]: `Σ g x̂` and `Σ g`, its gradients for `γ` and `β`,
/// - [BatchNormGradient]: `γ r (g − Σg/n − x̂ Σgx̂/n)`, its gradient for `x`.
///
/// `μ` and `σ²` come from [Statistics], which reads the numbers twice; they and the sums are passed along so that they
/// are computed once, and the rules take them for functions of `x` and `g`. A row-major matrix is added up by columns,
/// anything else by rows in the physical order (1, 2, …, 0), so equal numbers in these two layouts may give other last
/// bits. `r` and the other numbers of a feature are computed in F64 and rounded once.
public interface BatchNorms {
  /// Mean and biased variance `Σ(x − μ)²/n` of every feature, `[2, F]`; NaN when there are no numbers.
  record Statistics() implements Op.Unary {
    @Override
    public NdArray eval(NdArray in) {
      Features x = Features.of("batchStatistics", in);
      double[][] moments = x.moments();
      return x.array(over(x.n(), moments[0]), over(x.n(), moments[1]));
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor x = s.input(0);
      double n = count(x);
      Tensor deviation = x.sub(perFeature(s.output().select(0, 0), x));
      return deviation.mul(perFeature(g.select(0, 1).mul(2 / n), x)).add(perFeature(g.select(0, 0).div(n), x));
    }
  }

  /// `γ x̂ + β` of input, its statistics, `γ [F]` and `β [F]`.
  ///
  /// @param epsilon `ε`
  record BatchNorm(double epsilon) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      Features x = Features.of("batchNorm", in[0]);
      double[][] statistics = x.table("batchNorm", "statistics", in[1], 2, x.count());
      double[] weight = x.table("batchNorm", "weight", in[2], x.count())[0];
      double[] bias = x.table("batchNorm", "bias", in[3], x.count())[0];
      return x.standardised(statistics[0], product(weight, inverseDeviation(statistics, epsilon)), bias);
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor g, Saved s) {
      Tensor x = s.input(0);
      Tensor statistics = s.input(1);
      Tensor sums = g.batchNormSums(x, statistics, epsilon);
      return new @Nullable Tensor[] {
        s.needs(0) ? g.batchNormGradient(x, statistics, s.input(2), sums, epsilon) : null, null,
        s.needs(2) ? sums.select(0, 0) : null, s.needs(3) ? sums.select(0, 1) : null};
    }
  }

  /// `Σ g x̂` and `Σ g` of every feature, `[2, F]`, of the output's gradient, the input and its statistics.
  ///
  /// The first is computed as `r Σ (g − Σg/n)(x − μ)`.
  ///
  /// @param epsilon `ε`
  record BatchNormSums(double epsilon) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      Features x = Features.of("batchNormSums", in[1]);
      Features g = x.gradient("batchNormSums", in[0]);
      double[][] statistics = x.table("batchNormSums", "statistics", in[2], 2, x.count());
      double[][] moments = g.moments(x, statistics[0]);
      return x.array(product(moments[1], inverseDeviation(statistics, epsilon)), moments[0]);
    }

    @Override
    public Keep keep() {
      return Keep.BOTH;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor u, Saved s) {
      Tensor g = s.input(0);
      Tensor x = s.input(1);
      Tensor statistics = s.input(2);
      Tensor weight = u.select(0, 0);
      return new @Nullable Tensor[] {
        s.needs(0) ? x.batchNorm(statistics, weight, u.select(0, 1), epsilon) : null,
        s.needs(1) ? g.batchNormGradient(x, statistics, weight, s.output(), epsilon) : null, null};
    }
  }

  /// `γ r (g − Σg/n − x̂ Σgx̂/n)` of the output's gradient, the input, its statistics, `γ`, and the sums.
  ///
  /// As a function of `g` it is its own adjoint. With a gradient `u`, means `ū` over a feature, and `A` the mean of `ug`
  /// less `ū ḡ` and the product of the means of `u x̂` and `g x̂`, the gradient for `γ` is `n r A`, and that for `x` is
  /// `−γ r² A x̂` less this operation of `u mean(g x̂) + g mean(u x̂)` with `γ r` in the place of `γ`.
  ///
  /// @param epsilon `ε`
  record BatchNormGradient(double epsilon) implements Op {
    @Override
    public NdArray forward(NdArray... in) {
      Features x = Features.of("batchNormGradient", in[1]);
      Features g = x.gradient("batchNormGradient", in[0]);
      double[][] statistics = x.table("batchNormGradient", "statistics", in[2], 2, x.count());
      double[] weight = x.table("batchNormGradient", "weight", in[3], x.count())[0];
      double[][] sums = x.table("batchNormGradient", "sums", in[4], 2, x.count());
      double[] r = inverseDeviation(statistics, epsilon);
      return x.gradient(g, over(x.n(), sums[1]), statistics[0], product(over(-x.n(), sums[0]), r), product(weight, r));
    }

    @Override
    public Keep keep() {
      return Keep.INPUTS;
    }

    @Override
    public @Nullable Tensor[] backward(Tensor u, Saved s) {
      Tensor x = s.input(1);
      Tensor statistics = s.input(2);
      Tensor weight = s.input(3);
      Tensor sums = u.batchNormSums(x, statistics, epsilon);
      @Nullable Tensor[] result = new @Nullable Tensor[5];
      result[0] = s.needs(0) ? u.batchNormGradient(x, statistics, weight, sums, epsilon) : null;
      if (s.needs(1) || s.needs(3)) {
        bend(u, sums, s, result);
      }
      return result;
    }

    /// The gradients for `x` and `γ`.
    private void bend(Tensor u, Tensor uSums, Saved s, @Nullable Tensor[] result) {
      Tensor g = s.input(0);
      Tensor x = s.input(1);
      Tensor statistics = s.input(2);
      Tensor gSums = s.input(4);
      double n = count(x);
      // Not the statistics that were passed: those may be constants, and third derivatives need their history.
      Tensor r = x.batchStatistics().select(0, 1).add(epsilon).rsqrt();
      Tensor inner = u.mul(g).sum(others(x)).sub(uSums.mul(gSums).sum(0).div(n));
      result[3] = s.needs(3) ? inner.mul(r) : null;
      if (s.needs(1)) {
        Tensor scale = s.input(3).mul(r);
        Tensor mixed = u.mul(perFeature(gSums.select(0, 0).div(n), x))
            .add(g.mul(perFeature(uSums.select(0, 0).div(n), x)));
        Tensor first = mixed.batchNormGradient(x, statistics, scale, mixed.batchNormSums(x, statistics, epsilon),
            epsilon);
        Tensor stretch = scale.mul(r).mul(inner).div(n);
        result[1] =
            first.add(x.batchNorm(statistics, stretch, Tensor.zeros(x.dtype(), x.shape().size(1)), epsilon)).neg();
      }
    }
  }

  /// Numbers of each feature.
  private static double count(Tensor x) {
    return (double) x.count() / x.shape().size(1);
  }

  /// All axes but that of the features.
  private static int[] others(Tensor x) {
    return IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray();
  }

  /// One number for each feature, in a shape that broadcasts.
  private static Tensor perFeature(Tensor numbers, Tensor x) {
    int[] sizes = new int[x.shape().rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = x.shape().size(1);
    return numbers.reshape(sizes);
  }

  /// `1/√(σ² + ε)`.
  private static double[] inverseDeviation(double[][] statistics, double epsilon) {
    double[] result = statistics[1].clone();
    for (int f = 0; f < result.length; f++) {
      result[f] = 1 / Math.sqrt(result[f] + epsilon);
    }
    return result;
  }

  private static double[] product(double[] a, double[] b) {
    double[] result = a.clone();
    for (int f = 0; f < result.length; f++) {
      result[f] *= b[f];
    }
    return result;
  }

  private static double[] over(double n, double[] a) {
    double[] result = a.clone();
    for (int f = 0; f < result.length; f++) {
      result[f] /= n;
    }
    return result;
  }
}
