package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.op.PoolWindows.Adaptive;
import candor.op.PoolWindows.Sliding;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Matrix products, convolutions and pooling in F64 against plain loops, for random sizes and layouts.
///
/// Where the specification is one chain of fused multiply-adds the bits must agree.
class ProductsTest {
  /// Sizes of a convolution.
  record Sizes(int images, int channels, int outputs, int height, int width, int kernelH, int kernelW, ConvSpec spec) {
    Shape input() {
      return Shape.of(images, channels * spec.groups(), height, width);
    }

    Shape weight() {
      return Shape.of(outputs * spec.groups(), channels, kernelH, kernelW);
    }

    int rows() {
      return (height + 2 * spec.padH() - spec.dilationH() * (kernelH - 1) - 1) / spec.strideH() + 1;
    }

    int columns() {
      return (width + 2 * spec.padW() - spec.dilationW() * (kernelW - 1) - 1) / spec.strideW() + 1;
    }

    Shape output() {
      return Shape.of(images, outputs * spec.groups(), rows(), columns());
    }
  }

  @Provide
  Arbitrary<Sizes> convolutions() {
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 3);
    Arbitrary<ConvSpec> specs =
        Combinators.combine(few, few, Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(1, 2), Arbitraries.integers().between(1, 2),
            Arbitraries.integers().between(1, 2)).as(ConvSpec::new);
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 6);
    return Combinators.combine(few, few, few, sizes, sizes, few, few, specs).as(Sizes::new)
        .filter(s -> s.height + 2 * s.spec.padH() > s.spec.dilationH() * (s.kernelH - 1)
            && s.width + 2 * s.spec.padW() > s.spec.dilationW() * (s.kernelW - 1));
  }

  @Property(tries = 300)
  void matmulIsAChainOfFusedMultiplyAdds(@ForAll @IntRange(max = 20) int m, @ForAll @IntRange(max = 20) int n,
      @ForAll @IntRange(max = 20) int k,
      @ForAll long seed) {
    Tensor a = Naive.random(seed, Shape.of(m, k));
    Tensor b = Naive.random(seed + 1, Shape.of(k, n));
    Tensor expected = Naive.tensor(Shape.of(m, n), i -> {
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a.at(i[0], p), b.at(p, i[1]), sum);
      }
      return sum;
    });
    Evaluation.assertSameBits("matmul", expected, a.matmul(b));
  }

  @Property(tries = 200)
  void matmulRepeatsLeadingAxes(@ForAll @IntRange(max = 2) int dropped, @ForAll @IntRange(max = 3) int onesLeft,
      @ForAll @IntRange(max = 3) int onesRight, @ForAll boolean isLeftShort, @ForAll long seed) {
    Shape batch = Shape.of(2, 3);
    Shape left = Shapes.repeatable(batch, isLeftShort ? dropped : 0, onesLeft);
    Shape right = Shapes.repeatable(batch, isLeftShort ? 0 : dropped, onesRight & ~onesLeft);
    Tensor a = Naive.random(seed, append(left, 4, 5));
    Tensor b = Naive.random(seed + 1, append(right, 5, 3));
    Shape lead = Shape.broadcast("test", left, right);
    Tensor expected = Naive.tensor(append(lead, 4, 3), i -> {
      double sum = 0;
      for (int p = 0; p < 5; p++) {
        sum = Math.fma(Naive.broadcast(a, Naive.with(i, i.length - 1, p)),
            Naive.broadcast(b, Naive.with(i, i.length - 2, p)), sum);
      }
      return sum;
    });
    Evaluation.assertSameBits("matmul", expected, a.matmul(b));
  }

  @Property(tries = 100)
  void gradientsOfAProductLieLikeItsFactors(@ForAll boolean left, @ForAll boolean right,
      @ForAll @IntRange(max = 2) int lead,
      @ForAll long seed) {
    Tensor a = matrices(left, lead, 8, seed).variable();
    Tensor b = matrices(right, lead, 8, seed + 1).variable();
    Tensor g = Naive.random(seed + 2, a.matmul(b).shape());
    List<Tensor> gradients = Autograd.vjp(a.matmul(b), g, List.of(a, b));
    assertThat(hasColumns(gradients.getFirst())).isEqualTo(hasColumns(a)).isEqualTo(left);
    assertThat(hasColumns(gradients.getLast())).isEqualTo(hasColumns(b)).isEqualTo(right);
    Evaluation.assertSameBits("left", g.matmul(b.detach().transpose()), gradients.getFirst());
    Evaluation.assertSameBits("right", a.detach().transpose().matmul(g), gradients.getLast());
  }

  /// Matrices whose columns are neighbours in memory, or rows. They are square: of others the kernel may prefer the
  /// transposed product.
  private static Tensor matrices(boolean columns, int lead, int size, long seed) {
    int[] sizes = new int[lead + 2];
    Arrays.fill(sizes, 2);
    sizes[lead] = size;
    sizes[lead + 1] = size;
    Tensor x = Tensor.of(Naive.random(seed, Shape.of(sizes)).array().rowMajor());
    return columns ? x.transpose() : x;
  }

  private static boolean hasColumns(Tensor x) {
    int rank = x.shape().rank();
    return x.array().stride(rank - 2) < x.array().stride(rank - 1);
  }

  private static Shape append(Shape lead, int rows, int columns) {
    int[] sizes = new int[lead.rank() + 2];
    System.arraycopy(lead.toArray(), 0, sizes, 0, lead.rank());
    sizes[lead.rank()] = rows;
    sizes[lead.rank() + 1] = columns;
    return Shape.of(sizes);
  }

  @Property(tries = 300)
  void convolutionIsAChainOverRowsColumnsAndChannels(@ForAll("convolutions") Sizes s, @ForAll long seed) {
    Tensor x = Naive.random(seed, s.input());
    Tensor w = Naive.random(seed + 1, s.weight());
    Tensor expected = Naive.tensor(s.output(), i -> {
      double sum = 0;
      for (int ky = 0; ky < s.kernelH; ky++) {
        for (int kx = 0; kx < s.kernelW; kx++) {
          int iy = i[2] * s.spec.strideH() - s.spec.padH() + ky * s.spec.dilationH();
          int ix = i[3] * s.spec.strideW() - s.spec.padW() + kx * s.spec.dilationW();
          for (int c = 0; c < s.channels; c++) {
            if (iy >= 0 && iy < s.height && ix >= 0 && ix < s.width) {
              sum = Math.fma(w.at(i[1], c, ky, kx), x.at(i[0], i[1] / s.outputs * s.channels + c, iy, ix), sum);
            }
          }
        }
      }
      return sum;
    });
    Evaluation.assertSameBits(s + "", expected, x.conv2d(w, s.spec));
  }

  /// `⟨g, conv(x, w)⟩ = ⟨x, inputGradient(g, w)⟩ = ⟨w, weightGradient(x, g)⟩`.
  @Property(tries = 300)
  void theThreeConvolutionsAreAdjoint(@ForAll("convolutions") Sizes s, @ForAll long seed) {
    Tensor x = Naive.random(seed, s.input());
    Tensor w = Naive.random(seed + 1, s.weight());
    Tensor g = Naive.random(seed + 2, s.output());
    double expected = inner(g, x.conv2d(w, s.spec));
    assertClose(s + " input", inner(x, g.convInputGradient(w, s.spec, s.height, s.width)), expected);
    assertClose(s + " weight", inner(w, x.convWeightGradient(g, s.spec, s.kernelH, s.kernelW)), expected);
  }

  @Property(tries = 300)
  void poolingVisitsEveryPixelOfAWindow(@ForAll @IntRange(min = 1, max = 3) int kernelH,
      @ForAll @IntRange(min = 1, max = 3) int kernelW,
      @ForAll @IntRange(min = 1, max = 4) int stride, @ForAll @IntRange(max = 1) int pad,
      @ForAll @IntRange(min = 3, max = 7) int height,
      @ForAll @IntRange(min = 3, max = 7) int width, @ForAll boolean ceil, @ForAll boolean counts, @ForAll long seed) {
    Sliding windows = new Sliding(kernelH, kernelW, stride, stride, Math.min(pad, kernelH / 2),
        Math.min(pad, kernelW / 2), ceil, counts);
    Tensor x = Naive.random(seed, Shape.of(2, 2, height, width));
    Shape result = Shape.of(2, 2, windows(height, kernelH, stride, windows.padH(), ceil),
        windows(width, kernelW, stride, windows.padW(), ceil));
    Tensor max = Naive.tensor(result, i -> fold(x, i, windows, Double.NEGATIVE_INFINITY, Math::max));
    Tensor mean = Naive.tensor(result, i -> fold(x, i, windows, 0, Double::sum)
        / (counted(i[2] * stride - windows.padH(), kernelH, height, counts ? windows.padH() : 0)
            * counted(i[3] * stride - windows.padW(), kernelW, width, counts ? windows.padW() : 0)));
    Evaluation.assertSameBits("maxPool2d " + windows, max, x.maxPool2d(windows));
    Evaluation.assertSameBits("avgPool2d " + windows, mean, x.avgPool2d(windows));
  }

  /// Windows end within the padding; or there are more until one reaches its end, but none begins behind the input.
  private static int windows(int size, int kernel, int stride, int pad, boolean ceil) {
    int count = 0;
    for (int start = -pad; ceil
        ? start < size && start - stride + kernel < size + pad
        : start + kernel <= size + pad; start += stride) {
      count++;
    }
    return count;
  }

  /// How many numbers from the start on lie in the input or its border.
  private static long counted(int start, int kernel, int size, int border) {
    return IntStream.range(start, start + kernel).filter(at -> at >= -border && at < size + border).count();
  }

  private static double fold(Tensor x, int[] i, Sliding w, double start, DoubleBinaryOperator f) {
    double result = start;
    for (int y = i[2] * w.strideH() - w.padH(); y < i[2] * w.strideH() - w.padH() + w.kernelH(); y++) {
      for (int z = i[3] * w.strideW() - w.padW(); z < i[3] * w.strideW() - w.padW() + w.kernelW(); z++) {
        if (y >= 0 && y < x.shape().size(2) && z >= 0 && z < x.shape().size(3)) {
          result = f.applyAsDouble(result, x.at(i[0], i[1], y, z));
        }
      }
    }
    return result;
  }

  @Property(tries = 100)
  void adaptivePoolingKeepsTheMeanOfEvenWindows(@ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 4) int columns,
      @ForAll @IntRange(min = 1, max = 3) int factor, @ForAll long seed) {
    Tensor x = Naive.random(seed, Shape.of(2, 3, rows * factor, columns * factor));
    Tensor adaptive = x.avgPool2d(new Adaptive(rows, columns));
    Evaluation.assertSameBits("adaptive", x.avgPool2d(Sliding.square(factor, factor)), adaptive);
    assertClose("mean", adaptive.mean().item(), x.mean().item());
  }

  private static double inner(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }

  private static void assertClose(String what, double a, double b) {
    if (!(Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b)))) {
      throw new AssertionError(what + ": " + a + ", expected " + b);
    }
  }
}
