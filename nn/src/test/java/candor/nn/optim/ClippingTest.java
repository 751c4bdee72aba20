package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Numbers;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {

  @Test
  void theNormIsThatOfAllNumbers() {
    List<Tensor> gradients =
        List.of(Tensor.of(new double[] {1, 2, 4}, 3), Tensor.of(new double[] {10}), Tensor.zeros(DType.F64, 0, 3));
    assertThat(Clipping.norm(gradients)).isEqualTo(11);
    assertThat(Clipping.norm(List.of())).isZero();
    Clipping.Result clipped = Clipping.byNorm(gradients, 5.5);
    assertThat(clipped.norm()).isEqualTo(11);
    assertThat(clipped.gradients().get(0).toDoubles()).containsExactly(0.5, 1, 2);
    assertThat(clipped.gradients().get(1).item()).isEqualTo(5);
  }

  @Property
  void theNormIsWithinTheLimitAndTheDirectionStays(@ForAll @DoubleRange(min = 0.01, max = 10) double limit,
      @ForAll int seed) {
    List<Tensor> gradients = List.of(Numbers.normal(seed, 2, 3), Numbers.normal(seed + 1L, 4));
    Clipping.Result clipped = Clipping.byNorm(gradients, limit);
    assertThat(clipped.norm()).isEqualTo(Clipping.norm(gradients));
    assertThat(Clipping.norm(clipped.gradients()))
        .isCloseTo(Math.min(limit, clipped.norm()), Offset.offset(1e-14 * limit));
    double factor = Math.min(1, limit / clipped.norm());
    for (int i = 0; i < 2; i++) {
      assertThat(clipped.gradients().get(i).isClose(gradients.get(i).mul(factor), 0, 1e-15)).isTrue();
    }
  }

  @Test
  void gradientsWithinTheLimitKeepTheirBits() {
    List<Tensor> gradients = List.of(Numbers.normal32(1, 4));
    assertThat(Clipping.byNorm(gradients, 1e9).gradients().getFirst()).isSameAs(gradients.getFirst());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-45, 1e-40, 1e-30, 1, 1e30, 3e38})
  void squaresMayOverflowOrVanish(double number) {
    float f32 = (float) number;
    assertThat(Clipping.norm(List.of(Tensor.full(DType.F32, f32, 4)))).isCloseTo(2.0 * f32,
        Offset.offset(2e-7 * f32));
    double huge = number * 1e-300;
    assertThat(Clipping.norm(List.of(Tensor.full(DType.F64, huge, 4)))).isEqualTo(2 * huge);
    assertThat(Clipping.norm(List.of(Tensor.full(DType.F64, 1e250 * number, 4)))).isEqualTo(2 * (1e250 * number));
  }

  @Test
  void valuesAreMovedIntoTheRange() {
    Tensor g = Tensor.of(new double[] {-3, -1, 0.5, 2, Double.NaN, Double.POSITIVE_INFINITY}, 6);
    assertThat(Clipping.byValue(List.of(g), 1).getFirst().toDoubles()).containsExactly(-1, -1, 0.5, 1, Double.NaN, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void gradientsThatAreNotFiniteHaveNoNormAndMakeNoStep(double number) {
    Linear layer = new Linear(3, 4);
    layer.initialise(1);
    float[] before = Numbers.bits(layer);
    ClippedOptimizer optimizer = new ClippedOptimizer(new Sgd(layer.parameters(), 0.1, 0.9, 0), 1);
    List<Tensor> gradients = List.of(Tensor.ones(DType.F32, 4, 3), Tensor.full(DType.F32, number, 4));
    assertThatThrownBy(() -> optimizer.step(gradients)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clip: gradient 1, f32[4], has " + Math.abs(number)
            + " as its largest number, expected finite gradients");
    assertThat(Numbers.bits(layer)).containsExactly(before);
    assertThat(optimizer.norm()).isNaN();
  }

  @Test
  void aClippedOptimiserHasTheRateAndTheStateOfTheOneInside() {
    Linear layer = new Linear(3, 4);
    layer.initialise(1);
    Sgd sgd = new Sgd(layer.parameters(), 0.1, 0.9, 0);
    ClippedOptimizer clipped = new ClippedOptimizer(sgd, 1);
    clipped.rate(0.25);
    clipped.step(List.of(Tensor.ones(DType.F32, 4, 3), Tensor.full(DType.F32, 1, 4)));
    assertThat(clipped.norm()).isEqualTo(4);
    assertThat(clipped.rate()).isEqualTo(sgd.rate()).isEqualTo(0.25);
    assertThat(clipped.parameters()).isEqualTo(layer.parameters());
    assertThat(clipped.state().keySet()).isEqualTo(sgd.state().keySet());
    ClippedOptimizer other = new ClippedOptimizer(new Sgd(layer.parameters(), 0.1, 0.9, 0), 1);
    other.restore(clipped.state());
    assertThat(other.state().toString()).isEqualTo(sgd.state().toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void limitsThatAreNotPositiveAreRefused(double limit) {
    String message = "clip: limit " + limit + ", expected a positive number";
    List<Tensor> gradients = List.of(Tensor.ones(DType.F32, 4));
    Sgd sgd = new Sgd(List.of(), 0.1, 0, 0);
    assertThatThrownBy(() -> Clipping.byNorm(gradients, limit)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Clipping.byValue(gradients, limit)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new ClippedOptimizer(sgd, limit)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
