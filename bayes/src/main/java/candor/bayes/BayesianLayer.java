package candor.bayes;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// A layer whose weights are independent normal numbers, with a mean and a deviation each that are trained: mean-field
/// variational inference, known as Bayes by Backprop (Blundell et al. 2015).
///
/// The deviations are `σ = softplus(ρ)`, the prior of every weight and bias is `N(0, s²)`. In training and sampling the
/// layer draws, as its [VariationalEstimator] says; in evaluation the means are its weights. [Elbo] is what to train with,
/// [McDropout] predicts, as with any random network.
///
/// Parameters: `weight` and `bias`, the means, named as in the layer without deviations, and `weight_rho`, `bias_rho`.
public abstract sealed class BayesianLayer extends Module permits BayesianLinear, BayesianConv2d {
  /// First `ρ`: a deviation of 0.0486.
  static final double FIRST_RHO = -3;

  private final VariationalEstimator estimator;
  private final double prior;
  private final Parameter weight;
  private final Parameter weightRho;
  private final Parameter bias;
  private final Parameter biasRho;

  /// For the layers.
  ///
  /// @param name what messages begin with
  /// @param shape shape of the weight, outputs along axis 0
  /// @param order its order in memory
  /// @param prior deviation `s` of the prior
  BayesianLayer(String name, Shape shape, int[] order, VariationalEstimator estimator, double prior) {
    if (!(prior > 0 && prior < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": prior deviation " + prior + ", expected a positive finite number");
    }
    this.estimator = estimator;
    this.prior = prior;
    int out = shape.size(0);
    weight = parameter("weight", Init.glorotUniform(), shape, order);
    weightRho = parameter("weight_rho", Init.constant(FIRST_RHO), shape, order);
    bias = parameter("bias", Init.constant(0), out);
    biasRho = parameter("bias_rho", Init.constant(FIRST_RHO), out);
  }

  /// Checks the input.
  abstract void require(Tensor x);

  /// The bilinear function of input and weight, without a bias.
  abstract Tensor product(Tensor x, Tensor w);

  /// A number for each output in a shape that broadcasts to those of all samples.
  abstract Tensor perOutput(Tensor numbers);

  /// Numbers `[N, in]` in a shape that broadcasts to the inputs.
  abstract Tensor perInput(Tensor numbers);

  /// Number of features, or channels, that come in.
  abstract int inputs();

  /// The divergence from the prior, `KL(q ‖ p) = Σ ln(s/σ) + (σ² + μ²) / (2 s²) − ½` over weights and biases, in nats.
  ///
  /// @return scalar, a function of the parameters
  public final Tensor divergence() {
    return divergence(weight, weightRho).add(divergence(bias, biasRho));
  }

  private Tensor divergence(Parameter mean, Parameter rho) {
    Tensor sigma = rho.value().softplus();
    Tensor squares = sigma.square().add(mean.value().square()).div(2 * prior * prior);
    return squares.sub(sigma.log()).add(StrictMath.log(prior) - 0.5).sum();
  }

  @Override
  public final boolean isStochastic() {
    return true;
  }

  @Override
  protected final Tensor forward(Tensor x, Context context) {
    require(x);
    if (!context.isRandom()) {
      return product(x, weight.value()).add(perOutput(bias.value()));
    }
    return switch (estimator) {
      case WEIGHTS -> byWeights(x, context);
      case LOCAL -> byOutputs(x, context);
      case FLIPOUT -> byFlips(x, context);
    };
  }

  private Tensor byWeights(Tensor x, Context context) {
    Tensor w = weight.value().add(deviation(weightRho, context, "weight"));
    return product(x, w).add(perOutput(bias.value().add(deviation(biasRho, context, "bias"))));
  }

  private Tensor byOutputs(Tensor x, Context context) {
    Tensor mean = product(x, weight.value()).add(perOutput(bias.value()));
    Tensor variance = product(x.square(), weightRho.value().softplus().square())
        .add(perOutput(biasRho.value().softplus().square()));
    return mean.add(variance.sqrt().mul(noise(context, mean)));
  }

  private Tensor byFlips(Tensor x, Context context) {
    int[] ids = context.sampleIds();
    Tensor in = perInput(signs(context.stream().child("in"), ids, inputs(), x.dtype()));
    Tensor out = signs(context.stream().child("out"), ids, bias.shape().size(0), x.dtype());
    Tensor mean = product(x, weight.value()).add(perOutput(bias.value()));
    Tensor moved = product(x.mul(in), deviation(weightRho, context, "weight"))
        .add(perOutput(deviation(biasRho, context, "bias")));
    return mean.add(moved.mul(perOutput(out)));
  }

  /// `σ ε`, one draw for the pass.
  private static Tensor deviation(Parameter rho, Context context, String name) {
    double[] draws = new double[rho.shape().count()];
    context.stream().child(name).normal(0, draws);
    Tensor sigma = rho.value().softplus();
    return sigma.mul(Tensor.of(NdArray.wrap(draws, rho.shape())).to(sigma.dtype()));
  }

  /// A number for each output of each sample, addressed by its identity.
  private static Tensor noise(Context context, Tensor outputs) {
    int[] ids = context.sampleIds();
    int each = outputs.count() / Math.max(1, ids.length);
    double[] draws = new double[outputs.count()];
    for (int i = 0; i < ids.length; i++) {
      context.stream().normal(ids[i], 0, draws, i * each, each);
    }
    return Tensor.of(NdArray.wrap(draws, outputs.shape())).to(outputs.dtype());
  }

  /// Signs `[N, features]`, addressed by the samples' identities.
  private static Tensor signs(RandomStream stream, int[] ids, int features, DType dtype) {
    double[] all = new double[ids.length * features];
    double[] row = new double[features];
    for (int i = 0; i < ids.length; i++) {
      stream.signs(ids[i], row);
      System.arraycopy(row, 0, all, i * features, features);
    }
    return Tensor.of(all, ids.length, features).to(dtype);
  }
}
