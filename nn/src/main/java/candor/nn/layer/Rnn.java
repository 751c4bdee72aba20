package candor.nn.layer;

import candor.kernel.RecurrentCell;

/// Simple recurrent layers (Elman 1990): `h' = f(W_ih x + b_ih + W_hh h + b_hh)` with `f` the hyperbolic tangent or a
/// rectifier. See [Recurrent].
public final class Rnn extends Recurrent {
  /// What a unit does with its sum.
  public enum Nonlinearity {
    /// Hyperbolic tangent.
    TANH(RecurrentCell.RNN_TANH),
    /// Rectifier, `max(x, 0)`.
    RELU(RecurrentCell.RNN_RELU);

    private final RecurrentCell cell;

    Nonlinearity(RecurrentCell cell) {
      this.cell = cell;
    }
  }

  /// One layer forwards with hyperbolic tangents, without dropout.
  ///
  /// @param inputs number of features
  /// @param units number of units
  /// @throws IllegalArgumentException if a number is below 1
  public Rnn(int inputs, int units) {
    this(inputs, units, Nonlinearity.TANH, RecurrentOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param inputs number of features
  /// @param units number of units of each layer and direction
  /// @param nonlinearity what a unit does with its sum
  /// @param options layers, directions, dropout
  /// @throws IllegalArgumentException if a number is below 1
  public Rnn(int inputs, int units, Nonlinearity nonlinearity, RecurrentOptions options) {
    super("rnn", nonlinearity.cell, inputs, units, options);
  }
}
