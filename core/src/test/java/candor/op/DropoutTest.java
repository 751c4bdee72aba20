package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dropout depends on stream and sample identities alone.
class DropoutTest {
  private static final RandomStream STREAM = RandomStream.of(5).purpose(Purpose.DROPOUT).child("test");

  private static Dropout rule(double p, int... ids) {
    return Dropout.of(p, STREAM, ids);
  }

  private static int[] ids(int from, int n) {
    return IntStream.range(from, from + n).toArray();
  }

  @Test
  void probabilityZeroIsTheIdentity() {
    Tensor x = Naive.random(1, Shape.of(4, 9)).to(DType.F32);
    assertThat(x.dropout(rule(0, 1, 2, 3, 4)).hasSameBits(x)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
  void keptNumbersAreScaledSoThatTheMeanStays(double p) {
    int n = 40_000;
    double[] y = Evaluation.numbers(Tensor.ones(DType.F64, 20, n / 20).dropout(rule(p, ids(0, 20))));
    assertThat(IntStream.range(0, n).mapToDouble(i -> y[i]).distinct().count()).isEqualTo(2);
    double kept = IntStream.range(0, n).filter(i -> y[i] != 0).count() / (double) n;
    double sigma = Math.sqrt(p * (1 - p) / n);
    assertThat(kept).isBetween(1 - p - 5 * sigma, 1 - p + 5 * sigma);
    assertThat(IntStream.range(0, n).mapToDouble(i -> y[i]).max().orElseThrow()).isBetween(1 / (1 - p) * 0.9998,
        1 / (1 - p) * 1.0002);
  }

  @Test
  void theMaskOfASampleDoesNotDependOnItsBatch() {
    Tensor x = Tensor.ones(DType.F32, 7, 3, 5);
    Tensor whole = x.dropout(rule(0.5, ids(10, 7)));
    Tensor part = x.slice(0, 2, 5).dropout(rule(0.5, ids(12, 3)));
    Evaluation.assertSameBits("part", whole.slice(0, 2, 5), part);
    Tensor reordered = x.slice(0, 0, 2).dropout(rule(0.5, 16, 11));
    Evaluation.assertSameBits("reordered", Tensor.concat(0, List.of(whole.slice(0, 6, 7), whole.slice(0, 1, 2))),
        reordered);
  }

  @Test
  void theMaskDoesNotDependOnTheLayout() {
    Tensor x = Tensor.ones(DType.F32, 7, 3, 5);
    Tensor batchInnermost = Tensor.of(x.array().copyInOrder(1, 2, 0));
    Evaluation.assertSameBits("layout", x.dropout(rule(0.5, ids(0, 7))), batchInnermost.dropout(rule(0.5, ids(0, 7))));
  }

  @Test
  void samplesStepsLayersAndSeedsDiffer() {
    Tensor x = Tensor.ones(DType.F32, 1, 64);
    Tensor y = x.dropout(rule(0.5, 1));
    assertThat(x.dropout(rule(0.5, 1)).hasSameBits(y)).isTrue();
    assertThat(x.dropout(rule(0.5, 2)).hasSameBits(y)).isFalse();
    assertThat(x.dropout(Dropout.of(0.5, STREAM.at(1), new int[] {1})).hasSameBits(y)).isFalse();
    assertThat(x.dropout(Dropout.of(0.5, STREAM.child("other"), new int[] {1})).hasSameBits(y)).isFalse();
    assertThat(x.dropout(Dropout.of(0.5, RandomStream.of(6).purpose(Purpose.DROPOUT).child("test"), new int[] {1}))
        .hasSameBits(y)).isFalse();
  }

  @Test
  void theGradientGoesThroughTheSameMask() {
    Tensor x = Tensor.ones(DType.F64, 4, 33).variable();
    Tensor y = x.dropout(rule(0.3, ids(0, 4)));
    assertThat(Autograd.grad(y.sum(), x).hasSameBits(y)).isTrue();
  }

  @Test
  void f32AndF64ShareTheMask() {
    Tensor x = Tensor.ones(DType.F64, 4, 33);
    Tensor a = x.dropout(rule(0.3, ids(0, 4))).ne(0);
    Tensor b = x.to(DType.F32).dropout(rule(0.3, ids(0, 4))).ne(0);
    Evaluation.assertSameBits("mask", a, b.to(DType.F64));
  }
}
