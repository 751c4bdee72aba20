package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchNormTest {

  @Test
  void trainingGivesEveryFeatureMeanZeroAndVarianceOne() {
    Module layer = new BatchNorm1d(3);
    layer.initialise(1, DType.F64);
    Tensor y = layer.apply(Numbers.normal(1, 50, 3).mul(7).add(4), train(50));
    assertThat(y.mean(0).isClose(Tensor.zeros(DType.F64, 3), 1e-14, 0)).isTrue();
    assertThat(y.variance(0, 0).isClose(Tensor.ones(DType.F64, 3), 1e-6, 0)).isTrue();
  }

  @Test
  void trainingGivesEveryChannelMeanZeroAndVarianceOne() {
    Module layer = new BatchNorm2d(3);
    layer.initialise(1, DType.F64);
    Tensor y = layer.apply(Numbers.normal(1, 5, 3, 4, 6).mul(7).add(4), train(5));
    assertThat(y.mean(0, 2, 3).isClose(Tensor.zeros(DType.F64, 3), 1e-14, 0)).isTrue();
    assertThat(y.variance(0, 0, 2, 3).isClose(Tensor.ones(DType.F64, 3), 1e-6, 0)).isTrue();
  }

  @Test
  void aPassChangesNothingUntilItsUpdatesAreApplied() {
    BatchNorm1d layer = new BatchNorm1d(3);
    layer.initialise(1);
    Tensor x = Numbers.normal32(1, 8, 3);
    Context context = train(8);
    Tensor y = layer.apply(x, context);
    assertThat(layer.apply(x, train(8)).hasSameBits(y)).isTrue();
    assertThat(running(layer)).containsExactly(0, 0, 0, 1, 1, 1);
    context.applyUpdates();
    float[] once = running(layer);
    assertThat(once).doesNotContain(0, 1);
    context.applyUpdates();
    assertThat(running(layer)).containsExactly(once);
  }

  @Test
  void aLayerAppliedTwiceMovesTwice() {
    BatchNorm1d once = new BatchNorm1d(3);
    BatchNorm1d twice = new BatchNorm1d(3);
    once.initialise(1);
    twice.initialise(1);
    Tensor a = Numbers.normal32(1, 8, 3);
    Tensor b = Numbers.normal32(2, 8, 3);
    for (Tensor x : List.of(a, b)) {
      Context context = train(8);
      once.apply(x, context);
      context.applyUpdates();
    }
    Context context = train(8);
    twice.apply(a, context);
    twice.apply(b, context);
    context.applyUpdates();
    assertThat(running(twice)).containsExactly(running(once));
  }

  @ParameterizedTest
  @CsvSource({"0.1", "1"})
  void runningStatisticsMoveByTheMomentumTheVarianceUnbiased(double momentum) {
    BatchNorm1d layer = new BatchNorm1d(1, 1e-5, momentum);
    layer.initialise(1, DType.F64);
    Context context = train(2);
    layer.apply(Tensor.of(new double[] {1, 5}, 2, 1), context);
    context.applyUpdates();
    Tensor expected = Tensor.of(new double[] {3 * momentum, 1 - momentum + 8 * momentum}, 2);
    Tensor actual = Tensor.concat(0, layer.namedBuffers().values().stream().map(b -> b.value()).toList());
    assertThat(actual.isClose(expected, 1e-15, 1e-15)).isTrue();
  }

  @Test
  void evaluationAndSamplingUseTheRunningStatisticsAndAreNotRandom() {
    BatchNorm1d layer = new BatchNorm1d(3, 0.25, 0.1);
    layer.initialise(1, DType.F64);
    layer.namedBuffers().values().forEach(b -> b.assign(Tensor.full(DType.F64, 2, 3)));
    Tensor x = Numbers.normal(1, 4, 3);
    Tensor y = layer.apply(x, Context.evaluate());
    assertThat(y.isClose(x.sub(2).div(1.5), 1e-15, 1e-15)).isTrue();
    assertThat(layer.apply(x, Context.sample(1, 0, 0, 1, 2, 3)).hasSameBits(y)).isTrue();
    assertThat(layer.apply(x.slice(0, 0, 1), Context.evaluate()).hasSameBits(y.slice(0, 0, 1))).isTrue();
    assertThat(layer.isStochastic()).isFalse();
  }

  @Test
  void namesAreThoseOfPyTorch() {
    Sequential model = Sequential.builder().add("norm1", new BatchNorm1d(3)).add("norm2", new BatchNorm2d(2)).build();
    assertThat(model.namedParameters().keySet()).containsExactly("norm1.weight", "norm1.bias", "norm2.weight",
        "norm2.bias");
    assertThat(model.namedBuffers().keySet()).containsExactly("norm1.running_mean", "norm1.running_var",
        "norm2.running_mean", "norm2.running_var");
    assertThat(model.namedBuffers().values()).extracting(b -> b.shape()).startsWith(Shape.of(3));
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    BatchNorm1d vectors = new BatchNorm1d(3);
    BatchNorm2d images = new BatchNorm2d(3);
    vectors.initialise(1);
    images.initialise(1);
    assertRefused(vectors, Context.evaluate(), "batchNorm1d: input has shape [2,4], expected [N,3] or [N,3,L]", 2, 4);
    assertRefused(vectors, Context.evaluate(), "batchNorm1d: input has shape [2,3,1,1], expected [N,3] or [N,3,L]", 2,
        3, 1,
        1);
    assertRefused(images, Context.evaluate(), "batchNorm2d: input has shape [2,3], expected [N,3,H,W]", 2, 3);
    assertRefused(images, Context.evaluate(), "batchNorm2d: input has shape [2,4,1,1], expected [N,3,H,W]", 2, 4, 1,
        1);
  }

  @Test
  void oneNumberForEachFeatureIsRefusedInTrainingOnly() {
    BatchNorm1d vectors = new BatchNorm1d(3);
    BatchNorm2d images = new BatchNorm2d(3);
    vectors.initialise(1);
    images.initialise(1);
    String rest = " numbers for each feature, training expects 2 or more to have a variance";
    assertRefused(vectors, train(1), "batchNorm1d: input of shape [1,3] has 1" + rest, 1, 3);
    assertRefused(vectors, train(0), "batchNorm1d: input of shape [0,3] has 0" + rest, 0, 3);
    assertRefused(images, train(1), "batchNorm2d: input of shape [1,3,1,1] has 1" + rest, 1, 3, 1, 1);
    assertThat(images.apply(Tensor.ones(DType.F32, 1, 3, 1, 2), train(1)).shape()).isEqualTo(Shape.of(1, 3, 1, 2));
    assertThat(vectors.apply(Tensor.ones(DType.F32, 1, 3), Context.evaluate()).shape()).isEqualTo(Shape.of(1, 3));
  }

  @ParameterizedTest
  @CsvSource({"0,0.1", "-1,0.1", "NaN,0.1", "Infinity,0.1", "1e-5,-0.1", "1e-5,1.1", "1e-5,NaN"})
  void numbersOutsideTheirRangeAreRefused(double epsilon, double momentum) {
    String rest = ": epsilon " + epsilon + ", momentum " + momentum
        + ", expected a positive finite epsilon and momentum in [0, 1]";
    assertThatThrownBy(() -> new BatchNorm1d(2, epsilon, momentum)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchNorm1d" + rest);
    assertThatThrownBy(() -> new BatchNorm2d(2, epsilon, momentum)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchNorm2d" + rest);
  }

  private static void assertRefused(Module layer, Context context, String message, int... sizes) {
    Tensor x = Tensor.ones(DType.F32, sizes);
    assertThatThrownBy(() -> layer.apply(x, context)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static float[] running(Module layer) {
    return Tensor.concat(0, layer.namedBuffers().values().stream().map(b -> b.value()).toList()).toFloats();
  }

  private static Context train(int samples) {
    return Context.train(1, 0, IntStream.range(0, samples).toArray());
  }
}
