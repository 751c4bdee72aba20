package candor.op;

import candor.autograd.Saved;
import candor.tensor.DType;
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
    int[] index = Rows.indices("crossEntropy", classes, logits.shape().size(1));
    NdArray log = new Reductions.LogSoftmax(1).eval(logits);
    NdArray loss = NdArray.empty(logits.dtype(), classes.shape());
    for (int i = 0; i < index.length; i++) {
      int at = log.offset() + i * log.stride(0) + index[i] * log.stride(1);
      if (log.dtype() == DType.F32) {
        loss.f32()[loss.offset() + i] = -log.f32()[at];
      } else {
        loss.f64()[loss.offset() + i] = -log.f64()[at];
      }
    }
    return loss;
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
