package candor.examples.influence;

import java.util.Arrays;
import java.util.stream.IntStream;

/// A linear support vector machine: the minimum of `1/n Σ max(0, 1 − yᵢ wᵀxᵢ) + ½ λ ‖w‖²`, found to rounding by coordinate
/// ascent on its dual (Hsieh et al. 2008, Alg. 1), `w = Σ αᵢ yᵢ xᵢ` with `0 ≤ αᵢ ≤ 1 / (λ n)`. The bias is the weight of an
/// input of 1.
///
/// @param x inputs, the last of each being 1
/// @param y classes, −1 or 1
/// @param decay λ
record SupportVectors(double[][] x, double[] y, double decay) {
  private static final int PASSES = 100_000;

  /// Where the minimum is.
  ///
  /// @param alpha multiplier of each sample, 0 unless it is a support vector
  /// @param weights `w`
  record Solution(double[] alpha, double[] weights) {
    /// `wᵀx`.
    double output(double... input) {
      return dot(weights, input);
    }
  }

  /// The multiplier of a sample inside the margin.
  double bound() {
    return 1 / (decay * y.length);
  }

  /// The minimum for all samples.
  ///
  /// @param tolerance largest error of a margin
  Solution all(double tolerance) {
    Solution solution = new Solution(new double[y.length], new double[x[0].length]);
    return ascend(solution, IntStream.range(0, y.length).toArray(), tolerance);
  }

  /// The minimum without one sample, the sum of the others being divided by n as before.
  ///
  /// @param from minimum for all samples
  /// @param sample sample to leave out
  /// @param tolerance largest error of a margin
  Solution without(Solution from, int sample, double tolerance) {
    Solution solution = new Solution(from.alpha.clone(), from.weights.clone());
    move(solution, sample, 0);
    return ascend(solution, IntStream.range(0, y.length).filter(i -> i != sample).toArray(), tolerance);
  }

  /// Most passes go through support vectors only, until those no longer move; then all samples have their say.
  private Solution ascend(Solution solution, int[] samples, double tolerance) {
    for (int passes = 0; passes < PASSES; passes++) {
      if (pass(solution, samples) <= tolerance) {
        return solution;
      }
      int[] active = Arrays.stream(samples)
          .filter(i -> solution.alpha[i] > 0 || y[i] * solution.output(x[i]) < 1).toArray();
      do {
        passes++;
      } while (passes < PASSES && pass(solution, active) > tolerance / 2);
    }
    throw new ArithmeticException("support vectors: not solved to " + tolerance + " after " + PASSES + " passes");
  }

  /// Moves every multiplier to where its derivative vanishes, or to its bound, and returns the largest derivative that was
  /// in the way.
  private double pass(Solution solution, int... samples) {
    double bound = bound();
    double worst = 0;
    for (int i : samples) {
      double slope = y[i] * solution.output(x[i]) - 1;
      double alpha = solution.alpha[i];
      if (alpha == 0 && slope >= 0 || alpha == bound && slope <= 0) {
        continue;
      }
      worst = Math.max(worst, Math.abs(slope));
      move(solution, i, Math.clamp(alpha - slope / dot(x[i], x[i]), 0, bound));
    }
    return worst;
  }

  private void move(Solution solution, int i, double alpha) {
    double change = y[i] * (alpha - solution.alpha[i]);
    solution.alpha[i] = alpha;
    for (int j = 0; j < solution.weights.length; j++) {
      solution.weights[j] = Math.fma(change, x[i][j], solution.weights[j]);
    }
  }

  /// In four sums, of which each waits for itself only.
  private static double dot(double[] a, double... b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = a.length / 4 * 4;
    for (int i = 0; i < whole; i += 4) {
      s0 = Math.fma(a[i], b[i], s0);
      s1 = Math.fma(a[i + 1], b[i + 1], s1);
      s2 = Math.fma(a[i + 2], b[i + 2], s2);
      s3 = Math.fma(a[i + 3], b[i + 3], s3);
    }
    for (int i = whole; i < a.length; i++) {
      s0 = Math.fma(a[i], b[i], s0);
    }
    return s0 + s1 + (s2 + s3);
  }
}
