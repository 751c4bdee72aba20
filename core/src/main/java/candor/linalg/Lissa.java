package candor.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// LiSSA (Agarwal, Bullins & Hazan 2017): the Neumann series of the inverse with products of random samples of the
/// operator, written so that it solves (A + δ I) x = b.
///
/// With a scale σ and samples Aₜ whose mean is A, `cₜ₊₁ = b + cₜ − (Aₜ cₜ + δ cₜ) / σ` from `c₀ = b`, and x = c / σ. The fixed
/// point of the mean is σ (A + δ I)⁻¹ b. It needs λ_max + δ < 2 σ, for the samples too, or the numbers grow without bound.
/// The widely copied form with (1 − δ) c in place of c − δ c / σ solves (A + δ σ I) x = b, which is another system.
///
/// What random samples leave is noise, which repetitions average away; the residual is computed with A itself, and counts.
public final class Lissa implements Solver {

  private static final String NAME = "lissa";
  private static final double TOLERANCE = 1e-6;
  private static final int DEPTH = 10_000;
  /// Growth that no convergent run comes to.
  private static final double DIVERGED = 1e12;

  private final LinearOperator a;
  private final @Nullable IntFunction<LinearOperator> samples;
  private final Chosen chosen;
  private final double tolerance;
  private final int depth;
  private final int repetitions;

  /// Numbers of the system, and where they come from.
  ///
  /// @param damping δ
  /// @param scale σ
  /// @param account in words
  private record Chosen(double damping, double scale, String account) {
  }

  private Lissa(LinearOperator a, @Nullable IntFunction<LinearOperator> samples, Chosen chosen, double tolerance,
      int depth, int repetitions) {
    this.a = a;
    this.samples = samples;
    this.chosen = chosen;
    this.tolerance = tolerance;
    this.depth = depth;
    this.repetitions = repetitions;
  }

  /// A solver that takes the whole operator for every sample, with damping and scale chosen: the damping that
  /// [Spectrum#damping] gives for a condition number of 10⁴, and λ_max + δ as scale. The eigenvalues take up to 40 products.
  ///
  /// @param a a symmetric operator
  /// @return the solver, with a tolerance of 10⁻⁶ and up to 10 000 steps, once
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static Lissa of(LinearOperator a) {
    Spectrum spectrum = Spectrum.of(a);
    double damping = spectrum.damping(Spectrum.CONDITION);
    return of(a, fit(spectrum, damping, "damping " + (float) damping + " and scale chosen"));
  }

  /// A solver with a given damping, whose scale is chosen.
  ///
  /// @param a a symmetric operator
  /// @param damping δ, 0 or more
  /// @return the solver, with a tolerance of 10⁻⁶ and up to 10 000 steps, once
  /// @throws IllegalArgumentException when the damping is out of its range
  /// @throws ArithmeticException when a product has a number that is infinite or NaN
  public static Lissa of(LinearOperator a, double damping) {
    Checks.atLeastZero(NAME, "damping", damping);
    return of(a, fit(Spectrum.of(a), damping, "damping " + (float) damping + " as given and scale chosen"));
  }

  /// A solver with given numbers.
  ///
  /// @param a a symmetric operator
  /// @param damping δ, 0 or more
  /// @param scale σ, positive, above half of the largest eigenvalue of A + δ I
  /// @return the solver, with a tolerance of 10⁻⁶ and up to 10 000 steps, once
  /// @throws IllegalArgumentException when a number is out of its range
  public static Lissa of(LinearOperator a, double damping, double scale) {
    Checks.atLeastZero(NAME, "damping", damping);
    Checks.positive(NAME, "scale", scale);
    return of(a, new Chosen(damping, scale,
        NAME + " with damping " + (float) damping + " and scale " + (float) scale + " as given"));
  }

  private static Lissa of(LinearOperator a, Chosen chosen) {
    return new Lissa(a, null, chosen, TOLERANCE, DEPTH, 1);
  }

  private static Chosen fit(Spectrum spectrum, double damping, String what) {
    double scale =
        Checks.positive(NAME, "scale, which is that of the largest eigenvalue,", spectrum.largest() + damping);
    return new Chosen(damping, scale, NAME + " with " + what + ", " + (float) scale + ", for " + spectrum.words());
  }

  /// The same with samples.
  ///
  /// @param operators the operator of every step, by number from 0; their mean should be A
  /// @return a new solver
  public Lissa samples(IntFunction<LinearOperator> operators) {
    return new Lissa(a, operators, chosen, tolerance, depth, repetitions);
  }

  /// The same with another tolerance.
  ///
  /// @param bound largest residual, relative to the right side, positive
  /// @return a new solver
  /// @throws IllegalArgumentException when it is out of its range
  public Lissa tolerance(double bound) {
    return new Lissa(a, samples, chosen, Checks.positive(NAME, "tolerance", bound), depth, repetitions);
  }

  /// The same with another number of steps.
  ///
  /// @param most largest number of steps of a repetition, at least 1
  /// @param times number of repetitions, whose results are averaged, at least 1; each has samples of its own
  /// @return a new solver
  /// @throws IllegalArgumentException when a number is out of its range
  public Lissa depth(int most, int times) {
    return new Lissa(a, samples, chosen, tolerance, Checks.atLeastOne(NAME, "steps", most),
        Checks.atLeastOne(NAME, "repetitions", times));
  }

  @Override
  public int size() {
    return a.size();
  }

  @Override
  public double damping() {
    return chosen.damping;
  }

  /// Returns the scale.
  ///
  /// @return σ, as given or as chosen
  public double scale() {
    return chosen.scale;
  }

  @Override
  public List<Solution> attemptAll(List<double[]> bs) {
    List<Run> runs = new ArrayList<>();
    for (double[] b : bs) {
      Checks.rightSide(NAME, b, a.size());
      runs.add(new Run(b));
    }
    for (int r = 0; r < repetitions; r++) {
      repeat(runs, r);
    }
    runs.forEach(Run::finish);
    LinearOperator damped = a.shifted(chosen.damping);
    List<double[]> products = damped.applyAll(runs.stream().map(run -> run.mean).toList());
    List<Solution> solutions = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      solutions.add(runs.get(i).solution(products.get(i)));
    }
    return solutions;
  }

  private void repeat(List<Run> runs, int repetition) {
    runs.forEach(Run::begin);
    for (int t = 0; t < depth; t++) {
      List<Run> open = runs.stream().filter(run -> !run.rests && !run.diverged).toList();
      if (open.isEmpty()) {
        break;
      }
      LinearOperator sample = samples == null ? a : samples.apply(repetition * depth + t);
      List<double[]> products = sample.applyAll(open.stream().map(run -> run.current).toList());
      for (int i = 0; i < open.size(); i++) {
        open.get(i).step(Checks.product(NAME, t, products.get(i)));
      }
    }
    runs.forEach(Run::add);
  }

  /// One right side.
  private final class Run {
    private final double[] b;
    private final double size;
    private final double[] mean;
    private double[] current;
    private int steps;
    /// The last change was within the tolerance. With the whole operator it is the residual, with samples it may be chance.
    private boolean rests;
    private boolean diverged;

    Run(double[] b) {
      this.b = b;
      size = Rows.norm(b);
      mean = new double[b.length];
      current = b;
    }

    void begin() {
      current = b.clone();
      rests = size == 0;
    }

    void step(double... product) {
      double change = 0;
      for (int i = 0; i < b.length; i++) {
        double d = b[i] - (product[i] + chosen.damping * current[i]) / chosen.scale;
        current[i] += d;
        change += d * d;
      }
      steps++;
      rests = samples == null && Math.sqrt(change) <= tolerance / 2 * size;
      diverged = !(Math.sqrt(change) < DIVERGED * size);
    }

    void add() {
      Rows.add(1, current, 0, mean, 0, mean.length);
    }

    void finish() {
      Rows.scale(1 / (chosen.scale * repetitions), mean, 0, mean.length);
    }

    Solution solution(double... product) {
      double[] rest = b.clone();
      Rows.add(-1, product, 0, rest, 0, rest.length);
      double residual = size == 0 ? 0 : Rows.norm(rest) / size;
      Solution.Outcome outcome = residual <= tolerance ? Solution.Outcome.CONVERGED : Solution.Outcome.ITERATIONS;
      return new Solution(mean, chosen.damping, residual, steps, diverged ? Solution.Outcome.DIVERGED : outcome,
          chosen.account);
    }
  }
}
