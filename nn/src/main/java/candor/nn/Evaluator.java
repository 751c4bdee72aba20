package candor.nn;

import candor.autograd.Autograd;
import candor.parallel.Bands;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Computes a network on many samples, a few at a time.
///
/// ```java
/// Evaluator evaluator = new Evaluator();
/// Tensor logits = evaluator.apply(model, images);
/// Tensor same = evaluator.map(data.size(), 0,
///     (from, to) -> model.apply(data.batch(range(from, to).toArray()).input(), Context.evaluate()));
/// ```
///
/// The samples are cut into pieces, small enough for their activations to stay in the processor's caches. The threads
/// of the current [Backend] take a piece each, and the operations inside run in that thread alone; if there is one
/// piece only, its operations have all threads. No graph is recorded, and every piece runs in a [Workspace], which the
/// evaluator keeps for the next one and the next call. The whole result lives in no workspace.
///
/// Neither pieces nor threads change the bits, as long as the function treats every sample by itself, as networks do
/// outside training. A caller's own [ScopedValue]s are not bound in the other threads. Several threads may use one
/// evaluator.
public final class Evaluator {
  private static final int DEFAULT_SIZE = 64;
  private static final int LANES = 16;

  private final int size;
  private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();

  /// Cuts into pieces of 64 samples.
  public Evaluator() {
    this(DEFAULT_SIZE);
  }

  /// Cuts into pieces of a given size.
  ///
  /// @param size samples of a piece, at most
  /// @throws IllegalArgumentException if it is below 1
  public Evaluator(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("evaluator: pieces of " + size + " samples, expected 1 or more");
    }
    this.size = size;
  }

  /// A function of some neighbouring samples.
  @FunctionalInterface
  public interface Piece {
    /// Computes the samples of `[from, to)`.
    ///
    /// @param from first sample
    /// @param to end of samples
    /// @return a tensor, one of whose axes counts these samples
    Tensor compute(int from, int to);
  }

  /// A network's output in evaluation.
  ///
  /// @param model network that keeps samples along axis 0
  /// @param input samples along axis 0
  /// @return the outputs, with the bits of `model.apply(input, Context.evaluate())`, in row-major order
  /// @throws IllegalArgumentException if the network gives another number of samples
  public Tensor apply(Module model, Tensor input) {
    return map(input.shape().size(0), 0, (from, to) -> model.apply(input.slice(0, from, to), Context.evaluate()));
  }

  /// A function of all samples, put together from its pieces.
  ///
  /// @param samples number of samples; of none, the function is computed once, for the other sizes
  /// @param axis axis of the result that counts the samples, negative from the end
  /// @param function function of some samples, called from several threads
  /// @return the results side by side, in row-major order
  /// @throws IllegalArgumentException if a result has not as many samples as it should, or does not fit another
  /// @throws IndexOutOfBoundsException if a result has no such axis
  public Tensor map(int samples, int axis, Piece function) {
    Backend backend = Backend.current();
    int pieces = Math.max(1, Math.ceilDiv(samples, size));
    int align = size % LANES == 0 ? LANES : 1;
    Whole whole = new Whole(samples, axis);
    backend.pool().run(pieces, p -> {
      int from = Bands.start(samples, pieces, p, align);
      int to = Bands.start(samples, pieces, p + 1, align);
      backend.call(() -> inWorkspace(() -> whole.put(from, to, function.compute(from, to))));
    });
    return whole.tensor();
  }

  private boolean inWorkspace(BooleanSupplier action) {
    Workspace last = idle.pollLast();
    Workspace workspace = last == null ? new Workspace() : last;
    try {
      return workspace.call(() -> Autograd.withoutGraph(action::getAsBoolean));
    } finally {
      idle.addLast(workspace);
    }
  }

  /// The result, made when its first piece shows the other sizes.
  private static final class Whole {
    private final int samples;
    private final int along;
    private @Nullable NdArray numbers;

    Whole(int samples, int along) {
      this.samples = samples;
      this.along = along;
    }

    boolean put(int from, int to, Tensor part) {
      int axis = part.shape().axis("evaluator", along);
      NdArray target = numbers(part.dtype(), part.shape().with(axis, samples));
      Shape expected = target.shape().with(axis, to - from);
      if (part.dtype() != target.dtype() || !part.shape().equals(expected)) {
        throw new IllegalArgumentException("evaluator: the samples " + from + " to " + (to - 1) + " gave "
            + part.dtype() + part.shape() + ", expected " + target.dtype() + expected);
      }
      int[] start = new int[expected.rank()];
      int[] step = new int[expected.rank()];
      Arrays.fill(step, 1);
      start[axis] = from;
      target.slice(start, step, expected).assign(part.array());
      return true;
    }

    private synchronized NdArray numbers(DType dtype, Shape shape) {
      if (numbers == null) {
        numbers = Workspace.outside(() -> NdArray.empty(dtype, shape));
      }
      return numbers;
    }

    synchronized Tensor tensor() {
      return Tensor.of(Objects.requireNonNull(numbers));
    }
  }
}
