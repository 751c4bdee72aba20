package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Sequential;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares many passes with the exact distribution of a linear layer under dropout, in F64. Bounds are five standard
/// errors; the seed is fixed.
class McDropoutMomentsTest {

  private static final int PASSES = 4000;
  private static final double ERRORS = 5;

  /// The log odds of two classes are `d = Σ cⱼ mⱼ / (1 − p) + β` with `cⱼ = (W₀ⱼ − W₁ⱼ) xⱼ` and independent `mⱼ`, 1
  /// with probability `1 − p`. So `E d = Σ cⱼ + β` and `Var d = p / (1 − p) Σ cⱼ²`; the excess of the fourth moment is
  /// that of a coin times `Σ cⱼ⁴ / (Σ cⱼ²)²`.
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.8})
  void theLogOddsHaveTheMeanAndTheVarianceOfTheory(double p) {
    int features = 10;
    Sequential model = linear(p, features, 2);
    Tensor x = Numbers.normal(2, 3, features);
    double[] probabilities = new McDropout(model, PASSES, 5).predict(x, 0, 1, 2).probabilities().toDoubles();
    for (int sample = 0; sample < 3; sample++) {
      int i = sample;
      double[] c = IntStream.range(0, features)
          .mapToDouble(j -> (weight(model, 0, j) - weight(model, 1, j)) * x.at(i, j)).toArray();
      double[] odds = IntStream.range(0, PASSES)
          .mapToDouble(t -> StrictMath.log(probabilities[(t * 3 + i) * 2] / probabilities[(t * 3 + i) * 2 + 1]))
          .toArray();
      double mean = Arrays.stream(c).sum() + bias(model, 0) - bias(model, 1);
      double squares = Arrays.stream(c).map(v -> v * v).sum();
      double variance = p / (1 - p) * squares;
      double kurtosis =
          3 + (1 / (p * (1 - p)) - 6) * Arrays.stream(c).map(v -> v * v * v * v).sum() / (squares * squares);
      double measured = Arrays.stream(odds).map(d -> (d - mean) * (d - mean)).average().orElseThrow();
      assertThat(Arrays.stream(odds).average().orElseThrow()).isCloseTo(mean,
          Offset.offset(ERRORS * Math.sqrt(variance / PASSES)));
      assertThat(measured / variance).isCloseTo(1, Offset.offset(ERRORS * Math.sqrt((kurtosis - 1) / PASSES)));
    }
  }

  @Test
  void thePredictiveMeanIsTheSumOverAllMasks() {
    int features = 4;
    int classes = 3;
    double p = 0.25;
    Sequential model = linear(p, features, classes);
    Tensor x = Numbers.normal(3, 1, features);
    Belief.Samples belief = new McDropout(model, PASSES, 5).predict(x, 7);
    double[] exact = new double[classes];
    double[] squares = new double[classes];
    for (int mask = 0; mask < 1 << features; mask++) {
      int kept = Integer.bitCount(mask);
      double weight = StrictMath.pow(1 - p, kept) * StrictMath.pow(p, features - kept);
      double[] probabilities = underMask(model, x, mask, p);
      for (int k = 0; k < classes; k++) {
        exact[k] += weight * probabilities[k];
        squares[k] += weight * probabilities[k] * probabilities[k];
      }
    }
    for (int k = 0; k < classes; k++) {
      double deviation = Math.sqrt(squares[k] - exact[k] * exact[k]);
      assertThat(belief.mean().at(0, k)).isCloseTo(exact[k], Offset.offset(ERRORS * deviation / Math.sqrt(PASSES)));
    }
  }

  private static double[] underMask(Sequential model, Tensor x, int mask, double p) {
    int classes = model.parameters().getLast().shape().count();
    double[] logits = IntStream.range(0, classes).mapToDouble(k -> bias(model, k) + IntStream.range(0, x.count())
        .filter(j -> (mask >> j & 1) == 1).mapToDouble(j -> weight(model, k, j) * x.at(0, j) / (1 - p)).sum())
        .toArray();
    double sum = Arrays.stream(logits).map(StrictMath::exp).sum();
    return Arrays.stream(logits).map(logit -> StrictMath.exp(logit) / sum).toArray();
  }

  private static Sequential linear(double p, int in, int out) {
    Sequential model = Sequential.of(new Dropout(p), new Linear(in, out));
    model.initialise(1, DType.F64);
    model.parameters().getLast().assign(Numbers.normal(4, out));
    return model;
  }

  private static double weight(Sequential model, int k, int j) {
    return model.parameters().getFirst().value().at(k, j);
  }

  private static double bias(Sequential model, int k) {
    return model.parameters().getLast().value().at(k);
  }
}
