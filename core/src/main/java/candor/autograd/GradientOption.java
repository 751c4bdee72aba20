package candor.autograd;

/// How a gradient is computed.
public enum GradientOption {
  /// Record the gradient's own computation, so that it can be differentiated again. Its numbers have the same bits
  /// either way.
  CREATE_GRAPH
}
