package candor.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Numbers;
import candor.nn.loss.GaussianNll.Variance;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LossTest {

  private static final Offset<Double> ROUNDING = Offset.offset(2e-15);

  @Test
  void crossEntropyOfEqualLogitsIsTheLogarithmOfTheNumberOfClasses() {
    Tensor loss = Loss.crossEntropy().of(Tensor.full(DType.F64, 3, 5, 10), Tensor.zeros(DType.I32, 5));
    assertThat(loss.shape()).isEqualTo(Shape.SCALAR);
    assertThat(loss.item()).isCloseTo(StrictMath.log(10), Offset.offset(1e-15));
  }

  @Test
  void crossEntropyIsTheMeanOverTheSamples() {
    Tensor logits = Numbers.normal(1, 4, 3);
    Tensor classes = Tensor.of(new int[] {0, 1, 2, 1}, 4);
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double normaliser = 0;
      for (int k = 0; k < 3; k++) {
        normaliser += StrictMath.exp(logits.at(i, k));
      }
      sum += StrictMath.log(normaliser) - logits.at(i, (int) classes.at(i));
    }
    assertThat(Loss.crossEntropy().of(logits, classes).item()).isCloseTo(sum / 4, Offset.offset(1e-14));
  }

  @Test
  void theGradientIsTheErrorOfTheProbabilitiesOverTheSamples() {
    Tensor logits = Numbers.normal(1, 4, 3).variable();
    Tensor classes = Tensor.of(new int[] {0, 1, 2, 1}, 4);
    Tensor expected = logits.detach().softmax(1).sub(classes.oneHot(3, DType.F64)).div(4);
    assertThat(Autograd.grad(Loss.crossEntropy().of(logits, classes), logits).isClose(expected, 1e-15, 1e-13)).isTrue();
  }

  @Test
  void targetsThatDoNotFitAreRefused() {
    Tensor logits = Tensor.zeros(DType.F32, 2, 3);
    assertThatThrownBy(() -> Loss.crossEntropy().of(logits, Tensor.zeros(DType.I32, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("crossEntropy: logits have shape [2,3] and targets [3], expected [N,K] and [N]");
    assertThatThrownBy(() -> Loss.crossEntropy().of(logits, Tensor.of(new int[] {0, 3}, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("crossEntropy").hasMessageContaining("3");
  }

  @Test
  void smoothingMixesWithTheUniformDistribution() {
    Tensor logits = Numbers.normal(1, 4, 3);
    Tensor classes = Tensor.of(new int[] {0, 1, 2, 1}, 4);
    Tensor mixed = classes.oneHot(3, DType.F64).mul(0.7).add(0.1);
    double expected = Loss.crossEntropy().of(logits, mixed).item();
    assertThat(Loss.crossEntropy().smoothing(0.3).of(logits, classes).item()).isCloseTo(expected, ROUNDING);
    assertThat(Loss.crossEntropy().smoothing(0.3).of(logits, classes.oneHot(3, DType.F64)).item())
        .isCloseTo(expected, ROUNDING);
    assertThat(Loss.crossEntropy().smoothing(1).of(Tensor.zeros(DType.F64, 4, 3), classes).item())
        .isCloseTo(StrictMath.log(3), ROUNDING);
  }

  @Test
  void theMeanOfWeightedClassesIsDividedByTheirWeights() {
    Tensor logits = Numbers.normal(1, 3, 2);
    Tensor classes = Tensor.of(new int[] {0, 1, 1}, 3);
    double[] plain = Loss.crossEntropy().perSample(logits, classes).toDoubles();
    CrossEntropy weighted = Loss.crossEntropy().weights(Tensor.of(new float[] {4, 0.5f}, 2));
    assertThat(weighted.of(logits, classes).item())
        .isCloseTo((4 * plain[0] + 0.5 * plain[1] + 0.5 * plain[2]) / 5, ROUNDING);
    assertThat(weighted.perSample(logits, classes).toDoubles()).containsExactly(
        new double[] {4 * plain[0], 0.5 * plain[1], 0.5 * plain[2]}, Offset.offset(1e-15));
  }

  @Test
  void anIgnoredElementCountsAsNothing() {
    Tensor logits = Numbers.normal(1, 4, 3).variable();
    CrossEntropy loss = Loss.crossEntropy().ignoring(-100);
    Tensor some = loss.of(logits, Tensor.of(new int[] {0, -100, 2, -100}, 4));
    Tensor rest = logits.detach().indexSelect(0, Tensor.of(new int[] {0, 2}, 2));
    assertThat(some.item()).isCloseTo(Loss.crossEntropy().of(rest, Tensor.of(new int[] {0, 2}, 2)).item(), ROUNDING);
    Tensor gradient = Autograd.grad(some, logits);
    assertThat(gradient.select(0, 1).abs().sum().item()).isZero();
    assertThat(gradient.select(0, 3).abs().sum().item()).isZero();
    assertThat(gradient.select(0, 0).abs().sum().item()).isPositive();
    Tensor none = Tensor.full(DType.I32, -100, 4);
    assertThat(loss.of(logits, none).item()).isNaN();
    assertThat(loss.reduction(Reduction.SUM).of(logits, none).item()).isZero();
    assertThat(loss.perSample(logits, none).toDoubles()).containsOnly(0);
  }

  @Test
  void ofPixelsEveryOneIsASample() {
    Tensor logits = Numbers.normal(1, 2, 3, 2, 2);
    int[] classes = {0, 1, 2, 0, 1, 1, 0, 2};
    Tensor rows = logits.permute(0, 2, 3, 1).reshape(8, 3);
    double[] expected = rows.crossEntropy(Tensor.of(classes, 8)).toDoubles();
    Tensor elements = Loss.crossEntropy().elements(logits, Tensor.of(classes, 2, 2, 2));
    assertThat(elements.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(elements.toDoubles()).containsExactly(expected, Offset.offset(1e-14));
  }

  @Test
  void aBinaryCrossEntropyIsAccurateFarOut() {
    Tensor x = Tensor.of(new float[] {0, -20, 20, 20, -1e4f}, 5);
    Tensor t = Tensor.of(new float[] {1, 0, 1, 0, 1}, 5);
    Tensor expected = Tensor.of(
        new double[] {StrictMath.log(2), StrictMath.exp(-20), StrictMath.exp(-20), 20 + StrictMath.exp(-20), 1e4}, 5);
    assertThat(Loss.binaryCrossEntropy().elements(x, t).isClose(expected, 0, 3e-7)).isTrue();
  }

  @Test
  void errorsCountAsTheirNamesSay() {
    Tensor x = Tensor.of(new double[] {0.5, -0.25, 3, -2}, 4);
    Tensor zero = Tensor.zeros(DType.F64, 4);
    assertThat(Loss.mse().elements(x, zero).toDoubles()).containsExactly(0.25, 0.0625, 9, 4);
    assertThat(Loss.mae().elements(x, zero).toDoubles()).containsExactly(0.5, 0.25, 3, 2);
    assertThat(Loss.huber(2).elements(x, zero).toDoubles()).containsExactly(0.125, 0.03125, 4, 2);
    assertThat(Loss.smoothL1(2).elements(x, zero).toDoubles()).containsExactly(0.0625, 0.015625, 2, 1);
    assertThat(Loss.mse().of(x, zero).item()).isEqualTo(13.3125 / 4);
  }

  @Test
  void theGaussianLossIsTheLogarithmOfADensity() {
    Tensor output = Tensor.of(new double[] {1, StrictMath.log(4)}, 1, 2);
    Tensor target = Tensor.of(new double[] {4}, 1, 1);
    double expected = 0.5 * (9.0 / 4 + StrictMath.log(4) + StrictMath.log(2 * Math.PI));
    GaussianNll log = Loss.gaussianNll().variance(Variance.LOG, 0);
    assertThat(log.of(output, target).item()).isCloseTo(expected, ROUNDING);
    assertThat(log.mean(output).item()).isEqualTo(1);
    assertThat(log.variance(output).item()).isCloseTo(4, ROUNDING);
    // softplus(ln 4) = ln 5
    GaussianNll softplus = Loss.gaussianNll().variance(Variance.SOFTPLUS, 0.5);
    double sigma2 = StrictMath.log(5) + 0.5;
    assertThat(softplus.variance(output).item()).isCloseTo(sigma2, ROUNDING);
    assertThat(softplus.of(output, target).item())
        .isCloseTo(0.5 * (9 / sigma2 + StrictMath.log(sigma2) + StrictMath.log(2 * Math.PI)), ROUNDING);
    // The floor keeps a certain prediction finite.
    Tensor certain = Tensor.of(new double[] {4, -1e4}, 1, 2);
    double floor = 0.5 * (StrictMath.log(1e-3) + StrictMath.log(2 * Math.PI));
    assertThat(log.variance(Variance.LOG, 1e-3).of(certain, target).item()).isCloseTo(floor, ROUNDING);
    assertThat(log.variance(Variance.SOFTPLUS, 1e-3).of(certain, target).item()).isCloseTo(floor, ROUNDING);
  }

  @Test
  void aDivergenceIsThatOfTheTargetFromTheOutput() {
    Tensor p = Tensor.of(new double[] {0.25, 0.75, 0.5, 0.5}, 2, 2).log();
    Tensor q = Tensor.of(new double[] {0.5, 0.5, 0.5, 0.5}, 2, 2).log();
    double expected = 0.5 * StrictMath.log(2) + 0.5 * StrictMath.log(2.0 / 3);
    assertThat(Loss.klDivergence().perSample(p, q).toDoubles()).containsExactly(new double[] {expected, 0},
        Offset.offset(1e-15));
  }

  @Test
  void whatTheTargetExcludesCountsAsNothing() {
    Tensor q = Tensor.of(new double[] {1, 0, 0}, 1, 3).log().variable();
    Tensor p = Tensor.of(new double[] {0.5, 0.5, 0}, 1, 3).log().variable();
    Tensor loss = Loss.klDivergence().of(p, q);
    assertThat(loss.item()).isCloseTo(StrictMath.log(2), ROUNDING);
    assertThat(Autograd.grad(loss, p).toDoubles()).containsExactly(new double[] {-0.5, 0.5, 0}, Offset.offset(1e-15));
    assertThat(Autograd.grad(loss, q).toDoubles()).containsExactly(new double[] {0, 0, 0}, Offset.offset(1e-15));
  }

  @Test
  void hingesCountWhatIsMissingToTheMargin() {
    Tensor x = Tensor.of(new double[] {0.25, -0.5, 3, 1}, 4);
    Tensor t = Tensor.of(new double[] {1, 1, -1, 1}, 4);
    assertThat(Loss.hinge().elements(x, t).toDoubles()).containsExactly(0.75, 1.5, 4, 0);
    assertThat(Loss.smoothHinge(1e-3).elements(x, t).toDoubles()).containsExactly(
        new double[] {0.75, 1.5, 4, 1e-3 * StrictMath.log(2)}, Offset.offset(1e-15));
    Tensor logits = Tensor.of(new double[] {1, 0.5, -2, 0, 3, 2.5}, 2, 3);
    Tensor classes = Tensor.of(new int[] {0, 2}, 2);
    // 1 - 1 + 0.5 and none; 1 - 2.5 + 0 is none, 1 - 2.5 + 3
    assertThat(Loss.multiMargin().elements(logits, classes).toDoubles()).containsExactly(
        new double[] {0.5 / 3, 1.5 / 3}, Offset.offset(1e-15));
    assertThat(Loss.multiMargin().squared().elements(logits, classes).toDoubles()).containsExactly(
        new double[] {0.25 / 3, 2.25 / 3}, Offset.offset(1e-15));
  }

  @Test
  void classesThatDoNotFitAreRefused() {
    Tensor logits = Tensor.zeros(DType.F32, 2, 3);
    Tensor pixels = Tensor.zeros(DType.F32, 2, 3, 4, 4);
    CrossEntropy ignoring = Loss.crossEntropy().ignoring(255);
    assertRefused(() -> ignoring.of(logits, Tensor.zeros(DType.I32, 3)),
        "crossEntropy: logits have shape [2,3] and targets [3], expected [N,K] and [N]");
    assertRefused(() -> Loss.crossEntropy().of(pixels, Tensor.zeros(DType.I32, 2, 4)),
        "crossEntropy: logits have shape [2,3,4,4] and targets [2,4], expected [N,K,…] and [N,…]");
    assertRefused(() -> Loss.crossEntropy().of(Tensor.zeros(DType.F32, 3), Tensor.zeros(DType.I32, 1)),
        "crossEntropy: logits have shape [3] and targets [1], expected [N,K,…] and [N,…]");
    assertThatThrownBy(() -> ignoring.of(logits, Tensor.of(new int[] {255, 3}, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("crossEntropy: target 3 at position 1 of [2], expected 0 to 2 or 255");
    assertThatThrownBy(() -> Loss.multiMargin().of(logits, Tensor.of(new int[] {0, -1}, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("multiMargin: target -1 at position 1 of [2], expected 0 to 2");
    assertRefused(() -> Loss.multiMargin().of(logits, Tensor.zeros(DType.F32, 2)),
        "multiMargin: targets have type f32[2], expected i32");
    assertRefused(() -> Loss.multiMargin().of(pixels, Tensor.zeros(DType.I32, 2, 4, 4)),
        "multiMargin: logits have shape [2,3,4,4], expected [N,K]");
    assertRefused(() -> Loss.crossEntropy().weights(Tensor.ones(DType.F32, 4)).of(logits, Tensor.zeros(DType.I32, 2)),
        "crossEntropy: 4 weights for 3 classes");
    assertRefused(() -> Loss.crossEntropy().of(logits, Tensor.zeros(DType.F32, 2)),
        "crossEntropy: targets are f32[2], expected classes i32[2] or probabilities f32[2,3]");
    assertRefused(() -> ignoring.of(logits, Tensor.zeros(DType.F32, 2, 3)),
        "crossEntropy: the targets are probabilities [2,3], of which class 255 cannot be ignored");
  }

  @Test
  void targetsOfAnotherShapeAreNotRepeated() {
    Tensor output = Tensor.zeros(DType.F32, 4, 1);
    Tensor target = Tensor.zeros(DType.F32, 4);
    String words = ": the output is f32[4,1], the target f32[4], expected one type and one shape";
    assertRefused(() -> Loss.mse().of(output, target), "mse" + words);
    assertRefused(() -> Loss.mae().of(output, target), "mae" + words);
    assertRefused(() -> Loss.huber(1).of(output, target), "huber" + words);
    assertRefused(() -> Loss.smoothL1(1).of(output, target), "smoothL1" + words);
    assertRefused(() -> Loss.binaryCrossEntropy().of(output, target), "binaryCrossEntropy" + words);
    assertRefused(() -> Loss.klDivergence().of(output, target), "klDivergence" + words);
    assertRefused(() -> Loss.hinge().of(output, target), "hinge" + words);
    assertRefused(() -> Loss.smoothHinge(1).of(output, target), "smoothHinge" + words);
    assertRefused(() -> Loss.mse().of(output, Tensor.zeros(DType.F64, 4, 1)),
        "mse: the output is f32[4,1], the target f64[4,1], expected one type and one shape");
    assertRefused(() -> Loss.klDivergence().of(target, target),
        "klDivergence: the output has shape [4], expected [N,K,…]");
    assertRefused(() -> Loss.gaussianNll().of(Tensor.zeros(DType.F32, 4, 2), target),
        "gaussianNll: the output is f32[4,2], the target f32[4], expected [N,2D,…] and [N,D,…] of one type");
    assertRefused(() -> Loss.gaussianNll().mean(Tensor.zeros(DType.F32, 4, 3)),
        "gaussianNll: the output has shape [4,3], expected [N,2D,…]");
    assertRefused(() -> Loss.binaryCrossEntropy().positiveWeight(Tensor.ones(DType.F32, 3)).of(output, output),
        "binaryCrossEntropy: the positive weight cannot be repeated from [3] to the output's shape [4,1]");
  }

  @Test
  void labelsOfAnotherKindAreRefused() {
    Tensor output = Tensor.zeros(DType.F32, 3);
    Tensor signs = Tensor.of(new float[] {-1, 1, 1}, 3);
    Tensor bits = Tensor.of(new float[] {0, 1, 1}, 3);
    assertRefused(() -> Loss.binaryCrossEntropy().of(output, signs),
        "binaryCrossEntropy: targets lie between -1.0 and 1.0, expected numbers in [0, 1]");
    assertRefused(() -> Loss.binaryCrossEntropy().of(output, bits.div(0)),
        "binaryCrossEntropy: targets lie between NaN and NaN, expected numbers in [0, 1]");
    assertRefused(() -> Loss.hinge().of(output, bits), "hinge: targets [0.0, 1.0, 1.0], expected -1 and 1");
    assertRefused(() -> Loss.smoothHinge(1).of(Tensor.zeros(DType.F32, 9), Tensor.zeros(DType.F32, 9)),
        "smoothHinge: targets [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] …, expected -1 and 1");
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    assertRefused(() -> Loss.crossEntropy().smoothing(1.1),
        "crossEntropy: smoothing 1.1, expected a number in [0, 1]");
    assertRefused(() -> Loss.crossEntropy().smoothing(Double.NaN),
        "crossEntropy: smoothing NaN, expected a number in [0, 1]");
    assertRefused(() -> Loss.crossEntropy().weights(Tensor.ones(DType.I32, 3)),
        "crossEntropy: weights are i32[3], expected one number for each class, [K]");
    assertRefused(() -> Loss.crossEntropy().weights(Tensor.ones(DType.F32, 3, 1)),
        "crossEntropy: weights are f32[3,1], expected one number for each class, [K]");
    assertRefused(() -> Loss.huber(0), "huber: delta 0.0, expected a positive finite number");
    assertRefused(() -> Loss.smoothL1(Double.POSITIVE_INFINITY),
        "smoothL1: beta Infinity, expected a positive finite number");
    assertRefused(() -> Loss.smoothHinge(Double.NaN),
        "smoothHinge: temperature NaN, expected a positive finite number");
    assertRefused(() -> Loss.gaussianNll().variance(Variance.SOFTPLUS, 0),
        "gaussianNll: floor 0.0 with SOFTPLUS, expected a finite number, positive");
    assertRefused(() -> Loss.gaussianNll().variance(Variance.LOG, -1),
        "gaussianNll: floor -1.0 with LOG, expected a finite number, 0 or more");
    assertRefused(() -> Loss.multiMargin().margin(Double.NaN),
        "multiMargin: margin NaN, power 1, expected a finite margin and power 1 or 2");
    assertRefused(() -> new MultiMargin(1, 3, Reduction.MEAN),
        "multiMargin: margin 1.0, power 3, expected a finite margin and power 1 or 2");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
