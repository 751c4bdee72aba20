package candor.nn.optim;

import candor.autograd.Autograd;
import candor.linalg.LinearOperator;
import candor.nn.FlatParameters;
import candor.nn.Parameter;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// L-BFGS (Nocedal & Wright 2006, Alg. 7.5) with a line search that satisfies the strong Wolfe conditions: minimises a
/// smooth loss of all data at once.
///
/// ```java
/// Lbfgs lbfgs = new Lbfgs(model.parameters(), Lbfgs.Settings.tolerance(1e-6));
/// Lbfgs.Result result = lbfgs.minimise(() -> loss.of(model.apply(x, Context.evaluate()), y));
/// ```
///
/// It evaluates the loss at points of its choice, so the loss must be the same function of the parameters every time:
/// of the same data, in evaluation, or in training with the same seed and step. What a training pass notes in its
/// context is not applied. The result depends on the loss alone, with the same bits on every backend; vectors are F64,
/// and F32 parameters are rounded before the loss sees them.
public final class Lbfgs {
  /// Rounding error of a loss, in units of its last place: it is a sum of many terms.
  private static final double ROUNDINGS = 10;
  /// Steps without progress after which it begins anew or ends.
  private static final int PATIENCE = 20;

  private final List<Parameter> parameters;
  private final Settings settings;
  private final FlatParameters flat;
  private final @Nullable LinearOperator preconditioner;
  private final Workspace workspace = new Workspace();

  /// When to stop, and how much to remember. `Settings.tolerance(1e-6).memory(20)` reads well.
  ///
  /// @param tolerance largest absolute value of the numbers of the gradient at which it has converged, positive and
  ///     finite
  /// @param memory number of steps that are remembered, at least 1
  /// @param iterations largest number of steps, at least 1
  public record Settings(double tolerance, int memory, int iterations) {
    private static final int MEMORY = 10;
    private static final int ITERATIONS = 1000;

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Settings {
      if (!Descent.isPositive(tolerance) || memory < 1 || iterations < 1) {
        throw new IllegalArgumentException("lbfgs: tolerance " + tolerance + ", memory " + memory + ", iterations "
            + iterations + ", expected a positive finite tolerance, the others 1 or more");
      }
    }

    /// Settings that remember 10 steps and end after 1000.
    ///
    /// @param tolerance largest absolute value of the numbers of the gradient at which it has converged; what can be
    ///     reached depends on the rounding of the gradient, about 10⁻⁶ of its terms in F32
    /// @return the settings
    /// @throws IllegalArgumentException if it is not positive and finite
    public static Settings tolerance(double tolerance) {
      return new Settings(tolerance, MEMORY, ITERATIONS);
    }

    /// The same with another memory.
    ///
    /// @param memory number of steps that are remembered, at least 1
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings memory(int memory) {
      return new Settings(tolerance, memory, iterations);
    }

    /// The same with another end.
    ///
    /// @param iterations largest number of steps, at least 1
    /// @return new settings
    /// @throws IllegalArgumentException if it is out of its range
    public Settings iterations(int iterations) {
      return new Settings(tolerance, memory, iterations);
    }
  }

  /// A loss and its gradient at the present parameters.
  @FunctionalInterface
  public interface Objective {
    /// Evaluates the loss, for example as a sum over batches.
    ///
    /// @return loss and gradient
    Evaluation evaluate();
  }

  /// A loss and its gradient.
  ///
  /// @param loss the loss
  /// @param gradients one gradient for each parameter, in the same order
  public record Evaluation(double loss, List<Tensor> gradients) {
  }

  /// Why a minimisation ended.
  public enum Reason {
    /// The gradient is small enough: converged.
    GRADIENT("the gradient is small enough"),
    /// All steps were made.
    ITERATIONS("all steps were made"),
    /// No step along the gradient lowers the loss: rounding hides what is left, or the gradient is not that of the
    /// loss.
    LINE_SEARCH("no step along the gradient lowers the loss"),
    /// Neither loss nor gradient got smaller for many steps: rounding hides what is left, or the loss is not smooth, as
    /// that of rectified units, and has led to a kink.
    STALLED("neither the loss nor its gradient got smaller in the last " + PATIENCE + " steps"),
    /// Loss or gradient are not finite at the start.
    NOT_FINITE("the loss or its gradient is not finite at the start");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /// What happened.
  ///
  /// @param loss loss at the parameters that were found
  /// @param gradientNorm largest absolute value of the numbers of its gradient
  /// @param iterations steps that were made
  /// @param evaluations how often the loss was evaluated
  /// @param reason why it ended
  public record Result(double loss, double gradientNorm, int iterations, int evaluations, Reason reason) {
    /// Whether the gradient is small enough.
    ///
    /// @return true if so
    public boolean converged() {
      return reason == Reason.GRADIENT;
    }
  }

  /// Joins parameters and settings.
  ///
  /// @param parameters what to change, with values
  /// @param settings when to stop, and how much to remember
  public Lbfgs(List<Parameter> parameters, Settings settings) {
    this(parameters, settings, null);
  }

  private Lbfgs(List<Parameter> parameters, Settings settings, @Nullable LinearOperator preconditioner) {
    this.parameters = List.copyOf(parameters);
    this.settings = settings;
    this.flat = new FlatParameters("lbfgs", parameters);
    this.preconditioner = preconditioner;
  }

  /// The same with the inverse Hessian that it begins with, of a similar loss for example: it remembers what this one
  /// lacks. Without one it begins with a multiple of the identity.
  ///
  /// @param approximation symmetric positive definite approximation of the inverse Hessian
  /// @return new minimiser of the same parameters
  /// @throws IllegalArgumentException if its size is not the number of the parameters
  public Lbfgs preconditioner(LinearOperator approximation) {
    if (approximation.size() != flat.count()) {
      throw new IllegalArgumentException("lbfgs: the preconditioner has " + approximation.size()
          + " rows, expected " + flat.count() + ", as many as the parameters have numbers");
    }
    return new Lbfgs(parameters, settings, approximation);
  }

  /// Minimises a loss.
  ///
  /// @param loss computes the scalar loss from the present parameters
  /// @return what happened
  /// @throws NotConvergedException if the gradient is not small enough in the end
  public Result minimise(Supplier<Tensor> loss) {
    return minimise(of(loss));
  }

  /// Minimises a loss that comes with its gradient.
  ///
  /// @param objective computes loss and gradient from the present parameters
  /// @return what happened
  /// @throws NotConvergedException if the gradient is not small enough in the end
  /// @throws IllegalArgumentException if a gradient does not fit its parameter
  public Result minimise(Objective objective) {
    Result result = attempt(objective);
    if (!result.converged()) {
      throw new NotConvergedException("lbfgs: not converged after " + result.iterations + " iterations and "
          + result.evaluations + " evaluations, since " + result.reason.words
          + "; the largest number of the gradient is "
          + result.gradientNorm + ", expected " + settings.tolerance + " or less", result);
    }
    return result;
  }

  /// Lowers a loss as far as it goes: for who looks at the result.
  ///
  /// @param loss computes the scalar loss from the present parameters
  /// @return what happened, which may be that it did not converge
  public Result attempt(Supplier<Tensor> loss) {
    return attempt(of(loss));
  }

  /// Lowers a loss that comes with its gradient as far as it goes: for who looks at the result.
  ///
  /// @param objective computes loss and gradient from the present parameters
  /// @return what happened, which may be that it did not converge
  /// @throws IllegalArgumentException if a gradient does not fit its parameter
  public Result attempt(Objective objective) {
    Run run = new Run(objective);
    try {
      return run.result(run.toTheEnd());
    } finally {
      // The last trial need not be the best one.
      flat.write(run.current.x());
    }
  }

  private Objective of(Supplier<Tensor> loss) {
    return () -> {
      Tensor value = loss.get();
      return new Evaluation(value.item(), Autograd.grad(value, parameters.stream().map(Parameter::value).toList()));
    };
  }

  /// Relative rounding error of a loss that is computed in the parameters' type.
  private double epsilon() {
    boolean single = parameters.stream().anyMatch(p -> p.value().dtype() == DType.F32);
    return single ? Math.ulp(1f) : Math.ulp(1.0);
  }

  /// One minimisation.
  private final class Run {
    private final Objective objective;
    private final CurvaturePairs pairs = new CurvaturePairs(settings.memory, preconditioner);
    private int iterations;
    private int evaluations;
    private StrongWolfe.Point current;
    private double lowest;
    private double flattest;
    private int idle;
    private double begin;

    Run(Objective objective) {
      this.objective = objective;
      double[] x = flat.read();
      this.current = evaluate(0, x, new double[x.length]);
      this.begin = Double.POSITIVE_INFINITY;
      this.lowest = current.loss();
      this.flattest = largest(current.gradient());
    }

    Result result(Reason reason) {
      return new Result(current.loss(), largest(current.gradient()), iterations, evaluations, reason);
    }

    Reason toTheEnd() {
      if (current.loss() == Double.POSITIVE_INFINITY) {
        return Reason.NOT_FINITE;
      }
      while (largest(current.gradient()) > settings.tolerance) {
        if (iterations == settings.iterations) {
          return Reason.ITERATIONS;
        }
        if (!step()) {
          return Reason.LINE_SEARCH;
        }
        iterations++;
        if (isStalled()) {
          return Reason.STALLED;
        }
      }
      return Reason.GRADIENT;
    }

    /// Whether nothing has become better for many steps, nor would by another begin, without a memory.
    private boolean isStalled() {
      double gradient = largest(current.gradient());
      idle = current.loss() < lowest - rounding() || gradient < flattest ? 0 : idle + 1;
      lowest = Math.min(lowest, current.loss());
      flattest = Math.min(flattest, gradient);
      if (idle < PATIENCE) {
        return false;
      }
      boolean isNewBegin = lowest < begin - rounding();
      pairs.clear();
      begin = lowest;
      idle = 0;
      return !isNewBegin;
    }

    private double rounding() {
      return ROUNDINGS * epsilon() * Math.abs(current.loss());
    }

    private boolean step() {
      double[] direction = pairs.direction(current.gradient());
      if (moved(direction)) {
        return true;
      }
      // What was remembered may mislead; the gradient does not.
      boolean remembered = !pairs.isEmpty();
      pairs.clear();
      return remembered && moved(pairs.direction(current.gradient()));
    }

    private boolean moved(double[] direction) {
      double[] from = current.x();
      double slope = CurvaturePairs.dot(current.gradient(), direction);
      if (!(slope < 0)) {
        return false;
      }
      StrongWolfe.Point start = new StrongWolfe.Point(0, current.loss(), slope, from, current.gradient());
      StrongWolfe.Point next = new StrongWolfe(at -> evaluate(at, plus(from, at, direction), direction), start,
          rounding()).search(firstStep());
      if (next.at() == 0) {
        return false;
      }
      pairs.add(plus(next.x(), -1, from), plus(next.gradient(), -1, current.gradient()));
      current = next;
      return true;
    }

    /// Without memory and preconditioner the direction has no scale.
    private double firstStep() {
      double sum = 0;
      for (double g : current.gradient()) {
        sum += Math.abs(g);
      }
      return pairs.isEmpty() && preconditioner == null ? Math.min(1, 1 / sum) : 1;
    }

    private StrongWolfe.Point evaluate(double at, double[] point, double[] direction) {
      double[] x = flat.write(point);
      evaluations++;
      return workspace.call(() -> {
        Evaluation evaluation = objective.evaluate();
        double[] gradient = flat.flatten(evaluation.gradients);
        double slope = CurvaturePairs.dot(gradient, direction);
        boolean finite = Double.isFinite(evaluation.loss) && Double.isFinite(largest(gradient));
        return new StrongWolfe.Point(at, finite ? evaluation.loss : Double.POSITIVE_INFINITY, slope, x, gradient);
      });
    }
  }

  private static double[] plus(double[] x, double a, double[] y) {
    double[] result = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = Math.fma(a, y[k], x[k]);
    }
    return result;
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double v : x) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
