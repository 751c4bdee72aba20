package candor.bayes.curvature;

import candor.linalg.ConjugateGradients;
import candor.linalg.LinearOperator;
import candor.linalg.Solution;
import candor.tensor.DType;
import org.jspecify.annotations.Nullable;

/// Newton's method with conjugate gradients (Nocedal & Wright 2006, Alg. 7.1) for a convex [EmpiricalRisk]: brings the
/// parameters to the minimum, near to which it converges quickly. In F64 the minimum is found to rounding; of a quadratic
/// risk the steps shrink by a factor of 100 or more each.
///
/// ```java
/// NewtonCg.Result result = NewtonCg.tolerance(1e-10).minimise(risk);
/// ```
///
/// A step solves `H d = −∇R` to a hundredth, and is halved until the risk falls (Armijo's condition), up to rounding. A direction of negative
/// curvature ends it: the risk is not convex there. L-BFGS, which needs first derivatives only, is in
/// [candor.nn.optim.Lbfgs].
public final class NewtonCg {
  private static final int ITERATIONS = 100;
  private static final double FORCING = 0.01;
  private static final double ARMIJO = 1e-4;
  private static final int HALVINGS = 30;
  /// Rounding error of a risk, in units of its last place.
  private static final double ROUNDINGS = 10;
  /// Steps after which it ends if neither risk nor gradient became smaller.
  private static final int PATIENCE = 3;

  private final double tolerance;
  private final int iterations;
  private final @Nullable LinearOperator preconditioner;

  private NewtonCg(double tolerance, int iterations, @Nullable LinearOperator preconditioner) {
    this.tolerance = tolerance;
    this.iterations = iterations;
    this.preconditioner = preconditioner;
  }

  /// Why a minimisation ended.
  public enum Reason {
    /// The gradient is small enough: converged.
    GRADIENT("the gradient is small enough"),
    /// All steps were made.
    ITERATIONS("all steps were made"),
    /// The Hessian is not positive definite.
    NEGATIVE_CURVATURE("the risk is not convex: a direction of negative curvature was met"),
    /// Steps lower neither the risk nor its gradient any more: rounding hides what is left.
    ROUNDING("rounding hides what further steps lower");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /// What happened.
  ///
  /// @param value risk at the parameters that were found
  /// @param gradientNorm Euclidean norm of its gradient
  /// @param iterations steps that were made
  /// @param products products with the Hessian
  /// @param reason why it ended
  public record Result(double value, double gradientNorm, int iterations, int products, Reason reason) {
    /// Whether the gradient is small enough.
    ///
    /// @return true if so
    public boolean converged() {
      return reason == Reason.GRADIENT;
    }
  }

  /// A minimiser with up to 100 steps.
  ///
  /// @param gradientNorm largest Euclidean norm of the gradient at which it has converged, positive and finite
  /// @return the minimiser
  /// @throws IllegalArgumentException if it is out of its range
  public static NewtonCg tolerance(double gradientNorm) {
    if (!(gradientNorm > 0 && gradientNorm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("newton: tolerance " + gradientNorm + ", expected a positive finite number");
    }
    return new NewtonCg(gradientNorm, ITERATIONS, null);
  }

  /// The same with another end.
  ///
  /// @param most largest number of steps, at least 1
  /// @return new minimiser
  /// @throws IllegalArgumentException if it is out of its range
  public NewtonCg iterations(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("newton: " + most + " iterations, expected 1 or more");
    }
    return new NewtonCg(tolerance, most, preconditioner);
  }

  /// The same with a preconditioner for every step, such as the inverse Hessian of a similar risk.
  ///
  /// @param approximation symmetric positive definite approximation of the inverse Hessian
  /// @return new minimiser
  public NewtonCg preconditioner(LinearOperator approximation) {
    return new NewtonCg(tolerance, iterations, approximation);
  }

  /// Minimises a risk.
  ///
  /// @param risk convex risk, whose parameters are changed
  /// @return what happened
  /// @throws UnfinishedException if the gradient is not small enough in the end
  /// @throws ArithmeticException if a derivative has a number that is infinite or NaN
  public Result minimise(EmpiricalRisk risk) {
    Result result = attempt(risk);
    if (!result.converged()) {
      throw new UnfinishedException("newton: not converged after " + result.iterations + " iterations, since "
          + result.reason.words + "; the gradient has norm " + result.gradientNorm + ", expected " + tolerance
          + " or less", result);
    }
    return result;
  }

  /// Lowers a risk as far as it goes: for who looks at the result.
  ///
  /// @param risk convex risk, whose parameters are changed
  /// @return what happened, which may be that it did not converge
  /// @throws ArithmeticException if a derivative has a number that is infinite or NaN
  public Result attempt(EmpiricalRisk risk) {
    EmpiricalRisk.Evaluation here = risk.evaluate();
    double flattest = Double.POSITIVE_INFINITY;
    int products = 0;
    int idle = 0;
    for (int step = 0;; step++) {
      double norm = norm(here.gradient());
      idle = norm < flattest ? 0 : idle + 1;
      flattest = Math.min(flattest, norm);
      Reason reason = end(norm, step, idle);
      if (reason != null) {
        return new Result(here.value(), norm, step, products, reason);
      }
      Solution solution = solver(risk).attempt(here.gradient());
      products += solution.iterations();
      if (solution.outcome() == Solution.Outcome.NEGATIVE_CURVATURE) {
        return new Result(here.value(), norm, step, products, Reason.NEGATIVE_CURVATURE);
      }
      EmpiricalRisk.Evaluation next = search(risk, here, risk.flat().read(), solution.x());
      if (next == null) {
        return new Result(here.value(), norm, step, products, Reason.ROUNDING);
      }
      idle = next.value() < here.value() - slack(risk, here) ? -1 : idle;
      here = next;
    }
  }

  private @Nullable Reason end(double norm, int step, int idle) {
    if (norm <= tolerance) {
      return Reason.GRADIENT;
    }
    if (idle == PATIENCE) {
      return Reason.ROUNDING;
    }
    return step == iterations ? Reason.ITERATIONS : null;
  }

  /// Risks that differ by less count as equal.
  private static double slack(EmpiricalRisk risk, EmpiricalRisk.Evaluation here) {
    boolean isSingle = risk.flat().values().stream().anyMatch(w -> w.dtype() == DType.F32);
    return ROUNDINGS * (isSingle ? Math.ulp(1f) : Math.ulp(1.0)) * Math.abs(here.value());
  }

  private ConjugateGradients solver(EmpiricalRisk risk) {
    ConjugateGradients plain = ConjugateGradients.of(Curvature.hessian(risk), 0).tolerance(FORCING);
    return preconditioner == null ? plain : plain.preconditioner(preconditioner);
  }

  /// The risk after a step against `d`, or null, with the parameters as they were, where no step lowers it.
  private static EmpiricalRisk.@Nullable Evaluation search(EmpiricalRisk risk, EmpiricalRisk.Evaluation here,
      double[] from, double... d) {
    double slope = 0;
    for (int i = 0; i < d.length; i++) {
      slope += here.gradient()[i] * d[i];
    }
    double slack = slack(risk, here);
    double length = 1;
    for (int trial = 0; trial < HALVINGS && slope > 0; trial++) {
      double[] to = from.clone();
      for (int i = 0; i < d.length; i++) {
        to[i] -= length * d[i];
      }
      risk.flat().write(to);
      EmpiricalRisk.Evaluation there = risk.evaluate();
      if (there.value() <= here.value() - ARMIJO * length * slope + slack) {
        return there;
      }
      length /= 2;
    }
    risk.flat().write(from);
    return null;
  }

  private static double norm(double... x) {
    double sum = 0;
    for (double number : x) {
      sum += number * number;
    }
    return Math.sqrt(sum);
  }
}
