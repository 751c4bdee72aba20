package candor.bayes.influence;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.data.Batch;
import candor.nn.loss.SampleLoss;
import candor.tensor.Tensor;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// A number that a network computes, whose dependence on the training samples is asked for: a loss, a logit, a score.
///
/// ```java
/// Query loss = Query.loss(Loss.crossEntropy(), test.batch(7));
/// Query margin = Query.output(input, y -> y.softmax(1).max());   // any differentiable scalar
/// ```
@FunctionalInterface
public interface Query {
  /// Computes the number with the present parameters.
  ///
  /// @param model network
  /// @return scalar, differentiable by the parameters
  Tensor of(Module model);

  /// The mean loss of some samples, such as one of the test set. It has no weight decay in it.
  ///
  /// @param loss loss
  /// @param batch samples
  /// @return the query
  static Query loss(SampleLoss loss, Batch batch) {
    return model -> loss.perSample(model.apply(batch.input(), Context.evaluate()), batch.target()).mean();
  }

  /// A differentiable scalar of the outputs for some inputs, in evaluation.
  ///
  /// @param input samples along axis 0
  /// @param scalar scalar of the outputs
  /// @return the query
  static Query output(Tensor input, UnaryOperator<Tensor> scalar) {
    return model -> scalar.apply(model.apply(input, Context.evaluate()));
  }

  /// A logit of one sample, from outputs `[1, K]`.
  ///
  /// @param input one sample, along axis 0
  /// @param k class
  /// @return the query
  /// @throws IllegalArgumentException if there is not one sample
  static Query logit(Tensor input, int k) {
    return output(requireOne("logit", input), y -> y.select(0, 0).select(0, Objects.checkIndex(k, y.shape().size(1))));
  }

  /// The entropy of the predicted distribution of one sample, in nats, from logits `[1, K]`: how sure the network is.
  ///
  /// @param input one sample, along axis 0
  /// @return the query
  /// @throws IllegalArgumentException if there is not one sample
  static Query entropy(Tensor input) {
    return output(requireOne("entropy", input), y -> y.softmax(1).mul(y.logSoftmax(1)).sum().neg());
  }

  /// The energy of one sample, `−ln Σₖ e^(yₖ)`, from logits `[1, K]`: a score that is high for inputs unlike the training data
  /// (Liu et al. 2020).
  ///
  /// @param input one sample, along axis 0
  /// @return the query
  /// @throws IllegalArgumentException if there is not one sample
  static Query energy(Tensor input) {
    return output(requireOne("energy", input), y -> y.logsumexp(1).sum().neg());
  }

  private static Tensor requireOne(String query, Tensor input) {
    if (input.shape().rank() == 0 || input.shape().size(0) != 1) {
      throw new IllegalArgumentException(
          "query: " + query + " of inputs " + input.shape() + ", expected one sample along axis 0");
    }
    return input;
  }
}
