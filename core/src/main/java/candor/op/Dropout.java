package candor.op;

import candor.autograd.Saved;
import candor.kernel.DropoutMask;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.util.stream.IntStream;

/// Inverted dropout (Srivastava et al. 2014): each feature of each sample is zeroed with probability `p`, and the
/// others are multiplied by `1/(1 − p)`.
///
/// The mask is a function of the random stream and the samples' identities alone, so the gradient applies the same
/// operation to `g` instead of keeping a mask. `p` is rounded to a multiple of 2⁻¹⁶, and the scale belongs to the
/// rounded `p`.
///
/// @param rule where the bits come from, threshold and scale
/// @param ids identity of each sample
public record Dropout(DropoutMask.Rule rule, int[] ids) implements Op.Unary {
  private static final int LEVELS = 1 << 16;
  /// Scalar steps of a Philox block and its features, for the choice of threads: it takes as long as so many of `relu`.
  private static final long COST = 64;

  /// Dropout with probability `p`.
  ///
  /// @param p probability of zero, in `[0, 1)`
  /// @param stream random stream, which names purpose, layer and step
  /// @param ids identity of each sample
  /// @return the operation
  /// @throws IllegalArgumentException if `p` is outside `[0, 1)`
  public static Dropout of(double p, RandomStream stream, int[] ids) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout: probability " + p + ", expected [0, 1)");
    }
    int threshold = Math.min(LEVELS - 1, (int) Math.rint(p * LEVELS));
    double scale = (double) LEVELS / (LEVELS - threshold);
    return new Dropout(new DropoutMask.Rule(stream.seed(), stream.path(), stream.step(), threshold, scale),
        ids.clone());
  }

  @Override
  public NdArray eval(NdArray x) {
    Loops.requireFloating("dropout", x);
    if (x.shape().rank() == 0 || x.shape().size(0) != ids.length) {
      throw new IllegalArgumentException(
          "dropout: " + ids.length + " sample identities for an input of shape " + x.shape()
              + ", expected one for each sample");
    }
    int[] innermost = batchInnermost(x.shape().rank());
    boolean lanesAreSamples = x.isDenseIn(innermost);
    NdArray in = lanesAreSamples ? x : x.rowMajor();
    NdArray y = lanesAreSamples ? NdArray.empty(x.dtype(), x.shape(), innermost) : NdArray.empty(x.dtype(), x.shape());
    run(in, y, lanesAreSamples);
    return y;
  }

  @Override
  public Tensor vjp(Tensor g, Saved s) {
    return g.dropout(this);
  }

  private static int[] batchInnermost(int rank) {
    return IntStream.range(0, rank).map(i -> (i + 1) % rank).toArray();
  }

  private void run(NdArray x, NdArray y, boolean lanesAreSamples) {
    int samples = ids.length;
    int features = samples == 0 ? 0 : x.count() / samples;
    DropoutMask.Layout layout = lanesAreSamples
        ? new DropoutMask.Layout(features, 1, samples)
        : new DropoutMask.Layout(features, features, 1);
    int blocks = Math.ceilDiv(features, DropoutMask.BLOCK);
    Backend backend = Backend.current();
    DropoutMask kernel = backend.kernels().dropout();
    // Few samples with many features are split by features, many samples by samples.
    boolean bySample = samples >= blocks && !lanesAreSamples;
    backend.forEach(bySample ? samples : blocks, COST * (bySample ? blocks : samples), (from, to) -> {
      int sampleFrom = bySample ? from : 0;
      int sampleTo = bySample ? to : samples;
      int blockFrom = bySample ? 0 : from;
      int blockTo = bySample ? blocks : to;
      if (x.dtype() == DType.F32) {
        kernel.apply(rule, ids, layout, x.f32(), x.offset(), y.f32(), y.offset(), sampleFrom, sampleTo, blockFrom,
            blockTo);
      } else {
        kernel.apply(rule, ids, layout, x.f64(), x.offset(), y.f64(), y.offset(), sampleFrom, sampleTo, blockFrom,
            blockTo);
      }
    });
  }
}
