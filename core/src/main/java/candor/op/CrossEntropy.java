package candor.op;

import candor.autograd.Saved;
import candor.kernel.UnaryFn;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Softmax cross-entropy of every sample, `−ln softmax(x)ₜ = ln Σ_k e^{x_k} − x_t`, from logits `[N, K]` and classes
/// `[N]`; gradient `g (softmax(x) − onehot(t))`.
public record CrossEntropy() implements Op {
  @Override
  public NdArray forward(NdArray... x) {
    NdArray logits = x[0];
    NdArray classes = x[1];
    Loops.requireFloating("crossEntropy", logits);
    boolean fits = logits.shape().rank() == 2 && classes.shape().equals(Shape.of(logits.shape().size(0)));
    if (!fits) {
      throw new IllegalArgumentException(
          "crossEntropy: logits have shape " + logits.shape() + " and targets " + classes.shape()
              + ", expected [N,K] and [N]");
    }
    Rows.indices("crossEntropy", classes, logits.shape().size(1));
    NdArray column = classes.reshape(Shape.of(classes.count(), 1));
    NdArray picked = new Indexing.Gather(1).forward(new Reductions.LogSoftmax(1).eval(logits), column);
    return Loops.map(UnaryFn.NEG, picked).reshape(classes.shape());
  }

  @Override
  public Keep keep() {
    return Keep.INPUTS;
  }

  @Override
  public @Nullable Tensor[] backward(Tensor g, Saved s) {
    Tensor logits = s.input(0);
    Tensor error = logits.softmax(1).sub(s.input(1).oneHot(logits.shape().size(1), logits.dtype()));
    return new @Nullable Tensor[] {error.mul(g.unsqueeze(1)), null};
  }
}
