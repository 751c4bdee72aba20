package candor.examples.influence;

import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.EmpiricalRisk;
import candor.linalg.Lanczos;
import candor.linalg.RitzPairs;
import candor.nn.Sequential;
import candor.nn.data.Dataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Lbfgs;
import candor.tensor.DType;

/// The two classifiers of all ten digits, and how they are minimised.
enum Recipe {
  /// Softmax regression, whose only minimum is reached from anywhere.
  LOGISTIC("logistic regression", 0.01, 2048, 1, 300, 150, 3e-8, 200) {
    @Override
    Sequential network() {
      return Sequential.builder().add("flatten", new Flatten()).add("linear", new Linear(SIDE * SIDE, CLASSES)).build();
    }
  },
  /// Convolutions alone with tanh between them, as in section 4.2 of the paper, here with strides instead of pooling.
  NETWORK("convolutional network", 0.001, 512, 8, 150, 80, 1e-6, 60) {
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

  private final String title;
  private final double decay;
  private final int piece;
  private final int rounds;
  private final int products;
  private final int rank;
  private final double tolerance;
  private final int again;

  Recipe(String title, double decay, int piece, int rounds, int products, int rank, double tolerance, int again) {
    this.title = title;
    this.decay = decay;
    this.piece = piece;
    this.rounds = rounds;
    this.products = products;
    this.rank = rank;
    this.tolerance = tolerance;
    this.again = again;
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
        + ", tolerance " + tolerance + ", " + again + " steps";
  }

  double decay() {
    return decay;
  }

  /// Rounds of the training, at most.
  int rounds() {
    return rounds;
  }

  /// How many of the upper eigenvalues make the preconditioner.
  int rank() {
    return rank;
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

  /// Eigenvalues of a Hessian, the upper ones well found.
  RitzPairs pairs(Curvature hessian) {
    return Lanczos.of(hessian, Math.min(products, hessian.size()));
  }
}
