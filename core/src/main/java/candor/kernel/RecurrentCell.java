package candor.kernel;

/// The cells of recurrent layers: how a step makes a new state of the old one.
///
/// In the formulas `x` is the step's product with the input weights, `p` that of the previous `h` with the recurrent
/// weights, `b` and `q` are their biases, and a subscript names one of the gates, in PyTorch's order, into which their
/// numbers are cut.
public enum RecurrentCell {
  /// Elman's cell: `h = tanh((x + b) + (p + q))`.
  RNN_TANH(1, 1, 1),
  /// The same with a rectifier: `h = max((x + b) + (p + q), 0)`.
  RNN_RELU(1, 1, 1),
  /// Long short-term memory (Hochreiter & Schmidhuber 1997) with forget gates (Gers et al. 2000), of two states: with `i
  /// = σ(aᵢ)`, `f = σ(a_f)`, `g = tanh(a_g)`, `o = σ(aₒ)` and `a = (x + b) + (p + q)`, it is `c' = f c + i g` and `h = o
  /// tanh c'`.
  LSTM(4, 2, 6),
  /// Gated recurrent unit (Cho et al. 2014), with the reset gate after the product: `r = σ(aᵣ)`, `z = σ(a_z)`, `n =
  /// tanh(xₙ + bₙ + r (pₙ + qₙ))`, and `h' = n + z (h − n)`.
  GRU(3, 1, 5);

  private final int gates;
  private final int states;
  private final int kept;

  RecurrentCell(int gates, int states, int kept) {
    this.gates = gates;
    this.states = states;
    this.kept = kept;
  }

  /// Gates: how many numbers the products have for each unit.
  ///
  /// @return the number
  public int gates() {
    return gates;
  }

  /// States: what a step hands to the next, `h` first.
  ///
  /// @return the number
  public int states() {
    return states;
  }

  /// Numbers that the gradient of a step needs for each unit.
  ///
  /// @return the number
  public int kept() {
    return kept;
  }

  /// Whether the gradients of the two products differ.
  ///
  /// @return true for the gated recurrent unit, whose reset gate lies between them
  public boolean splits() {
    return this == GRU;
  }
}
