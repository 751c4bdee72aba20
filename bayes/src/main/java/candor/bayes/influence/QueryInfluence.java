package candor.bayes.influence;

import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.linalg.Solution;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;

/// The influence of training samples on one number `q`, with `s = (H + δ I)⁻¹ ∇q`. Positive is always: `q` becomes larger.
///
/// Derivatives are named after the change that they are by, and what has the name of an act, such as removal, is the change
/// of `q` that the act would cause. Influences of groups are sums: what the samples of a group do together is left out.
public final class QueryInfluence {
  private final EmpiricalRisk risk;
  private final Solution solution;
  private final SampleProducts products;
  private final int number;

  QueryInfluence(EmpiricalRisk risk, Solution solution, SampleProducts products, int number) {
    this.risk = risk;
    this.solution = solution;
    this.products = products;
    this.number = number;
  }

  /// What the solver did for `s`: residual, iterations, damping.
  ///
  /// @return the solution, which has converged
  public Solution solution() {
    return solution;
  }

  /// The derivative of `q` by the weight `ε` of a sample in `R(θ) + ε ℓ(z, θ)`, at 0: `−sᵀ∇ℓᵢ`, which is `I_up,loss` where
  /// `q` is a test loss (Koh & Liang 2017, eq. 2).
  ///
  /// @return one derivative for each training sample
  public double[] upWeighting() {
    return scaled(-1, 0);
  }

  /// The change of `q` if one sample were removed and the network trained again, to first order: `+sᵀ∇ℓᵢ / D` where the others
  /// keep the divisor, and `+sᵀ(∇ℓᵢ + λ θ) / (D − 1)` where the mean is renormalised.
  ///
  /// @param divisor which objective is left
  /// @return one change for each training sample
  public double[] removal(Divisor divisor) {
    return divisor == Divisor.KEPT
        ? scaled(1 / risk.divisor(), 0)
        : scaled(1 / (risk.divisor() - 1), decay() / (risk.divisor() - 1));
  }

  /// The change of `q` if a group of samples were removed and the network trained again, to first order: with `m` samples,
  /// `+sᵀ Σ ∇ℓᵢ / D` where the others keep the divisor, and `+sᵀ Σ (∇ℓᵢ + λ θ) / (D − m)` where the mean is renormalised.
  ///
  /// @param divisor which objective is left
  /// @param group indices of the samples
  /// @return the change
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double groupRemoval(Divisor divisor, int... group) {
    double[] all = products.of(number);
    double sum = 0;
    for (int i : group) {
      sum += all[i];
    }
    return divisor == Divisor.KEPT
        ? sum / risk.divisor()
        : (sum + group.length * decay()) / (risk.divisor() - group.length);
  }

  /// The derivative of `q` by the numbers of a sample's input, times `D`: `−sᵀ ∇ₓ∇θ ℓᵢ`, which is `I_pert,loss` where `q` is a
  /// test loss (Koh & Liang 2017, eq. 5). A small change `Δx` of one input changes `q` by about `1/D` of the product with it.
  ///
  /// @param points indices of samples, one or more
  /// @return tensor of the shape of these inputs, samples along axis 0
  /// @throws IllegalArgumentException if there is no sample
  /// @throws IndexOutOfBoundsException if there is no such sample
  public Tensor perturbation(int... points) {
    return risk.inputGradients(solution.x(), points).neg();
  }

  /// The sum of the magnitudes of a sample's [#perturbation], `‖I_pert‖₁`: how much can be done with its input.
  ///
  /// @param points indices of samples
  /// @return one number for each
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[] perturbationNorms(int... points) {
    double[] norms = new double[points.length];
    int piece = 128;
    for (int from = 0; from < points.length; from += piece) {
      int[] some = Arrays.copyOfRange(points, from, Math.min(points.length, from + piece));
      double[] part = perturbation(some).to(DType.F64).reshape(some.length, -1).abs().sum(1).toDoubles();
      System.arraycopy(part, 0, norms, from, part.length);
    }
    return norms;
  }

  /// `λ sᵀθ`.
  private double decay() {
    return risk.weightDecay() == 0 ? 0 : risk.weightDecay() * SampleProducts.dot(solution.x(), risk.flat().read());
  }

  private double[] scaled(double factor, double offset) {
    return Arrays.stream(products.of(number)).map(p -> factor * p + offset).toArray();
  }
}
