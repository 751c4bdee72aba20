package candor.nn.layer;

import candor.kernel.RecurrentCell;

/// Gated recurrent units (Cho et al. 2014), with the reset gate after the product, as in PyTorch: `n = tanh(W_in x + b_in
/// + r (W_hn h + b_hn))`, `h' = (1 − z) n + z h`, where `r` and `z` are `σ(W_ih x + b_ih + W_hh h + b_hh)` and the gates come
/// in the order `r`, `z`, `n`. See [Recurrent].
public final class Gru extends Recurrent {
  /// One layer forwards, without dropout.
  ///
  /// @param inputs number of features
  /// @param units number of units
  /// @throws IllegalArgumentException if a number is below 1
  public Gru(int inputs, int units) {
    this(inputs, units, RecurrentOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param inputs number of features
  /// @param units number of units of each layer and direction
  /// @param options layers, directions, dropout
  /// @throws IllegalArgumentException if a number is below 1
  public Gru(int inputs, int units, RecurrentOptions options) {
    super("gru", RecurrentCell.GRU, inputs, units, options);
  }
}
