package candor.nn.model;

import candor.nn.Init;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;

/// Fully connected networks with rectified hidden units.
///
/// ```java
/// Sequential model = Mlp.of(784, 200, 200, 200, 10).batchNorm().dropout(0.5).build();
/// ```
///
/// Every hidden layer `i`, from 1, is `fc<i>`, then `norm<i>` and `dropout<i>` where they are wanted, with `relu<i>`
/// between them; the last `fc<i>` gives the outputs. Hidden weights are normal after He et al., the last ones uniform
/// after Glorot & Bengio.
public final class Mlp {
  private final int[] sizes;
  private final boolean normalised;
  private final double dropout;

  private Mlp(int[] sizes, boolean normalised, double dropout) {
    this.sizes = sizes;
    this.normalised = normalised;
    this.dropout = dropout;
  }

  /// A network of the given sizes, without batch normalisation and dropout.
  ///
  /// @param sizes number of inputs, of units of every hidden layer, and of outputs
  /// @return the description
  /// @throws IllegalArgumentException if there are less than two sizes, or one is not positive
  public static Mlp of(int... sizes) {
    if (sizes.length < 2) {
      throw new IllegalArgumentException("mlp: " + sizes.length + " sizes, expected inputs and outputs at least");
    }
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("mlp: a size of " + size + ", expected 1 or more");
      }
    }
    return new Mlp(sizes.clone(), false, 0);
  }

  /// The same with batch normalisation between every hidden layer and its rectifier.
  ///
  /// @return the description
  public Mlp batchNorm() {
    return new Mlp(sizes, true, dropout);
  }

  /// The same with dropout after every rectifier.
  ///
  /// @param p probability of zero, in `[0, 1)`; 0 means that there are no such layers
  /// @return the description
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public Mlp dropout(double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("mlp: dropout probability " + p + ", expected [0, 1)");
    }
    return new Mlp(sizes, normalised, p);
  }

  /// Makes the network.
  ///
  /// @return a network from `[N, …]`, flattened to `[N, sizes₀]`, to `[N, outputs]`, not initialised
  public Sequential build() {
    Sequential.Builder network = Sequential.builder().add("flatten", new Flatten());
    int last = sizes.length - 1;
    for (int i = 1; i < last; i++) {
      network.add("fc" + i, new Linear(sizes[i - 1], sizes[i], Init.heNormal()));
      if (normalised) {
        network.add("norm" + i, new BatchNorm1d(sizes[i]));
      }
      network.add("relu" + i, Activation.relu());
      if (dropout > 0) {
        network.add("dropout" + i, new Dropout(dropout));
      }
    }
    return network.add("fc" + last, new Linear(sizes[last - 1], sizes[last])).build();
  }
}
