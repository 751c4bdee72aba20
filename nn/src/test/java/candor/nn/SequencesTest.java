package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Activation;
import candor.tensor.DType;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SequencesTest {
  private static final Tensor TOKENS = Tensor.of(new int[] {3, 0, 2, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 5, 0}, 4, 4);

  @Test
  void textsEndWhereNothingButPaddingFollows() {
    assertThat(Sequences.padded(TOKENS, 0).lengths()).containsExactly(3, 0, 4, 3);
    assertThat(Sequences.padded(TOKENS, 7).lengths()).containsExactly(4, 4, 4, 4);
  }

  @Test
  void stepsOfSequencesExist() {
    Sequences texts = Sequences.padded(TOKENS, 0);
    assertThat(texts.samples()).isEqualTo(4);
    assertThat(texts.steps()).isEqualTo(4);
    assertThat(texts.isFull()).isFalse();
    assertThat(texts.exists(DType.F64).toDoubles()).containsExactly(1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0);
  }

  @Test
  void clearingZeroesThePaddingAlone() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, Float.NaN, Float.NaN, Float.NaN}, 2, 2, 2);
    Sequences sequences = new Sequences(x, new int[] {2, 0});
    assertThat(sequences.cleared().values().toFloats()).containsExactly(1, 2, 3, 4, 0, 0, 0, 0);
    Sequences full = Sequences.full(x);
    assertThat(full.isFull()).isTrue();
    assertThat(full.cleared()).isSameAs(full);
  }

  @Test
  void aLayerTakesEveryStepByItself() {
    Sequences x = new Sequences(Tensor.of(new float[] {-1, 2, 3, -4}, 2, 2), new int[] {1, 2});
    Sequences y = x.through(Activation.relu(), Context.evaluate());
    assertThat(y.values().toFloats()).containsExactly(0, 2, 3, 0);
    assertThat(y.lengths()).containsExactly(1, 2);
  }

  @Test
  void lengthsAreCopies() {
    int[] lengths = {1, 2};
    Sequences x = new Sequences(Tensor.zeros(DType.F32, 2, 2), lengths);
    lengths[0] = 2;
    x.lengths()[1] = 0;
    assertThat(x.lengths()).containsExactly(1, 2);
  }

  @Test
  void wrongArgumentsAreNamed() {
    Tensor x = Tensor.zeros(DType.F32, 2, 3, 4);
    assertThatThrownBy(() -> new Sequences(x, new int[] {1, 4}))
        .hasMessage("sequences: lengths [1,4], expected one of 0 to 3 for each sequence of [2,3,4]");
    assertThatThrownBy(() -> new Sequences(x, new int[] {1, 2, 3}))
        .hasMessage("sequences: lengths [1,2,3], expected one of 0 to 3 for each sequence of [2,3,4]");
    assertThatThrownBy(() -> new Sequences(x, new int[] {1, -1}))
        .hasMessage("sequences: lengths [1,-1], expected one of 0 to 3 for each sequence of [2,3,4]");
    assertThatThrownBy(() -> Sequences.full(Tensor.zeros(DType.F32, 3)))
        .hasMessage("sequences: values have shape [3], expected [N,T,…]");
    assertThatThrownBy(() -> Sequences.padded(x, 0))
        .hasMessage("sequences: tokens are f32[2,3,4], expected i32[N,T]");
  }
}
