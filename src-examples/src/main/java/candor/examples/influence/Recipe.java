package candor.examples.influence;

import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.influence.Influence;
import candor.linalg.ConjugateGradients;
import candor.linalg.Lanczos;
import candor.linalg.LinearOperator;
import candor.linalg.RitzPairs;
import candor.linalg.Spectrum;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Lbfgs;
import candor.tensor.DType;
import java.util.Arrays;
import java.util.List;

/// The two classifiers of all ten digits, and how they are minimised.
enum Recipe {
  /// Softmax regression, whose only minimum is reached from anywhere.
  LOGISTIC("logistic regression", 0.01, 2048, 1, 300, 150, 3e-8, 200, 1e-4, List.of()) {
    @Override
    Sequential network() {
      return Sequential.builder().add("flatten", new Flatten()).add("linear", new Linear(SIDE * SIDE, CLASSES)).build();
    }
  },
  /// Convolutions alone with tanh between them, as in section 4.2 of the paper, here with strides instead of pooling.
  NETWORK("convolutional network", 0.01, 512, 8, 150, 80, 1e-6, 100, 1e-3, List.of(0.0005, 0.001, 0.01, 0.1)) {
    @Override
    Sequential network() {
      return Sequential.builder().add("conv1", new Conv2d(1, CHANNELS, 3).stride(2)).add("tanh1", Activation.tanh())
          .add("conv2", new Conv2d(CHANNELS, CHANNELS, 3).stride(2)).add("tanh2", Activation.tanh())
          .add("conv3", new Conv2d(CHANNELS, CHANNELS, 3)).add("tanh3", Activation.tanh())
          .add("conv4", new Conv2d(CHANNELS, CHANNELS, 3)).add("tanh4", Activation.tanh())
          .add("conv5", new Conv2d(CHANNELS, CLASSES, 2)).add("flatten", new Flatten()).build();
    }
  };

  static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int CHANNELS = 8;
  private static final int MEMORY = 20;
  /// Largest condition number of a damped Hessian.
  private static final double CONDITION = 1e4;
  /// The same of one that is only tried.
  private static final double SOLVABLE = 1e5;

  private final String title;
  private final double decay;
  private final int piece;
  private final int rounds;
  private final int products;
  private final int rank;
  private final double tolerance;
  private final int again;
  private final double residual;
  private final List<Double> dampings;

  Recipe(String title, double decay, int piece, int rounds, int products, int rank, double tolerance,
      int again, double residual, List<Double> dampings) {
    this.title = title;
    this.decay = decay;
    this.piece = piece;
    this.rounds = rounds;
    this.products = products;
    this.rank = rank;
    this.tolerance = tolerance;
    this.again = again;
    this.residual = residual;
    this.dampings = dampings;
  }

  /// A classifier, not initialised.
  abstract Sequential network();

  String title() {
    return title;
  }

  /// All settings in a line.
  String text() {
    return title + ", decay " + decay + ", pieces of " + piece + ", " + rounds + " rounds, " + products
        + " products, rank " + rank
        + ", tolerance " + tolerance + ", " + again + " steps, residual " + residual;
  }

  double decay() {
    return decay;
  }

  /// Rounds of the training, at most.
  int rounds() {
    return rounds;
  }

  /// Dampings to try beside the one that follows from the eigenvalues, as far as systems with them can be solved.
  List<Double> dampings(RitzPairs pairs) {
    Spectrum spectrum = Spectrum.of(pairs);
    return dampings.stream()
        .filter(d -> spectrum.largest() + d < SOLVABLE * (spectrum.smallest() + d)).toList();
  }

  /// An approximate inverse of a damped Hessian from its upper eigenvalues, as far as they stand out.
  LinearOperator inverse(RitzPairs pairs, double damping) {
    double least = pairs.value(pairs.count() - 1) / CONDITION;
    long clear = Arrays.stream(pairs.values()).filter(value -> value > least).count();
    return pairs.preconditioner((int) Math.min(rank, clear), damping);
  }

  /// Influences by the damped Hessian of a risk.
  Influence influence(EmpiricalRisk risk, RitzPairs pairs, double damping) {
    return new Influence(risk, ConjugateGradients.of(Curvature.hessian(risk), damping)
        .preconditioner(inverse(pairs, damping)).tolerance(residual));
  }

  /// The damping that follows from the eigenvalues.
  static double damping(RitzPairs pairs) {
    return Spectrum.of(pairs).damping(CONDITION);
  }

  /// The risk of a classifier of its own, with given parameters, for the thread that asks.
  ///
  /// @param train training images
  /// @param theta parameters
  EmpiricalRisk at(Dataset train, double... theta) {
    EmpiricalRisk risk = initial(train, 0);
    risk.flat().write(theta);
    return risk;
  }

  /// The same with first parameters.
  EmpiricalRisk initial(Dataset train, long seed) {
    Sequential network = network();
    network.initialise(seed, DType.F32);
    return EmpiricalRisk.of(network, Loss.crossEntropy(), train).weightDecay(decay).pieces(piece);
  }

  /// Minimises from where only one image has changed.
  Lbfgs again(EmpiricalRisk risk) {
    return lbfgs(risk, again);
  }

  Lbfgs lbfgs(EmpiricalRisk risk, int steps) {
    return new Lbfgs(risk.flat().parameters(), Lbfgs.Settings.tolerance(tolerance).memory(MEMORY).iterations(steps));
  }

  /// Eigenvalues of the Hessian of a risk, the upper ones well found: no more than there are samples, which do not make many
  /// more.
  RitzPairs pairs(EmpiricalRisk risk) {
    return Lanczos.of(Curvature.hessian(risk), Math.min(products, risk.data().size()));
  }
}
