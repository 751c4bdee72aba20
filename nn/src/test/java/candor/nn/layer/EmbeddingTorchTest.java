package candor.nn.layer;

import candor.nn.Context;
import candor.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Vectors of tokens, gradients and Hessian-vector products by the table against PyTorch in F64.
class EmbeddingTorchTest {

  @ParameterizedTest
  @ValueSource(strings = {"embedding", "embedding with padding"})
  void numbersAndDerivativesAreThoseOfPyTorch(String name) {
    Embedding plain = new Embedding(4, 3);
    Embedding layer = name.endsWith("padding") ? plain.padding(0) : plain;
    TorchSequences torch = new TorchSequences(name);
    torch.fill(layer);
    Tensor y = layer.apply(Tensor.of(new int[] {1, 2, 1, 0, 3, 2, 0, 1}, 2, 4), Context.evaluate());
    torch.assertClose("output", y);
    torch.assertDerivatives(y.square().mul(TorchSequences.numbers(3, 1, 2, 4, 3)).sum());
  }
}
