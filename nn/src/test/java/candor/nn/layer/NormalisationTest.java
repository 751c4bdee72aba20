package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layer, group and instance normalisation.
class NormalisationTest {

  @Test
  void knownNumbers() {
    Tensor x = Tensor.of(new double[] {1, 3, 2, 6}, 2, 2);
    Tensor y = run(new LayerNorm(2).epsilon(3), x);
    assertThat(y.toDoubles()).containsExactly(-0.5, 0.5, -2 / Math.sqrt(7), 2 / Math.sqrt(7));
    LayerNorm affine = new LayerNorm(2).epsilon(3);
    affine.initialise(1, DType.F64);
    affine.parameters().get(0).assign(Tensor.of(new double[] {2, 4}, 2));
    affine.parameters().get(1).assign(Tensor.of(new double[] {10, 20}, 2));
    assertThat(affine.apply(x.slice(0, 0, 1), Context.evaluate()).toDoubles()).containsExactly(9, 22);
  }

  @Property(tries = 50)
  void everyRowHasMeanZeroAndVarianceOneWhateverItsScale(@ForAll @IntRange(min = 2, max = 40) int length,
      @ForAll @DoubleRange(min = -100, max = 100) double mean, @ForAll @DoubleRange(min = 1, max = 50) double scale) {
    Tensor x = Numbers.normal(1, 3, length).mul(scale).add(mean);
    Tensor y = run(new LayerNorm(length).epsilon(1e-12), x);
    assertThat(y.mean(1).isClose(Tensor.zeros(DType.F64, 3), 1e-12, 0)).isTrue();
    assertThat(y.variance(0, 1).isClose(Tensor.ones(DType.F64, 3), 1e-9, 0)).isTrue();
  }

  /// The variance is that of the deviations from the mean, not the difference of two large numbers.
  @Test
  void aLargeMeanTakesNoDigitsFromTheVariance() {
    // Multiples of 1/64, which F32 holds exactly beside 4096.
    double[] values = new double[4 * 6 * 5];
    Arrays.setAll(values, i -> 4096 + i * 37 % 101 / 64.0);
    Tensor far = Tensor.of(values, 4, 6, 5);
    for (Module layer : List.of(new LayerNorm(6, 5), new GroupNorm(2, 6), new InstanceNorm(6))) {
      Tensor expected = run(layer, far.sub(4096));
      layer.initialise(1);
      Tensor y = layer.apply(far.to(DType.F32), Context.evaluate()).to(DType.F64);
      assertThat(y.isClose(expected, 1e-3, 0)).isTrue();
      assertThat(run(layer, far).isClose(expected, 1e-11, 0)).isTrue();
    }
  }

  @Test
  void oneGroupIsALayerAndAsManyAsChannelsAreInstances() {
    Tensor x = Numbers.normal(1, 4, 6, 3, 5);
    assertThat(run(new GroupNorm(1, 6), x).hasSameBits(run(new LayerNorm(6, 3, 5), x))).isTrue();
    assertThat(run(new GroupNorm(6, 6), x).hasSameBits(run(new InstanceNorm(6), x))).isTrue();
    assertThat(run(new InstanceNorm(6).affine(), x).hasSameBits(run(new InstanceNorm(6), x))).isTrue();
  }

  @Test
  void groupsAreNeighbouringChannels() {
    Tensor x = Numbers.normal(1, 2, 4, 3);
    Tensor y = run(new GroupNorm(2, 4), x);
    for (int group = 0; group < 2; group++) {
      Tensor part = x.slice(1, 2 * group, 2 * group + 2);
      assertThat(y.slice(1, 2 * group, 2 * group + 2).hasSameBits(run(new GroupNorm(1, 2), part))).isTrue();
    }
  }

  @Test
  void anEmptyBatchStaysEmpty() {
    assertThat(run(new LayerNorm(3), Tensor.zeros(DType.F64, 0, 3)).count()).isZero();
    assertThat(run(new GroupNorm(1, 3), Tensor.zeros(DType.F64, 0, 3, 2)).count()).isZero();
  }

  @Test
  void withoutAffineThereAreNoParameters() {
    assertThat(new LayerNorm(3).withoutAffine().parameters()).isEmpty();
    assertThat(new LayerNorm(3).withoutAffine().epsilon(1).parameters()).isEmpty();
    assertThat(new GroupNorm(1, 3).withoutAffine().epsilon(1).parameters()).isEmpty();
    assertThat(new InstanceNorm(3).epsilon(1).parameters()).isEmpty();
    assertThat(new InstanceNorm(3).affine().epsilon(1).namedParameters().keySet()).containsExactly("weight", "bias");
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertRefused(new LayerNorm(3, 4), "layerNorm: input has shape [2,3], expected [3,4] at its end", 2, 3);
    assertRefused(new LayerNorm(4), "layerNorm: input has shape [4,3], expected [4] at its end", 4, 3);
    assertRefused(new GroupNorm(2, 4), "groupNorm: input has shape [2,3,5], expected [N,4,…]", 2, 3, 5);
    assertRefused(new GroupNorm(2, 2), "groupNorm: input of shape [3,2] has one number for each group, "
        + "expected 2 or more to have a variance", 3, 2);
    assertRefused(new InstanceNorm(2), "instanceNorm: input of shape [3,2,1,1] has one number for each group, "
        + "expected 2 or more to have a variance", 3, 2, 1, 1);
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new LayerNorm()).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layerNorm: sizes [], expected one or more, of 1 or more");
    assertThatThrownBy(() -> new LayerNorm(3, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layerNorm: sizes [3,0], expected one or more, of 1 or more");
    assertThatThrownBy(() -> new GroupNorm(2, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groupNorm: 3 channels, expected a multiple of the 2 groups");
    assertThatThrownBy(() -> new GroupNorm(0, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groupNorm: 3 channels in 0 groups, expected 1 or more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void anEpsilonOutsideItsRangeIsRefused(double epsilon) {
    String rest = ": epsilon " + epsilon + ", expected a positive finite number";
    assertThatThrownBy(() -> new LayerNorm(2).epsilon(epsilon)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layerNorm" + rest);
    assertThatThrownBy(() -> new GroupNorm(1, 2).epsilon(epsilon)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groupNorm" + rest);
    assertThatThrownBy(() -> new InstanceNorm(2).epsilon(epsilon)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("instanceNorm" + rest);
  }

  private static void assertRefused(Module layer, String message, int... sizes) {
    assertThatThrownBy(() -> run(layer, Tensor.zeros(DType.F64, sizes))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Tensor run(Module layer, Tensor x) {
    layer.initialise(1, DType.F64);
    return layer.apply(x, Context.evaluate());
  }
}
