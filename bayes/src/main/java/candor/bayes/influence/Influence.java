package candor.bayes.influence;

import candor.autograd.Autograd;
import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.EmpiricalRisk;
import candor.linalg.ConjugateGradients;
import candor.linalg.Solution;
import candor.linalg.Solver;
import candor.nn.FlatParameters;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Influence functions of a trained network (Koh & Liang 2017): how a number that it computes would change if a training
/// sample had another weight, were missing, or looked different, from derivatives at the parameters `θ̂` that minimise the
/// risk, and without training again.
///
/// ```java
/// EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.crossEntropy(), data).weightDecay(0.01);
/// Influence influence = Influence.of(risk);
/// QueryInfluence effect = influence.on(Query.loss(Loss.crossEntropy(), test.batch(7)));
/// double[] changes = effect.removal(Divisor.RENORMALISED);   // of the test loss, for each sample left out
/// ```
///
/// With `H` the curvature of the risk and `δ` a damping, everything follows from `s = (H + δ I)⁻¹ ∇q`, one solve for each query
/// `q`. The formulas hold at a minimum, where a further training would move nothing ([Stationarity] looks), and to first
/// order in the weight of a sample; [LeaveOut] compares them with trainings. For a network that is not convex, a damping
/// makes the curvature positive definite, and `q` changes as if the network had been trained with `½ δ ‖θ − θ̂‖²` besides.
public final class Influence {
  /// Right sides that are solved together.
  private static final int BLOCK = 16;
  private static final double SINGLE = 1e-3;
  private static final double DOUBLE = 1e-6;

  private final EmpiricalRisk risk;
  private final Solver solver;

  /// Joins a risk and a solver for its curvature.
  ///
  /// @param risk what was minimised, at its minimum
  /// @param solver solves systems with the curvature of this risk, damped or not; a solve that does not come to its tolerance
  ///     is an error
  /// @throws IllegalArgumentException if they differ in size
  public Influence(EmpiricalRisk risk, Solver solver) {
    if (solver.size() != risk.flat().count()) {
      throw new IllegalArgumentException("influence: the solver has " + solver.size() + " unknowns, the risk "
          + risk.flat().count() + " parameters");
    }
    this.risk = risk;
    this.solver = solver;
  }

  /// Influence with conjugate gradients on the Hessian, with a damping chosen from its eigenvalues, which may be 0
  /// ([ConjugateGradients#of(candor.linalg.LinearOperator)]). The tolerance is 10⁻⁶, or 10⁻³ where products are rounded to F32.
  ///
  /// @param risk what was minimised, at its minimum
  /// @return the influence
  /// @throws ArithmeticException if a product has a number that is infinite or NaN
  public static Influence of(EmpiricalRisk risk) {
    return new Influence(risk, solver(risk));
  }

  static Solver solver(EmpiricalRisk risk) {
    boolean isSingle = risk.flat().values().stream().anyMatch(w -> w.dtype() == DType.F32);
    return ConjugateGradients.of(Curvature.hessian(risk)).tolerance(isSingle ? SINGLE : DOUBLE);
  }

  /// The risk.
  ///
  /// @return what was minimised
  public EmpiricalRisk risk() {
    return risk;
  }

  /// The influence of all training samples on a number.
  ///
  /// @param query the number
  /// @return its influences
  /// @throws candor.linalg.UnsolvedException if the solver does not come to its tolerance
  /// @throws IllegalArgumentException if the query is no scalar
  public QueryInfluence on(Query query) {
    return on(List.of(query)).getFirst();
  }

  /// The influences of all training samples on several numbers, whose systems are solved side by side.
  ///
  /// @param queries the numbers
  /// @return their influences
  /// @throws candor.linalg.UnsolvedException if the solver does not come to its tolerance
  /// @throws IllegalArgumentException if a query is no scalar
  public List<QueryInfluence> on(List<Query> queries) {
    List<double[]> gradients = queries.stream().map(this::gradient).toList();
    List<Solution> solutions = solver.solveAll(gradients);
    SampleProducts products = new SampleProducts(risk, solutions.stream().map(Solution::x).toList());
    List<QueryInfluence> result = new ArrayList<>();
    for (int k = 0; k < solutions.size(); k++) {
      result.add(new QueryInfluence(risk, solutions.get(k), products, k));
    }
    return result;
  }

  private double[] gradient(Query query) {
    FlatParameters flat = risk.flat();
    return new Workspace().call(() -> {
      Tensor value = query.of(risk.model());
      if (value.count() != 1) {
        throw new IllegalArgumentException("influence: the query has shape " + value.shape() + ", expected a scalar");
      }
      return flat.flatten(Autograd.grad(value, flat.values()));
    });
  }

  /// The self-influence `∇ℓᵢᵀ (H + δ I)⁻¹ ∇ℓᵢ` of training samples, 0 or more: without the sample, its own loss would be about
  /// `1/D` of that higher. Samples that the others contradict, such as those with a wrong label, have much of it ([Inspection]).
  ///
  /// It takes a solve for each sample, so a solver whose solutions cost no products, such as
  /// [candor.linalg.LowRankInverse], or a last layer and [candor.linalg.DirectSolver], is wanted for many.
  ///
  /// @param points indices of samples
  /// @return one number for each
  /// @throws candor.linalg.UnsolvedException if the solver does not come to its tolerance
  /// @throws IndexOutOfBoundsException if there is no such sample
  public double[] selfInfluence(int... points) {
    double[] result = new double[points.length];
    for (int from = 0; from < points.length; from += BLOCK) {
      List<double[]> gradients =
          risk.sampleGradients(Arrays.copyOfRange(points, from, Math.min(points.length, from + BLOCK)));
      List<Solution> solutions = solver.solveAll(gradients);
      for (int i = 0; i < gradients.size(); i++) {
        result[from + i] = SampleProducts.dot(gradients.get(i), solutions.get(i).x());
      }
    }
    return result;
  }
}
