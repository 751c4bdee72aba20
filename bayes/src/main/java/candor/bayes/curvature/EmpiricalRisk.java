package candor.bayes.curvature;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Evaluator;
import candor.nn.FlatParameters;
import candor.nn.FlatSum;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.nn.data.TensorDataset;
import candor.nn.loss.SampleLoss;
import candor.nn.optim.Lbfgs;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a training minimises, as a function of the parameters: `R(θ) = 1/D Σᵢ ℓ(zᵢ, θ) + ½ λ ‖θ‖²`, where the divisor `D` is the
/// number of samples unless samples were left out.
///
/// ```java
/// EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.crossEntropy(), data).weightDecay(0.01);
/// Curvature hessian = Curvature.hessian(risk);
/// ```
///
/// `ℓ` is what the loss says of every sample, whatever its reduction, of the network in evaluation: dropout is off, and
/// batch normalisation uses its running statistics. `θ` are all parameters, or those that were chosen, as
/// [FlatParameters] lists them; the decay is that of the chosen ones. The data is read in pieces of neighbouring samples,
/// which threads share; sums go through the pieces in order, in F64, so the bits do not depend on threads.
///
/// A risk never changes; each of these methods makes another one. It always speaks of the parameters as they are when it is
/// asked.
public final class EmpiricalRisk {
  static final String NAME = "empirical risk";
  private static final int PIECE = 128;

  private final Module model;
  private final SampleLoss loss;
  private final Dataset data;
  /// What comes into the first part that has a chosen parameter, if it is kept.
  private final @Nullable Dataset features;
  private final FlatParameters flat;
  private final double divisor;
  private final double weightDecay;
  private final int pieceSize;
  private final Pieces pieces;

  private EmpiricalRisk(Module model, SampleLoss loss, Dataset data, @Nullable Dataset features, FlatParameters flat,
      double divisor, double weightDecay, int pieceSize) {
    if (data.size() == 0) {
      throw new IllegalArgumentException(NAME + ": no samples, expected 1 or more");
    }
    this.model = model;
    this.loss = loss;
    this.data = data;
    this.features = features;
    this.flat = flat;
    this.divisor = divisor;
    this.weightDecay = weightDecay;
    this.pieceSize = pieceSize;
    pieces = new Pieces(data.size(), pieceSize);
  }

  /// A value and its gradient.
  ///
  /// @param value `R(θ)`
  /// @param gradient `∇R(θ)`
  public record Evaluation(double value, double[] gradient) {
  }

  /// The mean loss of a data set, by all parameters, without weight decay, in pieces of 128 samples.
  ///
  /// @param model initialised network that treats every sample by itself
  /// @param loss loss
  /// @param data one sample or more
  /// @return the risk
  /// @throws IllegalArgumentException if there is no sample
  public static EmpiricalRisk of(Module model, SampleLoss loss, Dataset data) {
    return new EmpiricalRisk(model, loss, data, null, new FlatParameters(NAME, model.parameters()), data.size(), 0,
        PIECE);
  }

  /// The same as a function of some of the parameters, the others being constants.
  ///
  /// @param chosen parameters of the model
  /// @return new risk
  /// @throws IllegalArgumentException if one belongs to another model
  public EmpiricalRisk parameters(List<Parameter> chosen) {
    for (Parameter p : chosen) {
      if (!model.parameters().contains(p)) {
        throw new IllegalArgumentException(NAME + ": parameter " + p.name() + " " + p.shape() + " is not the model's");
      }
    }
    return new EmpiricalRisk(model, loss, data, null, new FlatParameters(NAME, chosen), divisor, weightDecay,
        pieceSize);
  }

  /// The same as a function of the last part's parameters alone: what influence means when the features are taken as given.
  ///
  /// @return new risk
  /// @throws IllegalArgumentException if the model is no [Sequential], or its last part has no parameters
  public EmpiricalRisk lastLayer() {
    List<Module> parts = model instanceof Sequential sequential ? sequential.children() : List.of();
    if (parts.isEmpty() || parts.getLast().parameters().isEmpty()) {
      throw new IllegalArgumentException(
          NAME + ": the model " + model + " has no last layer, expected a Sequential that ends with parameters");
    }
    return parameters(parts.getLast().parameters());
  }

  /// The same with another weight decay.
  ///
  /// @param lambda `λ`, 0 or more
  /// @return new risk
  /// @throws IllegalArgumentException if it is out of its range
  public EmpiricalRisk weightDecay(double lambda) {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(NAME + ": weight decay " + lambda + ", expected a finite number of 0 or more");
    }
    return new EmpiricalRisk(model, loss, data, features, flat, divisor, lambda, pieceSize);
  }

  /// The same with other pieces. Sums of other pieces have other last bits.
  ///
  /// @param samples samples of a piece at most, at least 1
  /// @return new risk
  /// @throws IllegalArgumentException if it is out of its range
  public EmpiricalRisk pieces(int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException(NAME + ": pieces of " + samples + " samples, expected 1 or more");
    }
    return new EmpiricalRisk(model, loss, data, features, flat, divisor, weightDecay, samples);
  }

  /// The same, which keeps what comes into the first part of a [Sequential] that has a chosen parameter, and never computes
  /// it again: for a last layer on features that are taken as given. It takes the memory of all samples' features, and
  /// changes no bits.
  ///
  /// @return new risk
  public EmpiricalRisk keepingFeatures() {
    if (constantParts() == 0) {
      return this;
    }
    Tensor all = new Evaluator().map(data.size(), 0,
        (from, to) -> features(data.batch(IntStream.range(from, to).toArray()).input()));
    return new EmpiricalRisk(model, loss, data, new TensorDataset(all, data.targets()), flat, divisor, weightDecay,
        pieceSize);
  }

  /// The same with other inputs of some samples.
  ///
  /// @param points indices of these samples, none twice
  /// @param inputs their inputs, along axis 0
  /// @return new risk
  /// @throws IllegalArgumentException if there are not as many inputs as indices
  /// @throws IndexOutOfBoundsException if there is no such sample
  public EmpiricalRisk replacing(int[] points, Tensor inputs) {
    return new EmpiricalRisk(model, loss, new ReplacedInputs(data, points, inputs),
        features == null ? null : new ReplacedInputs(features, points, features(inputs)), flat, divisor, weightDecay,
        pieceSize);
  }

  /// The same of other data, of which it is the mean.
  ///
  /// @param other one sample or more
  /// @return new risk
  /// @throws IllegalArgumentException if there is no sample
  public EmpiricalRisk data(Dataset other) {
    return new EmpiricalRisk(model, loss, other, null, flat, other.size(), weightDecay, pieceSize);
  }

  /// The same without some samples.
  ///
  /// @param kind what the sum of the others is divided by
  /// @param points indices of the samples to leave out
  /// @return new risk
  /// @throws IllegalArgumentException if no sample is left, or one is named twice
  /// @throws IndexOutOfBoundsException if there is no such sample
  public EmpiricalRisk without(Divisor kind, int... points) {
    Set<Integer> out = new HashSet<>();
    for (int point : points) {
      if (!out.add(Objects.checkIndex(point, data.size()))) {
        throw new IllegalArgumentException(NAME + ": sample " + point + " is left out twice");
      }
    }
    int[] rest = IntStream.range(0, data.size()).filter(i -> !out.contains(i)).toArray();
    double left = kind == Divisor.KEPT ? divisor : divisor - points.length;
    return subset(left, rest);
  }

  /// The same estimated from some samples, whose mean it takes the place of all samples' mean.
  EmpiricalRisk sample(int... points) {
    double share = (double) points.length / data.size();
    return subset(divisor * share, points);
  }

  private EmpiricalRisk subset(double newDivisor, int... points) {
    return new EmpiricalRisk(model, loss, data.subset(points), features == null ? null : features.subset(points), flat,
        newDivisor, weightDecay, pieceSize);
  }

  /// The network.
  ///
  /// @return the model
  public Module model() {
    return model;
  }

  /// The loss of a sample.
  ///
  /// @return the loss
  public SampleLoss loss() {
    return loss;
  }

  /// The samples.
  ///
  /// @return the data set
  public Dataset data() {
    return data;
  }

  /// The parameters that it is a function of.
  ///
  /// @return `θ`
  public FlatParameters flat() {
    return flat;
  }

  /// What the sum of the losses is divided by.
  ///
  /// @return `D`
  public double divisor() {
    return divisor;
  }

  /// The weight decay.
  ///
  /// @return `λ`
  public double weightDecay() {
    return weightDecay;
  }

  /// Value and gradient at the present parameters.
  ///
  /// @return both
  /// @throws ArithmeticException if the gradient has a number that is infinite or NaN
  public Evaluation evaluate() {
    FlatSum gradients = new FlatSum(flat);
    double[] sum = new double[1];
    pieces.forEach(1, (piece, workspace, turn) -> {
      Tensor total = losses(batch(pieces.indices(piece))).sum();
      List<Tensor> part = Autograd.grad(total, flat.values());
      turn.take(0, () -> {
        add("gradient", piece, part, gradients);
        sum[0] += requireFinite("gradient", piece, total.item(), "the loss");
      });
    });
    double[] gradient = gradients.vector();
    double[] theta = flat.read();
    double square = 0;
    for (int i = 0; i < theta.length; i++) {
      gradient[i] = gradient[i] / divisor + weightDecay * theta[i];
      square += theta[i] * theta[i];
    }
    return new Evaluation(sum[0] / divisor + weightDecay / 2 * square, gradient);
  }

  /// Value and gradient as [Lbfgs] asks for them, the gradient rounded to the parameters' type.
  ///
  /// @return the objective, whose parameters are [#flat]'s
  public Lbfgs.Objective objective() {
    return () -> {
      Evaluation here = evaluate();
      return new Lbfgs.Evaluation(here.value(), flat.unflatten(here.gradient()));
    };
  }

  /// The loss of every sample, `ℓ(zᵢ, θ)`.
  ///
  /// @return one number for each sample
  public double[] sampleLosses() {
    return pieces.join(1, data.size(), piece -> {
      Batch batch = batch(pieces.indices(piece));
      return new double[][] {numbers(Autograd.withoutGraph(() -> losses(batch)))};
    })[0];
  }

  /// The gradients of single samples, `∇θ ℓ(zᵢ, θ)`, without weight decay.
  ///
  /// Where the parameters are those of a last linear layer, the gradients of a batch are computed together, as outer
  /// products of the errors with the features; else there is a forward and a backward pass for every sample, which threads
  /// share.
  ///
  /// @param points indices of samples
  /// @return one vector for each of them
  /// @throws IndexOutOfBoundsException if there is no such sample
  public List<double[]> sampleGradients(int... points) {
    return new SampleGradients(this).of(points);
  }

  /// How the losses of all samples change when the parameters move: `⟨∇θ ℓ(zᵢ, θ), d⟩` for every sample and direction, at the
  /// price of about a Hessian's product for each direction, without any sample's gradient by itself.
  ///
  /// @param directions vectors of the parameters' number
  /// @return one array for each direction, with one number for each sample
  /// @throws IllegalArgumentException if a direction has another length
  public double[][] directionalDerivatives(List<double[]> directions) {
    return new SampleGradients(this).along(directions);
  }

  /// The gradient by a sample's input of how its loss changes when the parameters move: `∇ₓ ⟨∇θ ℓ(zᵢ, θ), d⟩`.
  ///
  /// @param direction vector of the parameters' number
  /// @param points indices of samples, one or more
  /// @return tensor of the shape of these inputs, samples along axis 0
  /// @throws IllegalArgumentException if the direction has another length, or there is no sample
  /// @throws IndexOutOfBoundsException if there is no such sample
  public Tensor inputGradients(double[] direction, int... points) {
    return new SampleGradients(this).byInput(direction, points);
  }

  Pieces pieces() {
    return pieces;
  }

  int pieceSize() {
    return pieceSize;
  }

  /// Samples, with what comes into the first part of a [Sequential] that has a chosen parameter in the place of the inputs.
  Batch batch(int... index) {
    if (features != null) {
      return features.batch(index);
    }
    Batch batch = data.batch(index);
    return batch.withInput(features(batch.input()));
  }

  private Tensor features(Tensor input) {
    int constant = constantParts();
    return model instanceof Sequential sequential
        ? Autograd.withoutGraph(() -> sequential.apply(input, Context.evaluate(), 0, constant))
        : input;
  }

  /// The losses of a [#batch], `[m]`.
  Tensor losses(Batch batch) {
    return loss.perSample(outputs(batch.input()), batch.target());
  }

  /// The network's outputs, tracked by the chosen parameters; what comes before them records nothing.
  Tensor outputs(Tensor input) {
    return model instanceof Sequential sequential
        ? sequential.apply(input, Context.evaluate(), constantParts(), sequential.size())
        : model.apply(input, Context.evaluate());
  }

  int constantParts() {
    int n = 0;
    if (model instanceof Sequential sequential) {
      List<Module> parts = sequential.children();
      while (n < parts.size() && parts.get(n).parameters().stream().noneMatch(flat.parameters()::contains)) {
        n++;
      }
    }
    return n;
  }

  /// Adds what was computed of a piece, which must be finite, to a sum.
  void add(String what, int piece, List<Tensor> part, FlatSum sum) {
    int index = sum.add(part);
    if (index >= 0) {
      requireFinite(what, piece, flat.flatten(part)[index], flat.describe(index));
    }
  }

  private double requireFinite(String what, int piece, double number, String where) {
    if (!Double.isFinite(number)) {
      throw new ArithmeticException(
          what + ": " + number + " at " + where + ", from " + pieces.words(piece) + " of " + data.size());
    }
    return number;
  }

  static double[] numbers(Tensor x) {
    return x.detach().to(DType.F64).toDoubles();
  }
}
