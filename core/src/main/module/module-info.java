/// Tensors, their operations, their derivatives, and the kernels, random streams and dense algebra beneath them.
module candor.core {
  requires jdk.incubator.vector;
  requires org.apache.commons.numbers.gamma;
  requires static org.jspecify;

  exports candor.autograd;
  exports candor.kernel;
  exports candor.linalg;
  exports candor.op;
  exports candor.parallel;
  exports candor.random;
  exports candor.tensor;
}
