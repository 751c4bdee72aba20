package candor.examples.failureprediction;

/// What says how sure an answer is.
enum Method {
  /// The probability of the predicted class.
  MCP("MCP"),
  /// The mean probability over the passes of the class that it is largest for.
  PASSES_MCP("MC dropout, MCP"),
  /// The entropy of the mean over the passes.
  PASSES_ENTROPY("MC dropout, entropy"),
  /// What of it is disagreement.
  PASSES_INFORMATION("MC dropout, mutual information"),
  /// The same passes, which are asked for the class too.
  OWN_MCP("MC dropout of its own errors, MCP"),
  /// The entropy, for the errors of the passes.
  OWN_ENTROPY("MC dropout of its own errors, entropy"),
  /// The disagreement, for the errors of the passes.
  OWN_INFORMATION("MC dropout of its own errors, mutual information"),
  /// How much nearer the training images of the predicted class are.
  TRUST_SCORE("TrustScore"),
  /// The learned confidence after the first stage.
  CONFIDNET_HEAD("ConfidNet, first stage"),
  /// The learned confidence.
  CONFIDNET("ConfidNet"),
  /// The probability of the true class, which nobody knows.
  TCP("TCP (knows the labels)");

  private final String title;

  Method(String title) {
    this.title = title;
  }

  /// Name in results and report.
  String title() {
    return title;
  }

  /// Whether the errors are those of the mean over the passes, not those of the network run once.
  boolean hasOwnErrors() {
    return this == OWN_MCP || this == OWN_ENTROPY || this == OWN_INFORMATION;
  }
}
