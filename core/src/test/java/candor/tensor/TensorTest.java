package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Construction, conversion and comparison.
class TensorTest {
  @Test
  void aTensorCopiesTheNumbersItIsMadeOf() {
    float[] numbers = {1, 2, 3, 4};
    Tensor x = Tensor.of(numbers, 2, 2);
    numbers[0] = 9;
    assertThat(x.toFloats()).containsExactly(1, 2, 3, 4);
    x.toFloats()[1] = 9;
    assertThat(x.toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(x.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(x.dtype()).isEqualTo(DType.F32);
  }

  @Property
  void floatsComeBackWithTheSameBits(@ForAll float[] numbers) {
    assertThat(Tensor.of(numbers, numbers.length).toFloats()).isEqualTo(numbers);
    assertThat(Tensor.of(FloatBuffer.wrap(numbers), numbers.length).toFloatBuffer())
        .isEqualTo(FloatBuffer.wrap(numbers));
  }

  @Property
  void doublesComeBackWithTheSameBits(@ForAll double[] numbers) {
    assertThat(Tensor.of(numbers, 1, numbers.length).toDoubles()).isEqualTo(numbers);
  }

  @Property
  void integersComeBackAsTheyWere(@ForAll int[] numbers) {
    assertThat(Tensor.of(numbers, numbers.length, 1).toInts()).isEqualTo(numbers);
    assertThat(Tensor.of(numbers, numbers.length).to(DType.F64).to(DType.I32).toInts()).isEqualTo(numbers);
  }

  @Property
  void floatsPassThroughDoublesUnchanged(@ForAll float[] numbers) {
    Tensor x = Tensor.of(numbers, numbers.length);
    assertThat(x.to(DType.F64).to(DType.F32).hasSameBits(x)).isTrue();
  }

  @Test
  void aFloatBufferIsReadBetweenPositionAndLimitAndStaysWhereItIs() {
    FloatBuffer buffer = FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5}).position(1).limit(4);
    assertThat(Tensor.of(buffer, 3).toFloats()).containsExactly(2, 3, 4);
    assertThat(buffer.position()).isEqualTo(1);
    assertThat(buffer.limit()).isEqualTo(4);
    assertThat(Tensor.of(buffer.asReadOnlyBuffer(), 3).toFloats()).containsExactly(2, 3, 4);
  }

  @Test
  void aFloatBufferTakenOutIsReadyToBeRead() {
    FloatBuffer buffer = Tensor.of(new float[] {1, 2, 3}, 3).slice(0, 1, 3).toFloatBuffer();
    assertThat(buffer.remaining()).isEqualTo(2);
    assertThat(buffer.get()).isEqualTo(2);
  }

  @Test
  void aViewIsConvertedInRowMajorOrder() {
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose();
    assertThat(x.toInts()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(x.to(DType.F32).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(x.expand(2, 3, 2).toInts()).containsExactly(1, 4, 2, 5, 3, 6, 1, 4, 2, 5, 3, 6);
  }

  @ParameterizedTest
  @EnumSource
  void constantsAreFilledWithTheirNumber(DType dtype) {
    assertThat(Tensor.scalar(dtype, 3).shape()).isEqualTo(Shape.SCALAR);
    assertThat(Tensor.scalar(dtype, 3).item()).isEqualTo(3);
    assertThat(Tensor.full(dtype, 2, 2, 2).to(DType.F64).toDoubles()).containsExactly(2, 2, 2, 2);
    assertThat(Tensor.ones(dtype, 3).to(DType.F64).toDoubles()).containsExactly(1, 1, 1);
    assertThat(Tensor.zeros(dtype, 2, 1).to(DType.F64).toDoubles()).containsExactly(0, 0);
    assertThat(Tensor.range(dtype, 4).to(DType.F64).toDoubles()).containsExactly(0, 1, 2, 3);
    assertThat(Tensor.range(dtype, 4).dtype()).isEqualTo(dtype);
    assertThat(Tensor.zeros(dtype, 0, 3).count()).isZero();
  }

  @Test
  void conversionsRoundAsJavaDoes() {
    double[] numbers = {2.7, -2.7, 1e20, -1e20, Double.NaN, 0.1, 1e300, -0.0};
    Tensor x = Tensor.of(numbers, 8);
    assertThat(x.to(DType.I32).toInts()).containsExactly(2, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 0,
        Integer.MAX_VALUE, 0);
    assertThat(x.to(DType.F32).toFloats())
        .containsExactly(2.7f, -2.7f, 1e20f, -1e20f, Float.NaN, 0.1f, Float.POSITIVE_INFINITY, -0.0f);
    assertThat(Tensor.of(new int[] {16_777_217}, 1).to(DType.F32).toFloats()).containsExactly(16_777_216f);
  }

  @Test
  void aTensorThatHasTheTypeIsNotConverted() {
    Tensor x = Tensor.ones(DType.F32, 2);
    assertThat(x.to(DType.F32)).isSameAs(x);
  }

  @Test
  void aVariableSharesTheNumbersAndStartsAHistory() {
    Tensor x = Tensor.ones(DType.F32, 2);
    Tensor v = x.variable();
    assertThat(x.node()).isNull();
    assertThat(v.node()).isNotNull();
    assertThat(v.array()).isSameAs(x.array());
    assertThat(v.variable().node()).isNotSameAs(v.node());
    assertThat(v.detach().node()).isNull();
    assertThat(v.detach().array()).isSameAs(x.array());
    assertThat(x.detach()).isSameAs(x);
  }

  @Test
  void onlyWhatIsComputedFromAVariableIsTracked() {
    Tensor x = Tensor.ones(DType.F32, 2);
    assertThat(x.mul(x).node()).isNull();
    assertThat(x.mul(x.variable()).node()).isNotNull();
    assertThat(x.variable().gt(0).node()).isNull();
    assertThat(x.variable().to(DType.F64).node()).isNotNull();
    assertThat(x.variable().to(DType.I32).node()).isNull();
  }

  @Test
  void numbersAreReadByIndex() {
    Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat(x.at(1, 2)).isEqualTo(6);
    assertThat(x.transpose().at(2, 1)).isEqualTo(6);
    assertThat(x.flip(0).at(0, 0)).isEqualTo(4);
    assertThat(Tensor.scalar(DType.I32, 5).at()).isEqualTo(5);
    assertThat(Tensor.of(new int[] {Integer.MAX_VALUE}, 1).at(0)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void theOnlyNumberIsReadWhateverTheRank() {
    assertThat(Tensor.of(new float[] {7}, 1, 1, 1).item()).isEqualTo(7);
    assertThat(Tensor.range(DType.F32, 5).slice(0, 3, 4).item()).isEqualTo(3);
  }

  @Test
  void bitsAreComparedExceptThoseOfNaN() {
    float otherNaN = Float.intBitsToFloat(0x7fc12345);
    assertThat(floats(Float.NaN, 1).hasSameBits(floats(otherNaN, 1))).isTrue();
    assertThat(floats(0f).hasSameBits(floats(-0f))).isFalse();
    assertThat(floats(1f).hasSameBits(floats(Math.nextUp(1f)))).isFalse();
    assertThat(Tensor.of(new double[] {0.0}, 1).hasSameBits(Tensor.of(new double[] {-0.0}, 1))).isFalse();
    assertThat(Tensor.of(new double[] {Double.NaN}, 1).hasSameBits(Tensor.of(new double[] {-Double.NaN}, 1))).isTrue();
    assertThat(Tensor.of(new int[] {1, 2}, 2).hasSameBits(Tensor.of(new int[] {1, 2}, 2))).isTrue();
    assertThat(Tensor.of(new int[] {1, 2}, 2).hasSameBits(Tensor.of(new int[] {1, 3}, 2))).isFalse();
  }

  @Test
  void bitsAreComparedWithTypeAndShapeButNotWithLayout() {
    Tensor x = Tensor.range(DType.F32, 6).reshape(2, 3);
    assertThat(x.hasSameBits(x.to(DType.F64))).isFalse();
    assertThat(x.hasSameBits(x.reshape(3, 2))).isFalse();
    Tensor columnMajor = Tensor.of(x.array().copyInOrder(1, 0));
    assertThat(columnMajor.array().isDenseIn(0, 1)).isFalse();
    assertThat(x.hasSameBits(columnMajor)).isTrue();
  }

  @Test
  void closenessIsMeasuredAgainstTheOther() {
    assertThat(floats(1.1f).isClose(floats(1f), 0.2, 0)).isTrue();
    assertThat(floats(1.1f).isClose(floats(1f), 0.05, 0)).isFalse();
    assertThat(floats(110).isClose(floats(100), 0, 0.105)).isTrue();
    assertThat(floats(100).isClose(floats(110), 0, 0.09)).isFalse();
    assertThat(floats(100).isClose(floats(110), 0, 0.091)).isTrue();
    assertThat(floats(1, 2).isClose(floats(1, 3), 0.5, 0)).isFalse();
  }

  @Test
  void closenessIgnoresTypesButNotShapes() {
    Tensor x = Tensor.range(DType.F32, 6).reshape(2, 3);
    assertThat(x.isClose(x.to(DType.F64), 0, 0)).isTrue();
    assertThat(x.isClose(x.to(DType.I32), 0, 0)).isTrue();
    assertThat(x.isClose(x.reshape(6), 1, 1)).isFalse();
    assertThat(Tensor.zeros(DType.F32, 0).isClose(Tensor.zeros(DType.F32, 0), 0, 0)).isTrue();
  }

  @Test
  void nanIsCloseToNanAndAnInfinityToItselfOnly() {
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(floats(Float.NaN).isClose(floats(Float.NaN), 0, 0)).isTrue();
    assertThat(floats(Float.NaN).isClose(floats(1), 1, 1)).isFalse();
    assertThat(floats(1).isClose(floats(Float.NaN), 1, 1)).isFalse();
    assertThat(floats(infinity).isClose(floats(infinity), 0, 0)).isTrue();
    assertThat(floats(infinity).isClose(floats(-infinity), 1, 1)).isFalse();
    assertThat(floats(1).isClose(floats(infinity), 1, 1)).isFalse();
    assertThat(floats(infinity).isClose(floats(1), 1, 1)).isFalse();
    assertThat(floats(0f).isClose(floats(-0f), 0, 0)).isTrue();
  }

  @Test
  void aTensorOfAnOverwrittenStorageIsRefusedByOperations() {
    Tensor w = Tensor.of(new float[] {1, 2}, 2).variable();
    Tensor loss = w.square().sum();
    w.array().overwrite().f32()[0] = 5;
    List<Callable<Object>> uses = List.of(w::toFloats, () -> w.add(1), () -> w.at(0), w::toString,
        () -> w.variable().exp(), () -> Autograd.grad(loss, w));
    for (Callable<Object> use : uses) {
      assertThatThrownBy(use::call).isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "tensor: shape [2] was overwritten in place (by an optimiser step?) after it was read");
    }
    assertThat(loss.item()).isEqualTo(5);
  }

  @Test
  void joinedTensorsKeepTheirNumbers() {
    Tensor a = Tensor.of(new int[] {1, 2, 3, 4}, 2, 2);
    Tensor b = Tensor.of(new int[] {5, 6}, 1, 2);
    assertThat(Tensor.concat(0, List.of(a, b)).toInts()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Tensor.concat(-1, List.of(a, b.transpose())).toInts()).containsExactly(1, 2, 5, 3, 4, 6);
    assertThat(Tensor.concat(0, List.of(a, Tensor.zeros(DType.I32, 0, 2))).hasSameBits(a)).isTrue();
    assertThat(Tensor.stack(0, List.of(a, a)).shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(Tensor.stack(-1, List.of(a, a)).toInts()).containsExactly(1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(Tensor.stack(0, List.of(Tensor.scalar(DType.I32, 1), Tensor.scalar(DType.I32, 2))).toInts())
        .containsExactly(1, 2);
  }

  @Test
  void shapesAreChangedAsAsked() {
    Tensor x = Tensor.range(DType.F32, 24).reshape(2, 3, 4);
    assertThat(x.reshape(-1).shape()).isEqualTo(Shape.of(24));
    assertThat(x.reshape(4, -1, 2).shape()).isEqualTo(Shape.of(4, 3, 2));
    assertThat(x.flatten(1).shape()).isEqualTo(Shape.of(2, 12));
    assertThat(x.flatten(0).shape()).isEqualTo(Shape.of(24));
    assertThat(x.flatten(3).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
    assertThat(x.permute(-1, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
    assertThat(x.transpose().shape()).isEqualTo(Shape.of(2, 4, 3));
    assertThat(x.unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
    assertThat(x.unsqueeze(0).squeeze(0).shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(x.select(1, 2).toFloats()).containsExactly(8, 9, 10, 11, 20, 21, 22, 23);
    assertThat(x.slice(-1, 1, 4, 2).select(0, 0).toFloats()).containsExactly(1, 3, 5, 7, 9, 11);
    assertThat(x.split(2, 3).stream().map(Tensor::shape)).containsExactly(Shape.of(2, 3, 3), Shape.of(2, 3, 1));
    assertThat(x.pad(0, 1, 2, 5).shape()).isEqualTo(Shape.of(5, 3, 4));
    assertThat(Tensor.range(DType.I32, 2).pad(0, 1, 2, 5).toInts()).containsExactly(5, 0, 1, 5, 5);
  }

  @Test
  void emptyTensorsAreReshapedPaddedAndSplit() {
    Tensor x = Tensor.zeros(DType.F32, 0, 3);
    assertThat(x.reshape(3, 0).shape()).isEqualTo(Shape.of(3, 0));
    assertThat(x.reshape(-1, 3).shape()).isEqualTo(Shape.of(0, 3));
    assertThat(x.pad(0, 1, 1, 2).toFloats()).containsOnly(2).hasSize(6);
    assertThat(x.split(0, 2)).isEmpty();
    assertThat(x.flip().shape()).isEqualTo(x.shape());
    assertThat(Tensor.range(DType.F32, 3).slice(0, 3, 3).count()).isZero();
    assertThat(Tensor.range(DType.F32, 3).slice(0, 3, 3).pad(0, 0, 1, 4).toFloats()).containsExactly(4);
  }

  private static Tensor floats(float... numbers) {
    return Tensor.of(numbers, numbers.length);
  }
}
