package candor.bayes;

import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// A model that answers with a distribution.
///
/// @param <B> kind of belief
public interface Predictive<B extends Belief> {
  /// What the model believes of each input.
  ///
  /// @param input inputs, samples along axis 0
  /// @param sampleIds identity of each sample, which addresses its random numbers
  /// @return the belief
  /// @throws IllegalArgumentException if there is not one identity for each sample
  B predict(Tensor input, int... sampleIds);

  /// What the model believes of each input, identified by its place.
  ///
  /// @param input inputs, samples along axis 0
  /// @return the belief
  default B predict(Tensor input) {
    return predict(input, IntStream.range(0, input.shape().size(0)).toArray());
  }
}
