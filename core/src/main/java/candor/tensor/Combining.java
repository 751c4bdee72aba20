package candor.tensor;

import candor.autograd.Node;
import candor.op.Axes;
import candor.op.CrossEntropy;
import candor.op.Reductions;

/// The reductions of [Tensor], and what else works along an axis.
public sealed interface Combining permits Tensor {
  /// The sum over axes. The axes stay, with size 1.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor sumKeep(int... axes) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.Sum(Axes.of("sum", x.shape(), axes)), x);
  }

  /// The sum over axes.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor sum(int... axes) {
    return drop((Tensor) this, sumKeep(axes), axes);
  }

  /// The mean over axes; NaN over an empty axis. The axes stay, with size 1.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor meanKeep(int... axes) {
    Tensor sum = sumKeep(axes);
    return sum.div((double) ((Tensor) this).count() / sum.count());
  }

  /// The mean over axes; NaN over an empty axis.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor mean(int... axes) {
    return drop((Tensor) this, meanKeep(axes), axes);
  }

  /// The largest number over axes; NaN when one is NaN. Numbers that tie share the gradient equally. The axes stay,
  /// with size 1.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor maxKeep(int... axes) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.Max(Axes.of("max", x.shape(), axes)), x);
  }

  /// The largest number over axes; NaN when one is NaN. Numbers that tie share the gradient equally.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor max(int... axes) {
    return drop((Tensor) this, maxKeep(axes), axes);
  }

  /// The smallest number over axes; NaN when one is NaN. Numbers that tie share the gradient equally.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor min(int... axes) {
    return ((Tensor) this).neg().max(axes).neg();
  }

  /// `ln Σ eˣ` over axes, without overflow. The axes stay, with size 1.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor logsumexpKeep(int... axes) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.LogSumExp(Axes.of("logsumexp", x.shape(), axes)), x);
  }

  /// `ln Σ eˣ` over axes, without overflow.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor logsumexp(int... axes) {
    return drop((Tensor) this, logsumexpKeep(axes), axes);
  }

  /// The Euclidean norm `√Σx²` over axes; its gradient is 0 where the norm is 0. The axes stay, with size 1.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor normKeep(int... axes) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.Norm(Axes.of("norm", x.shape(), axes)), x);
  }

  /// The Euclidean norm `√Σx²` over axes; its gradient is 0 where the norm is 0.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor norm(int... axes) {
    return drop((Tensor) this, normKeep(axes), axes);
  }

  /// The variance over axes, `Σ(x − mean)² / max(0, n − correction)`.
  ///
  /// @param correction 0 for the population, 1 for the unbiased estimate
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor without the axes
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor variance(int correction, int... axes) {
    Tensor x = (Tensor) this;
    Tensor squares = x.sub(x.meanKeep(axes)).square().sum(axes);
    return squares.div(Math.max(0, (double) x.count() / squares.count() - correction));
  }

  /// `ln B(x) = Σ ln Γ(xₖ) − ln Γ(Σ xₖ)` along an axis, the logarithm of the multivariate Beta function. Computed in
  /// F64 and rounded once: the two terms nearly cancel where one number is much larger than the others.
  ///
  /// @param axis axis, negative from the end
  /// @return new tensor without this axis
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor lbeta(int axis) {
    Tensor whole = (Tensor) this;
    Tensor x = whole.dtype().isFloating() ? whole.to(DType.F64) : whole;
    return x.lgamma().sum(axis).sub(x.sum(axis).lgamma()).to(whole.dtype());
  }

  /// `e^xᵢ / Σⱼ e^xⱼ` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return new tensor of this shape
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor softmax(int axis) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.Softmax(x.shape().axis("softmax", axis)), x);
  }

  /// `xᵢ − ln Σⱼ e^xⱼ` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return new tensor of this shape
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor logSoftmax(int axis) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.LogSoftmax(x.shape().axis("logSoftmax", axis)), x);
  }

  /// Running sums along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @return new tensor of this shape
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor cumsum(int axis) {
    Tensor x = (Tensor) this;
    return Node.apply(new Reductions.CumSum(x.shape().axis("cumsum", axis)), x);
  }

  /// Index of the first largest number along an axis, as I32; the first NaN, if there is one.
  ///
  /// @param axis axis, negative from the end
  /// @return new I32 tensor without the axis
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor argmax(int axis) {
    Tensor x = (Tensor) this;
    return drop(x, Node.apply(new Reductions.ArgMax(x.shape().axis("argmax", axis)), x), axis);
  }

  /// Index of the first smallest number along an axis, as I32; the first NaN, if there is one.
  ///
  /// @param axis axis, negative from the end
  /// @return new I32 tensor without the axis
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor argmin(int axis) {
    return ((Tensor) this).neg().argmax(axis);
  }

  /// Softmax cross-entropy of every sample: this holds logits `[N, K]`; the result is `−ln softmax(x)ₜ`, in nats.
  ///
  /// @param classes I32 `[N]`, the true classes
  /// @return new tensor `[N]`
  /// @throws IllegalArgumentException if the shapes or types do not fit
  /// @throws IndexOutOfBoundsException if a class is not in `[0, K)`
  default Tensor crossEntropy(Tensor classes) {
    return Node.apply(new CrossEntropy(), (Tensor) this, classes);
  }

  /// Softmax cross-entropy of every sample against target probabilities: this holds logits `[N, K]`; the result is
  /// `−Σ_k p_k ln softmax(x)_k`, in nats.
  ///
  /// @param probabilities `[N, K]`
  /// @return new tensor `[N]`
  /// @throws IllegalArgumentException if the shapes or types do not fit
  default Tensor crossEntropyOf(Tensor probabilities) {
    Shape shape = ((Tensor) this).shape();
    if (shape.rank() != 2 || !probabilities.shape().equals(shape)) {
      throw new IllegalArgumentException("crossEntropyOf: logits have shape " + shape + " and probabilities "
          + probabilities.shape() + ", expected [N,K] twice");
    }
    return logSoftmax(1).mul(probabilities).sum(1).neg();
  }

  private static Tensor drop(Tensor before, Tensor reduced, int... axes) {
    return reduced.reshape(Axes.removed(before.shape(), Axes.of("reduce", before.shape(), axes)).toArray());
  }
}
