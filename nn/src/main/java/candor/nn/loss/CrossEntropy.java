package candor.nn.loss;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Softmax cross-entropy in nats. `Loss.crossEntropy().smoothing(0.1).ignoring(255)` reads well.
///
/// Logits are `[N, K]`, or `[N, K, H, W]` with one distribution for each pixel. Targets are I32 classes `[N]`, or
/// `[N, H, W]`; or probabilities of the logits' shape and type. With `p = softmax(x)`, label smoothing `ε` and class
/// weights `w`, the loss of an element is
///
/// - for a class `t`: `−(1 − ε) w_t ln p_t − ε/K Σ_k w_k ln p_k` (Szegedy et al. 2016, section 7, with weights as in
///   PyTorch), and 0 where `t` is the ignored class;
/// - for probabilities `q`: `−Σ_k w_k ((1 − ε) q_k + ε/K) ln p_k`. That they sum to 1 is not checked.
///
/// [Reduction#MEAN] divides the sum of the elements, for classes, by the sum of their `w_t`, the ignored left out,
/// which is the number of elements that are not ignored when there are no weights; for probabilities, by the number of
/// elements. This is PyTorch's rule. If all are ignored the mean is NaN. [#perSample] keeps to the elements: an ignored
/// one counts as 0, a weighted one is not divided by weights, so its mean is the loss of the batch only where there are
/// neither weights nor ignored elements.
///
/// @param smoothing `ε`, in `[0, 1]`
/// @param weights `w`, `[K]`, or null for ones
/// @param ignored number that is no class and leaves an element out, or null for none
/// @param reduction how the elements become one number
public record CrossEntropy(double smoothing, @Nullable Tensor weights, @Nullable Integer ignored,
    Reduction reduction) implements SampleLoss {
  private static final String NAME = "crossEntropy";

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if the smoothing is out of its range, or the weights are no floating-point vector
  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(NAME + ": smoothing " + smoothing + ", expected a number in [0, 1]");
    }
    if (weights != null && (weights.shape().rank() != 1 || !weights.dtype().isFloating())) {
      throw new IllegalArgumentException(
          NAME + ": weights are " + weights.dtype() + weights.shape() + ", expected one number for each class, [K]");
    }
  }

  /// The same with label smoothing.
  ///
  /// @param smoothing `ε`, in `[0, 1]`
  /// @return new loss
  /// @throws IllegalArgumentException if it is out of its range
  public CrossEntropy smoothing(double smoothing) {
    return new CrossEntropy(smoothing, weights, ignored, reduction);
  }

  /// The same with class weights.
  ///
  /// @param weights `w`, `[K]`, F32 or F64
  /// @return new loss
  /// @throws IllegalArgumentException if this is no floating-point vector
  public CrossEntropy weights(Tensor weights) {
    return new CrossEntropy(smoothing, weights, ignored, reduction);
  }

  /// The same with a number that leaves an element out, such as 255 in images of classes, or −100, PyTorch's.
  ///
  /// @param ignored the number
  /// @return new loss
  public CrossEntropy ignoring(int ignored) {
    return new CrossEntropy(smoothing, weights, ignored, reduction);
  }

  @Override
  public CrossEntropy reduction(Reduction reduction) {
    return new CrossEntropy(smoothing, weights, ignored, reduction);
  }

  @Override
  public Tensor of(Tensor logits, Tensor target) {
    if (isPlain(logits, target) || target.dtype().isFloating()) {
      return reduction.all(elements(logits, target));
    }
    Labels labels = labels(logits, target);
    Tensor sum = ofClasses(logits, labels).sum();
    return reduction == Reduction.SUM ? sum : sum.div(labels.total);
  }

  @Override
  public double weight(Tensor logits, Tensor target) {
    boolean isEven = weights == null && ignored == null || target.dtype().isFloating();
    return isEven ? SampleLoss.super.weight(logits, target) : labels(logits, target).total;
  }

  @Override
  public Tensor elements(Tensor logits, Tensor target) {
    if (isPlain(logits, target)) {
      return logits.crossEntropy(target);
    }
    return target.dtype().isFloating() ? ofProbabilities(logits, target) : ofClasses(logits, labels(logits, target));
  }

  /// Whether core's operation does it all.
  private boolean isPlain(Tensor logits, Tensor target) {
    return smoothing == 0 && weights == null && ignored == null && logits.shape().rank() == 2
        && !target.dtype().isFloating();
  }

  /// Classes, and what each element is multiplied with.
  ///
  /// @param classes I32, 0 where ignored
  /// @param kept 1, or 0 where ignored
  /// @param factors weight of the class, or 0 where ignored
  /// @param total sum of the factors
  private record Labels(Tensor classes, Tensor kept, Tensor factors, double total) {
  }

  private Labels labels(Tensor logits, Tensor target) {
    Targets.requireClassShape(NAME, logits, target);
    int k = logits.shape().size(1);
    int[] classes = Targets.classes(NAME, target, k, ignored);
    double[] ofClass = weights == null ? ones(k) : requireFit(weights, k).to(DType.F64).toDoubles();
    double[] kept = ones(classes.length);
    double[] factors = new double[classes.length];
    double total = 0;
    for (int i = 0; i < classes.length; i++) {
      if (ignored != null && classes[i] == ignored) {
        classes[i] = 0;
        kept[i] = 0;
      }
      factors[i] = kept[i] * ofClass[classes[i]];
      total += factors[i];
    }
    Shape shape = target.shape();
    return new Labels(Tensor.of(NdArray.wrap(classes, shape)), number(kept, shape, logits.dtype()),
        number(factors, shape, logits.dtype()), total);
  }

  private static Tensor number(double[] values, Shape shape, DType dtype) {
    return Tensor.of(NdArray.wrap(values, shape)).to(dtype);
  }

  private static double[] ones(int n) {
    double[] result = new double[n];
    Arrays.fill(result, 1);
    return result;
  }

  private static Tensor requireFit(Tensor weights, int classes) {
    if (weights.count() != classes) {
      throw new IllegalArgumentException(NAME + ": " + weights.count() + " weights for " + classes + " classes");
    }
    return weights.detach();
  }

  private Tensor ofClasses(Tensor logits, Labels labels) {
    Tensor log = logits.logSoftmax(1);
    Tensor hit = log.gather(1, labels.classes.unsqueeze(1)).squeeze(1).mul(labels.factors);
    if (smoothing == 0) {
      return hit.neg();
    }
    Tensor spread = weighted(log).sum(1).mul(labels.kept);
    return hit.mul(smoothing - 1).sub(spread.mul(smoothing / logits.shape().size(1)));
  }

  private Tensor ofProbabilities(Tensor logits, Tensor target) {
    if (logits.shape().rank() < 2) {
      throw new IllegalArgumentException(NAME + ": logits have shape " + logits.shape() + ", expected [N,K,…]");
    }
    if (target.dtype() != logits.dtype() || !target.shape().equals(logits.shape())) {
      throw new IllegalArgumentException(
          NAME + ": targets are " + target.dtype() + target.shape() + ", expected classes i32"
              + logits.shape().without(1) + " or probabilities " + logits.dtype() + logits.shape());
    }
    if (ignored != null) {
      throw new IllegalArgumentException(
          NAME + ": the targets are probabilities " + target.shape() + ", of which class " + ignored
              + " cannot be ignored");
    }
    Tensor smooth =
        smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / logits.shape().size(1));
    return weighted(logits.logSoftmax(1)).mul(smooth).sum(1).neg();
  }

  private Tensor weighted(Tensor log) {
    if (weights == null) {
      return log;
    }
    int[] sizes = new int[log.shape().rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = log.shape().size(1);
    return log.mul(requireFit(weights, sizes[0]).to(log.dtype()).reshape(sizes));
  }
}
