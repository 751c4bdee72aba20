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
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dropout of channels, of weights, and for self-normalising networks.
class DropoutsTest {

  @Test
  void channelsAreDroppedAsAWholeInTheirShareAndTheOthersAreScaled() {
    Tensor images = new Dropout2d(0.25).apply(Tensor.ones(DType.F64, 100, 64, 3, 2), train(100));
    Tensor signals = new Dropout1d(0.25).apply(Tensor.ones(DType.F64, 100, 64, 5), train(100));
    for (Tensor y : List.of(images.flatten(2), signals)) {
      assertThat(y.toDoubles()).containsOnly(0, 1 / 0.75);
      Tensor first = y.slice(2, 0, 1);
      assertThat(first.expand(y.shape().toArray()).hasSameBits(y)).isTrue();
      double zeros = first.eq(0).mean().item();
      assertThat(zeros).isCloseTo(0.25, Offset.offset(5 * Math.sqrt(0.25 * 0.75 / 6400)));
    }
  }

  @Test
  void aMaskBelongsToTheSampleWhateverItsBatchAndLayout() {
    Tensor x = Numbers.normal32(1, 20, 8, 3, 2);
    Dropout2d layer = new Dropout2d(0.5);
    Tensor together = layer.apply(x, Context.sample(1, 0, IntStream.range(40, 60).toArray()));
    Tensor innermost = Tensor.of(x.array().copyInOrder(1, 2, 3, 0));
    assertThat(layer.apply(innermost, Context.sample(1, 0, IntStream.range(40, 60).toArray())).hasSameBits(together))
        .isTrue();
    for (int i = 0; i < 20; i++) {
      Tensor alone = layer.apply(x.slice(0, i, i + 1), Context.sample(1, 0, 40 + i));
      assertThat(alone.hasSameBits(together.slice(0, i, i + 1))).isTrue();
    }
  }

  @Test
  void dropConnectEvaluatesAsTheLinearLayerWithItsParameters() {
    DropConnect layer = new DropConnect(7, 5, 0.5);
    Linear linear = new Linear(7, 5);
    layer.initialise(3);
    linear.initialise(3);
    assertThat(layer.namedParameters().keySet()).isEqualTo(linear.namedParameters().keySet());
    Tensor x = Numbers.normal32(1, 4, 7);
    assertThat(layer.apply(x, Context.evaluate()).hasSameBits(linear.apply(x, Context.evaluate()))).isTrue();
  }

  @Test
  void dropConnectDropsWeightsInTheirShareAndKeepsBiases() {
    DropConnect layer = new DropConnect(100, 80, 0.25);
    layer.initialise(1, DType.F64);
    layer.parameters().get(0).assign(Tensor.ones(DType.F64, 80, 100));
    layer.parameters().get(1).assign(Tensor.range(DType.F64, 80));
    Tensor identity = Tensor.range(DType.I32, 100).oneHot(100, DType.F64);
    Tensor weights = layer.apply(identity, train(100)).sub(Tensor.range(DType.F64, 80));
    assertThat(weights.isClose(weights.gt(0.5).mul(1 / 0.75), 1e-12, 0)).isTrue();
    assertThat(weights.lt(0.5).mean().item())
        .isCloseTo(0.25, Offset.offset(5 * Math.sqrt(0.25 * 0.75 / 8000)));
  }

  @Test
  void dropConnectHasOneMaskForAPassWhateverTheBatches() {
    DropConnect layer = new DropConnect(6, 5, 0.5);
    layer.initialise(1);
    Tensor x = Numbers.normal32(1, 10, 6);
    Tensor together = layer.apply(x, Context.sample(1, 3, IntStream.range(0, 10).toArray()));
    for (int i = 0; i < 10; i++) {
      Tensor alone = layer.apply(x.slice(0, i, i + 1), Context.sample(1, 3, i));
      assertThat(alone.hasSameBits(together.slice(0, i, i + 1))).isTrue();
    }
    Tensor same = layer.apply(x.slice(0, 0, 1).expand(10, 6), Context.sample(1, 3, IntStream.range(0, 10).toArray()));
    assertThat(same.slice(0, 0, 1).expand(10, 5).hasSameBits(same)).isTrue();
  }

  @Test
  void theMeanOfManyPassesIsTheEvaluation() {
    DropConnect layer = new DropConnect(6, 5, 0.5);
    layer.initialise(1, DType.F64);
    Tensor x = Numbers.normal(1, 3, 6);
    Tensor sum = Tensor.zeros(DType.F64, 3, 5);
    for (int pass = 0; pass < 4000; pass++) {
      sum = sum.add(layer.apply(x, Context.sample(1, pass, 0, 1, 2)));
    }
    assertThat(sum.div(4000).isClose(layer.apply(x, Context.evaluate()), 0.12, 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void alphaDropoutKeepsMeanZeroAndVarianceOne(double p) {
    Tensor y = new AlphaDropout(p).apply(Numbers.normal(1, 400, 500), train(400));
    assertThat(y.mean().item()).isCloseTo(0, Offset.offset(0.015));
    assertThat(y.variance(0).item()).isCloseTo(1, Offset.offset(0.03));
  }

  /// `a = ((1 − p)(1 + p α′²))^(−½)` and `b = −a p α′` with `α′ = −1.7581`.
  @Test
  void alphaDropoutHasTwoBranches() {
    double limit = -1.0507009873554805 * 1.6732632423543772;
    double a = 1 / Math.sqrt(0.5 * (1 + 0.5 * limit * limit));
    double b = -a * 0.5 * limit;
    double[] y = new AlphaDropout(0.5).apply(Tensor.full(DType.F64, 3, 50, 40), train(50)).toDoubles();
    assertThat(Arrays.stream(y).distinct().sorted().toArray()).hasSize(2)
        .contains(new double[] {a * limit + b, 3 * a + b}, Offset.offset(1e-15));
  }

  @Test
  void probabilityZeroIsNotRandomAndChangesNothing() {
    Tensor vectors = Numbers.normal32(1, 3, 4);
    for (Module layer : List.of(new Dropout(0), new AlphaDropout(0))) {
      assertThat(layer.isStochastic()).isFalse();
      assertThat(layer.apply(vectors, train(3))).isSameAs(vectors);
    }
    assertThat(new Dropout2d(0).isStochastic()).isFalse();
    assertThat(new DropConnect(2, 2, 0).isStochastic()).isFalse();
  }

  @Test
  void inputsOfAnotherRankAreRefused() {
    assertThatThrownBy(() -> new Dropout2d(0.5).apply(Tensor.zeros(DType.F32, 2, 3, 4), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout2d: input has shape [2,3,4], expected [N,C,H,W]");
    assertThatThrownBy(() -> new Dropout1d(0.5).apply(Tensor.zeros(DType.F32, 2, 3), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("dropout1d: input has shape [2,3], expected [N,C,L]");
    DropConnect layer = new DropConnect(3, 2, 0.5);
    assertThatThrownBy(() -> layer.apply(Tensor.zeros(DType.F32, 2, 4), Context.evaluate()))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("dropConnect: input has shape [2,4], expected [N,3]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aProbabilityOutsideItsRangeIsRefused(double p) {
    assertRefused(p, "dropout1d", Dropout1d::new);
    assertRefused(p, "dropout2d", Dropout2d::new);
    assertRefused(p, "alphaDropout", AlphaDropout::new);
    assertRefused(p, "dropConnect", q -> new DropConnect(2, 2, q));
  }

  private static void assertRefused(double p, String name, DoubleFunction<Module> layer) {
    assertThatThrownBy(() -> layer.apply(p)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + ": probability " + p + ", expected [0, 1)");
  }

  private static Context train(int samples) {
    return Context.train(1, 2, IntStream.range(0, samples).toArray());
  }
}
