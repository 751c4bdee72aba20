package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.bayes.Scores;
import candor.tensor.DType;
import candor.tensor.Tensor;

/// What calibrators read: finite numbers `[N, K]` whose softmax is a distribution, in F64.
public final class Logits {
  private final Tensor values;
  private final Tensor probabilities;
  private final Source source;

  /// Where logits come from. Those that differ by a number in each row have one softmax, so temperature scaling and what
  /// works on probabilities take either kind; vector and matrix scaling do not, and refuse the kind that they were not
  /// fitted on.
  public enum Source {
    /// Outputs of a network.
    NETWORK("the logits of a network"),
    /// Logarithms of the probabilities of a belief.
    BELIEF("the log-probabilities of a belief");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    /// The source in words.
    @Override
    public String toString() {
      return text;
    }
  }

  private Logits(Tensor values, Tensor probabilities, Source source) {
    this.values = values;
    this.probabilities = probabilities;
    this.source = source;
  }

  /// The logits of a network.
  ///
  /// @param values outputs `[N, K]`, F32 or F64
  /// @return the logits
  /// @throws IllegalArgumentException if the type or the shape is wrong, or a number is not finite
  public static Logits of(Tensor values) {
    if (values.shape().rank() != 2 || values.shape().size(1) == 0 || !values.dtype().isFloating()) {
      throw new IllegalArgumentException("logits: numbers " + values.dtype() + values.shape()
          + ", expected f32 or f64 [N,K] with K of 1 or more");
    }
    Tensor wide = values.detach().to(DType.F64);
    double[] numbers = wide.toDoubles();
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        throw new IllegalArgumentException("logits: number " + numbers[i] + " of sample "
            + i / values.shape().size(1) + ", expected finite numbers");
      }
    }
    return new Logits(wide, wide.softmax(1), Source.NETWORK);
  }

  /// The logarithms of a belief's mean probabilities, `ln max(p̄, 2⁻¹²⁶)` (see [Scores#FLOOR]).
  ///
  /// @param belief any belief about classes
  /// @return the logits
  public static Logits of(Belief.OfClasses belief) {
    Tensor mean = Forecasts.mean(belief);
    return new Logits(mean.maximum(Scores.FLOOR).log(), mean, Source.BELIEF);
  }

  /// The numbers.
  ///
  /// @return `[N, K]`, F64
  public Tensor values() {
    return values;
  }

  /// The probabilities that are not calibrated.
  ///
  /// @return the softmax of every row, or the mean of the belief, `[N, K]`, F64
  public Tensor probabilities() {
    return probabilities;
  }

  /// Where they come from.
  ///
  /// @return the source
  public Source source() {
    return source;
  }

  /// Number of samples.
  ///
  /// @return `N`
  public int size() {
    return values.shape().size(0);
  }

  /// Number of classes.
  ///
  /// @return `K`
  public int classes() {
    return values.shape().size(1);
  }
}
