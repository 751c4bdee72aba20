package candor.bayes;

import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/// A Laplace approximation (MacKay 1992; Daxberger et al. 2021): after training, the posterior over weights is taken for
/// normal, with the trained weights `θ` as its mean and the precision `H + δ I`. `H` is the generalised Gauss–Newton matrix
/// of the training data's negative log-likelihood, which for these likelihoods is Fisher's matrix, and `δ` the precision of
/// the prior `N(0, I/δ)` of every weight and bias that is approximated.
///
/// ```java
/// Laplace laplace = LastLayerLaplace.fit(network, new Likelihood.Categorical(), data);   // δ of highest evidence
/// Belief.Categorical belief = laplace.probit().predict(x);
/// Belief.Samples samples = laplace.draw(() -> LeNet.caffe(0.5), 30, 1).classes().predict(x);
/// ```
///
/// The network is run in evaluation. It should have been trained with the same prior, that is with weight decay `δ` over the
/// number of samples; where `δ` is chosen afterwards, by evidence, this is as good an approximation as the trained weights
/// are near the best ones.
public abstract sealed class Laplace permits LastLayerLaplace, DiagonalLaplace {
  static final String NAME = "laplace";
  private static final double PROBIT = Math.PI / 8;

  private final Module model;
  private final Likelihood likelihood;
  private final Evidence evidence;
  private final double precision;

  Laplace(Module model, Likelihood likelihood, Evidence evidence, double precision) {
    if (!(precision > 0 && precision < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          NAME + ": prior precision " + precision + ", expected a positive finite number");
    }
    this.model = model;
    this.likelihood = likelihood;
    this.evidence = evidence;
    this.precision = precision;
  }

  /// Outputs and their variances side by side, `[n, 2K]`, in F64.
  abstract Tensor moments(Tensor input);

  /// Weights of a draw, as [FlatParameters] reads them.
  abstract double[] weights(RandomStream stream);

  /// The parameters of a network that are drawn.
  abstract List<Parameter> parameters(Module network);

  /// The same approximation with another prior.
  ///
  /// @param delta precision `δ`, positive and finite
  /// @return the approximation
  /// @throws IllegalArgumentException if it is out of its range
  public abstract Laplace priorPrecision(double delta);

  final Module model() {
    return model;
  }

  final Likelihood likelihood() {
    return likelihood;
  }

  final Evidence evidence() {
    return evidence;
  }

  /// The precision of the prior, that of highest evidence unless another one was given.
  ///
  /// @return `δ`
  public final double priorPrecision() {
    return precision;
  }

  /// The approximate logarithm of the marginal likelihood of the training data, `ln p(D | θ) − ½ δ ‖θ‖² + ½ P ln δ − ½ ln
  /// det(H + δ I)`, by which models and priors are compared.
  ///
  /// @return a number in nats
  public final double logEvidence() {
    return evidence.logarithm(precision);
  }

  /// Predicts classes without draws: outputs are taken for normal, with the mean `f` and the variances `v` of the
  /// network that is linear in its weights, and `p = softmax(f / √(1 + π v / 8))` (MacKay 1992; covariances between
  /// outputs are ignored).
  ///
  /// @return predictor
  /// @throws IllegalStateException if the likelihood is about numbers
  public final Predictive<Belief.Categorical> probit() {
    if (!(likelihood instanceof Likelihood.Categorical)) {
      throw new IllegalStateException(NAME + ": probabilities of a likelihood about numbers; see numbers()");
    }
    return (input, sampleIds) -> {
      Tensor moments = checked(input, sampleIds);
      int classes = moments.shape().size(1) / 2;
      Tensor variance = moments.slice(1, classes, 2 * classes);
      return new Belief.Categorical(
          moments.slice(1, 0, classes).mul(variance.mul(PROBIT).add(1).rsqrt()).softmax(1));
    };
  }

  /// Predicts numbers without draws: one normal distribution, whose variance is that of the network that is linear in its
  /// weights, and the noise. The belief counts both as aleatoric, since it holds one component; [#draw] tells them apart.
  ///
  /// @return predictor
  /// @throws IllegalStateException if the likelihood is about classes
  public final Predictive<Belief.GaussianMixture> numbers() {
    if (!(likelihood instanceof Likelihood.Gaussian gaussian)) {
      throw new IllegalStateException(NAME + ": numbers of a likelihood about classes; see probit()");
    }
    return (input, sampleIds) -> {
      Tensor moments = checked(input, sampleIds);
      int d = moments.shape().size(1) / 2;
      return new Belief.GaussianMixture(moments.slice(1, 0, d).unsqueeze(0),
          moments.slice(1, d, 2 * d).add(1 / gaussian.precision()).unsqueeze(0));
    };
  }

  /// Draws networks from the posterior, which are not linear.
  ///
  /// @param architecture makes a network like the approximated one; its numbers are replaced
  /// @param count number of draws, at least 1
  /// @param seed seed of the draws
  /// @return the networks
  /// @throws IllegalArgumentException if there is no draw, or the architecture is another
  public final DrawnNetworks draw(Supplier<? extends Module> architecture, int count, long seed) {
    Module copy = architecture.get();
    Copies.into(copy, model);
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child(NAME);
    return new DrawnNetworks(NAME, copy, parameters(copy), count, t -> weights(stream.at(t)), true, null, seed);
  }

  private Tensor checked(Tensor input, int... sampleIds) {
    int n = input.shape().size(0);
    if (sampleIds.length != n) {
      throw new IllegalArgumentException(NAME + ": " + sampleIds.length + " identities for " + n + " samples");
    }
    return moments(input);
  }
}
