package candor.nn.loss;

import candor.tensor.Tensor;

/// A loss that is known for every sample, and reduced to one number by a rule with a name.
///
/// ```java
/// SampleLoss loss = Loss.crossEntropy();
/// Tensor mean = loss.of(logits, classes);                           // scalar
/// Tensor samples = loss.perSample(logits, classes);                 // [N], whose mean it is
/// Tensor sum = loss.reduction(Reduction.SUM).of(logits, classes);   // scalar
/// ```
public interface SampleLoss extends Loss {
  /// How the elements become one number.
  ///
  /// @return the reduction
  Reduction reduction();

  /// The same loss with another reduction.
  ///
  /// @param reduction how the elements become one number
  /// @return new loss
  SampleLoss reduction(Reduction reduction);

  /// The loss of every element, such as a pixel or one of several numbers that are predicted for a sample.
  ///
  /// @param output output of the network, samples along axis 0
  /// @param target what it should have been
  /// @return tensor with the samples along axis 0
  Tensor elements(Tensor output, Tensor target);

  @Override
  default Tensor of(Tensor output, Tensor target) {
    return reduction().all(elements(output, target));
  }

  /// The loss of every sample: the mean, or sum, of its elements. So the mean, or sum, of the result is the loss of the
  /// batch. A loss with weights, whose mean is a weighted one, says what differs.
  ///
  /// The loss of a sample does not depend on the batch that it comes in.
  ///
  /// @param output output of the network, samples along axis 0
  /// @param target what it should have been
  /// @return `[N]`
  default Tensor perSample(Tensor output, Tensor target) {
    return reduction().each(elements(output, target));
  }
}
