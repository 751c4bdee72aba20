package candor.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.autograd.GradientCheck;
import candor.nn.Numbers;
import candor.nn.loss.GaussianNll.Variance;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What all losses have in common.
class SampleLossTest {

  /// What a target is made of.
  private enum Target {
    CLASSES, PIXELS, SHARES, SIGNS, NUMBERS, HALF
  }

  /// Every loss, with its kind of target.
  enum Kind {
    /// Core's operation.
    CROSS_ENTROPY(Loss.crossEntropy(), Target.CLASSES),
    /// Pixels, with every option that is no weight.
    PIXELS(Loss.crossEntropy().smoothing(0.1), Target.PIXELS),
    /// Targets that are distributions.
    PROBABILITIES(Loss.crossEntropy().smoothing(0.1), Target.SHARES),
    /// Weights that do not enter the mean's divisor.
    BINARY(Loss.binaryCrossEntropy().positiveWeight(Tensor.scalar(DType.F64, 3)), Target.SHARES),
    /// Squares.
    MSE(Loss.mse(), Target.NUMBERS),
    /// A kink at 0.
    MAE(Loss.mae(), Target.NUMBERS),
    /// A kink of the gradient.
    HUBER(Loss.huber(0.5), Target.NUMBERS),
    /// The same, scaled.
    SMOOTH_L1(Loss.smoothL1(0.5), Target.NUMBERS),
    /// Variances by softplus.
    GAUSSIAN(Loss.gaussianNll(), Target.HALF),
    /// Log variances.
    GAUSSIAN_LOG(Loss.gaussianNll().variance(Variance.LOG, 0), Target.HALF),
    /// Variances by exponentials.
    GAUSSIAN_FLOOR(Loss.gaussianNll().variance(Variance.LOG, 1e-3), Target.HALF),
    /// Logits on both sides.
    KL(Loss.klDivergence(), Target.NUMBERS),
    /// A kink at the margin.
    HINGE(Loss.hinge(), Target.SIGNS),
    /// No kink.
    SMOOTH_HINGE(Loss.smoothHinge(0.5), Target.SIGNS),
    /// Kinks.
    MULTI_MARGIN(Loss.multiMargin(), Target.CLASSES),
    /// Kinks of the gradient.
    MULTI_MARGIN_SQUARED(Loss.multiMargin().squared(), Target.CLASSES);

    private final SampleLoss loss;
    private final Target target;

    Kind(SampleLoss loss, Target target) {
      this.loss = loss;
      this.target = target;
    }

    Tensor output(int n, long seed) {
      return target == Target.PIXELS ? Numbers.normal(seed, n, 4, 2, 3) : Numbers.normal(seed, n, 4);
    }

    Tensor target(int n, long seed) {
      return switch (target) {
        case CLASSES -> classes(n);
        case PIXELS -> classes(n, 2, 3);
        case SHARES -> Numbers.normal(seed, n, 4).softmax(1);
        case SIGNS -> Numbers.normal(seed, n, 4).sign();
        case NUMBERS -> Numbers.normal(seed, n, 4);
        case HALF -> Numbers.normal(seed, n, 2);
      };
    }

    private static Tensor classes(int... sizes) {
      int[] values = IntStream.range(0, Shape.of(sizes).count()).map(i -> i * 7 % 4).toArray();
      return Tensor.of(values, sizes);
    }
  }

  @Property(tries = 100)
  void theLossOfTheBatchIsMadeOfThoseOfItsSamples(@ForAll Kind kind, @ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(max = 1000) int seed) {
    Tensor output = kind.output(n, seed);
    Tensor target = kind.target(n, seed + 1L);
    Tensor samples = kind.loss.perSample(output, target);
    assertThat(samples.shape()).isEqualTo(Shape.of(n));
    double mean = kind.loss.of(output, target).item();
    assertThat(samples.mean().item()).isCloseTo(mean, Offset.offset(1e-13 * (1 + Math.abs(mean))));
    SampleLoss sum = kind.loss.reduction(Reduction.SUM);
    double total = sum.of(output, target).item();
    assertThat(sum.perSample(output, target).sum().item()).isCloseTo(total,
        Offset.offset(1e-13 * (1 + Math.abs(total))));
    assertThat(total).isCloseTo(mean * kind.loss.elements(output, target).count(),
        Offset.offset(1e-12 * (1 + Math.abs(total))));
    assertThat(sum.reduction()).isEqualTo(Reduction.SUM);
    assertThat(sum.reduction(Reduction.MEAN).of(output, target).item()).isEqualTo(mean);
  }

  @Property(tries = 100)
  void theLossOfASampleDoesNotDependOnItsBatch(@ForAll Kind kind, @ForAll @IntRange(min = 1, max = 7) int n,
      @ForAll @IntRange(max = 1000) int seed) {
    Tensor output = kind.output(n, seed);
    Tensor target = kind.target(n, seed + 1L);
    Tensor samples = kind.loss.perSample(output, target);
    for (int i = 0; i < n; i++) {
      Tensor alone = kind.loss.of(output.slice(0, i, i + 1), target.slice(0, i, i + 1));
      assertThat(alone.item()).isCloseTo(samples.at(i), Offset.offset(1e-13 * (1 + Math.abs(alone.item()))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void firstAndSecondDerivativesAreThoseOfDifferences(Kind kind) {
    Tensor target = kind.target(3, 8);
    // By the target too, where it is no label.
    boolean both = kind.target == Target.NUMBERS || kind.target == Target.HALF;
    GradientCheck check = GradientCheck.ofOrder(2).step(1e-4).tolerance(1e-6);
    check.check(x -> kind.loss.of(x, target), kind.output(3, 7)).assertPasses();
    check.check(x -> kind.loss.perSample(x, target), kind.output(3, 7)).assertPasses();
    if (both) {
      check.check(xs -> kind.loss.of(xs.get(0), xs.get(1)), List.of(kind.output(3, 7), target)).assertPasses();
    }
  }

  /// A variance without a floor overflows, as it says.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "GAUSSIAN_LOG")
  void hugeLogitsDoNotOverflow(Kind kind) {
    for (double size : new double[] {1e4, -1e4}) {
      for (DType dtype : new DType[] {DType.F32, DType.F64}) {
        Tensor x = kind.output(5, 7).sign().mul(size).to(dtype).variable();
        Tensor target = kind.target(5, 8);
        Tensor fitting = target.dtype().isFloating() ? target.to(dtype) : target;
        Tensor loss = kind.loss.of(x, fitting);
        assertThat(loss.item()).isFinite();
        Tensor gradient = Autograd.grad(loss, x);
        assertThat(gradient.abs().max().item()).isFinite();
        Tensor product =
            Autograd.hvp(loss, List.of(x)).apply(List.of(Tensor.ones(dtype, x.shape().toArray()))).getFirst();
        assertThat(product.abs().max().item()).isFinite();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofNothingTheMeanIsNanAndTheSumIsZero(Kind kind) {
    Tensor output = kind.output(0, 1).variable();
    Tensor target = kind.target(0, 2);
    assertThat(kind.loss.of(output, target).item()).isNaN();
    assertThat(kind.loss.reduction(Reduction.SUM).of(output, target).item()).isZero();
    assertThat(kind.loss.perSample(output, target).shape()).isEqualTo(Shape.of(0));
    assertThat(Autograd.grad(kind.loss.of(output, target), output).shape()).isEqualTo(output.shape());
  }

  @ParameterizedTest
  @EnumSource(names = {"CROSS_ENTROPY", "PIXELS", "PROBABILITIES", "KL", "MULTI_MARGIN", "MULTI_MARGIN_SQUARED"})
  void whatIsAddedToAllLogitsDoesNotMatter(Kind kind) {
    Tensor output = kind.output(5, 7);
    Tensor target = kind.target(5, 8);
    Tensor moved = kind.loss.perSample(output.add(123.25), target);
    assertThat(moved.isClose(kind.loss.perSample(output, target), 1e-12, 1e-12)).isTrue();
  }
}
