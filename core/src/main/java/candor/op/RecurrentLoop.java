package candor.op;

import candor.kernel.BinaryFn;
import candor.kernel.Kernels;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import java.util.Arrays;

/// The loops of a recurrence over steps, forwards and back.
///
/// Sequences do not depend on each other, so threads take bands of them and never wait within a sequence. In a band,
/// some sequences at a time run through all steps, so that what they hand on stays in the caches. A step multiplies
/// the rows of all of these up to the last one that has the step, and does the rest for those that have it.
final class RecurrentLoop {
  /// Sequences that run through all steps together.
  private static final int BLOCK = 64;

  private final RecurrentSizes sizes;
  private final Kernels kernels;
  /// One mask after the other, a row for each sample.
  private final NdArray mask;
  /// The right factors of each step's products.
  private final RecurrentFactor[] factors;
  /// Products of one step, a row for each sample.
  private final NdArray product;

  private RecurrentLoop(RecurrentSizes sizes, NdArray mask, RecurrentFactor[] factors, int width) {
    this.sizes = sizes;
    this.kernels = Backend.current().kernels();
    this.mask = mask.rowMajor();
    this.factors = factors;
    this.product = NdArray.empty(sizes.dtype(), Shape.of(sizes.samples(), width));
  }

  private interface Block {
    void run(int from, int to);
  }

  private void each(Block block) {
    long cost = (long) sizes.steps() * sizes.width() * sizes.units();
    Backend.current().forEach(sizes.samples(), cost, (from, to) -> {
      for (int n = from; n < to; n += BLOCK) {
        block.run(n, Math.min(to, n + BLOCK));
      }
    });
  }

  /// The end of the samples of a block that must be multiplied.
  private int active(int step, int from, int to) {
    int end = to;
    while (end > from && !sizes.spec().has(end - 1, step)) {
      end--;
    }
    return end;
  }

  /// Everything that steps forward make, see [RecurrentSizes].
  static NdArray trace(RecurrentSizes sizes, NdArray x, NdArray weight, NdArray bias, NdArray state, NdArray mask) {
    NdArray trace = NdArray.empty(sizes.dtype(), sizes.traceShape());
    RecurrentLoop loop = new RecurrentLoop(sizes, mask, RecurrentFactor.forwards(sizes, weight), sizes.width());
    NdArray rows = x.rowMajor();
    NdArray biases = bias.rowMajor();
    trace.slice(new int[] {sizes.outputAt(sizes.steps(), 0)}, new int[] {1}, Shape.of(state.count()))
        .assign(state.reshape(Shape.of(state.count())));
    loop.each((from, to) -> loop.forward(rows, biases, trace, from, to));
    return trace;
  }

  private void forward(NdArray x, NdArray bias, NdArray trace, int from, int to) {
    for (int k = 0; k < sizes.steps(); k++) {
      int t = sizes.spec().step(k, sizes.steps());
      int active = active(t, from, to);
      recurrentInputs(trace, t, from, active);
      multiply(trace, t, from, active);
      for (int n = from; n < to; n++) {
        if (sizes.spec().has(n, t)) {
          step(x, bias, trace, t, n);
        } else {
          zero(trace, sizes.outputAt(t, n), sizes.units());
          zero(trace, sizes.keptAt(t, n), sizes.keptWidth());
        }
      }
      zero(trace, sizes.inputAt(t, active), (to - active) * sizes.inputWidth());
    }
  }

  /// The old `h`, masked as often as there are masks.
  private void recurrentInputs(NdArray trace, int t, int from, int to) {
    int h = sizes.units();
    for (int n = from; n < to; n++) {
      int old = sizes.outputAt(sizes.steps(), n);
      int at = sizes.inputAt(t, n);
      if (sizes.masks() == 0) {
        copy(trace, old, trace, at, h);
      }
      for (int m = 0; m < sizes.masks(); m++) {
        zip(BinaryFn.MUL, trace, old, mask, maskAt(m, n), trace, at + m * h, h);
      }
    }
  }

  private int maskAt(int m, int sample) {
    return (m * sizes.samples() + sample) * sizes.units();
  }

  /// With one mask or none a single product, else one for each gate.
  private void multiply(NdArray trace, int t, int from, int to) {
    int columns = sizes.width() / factors.length;
    for (int m = 0; m < factors.length; m++) {
      factors[m].multiply(to - from, trace, sizes.inputAt(t, from) + m * sizes.units(), sizes.inputWidth(), product,
          from * sizes.width() + m * columns, sizes.width());
    }
  }

  private void step(NdArray x, NdArray bias, NdArray trace, int t, int n) {
    int xo = x.offset() + sizes.productAt(t, n);
    int po = n * sizes.width();
    int so = sizes.outputAt(sizes.steps(), n);
    int distance = sizes.samples() * sizes.units();
    int ko = sizes.keptAt(t, n);
    if (sizes.dtype() == DType.F32) {
      kernels.recurrence().step(sizes.cell(), sizes.units(), 0, x.f32(), xo, product.f32(), product.offset() + po,
          bias.f32(),
          bias.offset(), trace.f32(), trace.offset() + so, distance, trace.f32(), trace.offset() + ko);
    } else {
      kernels.recurrence().step(sizes.cell(), sizes.units(), 0, x.f64(), xo, product.f64(), product.offset() + po,
          bias.f64(),
          bias.offset(), trace.f64(), trace.offset() + so, distance, trace.f64(), trace.offset() + ko);
    }
    copy(trace, so, trace, sizes.outputAt(t, n), sizes.units());
  }

  /// Everything that steps back make, see [RecurrentSizes].
  static NdArray gradient(RecurrentSizes sizes, NdArray gradient, NdArray trace, NdArray weight, NdArray mask) {
    NdArray result = NdArray.empty(sizes.dtype(), sizes.gradientShape());
    RecurrentLoop loop = new RecurrentLoop(sizes, mask, RecurrentFactor.back(sizes, weight), sizes.units());
    NdArray g = gradient.rowMajor();
    NdArray inner = sizes.cell().splits()
        ? NdArray.empty(sizes.dtype(), Shape.of(sizes.weightAt()))
        : result;
    int states = sizes.cell().states() * sizes.samples() * sizes.units();
    copy(g, sizes.outputAt(sizes.steps(), 0), result, sizes.stateAt(), states);
    loop.each((from, to) -> loop.backward(g, trace, result, inner, from, to));
    loop.sum(trace, result, inner);
    return result;
  }

  private void backward(NdArray g, NdArray trace, NdArray result, NdArray inner, int from, int to) {
    for (int k = sizes.steps() - 1; k >= 0; k--) {
      int t = sizes.spec().step(k, sizes.steps());
      int active = active(t, from, to);
      for (int n = from; n < to; n++) {
        if (sizes.spec().has(n, t)) {
          gradient(g, trace, result, inner, t, n);
        } else {
          zero(result, sizes.productAt(t, n), sizes.width());
          zero(inner, sizes.productAt(t, n), sizes.width());
        }
      }
      throughProduct(result, inner, t, from, active);
    }
  }

  private void gradient(NdArray g, NdArray trace, NdArray result, NdArray inner, int t, int n) {
    int go = g.offset() + sizes.outputAt(t, n);
    int ko = trace.offset() + sizes.keptAt(t, n);
    int so = result.offset() + sizes.stateAt() + n * sizes.units();
    int distance = sizes.samples() * sizes.units();
    int at = sizes.productAt(t, n);
    if (sizes.dtype() == DType.F32) {
      kernels.recurrence().gradient(sizes.cell(), sizes.units(), 0, g.f32(), go, trace.f32(), ko, result.f32(), so,
          distance, result.f32(), result.offset() + at, inner.f32(), inner.offset() + at);
    } else {
      kernels.recurrence().gradient(sizes.cell(), sizes.units(), 0, g.f64(), go, trace.f64(), ko, result.f64(), so,
          distance, result.f64(), result.offset() + at, inner.f64(), inner.offset() + at);
    }
  }

  /// What reaches the old `h` through the recurrent product, for the samples that have the step.
  private void throughProduct(NdArray result, NdArray inner, int t, int from, int to) {
    int rows = sizes.width() / factors.length;
    int h = sizes.units();
    for (int m = 0; m < factors.length; m++) {
      factors[m].multiply(to - from, inner, sizes.productAt(t, from) + m * rows, sizes.width(), product, from * h, h);
      for (int n = from; n < to; n++) {
        if (sizes.spec().has(n, t)) {
          if (sizes.masks() > 0) {
            zip(BinaryFn.MUL, product, n * h, mask, maskAt(m, n), product, n * h, h);
          }
          int at = sizes.stateAt() + n * h;
          zip(BinaryFn.ADD, result, at, product, n * h, result, at, h);
        }
      }
    }
  }

  /// Gradients of weight and biases, over all steps at once.
  private void sum(NdArray trace, NdArray result, NdArray inner) {
    int all = sizes.steps() * sizes.samples();
    int groups = Math.max(1, sizes.masks());
    int columns = sizes.width() / groups;
    NdArray inputs = matrix(trace, sizes.inputAt(0, 0), all, sizes.inputWidth());
    NdArray outer = matrix(result, 0, all, sizes.width());
    NdArray products = matrix(inner, 0, all, sizes.width());
    NdArray weight = matrix(result, sizes.weightAt(), sizes.width(), sizes.units());
    for (int m = 0; m < groups; m++) {
      // Transposed, so that the larger factor is the right one, whose rows are read one after the other.
      NdArray left = columns(inputs, m, sizes.units()).permute(1, 0);
      rows(weight, m, columns).assign(new MatMul().eval(left, columns(products, m, columns)).permute(1, 0));
    }
    NdArray biases = matrix(result, sizes.biasAt(), 2, sizes.width());
    NdArray ofInput = Folding.sum(outer, 0);
    rows(biases, 0, 1).assign(ofInput);
    rows(biases, 1, 1).assign(sizes.cell().splits() ? Folding.sum(products, 0) : ofInput);
  }

  private static NdArray matrix(NdArray flat, int at, int rows, int columns) {
    return flat.slice(new int[] {at}, new int[] {1}, Shape.of(rows * columns)).reshape(Shape.of(rows, columns));
  }

  /// The `m`-th block of columns.
  private static NdArray columns(NdArray matrix, int m, int width) {
    return matrix.slice(new int[] {0, m * width}, new int[] {1, 1}, matrix.shape().with(1, width));
  }

  /// The `m`-th block of rows.
  private static NdArray rows(NdArray matrix, int m, int height) {
    return matrix.slice(new int[] {m * height, 0}, new int[] {1, 1}, matrix.shape().with(0, height));
  }

  private void zip(BinaryFn f, NdArray a, int ao, NdArray b, int bo, NdArray y, int yo, int n) {
    if (sizes.dtype() == DType.F32) {
      kernels.elementwise().zip(f, a.f32(), a.offset() + ao, 1, b.f32(), b.offset() + bo, 1, y.f32(), y.offset() + yo,
          n);
    } else {
      kernels.elementwise().zip(f, a.f64(), a.offset() + ao, 1, b.f64(), b.offset() + bo, 1, y.f64(), y.offset() + yo,
          n);
    }
  }

  private static void copy(NdArray from, int at, NdArray to, int toAt, int n) {
    if (from.dtype() == DType.F32) {
      System.arraycopy(from.f32(), from.offset() + at, to.f32(), to.offset() + toAt, n);
    } else {
      System.arraycopy(from.f64(), from.offset() + at, to.f64(), to.offset() + toAt, n);
    }
  }

  private void zero(NdArray x, int at, int n) {
    int from = x.offset() + at;
    if (sizes.dtype() == DType.F32) {
      Arrays.fill(x.f32(), from, from + n, 0f);
    } else {
      Arrays.fill(x.f64(), from, from + n, 0.0);
    }
  }
}
