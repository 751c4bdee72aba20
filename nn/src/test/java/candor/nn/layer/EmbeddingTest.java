package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Tensor TEXT = Tensor.of(new int[] {2, 0, 2, 1, 1, 2}, 2, 3);

  private static Embedding made(Embedding layer) {
    layer.initialise(1, DType.F64);
    return layer;
  }

  private static Tensor table(Module layer) {
    return layer.parameters().getFirst().value();
  }

  @Test
  void aTokenIsItsRowOfTheTable() {
    Embedding layer = made(new Embedding(3, 2));
    layer.parameters().getFirst().assign(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2));
    Tensor y = layer.apply(TEXT, Context.evaluate());
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(y.toDoubles()).containsExactly(5, 6, 1, 2, 5, 6, 3, 4, 3, 4, 5, 6);
    assertThat(y.array().order()).as("steps outermost in memory").containsExactly(1, 0, 2);
    assertThat(layer.apply(TEXT.select(0, 0), Context.evaluate()).toDoubles()).containsExactly(5, 6, 1, 2, 5, 6);
    assertThat(layer.apply(TEXT.unsqueeze(2), Context.evaluate()).shape()).isEqualTo(Shape.of(2, 3, 1, 2));
  }

  @Test
  void theGradientOfARowIsTheSumOverItsPlaces() {
    Embedding layer = made(new Embedding(4, 2));
    Tensor y = layer.apply(TEXT, Context.evaluate());
    Tensor g = Tensor.of(new double[] {1, 10, 2, 20, 4, 40, 8, 80, 16, 160, 32, 320}, 2, 3, 2);
    Tensor gradient = Autograd.vjp(y, g, List.of(table(layer))).getFirst();
    assertThat(gradient.toDoubles()).containsExactly(2, 20, 24, 240, 37, 370, 0, 0);
  }

  @Test
  void paddingIsZeroAndStaysSo() {
    Embedding layer = made(new Embedding(3, 2).padding(2));
    assertThat(table(layer).select(0, 2).toDoubles()).containsExactly(0, 0);
    assertThat(table(layer).slice(0, 0, 2).toDoubles()).doesNotContain(0);
    layer.parameters().getFirst().assign(Tensor.ones(DType.F64, 3, 2));
    Tensor y = layer.apply(TEXT, Context.evaluate());
    assertThat(y.select(2, 0).toDoubles()).containsExactly(0, 1, 0, 1, 1, 0);
    assertThat(Autograd.grad(y.sum(), table(layer)).toDoubles()).containsExactly(1, 1, 2, 2, 0, 0);
  }

  @Test
  void aDroppedTokenIsDroppedWhereverItStandsInASequence() {
    int vocabulary = 50;
    int steps = 400;
    Embedding layer = made(new Embedding(vocabulary, 1).dropout(0.3));
    layer.parameters().getFirst().assign(Tensor.ones(DType.F64, vocabulary, 1));
    int[] ids = IntStream.range(0, 40).toArray();
    Tensor text = Tensor.of(IntStream.range(0, steps).map(i -> i * i % vocabulary).toArray(), 1, steps)
        .expand(ids.length, steps);
    double[] y = layer.apply(text, Context.sample(1, 2, ids)).toDoubles();
    double kept = 1 / (1 - Math.rint(0.3 * 65536) / 65536);
    int dropped = 0;
    int types = 0;
    for (int n = 0; n < ids.length; n++) {
      double[] factor = new double[vocabulary];
      for (int t = 0; t < steps; t++) {
        int token = t * t % vocabulary;
        double value = y[n * steps + t];
        assertThat(value).isIn(0.0, kept);
        if (t >= vocabulary) {
          assertThat(value).as("token %d of sequence %d", token, n).isEqualTo(factor[token]);
        } else if (factor[token] == 0) {
          factor[token] = value;
        }
      }
      int present = (int) IntStream.range(0, vocabulary).map(t -> t * t % vocabulary).distinct().count();
      types += present;
      dropped += present - (int) IntStream.range(0, vocabulary).filter(v -> factor[v] > 0).count();
    }
    double error = Math.sqrt(0.3 * 0.7 / types);
    assertThat((double) dropped / types).isCloseTo(0.3, Offset.offset(5 * error));
  }

  @Test
  void theMaskBelongsToTheSequenceNotToTheBatch() {
    Embedding layer = made(new Embedding(20, 3).dropout(0.5));
    Tensor text = Tensor.of(IntStream.range(0, 40).map(i -> i * 7 % 20).toArray(), 4, 10);
    Tensor batch = layer.apply(text, Context.train(1, 2, 5, 6, 7, 8));
    for (int n = 0; n < 4; n++) {
      Tensor alone = layer.apply(text.slice(0, n, n + 1), Context.train(1, 2, 5 + n));
      assertThat(alone.hasSameBits(batch.slice(0, n, n + 1))).isTrue();
    }
    assertThat(layer.apply(text, Context.evaluate())
        .hasSameBits(made(new Embedding(20, 3)).apply(text, Context.evaluate()))).isTrue();
    assertThat(layer.isStochastic()).isTrue();
    assertThat(new Embedding(20, 3).isStochastic()).isFalse();
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Embedding(0, 3)).hasMessage("embedding: 0 tokens and 3 features, expected 1 or more");
    assertThatThrownBy(() -> new Embedding(5, 3).padding(5))
        .hasMessage("embedding: padding token 5, expected 0 to 4");
    assertThatThrownBy(() -> new Embedding(5, 3).padding(-1))
        .hasMessage("embedding: padding token -1, expected 0 to 4");
    assertThatThrownBy(() -> new Embedding(5, 3).dropout(1))
        .hasMessage("embedding: probability 1.0, expected [0, 1)");
    Embedding layer = made(new Embedding(5, 3));
    assertThatThrownBy(() -> layer.apply(Numbers.normal32(1, 2, 3), Context.evaluate()))
        .hasMessage("embedding: tokens are f32[2,3], expected i32[N,…]");
    assertThatThrownBy(() -> layer.apply(Tensor.of(new int[] {1, 5}, 2), Context.evaluate()))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("indexSelect: index 5 at position 1, expected 0 to 4");
  }
}
