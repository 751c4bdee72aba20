package candor.examples.failureprediction;

import candor.nn.Sequential;
import candor.nn.model.Mlp;
import candor.nn.model.SmallConvNet;
import java.util.List;

/// The two networks of Corbière et al. 2019 for MNIST, and what the paper reports of them.
///
/// The paper trains for 100 epochs at a rate of 10⁻³. The MLP makes as long a way, as the sum of the rates of its steps
/// tells, in 20 epochs, SmallConvNet six tenths of it in 4.
enum Architecture {
  /// Two convolutions.
  SMALL_CONV_NET("small-conv-net", "SmallConvNet", 0.03,
      List.of(new Published(Method.MCP, 35.05, 5.56, 98.63), new Published(Method.OWN_ENTROPY, 38.50, 5.26, 98.65),
          new Published(Method.TRUST_SCORE, 35.88, 10.00, 98.20),
          new Published(Method.CONFIDNET, 45.89, 3.33, 98.82))) {
    @Override
    Sequential network() {
      return SmallConvNet.confidNet();
    }
  },
  /// One hidden layer.
  MLP("mlp", "MLP", 0.01,
      List.of(new Published(Method.MCP, 37.70, 14.87, 97.13), new Published(Method.OWN_ENTROPY, 38.22, 15.15, 97.15),
          new Published(Method.TRUST_SCORE, 52.18, 12.31, 97.52),
          new Published(Method.CONFIDNET, 57.37, 11.79, 97.83))) {
    @Override
    Sequential network() {
      return Mlp.of(PIXELS, HIDDEN, CLASSES).dropout(DROPOUT).build();
    }
  };

  private static final int PIXELS = 28 * 28;
  private static final int HIDDEN = 100;
  private static final int CLASSES = 10;
  private static final double DROPOUT = 0.3;

  private final String id;
  private final String title;
  private final double rate;
  private final List<Published> published;

  /// What the paper reports, in per cent.
  ///
  /// @param method the method
  /// @param auprErrors AUPR with errors as positives
  /// @param falsePositiveRate share of errors among those as sure as 95 % of the successes
  /// @param auroc AUROC
  record Published(Method method, double auprErrors, double falsePositiveRate, double auroc) {
  }

  Architecture(String id, String title, double rate, List<Published> published) {
    this.id = id;
    this.title = title;
    this.rate = rate;
    this.published = published;
  }

  /// A network, not initialised.
  abstract Sequential network();

  /// Name in files.
  String id() {
    return id;
  }

  /// Name for people.
  String title() {
    return title;
  }

  /// Learning rate of the first step; a cosine leads it to 0.
  double rate() {
    return rate;
  }

  List<Published> published() {
    return published;
  }
}
