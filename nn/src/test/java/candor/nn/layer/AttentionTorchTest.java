package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequences;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Attention and encoder layers against PyTorch in F64: outputs, gradients and Hessian-vector products.
class AttentionTorchTest {
  private static final int[] LENGTHS = {3, 1};

  @Test
  void selfAttention() {
    MultiHeadAttention layer = new MultiHeadAttention(4, 2);
    check("attention", layer, x -> layer.apply(x, Context.evaluate()));
  }

  @Test
  void causalSelfAttention() {
    MultiHeadAttention layer = new MultiHeadAttention(4, 2).causal();
    check("attention causal", layer, x -> layer.apply(x, Context.evaluate()));
  }

  @Test
  void selfAttentionOfLengths() {
    MultiHeadAttention layer = new MultiHeadAttention(4, 2);
    check("attention of lengths", layer,
        x -> cut(layer.run(new Sequences(x, LENGTHS), Context.evaluate())));
  }

  @Test
  void attentionToOtherSequences() {
    MultiHeadAttention layer = new MultiHeadAttention(4, 2);
    check("attention across", layer, (x, memory) -> layer
        .attend(Sequences.full(x), new Sequences(memory, new int[] {2, 5}), Context.evaluate()).values());
  }

  @Test
  void encoderLayerOfLengths() {
    TransformerEncoderLayer layer = new TransformerEncoderLayer(4, 2, 5);
    check("encoder of lengths", layer, x -> cut(layer.run(new Sequences(x, LENGTHS), Context.evaluate())));
  }

  @Test
  void causalEncoderLayerWithNormFirst() {
    TransformerEncoderLayer layer = new TransformerEncoderLayer(4, 2, 5).causal().normFirst().gelu();
    check("encoder causal with norm first and gelu", layer, x -> layer.apply(x, Context.evaluate()));
  }

  /// 0 behind the end of a sequence.
  private static Tensor cut(Sequences y) {
    return y.values().mul(y.exists(DType.F64).unsqueeze(2));
  }

  private static void check(String name, Module layer, Function<Tensor, Tensor> run) {
    TorchSequences torch = new TorchSequences(name);
    Tensor x = torch.variable("input", 0, 2, 3, 4);
    torch.fill(layer);
    compare(torch, run.apply(x));
  }

  private static void check(String name, Module layer, BiFunction<Tensor, Tensor, Tensor> run) {
    TorchSequences torch = new TorchSequences(name);
    Tensor x = torch.variable("input", 0, 2, 3, 4);
    Tensor memory = torch.variable("memory", 1, 2, 5, 4);
    torch.fill(layer);
    compare(torch, run.apply(x, memory));
  }

  private static void compare(TorchSequences torch, Tensor y) {
    torch.assertClose("output", y);
    torch.assertDerivatives(y.square().mul(TorchSequences.numbers(3, 1, y.shape().toArray())).sum());
  }
}
