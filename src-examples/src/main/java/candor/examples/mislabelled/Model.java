package candor.examples.mislabelled;

import candor.bayes.curvature.EmpiricalRisk;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.AvgPool2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.layer.MaxPool2d;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.optim.Schedule;
import candor.nn.train.Trainer;
import candor.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Features, and a logistic regression on them: the last layer of a network whose other parts are taken as given.
enum Model {
  /// Logistic regression on pixels, four averaged to one.
  PIXELS("pixels", "logistic regression on pixels", 0.01),
  /// A network that learns from the noisy labels; influence takes its features as given.
  NETWORK("network", "last layer of a convolutional network", 0.01);

  private static final int BATCH = 64;
  private static final double RATE = 1e-3;
  private static final int WIDTH = 100;
  /// Samples of a piece: large, as the last layer's products are small.
  private static final int PIECE = 1024;

  private final String id;
  private final String title;
  private final double decay;

  Model(String id, String title, double decay) {
    this.id = id;
    this.title = title;
    this.decay = decay;
  }

  String id() {
    return id;
  }

  /// Name for people.
  String title() {
    return title;
  }

  /// Weight decay of the last layer.
  double decay() {
    return decay;
  }

  /// Learns what comes before the last layer.
  ///
  /// @param data images and labels, some of them wrong
  /// @param epochs passes of a network over them
  /// @param seed seed
  /// @return all parts but the last layer
  UnaryOperator<Tensor> learn(TensorDataset data, int epochs, long seed) {
    Sequential network = network();
    network.initialise(seed);
    if (this == NETWORK) {
      DataLoader loader = new DataLoader(data, BATCH, seed);
      Trainer.builder(network, Loss.crossEntropy(), new Adam(network.parameters(), RATE), loader).seed(seed)
          .schedule(Schedule.cosine(RATE, 0, epochs * loader.batches())).build().fit(epochs);
    }
    return images -> network.apply(images, Context.evaluate(), 0, network.size() - 1);
  }

  /// The risk of a last layer, which is not at its minimum.
  ///
  /// @param features features and labels, some of them wrong
  EmpiricalRisk risk(TensorDataset features) {
    Sequential layer = Sequential.of(new Linear(features.inputs().shape().size(1), 10));
    layer.initialise(1);
    return EmpiricalRisk.of(layer, Loss.crossEntropy(), features).weightDecay(decay).pieces(PIECE);
  }

  private Sequential network() {
    return this == PIXELS
        ? Sequential.of(new AvgPool2d(2), new Flatten(), new Linear(196, 10))
        : Sequential.of(new Conv2d(1, 20, 5), new MaxPool2d(2), Activation.relu(), new Conv2d(20, 50, 5),
            new MaxPool2d(2), Activation.relu(), new Flatten(), new Linear(800, WIDTH), Activation.relu(),
            new Dropout(0.5), new Linear(WIDTH, 10));
  }
}
