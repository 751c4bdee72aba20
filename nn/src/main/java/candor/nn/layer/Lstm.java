package candor.nn.layer;

import candor.kernel.RecurrentCell;

/// Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gates of Gers et al. 2000):
/// `c' = σ(a_f) c + σ(aᵢ) tanh(a_g)`, `h = σ(aₒ) tanh c'` with `a = W_ih x + b_ih + W_hh h + b_hh` and the gates in the order
/// `i`, `f`, `g`, `o`. See [Recurrent].
public final class Lstm extends Recurrent {
  /// One layer forwards, without dropout.
  ///
  /// @param inputs number of features
  /// @param units number of units
  /// @throws IllegalArgumentException if a number is below 1
  public Lstm(int inputs, int units) {
    this(inputs, units, RecurrentOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param inputs number of features
  /// @param units number of units of each layer and direction
  /// @param options layers, directions, dropout
  /// @throws IllegalArgumentException if a number is below 1
  public Lstm(int inputs, int units, RecurrentOptions options) {
    super("lstm", RecurrentCell.LSTM, inputs, units, options);
  }
}
