package candor.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Preconditioned conjugate gradients (Hestenes & Stiefel 1952; GVL, algorithms 11.3.3 and 11.5.1) for (A + δ I) x = b with
/// A + δ I symmetric and positive definite.
///
/// ```java
/// ConjugateGradients solver = ConjugateGradients.of(hessian, 0.01).tolerance(1e-8);
/// Solution solution = solver.solve(gradient);
/// ```
///
/// A direction of negative curvature ends it. When the recurrence says that the residual is small, the residual is computed
/// anew from `x`; if it is not small after all, which is so when products are rounded, the iteration begins again from
/// there, until that does not help any more. Several right sides run side by side, each with its own numbers.
public final class ConjugateGradients implements Solver {

  private static final String NAME = "conjugate gradients";
  private static final double TOLERANCE = 1e-6;
  private static final int ITERATIONS = 1000;

  private final LinearOperator a;
  private final double damping;
  private final String account;
  private final double tolerance;
  private final int iterations;
  private final @Nullable LinearOperator preconditioner;

  private ConjugateGradients(LinearOperator a, double damping, String account, double tolerance, int iterations,
      @Nullable LinearOperator preconditioner) {
    this.a = a;
    this.damping = damping;
    this.account = account;
    this.tolerance = tolerance;
    this.iterations = iterations;
    this.preconditioner = preconditioner;
  }

  /// A solver with the damping that [Spectrum#damping] gives for a condition number of 10⁴; the eigenvalues take up to
  /// 40 products.
  ///
  /// @param a a symmetric operator
  /// @return the solver, with a tolerance of 10⁻⁶ and up to 1000 iterations
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static ConjugateGradients of(LinearOperator a) {
    Spectrum spectrum = Spectrum.of(a);
    double damping = spectrum.damping(Spectrum.CONDITION);
    return new ConjugateGradients(a, damping, NAME + " with damping " + (float) damping + " chosen for "
        + spectrum.words(), TOLERANCE, ITERATIONS, null);
  }

  /// A solver with a given damping.
  ///
  /// @param a a symmetric operator
  /// @param damping δ, 0 or more
  /// @return the solver, with a tolerance of 10⁻⁶ and up to 1000 iterations
  /// @throws IllegalArgumentException when the damping is out of its range
  public static ConjugateGradients of(LinearOperator a, double damping) {
    Checks.atLeastZero(NAME, "damping", damping);
    return new ConjugateGradients(a, damping, NAME + " with damping " + (float) damping + " as given", TOLERANCE,
        ITERATIONS, null);
  }

  /// The same with another tolerance.
  ///
  /// @param bound largest residual, relative to the right side, positive
  /// @return a new solver
  /// @throws IllegalArgumentException when it is out of its range
  public ConjugateGradients tolerance(double bound) {
    return new ConjugateGradients(a, damping, account, Checks.positive(NAME, "tolerance", bound), iterations,
        preconditioner);
  }

  /// The same with another end.
  ///
  /// @param most largest number of iterations, at least 1
  /// @return a new solver
  /// @throws IllegalArgumentException when it is out of its range
  public ConjugateGradients iterations(int most) {
    return new ConjugateGradients(a, damping, account, tolerance, Checks.atLeastOne(NAME, "iterations", most),
        preconditioner);
  }

  /// The same with a preconditioner.
  ///
  /// @param approximation symmetric positive definite approximation of (A + δ I)⁻¹
  /// @return a new solver
  /// @throws IllegalArgumentException when its size is another
  public ConjugateGradients preconditioner(LinearOperator approximation) {
    if (approximation.size() != a.size()) {
      throw new IllegalArgumentException(NAME + ": the preconditioner has " + approximation.size()
          + " rows, the operator " + a.size());
    }
    return new ConjugateGradients(a, damping, account, tolerance, iterations, approximation);
  }

  /// The same with Jacobi's preconditioner, the inverse of the diagonal of A + δ I.
  ///
  /// @param diagonal the diagonal of A, or an estimate
  /// @return a new solver
  /// @throws IllegalArgumentException when it has another length, or an entry that is not positive with the damping
  public ConjugateGradients jacobi(double... diagonal) {
    Checks.length(NAME, "diagonal", diagonal, a.size());
    double[] inverse = new double[diagonal.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / Checks.positive(NAME, "entry " + i + " of the damped diagonal", diagonal[i] + damping);
    }
    return preconditioner(LinearOperator.diagonal(inverse));
  }

  @Override
  public int size() {
    return a.size();
  }

  @Override
  public double damping() {
    return damping;
  }

  @Override
  public List<Solution> attemptAll(List<double[]> bs) {
    List<Run> runs = new ArrayList<>();
    for (double[] b : bs) {
      Checks.rightSide(NAME, b, a.size());
      runs.add(new Run(b));
    }
    LinearOperator damped = damping == 0 ? a : a.shifted(damping);
    for (List<Run> open = open(runs); !open.isEmpty(); open = open(runs)) {
      List<double[]> products = damped.applyAll(open.stream().map(run -> run.wanted).toList());
      for (int i = 0; i < open.size(); i++) {
        open.get(i).take(products.get(i));
      }
    }
    return runs.stream().map(Run::solution).toList();
  }

  private static List<Run> open(List<Run> runs) {
    return runs.stream().filter(run -> !run.isOver).toList();
  }

  /// The iteration for one right side, which asks for the product of one vector after the other.
  private final class Run {
    private final double[] b;
    private final double size;
    private final double[] x;
    /// The residual by recurrence.
    private double[] r;
    private double[] p;
    /// rᵀ M r.
    private double rz;
    /// What it wants the product of: p, or x when it computes the residual.
    private double[] wanted;
    private boolean isChecking;
    private int products;
    private int steps;
    private double residual = 1;
    private Solution.@Nullable Outcome outcome;
    private boolean isOver;

    Run(double[] b) {
      this.b = b;
      size = Rows.norm(b);
      x = new double[b.length];
      r = b.clone();
      p = r;
      wanted = r;
      if (size == 0) {
        residual = 0;
        outcome = Solution.Outcome.CONVERGED;
        isOver = true;
      } else {
        begin();
      }
    }

    private void begin() {
      double[] z = preconditioned();
      rz = Rows.dot(r, z);
      p = z.clone();
      wanted = p;
    }

    private double[] preconditioned() {
      return preconditioner == null ? r : Checks.product(NAME + ", preconditioner", products, preconditioner.apply(r));
    }

    void take(double... product) {
      Checks.product(NAME, products++, product);
      if (isChecking) {
        isChecking = false;
        check(product);
      } else {
        step(product);
      }
    }

    private void step(double... ap) {
      double curvature = Rows.dot(p, ap);
      // Of a preconditioner too that is not positive definite.
      if (!(curvature > 0 && rz > 0)) {
        outcome = Solution.Outcome.NEGATIVE_CURVATURE;
        askForResidual();
        return;
      }
      steps++;
      double alpha = rz / curvature;
      Rows.add(alpha, p, 0, x, 0, x.length);
      Rows.add(-alpha, ap, 0, r, 0, x.length);
      if (Rows.norm(r) <= tolerance * size || steps == iterations) {
        askForResidual();
        return;
      }
      double[] z = preconditioned();
      double next = Rows.dot(r, z);
      Rows.scale(next / rz, p, 0, p.length);
      Rows.add(1, z, 0, p, 0, p.length);
      rz = next;
    }

    private void askForResidual() {
      wanted = x;
      isChecking = true;
    }

    private void check(double... ax) {
      double[] rest = b.clone();
      Rows.add(-1, ax, 0, rest, 0, rest.length);
      double before = residual;
      residual = Rows.norm(rest) / size;
      if (residual <= tolerance) {
        outcome = Solution.Outcome.CONVERGED;
      } else if (outcome == null && steps == iterations) {
        outcome = Solution.Outcome.ITERATIONS;
      } else if (outcome == null && residual > before / 2) {
        outcome = Solution.Outcome.ROUNDING;
      }
      isOver = outcome != null;
      if (!isOver) {
        r = rest;
        begin();
      }
    }

    Solution solution() {
      return new Solution(x, damping, residual, steps, Objects.requireNonNull(outcome), account);
    }
  }
}
