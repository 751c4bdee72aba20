package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequences;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Attention, encoder layers and positional encoding beyond the numbers of PyTorch.
class AttentionTest {
  private static final int STEPS = 5;
  private static final int FEATURES = 6;

  private static <M extends Module> M made(M layer) {
    layer.initialise(2);
    return layer;
  }

  /// Where all keys are equal every step counts the same, and the result is the mean of the values.
  @Test
  void withoutKeysAttentionIsTheMean() {
    MultiHeadAttention layer = new MultiHeadAttention(2, 1);
    layer.initialise(1, DType.F64);
    Tensor identity = Tensor.of(new double[] {1, 0, 0, 1}, 2, 2);
    Tensor none = Tensor.zeros(DType.F64, 4, 2);
    layer.parameters().get(0).assign(Tensor.concat(0, List.of(none, identity)));
    layer.namedParameters().get("out_proj.weight").assign(identity);
    Tensor x = Tensor.of(new double[] {1, 2, 3, 8, 9, 99}, 1, 3, 2);
    Tensor y = layer.run(new Sequences(x, new int[] {2}), Context.evaluate()).values();
    assertThat(y.select(1, 0).toDoubles()).containsExactly(2, 5);
  }

  @Property(tries = 40)
  void paddingAndNeighboursChangeNoBit(@ForAll @Size(min = 1, max = 4) List<@IntRange(max = STEPS) Integer> all,
      @ForAll boolean causal) {
    MultiHeadAttention attention = new MultiHeadAttention(FEATURES, 2);
    MultiHeadAttention layer = made(causal ? attention.causal() : attention);
    TransformerEncoderLayer encoder = made(new TransformerEncoderLayer(FEATURES, 2, 7));
    int[] lengths = all.stream().mapToInt(n -> n).toArray();
    Tensor x = spoilt(Numbers.normal32(3, lengths.length, STEPS, FEATURES), lengths);
    Sequences batch = new Sequences(x, lengths);
    Tensor attended = layer.run(batch, Context.evaluate()).values();
    Tensor encoded = encoder.run(batch, Context.evaluate()).values();
    for (int n = 0; n < lengths.length; n++) {
      Tensor own = x.slice(0, n, n + 1).slice(1, 0, lengths[n]);
      assertSame(layer.apply(own, Context.evaluate()), attended, n, lengths[n]);
      assertSame(encoder.apply(own, Context.evaluate()), encoded, n, lengths[n]);
    }
  }

  private static void assertSame(Tensor alone, Tensor batch, int n, int length) {
    assertThat(alone.hasSameBits(batch.slice(0, n, n + 1).slice(1, 0, length))).isTrue();
  }

  private static Tensor spoilt(Tensor x, int[] lengths) {
    return Tensor.where(new Sequences(x, lengths).exists(x.dtype()).unsqueeze(2), x,
        Tensor.scalar(x.dtype(), Double.NaN));
  }

  @Test
  void aNaNInThePaddingReachesNoGradient() {
    int[] lengths = {3, 0, STEPS};
    TransformerEncoderLayer layer = made(new TransformerEncoderLayer(FEATURES, 3, 4));
    List<Tensor> variables = new ArrayList<>();
    layer.parameters().stream().map(Parameter::value).forEach(variables::add);
    Tensor clean = Numbers.normal32(3, lengths.length, STEPS, FEATURES);
    Tensor exists = new Sequences(clean, lengths).exists(DType.F32).unsqueeze(2);
    List<List<Tensor>> gradients = new ArrayList<>();
    for (Tensor x : List.of(clean, spoilt(clean, lengths))) {
      Tensor y = layer.run(new Sequences(x, lengths), Context.evaluate()).values();
      gradients.add(Autograd.grad(y.mul(exists).square().sum(), variables));
    }
    for (int i = 0; i < variables.size(); i++) {
      assertThat(gradients.get(1).get(i).hasSameBits(gradients.get(0).get(i))).as("gradient %d", i).isTrue();
    }
  }

  @Test
  void aCausalStepDoesNotSeeTheFuture() {
    TransformerEncoderLayer layer = made(new TransformerEncoderLayer(FEATURES, 2, 7).causal());
    Tensor x = Numbers.normal32(1, 2, STEPS, FEATURES);
    Tensor y = layer.apply(x, Context.evaluate());
    Tensor start = layer.apply(x.slice(1, 0, 3), Context.evaluate());
    assertThat(start.hasSameBits(y.slice(1, 0, 3))).isTrue();
  }

  /// With nothing to attend to, the output is the last layer's bias.
  @Test
  void nothingToAttendToGivesValuesOfZero() {
    MultiHeadAttention layer = made(new MultiHeadAttention(FEATURES, 2));
    layer.namedParameters().get("out_proj.bias").assign(Numbers.normal32(8, FEATURES));
    Sequences queries = Sequences.full(Numbers.normal32(1, 2, 3, FEATURES));
    Tensor bias = layer.namedParameters().get("out_proj.bias").value().detach();
    for (int steps : new int[] {4, 0}) {
      Sequences memory = new Sequences(Numbers.normal32(2, 2, steps, FEATURES), new int[] {0, 0});
      Tensor y = layer.attend(queries, memory, Context.evaluate()).values();
      assertThat(y.hasSameBits(bias.expand(2, 3, FEATURES))).isTrue();
    }
  }

  @Test
  void dropoutIsOnInTrainingAndSampling() {
    Tensor x = Numbers.normal32(1, 2, STEPS, FEATURES);
    MultiHeadAttention layer = made(new MultiHeadAttention(FEATURES, 2).dropout(0.5));
    assertThat(layer.isStochastic()).isTrue();
    Tensor evaluated = layer.apply(x, Context.evaluate());
    Tensor sampled = layer.apply(x, Context.sample(1, 2, 3, 4));
    assertThat(sampled.hasSameBits(evaluated)).isFalse();
    assertThat(layer.apply(x, Context.sample(1, 2, 3, 4)).hasSameBits(sampled)).isTrue();
    assertThat(layer.apply(x.slice(0, 1, 2), Context.sample(1, 2, 4)).hasSameBits(sampled.slice(0, 1, 2))).isTrue();
    TransformerEncoderLayer encoder = made(new TransformerEncoderLayer(FEATURES, 2, 7).dropout(0.5));
    assertThat(encoder.isStochastic()).isTrue();
    assertThat(encoder.apply(x, Context.train(1, 2, 3, 4))
        .hasSameBits(encoder.apply(x, Context.evaluate()))).isFalse();
    assertThat(new TransformerEncoderLayer(FEATURES, 2, 7).isStochastic()).isFalse();
  }

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    List<String> shapes = new ArrayList<>();
    made(new TransformerEncoderLayer(4, 2, 5)).namedParameters().forEach((name, p) -> shapes.add(name + p.shape()));
    assertThat(shapes).containsExactly("self_attn.in_proj_weight[12,4]", "self_attn.in_proj_bias[12]",
        "self_attn.out_proj.weight[4,4]", "self_attn.out_proj.bias[4]", "linear1.weight[5,4]", "linear1.bias[5]",
        "linear2.weight[4,5]", "linear2.bias[4]", "norm1.weight[4]", "norm1.bias[4]", "norm2.weight[4]",
        "norm2.bias[4]");
  }

  @Test
  void positionsAreSinesAndCosines() {
    PositionalEncoding layer = new PositionalEncoding(4, 3);
    double[] y = layer.apply(Tensor.ones(DType.F64, 1, 3, 4), Context.evaluate()).toDoubles();
    double slow = 0.01;
    for (int t = 0; t < 3; t++) {
      double[] expected = {StrictMath.sin(t), StrictMath.cos(t), StrictMath.sin(t * slow), StrictMath.cos(t * slow)};
      for (int i = 0; i < 4; i++) {
        assertThat(y[4 * t + i]).isCloseTo(1 + expected[i], Offset.offset(1e-15));
      }
    }
    assertThat(layer.apply(Tensor.ones(DType.F32, 2, 0, 4), Context.evaluate()).shape()).isEqualTo(Shape.of(2, 0, 4));
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new MultiHeadAttention(6, 4))
        .hasMessage("attention: 6 features and 4 heads, expected 1 or more that share the features evenly");
    assertThatThrownBy(() -> new MultiHeadAttention(6, 3).dropout(1))
        .hasMessage("attention: probability 1.0, expected [0, 1)");
    MultiHeadAttention layer = made(new MultiHeadAttention(6, 3));
    Sequences x = Sequences.full(Numbers.normal32(1, 2, 3, 6));
    assertThatThrownBy(() -> layer.apply(Numbers.normal32(1, 2, 3, 5), Context.evaluate()))
        .hasMessage("attention: input has shape [2,3,5], expected [N,T,6]");
    assertThatThrownBy(() -> layer.attend(x, Sequences.full(Numbers.normal32(1, 2, 3, 5)), Context.evaluate()))
        .hasMessage("attention: memory has shape [2,3,5], expected [N,T,6]");
    assertThatThrownBy(() -> layer.attend(x, Sequences.full(Numbers.normal32(1, 1, 3, 6)), Context.evaluate()))
        .hasMessage("attention: there are 2 sequences of queries and 1 of memory, expected as many");
    assertThatThrownBy(() -> new TransformerEncoderLayer(6, 3, 0))
        .hasMessage("transformer: 0 hidden units, expected 1 or more");
    assertThatThrownBy(() -> new PositionalEncoding(0, 3))
        .hasMessage("positionalEncoding: 0 features and 3 steps, expected 1 or more");
    assertThatThrownBy(() -> new PositionalEncoding(4, 3).apply(Numbers.normal32(1, 2, 4, 4), Context.evaluate()))
        .hasMessage("positionalEncoding: input has shape [2,4,4], expected [N,T,4] with at most 3 steps");
    assertThatThrownBy(() -> new VariationalDropout(0.5).apply(Numbers.normal32(1, 2, 4), Context.evaluate()))
        .hasMessage("variationalDropout: input has shape [2,4], expected [N,T,F]");
    assertThatThrownBy(() -> new VariationalDropout(-1))
        .hasMessage("variationalDropout: probability -1.0, expected [0, 1)");
  }

  @Test
  void variationalDropoutDropsAFeatureInAllSteps() {
    VariationalDropout layer = new VariationalDropout(0.5);
    Tensor y = layer.apply(Tensor.ones(DType.F32, 3, STEPS, 200), Context.train(1, 2, 7, 8, 9));
    for (int t = 1; t < STEPS; t++) {
      assertThat(y.select(1, t).hasSameBits(y.select(1, 0))).isTrue();
    }
    assertThat(y.toFloats()).containsOnly(0, 2);
    assertThat(y.select(0, 0).hasSameBits(y.select(0, 1))).isFalse();
    Tensor alone = layer.apply(Tensor.ones(DType.F32, 1, 2, 200), Context.train(1, 2, 9));
    assertThat(alone.hasSameBits(y.slice(0, 2, 3).slice(1, 0, 2))).isTrue();
    Tensor x = Numbers.normal32(1, 1, 2, 3);
    assertThat(layer.apply(x, Context.evaluate())).isSameAs(x);
  }
}
