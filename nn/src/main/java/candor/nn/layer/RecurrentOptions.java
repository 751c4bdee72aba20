package candor.nn.layer;

/// How a recurrent layer is built up, and what it drops.
///
/// ```java
/// RecurrentOptions options = RecurrentOptions.DEFAULT.layers(2).variational(0.25, 0.25);
/// ```
///
/// @param layers number of layers, each of which runs over the outputs of the one before
/// @param bidirectional whether each layer also runs backwards, its outputs beside those forwards
/// @param dropout probability of ordinary dropout on the outputs of every layer but the last, drawn anew in every step
/// @param inputDropout probability of variational dropout on the inputs of every layer
/// @param stateDropout probability of variational dropout on `h` before the recurrent product
/// @param untied whether each gate has variational masks of its own
public record RecurrentOptions(int layers, boolean bidirectional, double dropout, double inputDropout,
    double stateDropout, boolean untied) {
  /// One layer forwards, without dropout.
  public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, false, 0, 0, 0, false);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if there is no layer, or a probability is outside `[0, 1)`
  public RecurrentOptions {
    if (layers < 1) {
      throw new IllegalArgumentException("recurrent: " + layers + " layers, expected 1 or more");
    }
    requireProbability("dropout", dropout);
    requireProbability("input dropout", inputDropout);
    requireProbability("state dropout", stateDropout);
  }

  private static void requireProbability(String name, double p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("recurrent: " + name + " " + p + ", expected [0, 1)");
    }
  }

  /// The same with another number of layers.
  ///
  /// @param count number of layers, 1 or more
  /// @return new options
  /// @throws IllegalArgumentException if it is below 1
  public RecurrentOptions layers(int count) {
    return new RecurrentOptions(count, bidirectional, dropout, inputDropout, stateDropout, untied);
  }

  /// The same in both directions.
  ///
  /// @return new options
  public RecurrentOptions inBothDirections() {
    return new RecurrentOptions(layers, true, dropout, inputDropout, stateDropout, untied);
  }

  /// The same with ordinary dropout between layers, as PyTorch's argument `dropout`.
  ///
  /// @param p probability of zero, in `[0, 1)`
  /// @return new options
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public RecurrentOptions dropout(double p) {
    return new RecurrentOptions(layers, bidirectional, p, inputDropout, stateDropout, untied);
  }

  /// The same with variational dropout (Gal & Ghahramani 2016): one mask for the inputs of every layer and one for its
  /// state, the same in all steps of a sequence.
  ///
  /// @param input probability of zero for inputs, in `[0, 1)`
  /// @param state probability of zero for `h`, in `[0, 1)`
  /// @return new options
  /// @throws IllegalArgumentException if a probability is outside `[0, 1)`
  public RecurrentOptions variational(double input, double state) {
    return new RecurrentOptions(layers, bidirectional, dropout, input, state, untied);
  }

  /// The same with variational masks for each gate of its own, the untied weights of Gal & Ghahramani 2016, section 4.2.
  ///
  /// @return new options
  public RecurrentOptions withMasksForEachGate() {
    return new RecurrentOptions(layers, bidirectional, dropout, inputDropout, stateDropout, true);
  }

  /// Number of directions.
  int directions() {
    return bidirectional ? 2 : 1;
  }

  /// Whether something is dropped.
  boolean isRandom() {
    return inputDropout > 0 || stateDropout > 0 || dropout > 0 && layers > 1;
  }
}
