package candor.bayes.influence;

import candor.bayes.Argsort;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.linalg.Solver;
import candor.nn.data.Dataset;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/// The training-set attack of Koh & Liang 2017 (section 5.2): changes training inputs by less than can be seen, so that a
/// number rises, such as the loss of a test sample until it is misclassified.
///
/// After each step `x ← Π(x + α sign(I_pert))` the network is trained again; `Π` keeps every number within a radius of the
/// original one and within the range of inputs. With a radius below half a grey level, an image that is stored in bytes is
/// the original.
///
/// Where only a head of the network learns, on features that are taken as given, a risk of the head's parameters that keeps
/// the features ([EmpiricalRisk#keepingFeatures]) computes those of the changed inputs alone.
///
/// @param step `α`, positive
/// @param radius largest change of a number, positive
/// @param lowest least number of an input
/// @param highest largest number of an input
/// @param iterations largest number of steps, at least 1
public record Poisoning(double step, double radius, double lowest, double highest, int iterations) {
  private static final String NAME = "poisoning";
  private static final double GREY = 1.0 / 255;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Poisoning {
    if (!(step > 0 && radius > 0 && lowest < highest) || iterations < 1) {
      throw new IllegalArgumentException(
          NAME + ": step " + step + ", radius " + radius + ", inputs from " + lowest + " to "
              + highest + ", " + iterations
              + " iterations, expected a positive step and radius, a range, 1 or more iterations");
    }
  }

  /// The paper's setting for images with pixels in `[0, 1]`: steps of 0.02 grey levels, within 0.499 grey levels of the
  /// original, which are half of one less rounding, at most 100 times.
  ///
  /// @return the setting
  public static Poisoning greyLevels() {
    return new Poisoning(0.02 * GREY, 0.499 * GREY, 0, 1, 100);
  }

  /// What came of it.
  ///
  /// @param values the number before, and after each step
  /// @param inputs the changed inputs, along axis 0
  /// @param data the data set with them
  /// @param reached whether the goal was reached
  public record Result(List<Double> values, Tensor inputs, Dataset data, boolean reached) {
    /// How many steps were made.
    ///
    /// @return number of trainings
    public int iterations() {
      return values.size() - 1;
    }
  }

  /// The samples with which most can be done: those of largest `‖I_pert‖₁`.
  ///
  /// @param influence influence on the number that shall rise
  /// @param count how many, at least 1
  /// @param candidates indices of samples to choose from
  /// @return the samples, the strongest first
  /// @throws IllegalArgumentException if there are not so many
  public static int[] strongest(QueryInfluence influence, int count, int... candidates) {
    if (count < 1 || count > candidates.length) {
      throw new IllegalArgumentException(
          NAME + ": " + count + " of " + candidates.length + " samples, expected 1 or more of as many at least");
    }
    return Arrays.stream(Argsort.descending(influence.perturbationNorms(candidates))).limit(count)
        .map(i -> candidates[i])
        .toArray();
  }

  /// Attacks with conjugate gradients on the Hessian, whose damping is chosen from its eigenvalues at every step.
  ///
  /// @param risk what the network minimises, at its minimum
  /// @param query the number that shall rise
  /// @param points indices of the samples to change
  /// @param training brings the parameters, from what they are, to the minimum of a risk, [NewtonCg#minimise] for one
  /// @param goal whether a value of the number is high enough
  /// @return what came of it; the network is that of the last training
  /// @throws candor.linalg.UnsolvedException if the solver does not come to its tolerance
  public Result attack(EmpiricalRisk risk, Query query, int[] points, Consumer<EmpiricalRisk> training,
      DoublePredicate goal) {
    return attack(risk, Influence::solver, query, points, training, goal);
  }

  /// Attacks.
  ///
  /// @param risk what the network minimises, at its minimum
  /// @param solver solver for the curvature of a risk, made anew after every training
  /// @param query the number that shall rise
  /// @param points indices of the samples to change, one or more
  /// @param training brings the parameters, from what they are, to the minimum of a risk, [NewtonCg#minimise] for one
  /// @param goal whether a value of the number is high enough
  /// @return what came of it; the network is that of the last training
  /// @throws candor.linalg.UnsolvedException if the solver does not come to its tolerance
  /// @throws IllegalArgumentException if there is no sample to change
  public Result attack(EmpiricalRisk risk, Function<EmpiricalRisk, Solver> solver, Query query, int[] points,
      Consumer<EmpiricalRisk> training, DoublePredicate goal) {
    if (points.length == 0) {
      throw new IllegalArgumentException(NAME + ": no samples to change, expected 1 or more");
    }
    Tensor original = risk.data().batch(points).input();
    double[] least = bound(original, -radius);
    double[] most = bound(original, radius);
    Tensor inputs = original;
    EmpiricalRisk now = risk;
    List<Double> values = new ArrayList<>(List.of(query.of(risk.model()).item()));
    while (values.size() <= iterations && !goal.test(values.getLast())) {
      Tensor direction = new Influence(now, solver.apply(now)).on(query).perturbation(points);
      inputs = moved(inputs, direction, least, most);
      now = risk.replacing(points, inputs);
      training.accept(now);
      values.add(query.of(risk.model()).item());
    }
    return new Result(values, inputs, now.data(), goal.test(values.getLast()));
  }

  private double[] bound(Tensor original, double shift) {
    double[] x = original.to(DType.F64).toDoubles();
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.clamp(x[i] + shift, lowest, highest);
    }
    return x;
  }

  private Tensor moved(Tensor inputs, Tensor direction, double[] least, double... most) {
    double[] x = inputs.to(DType.F64).toDoubles();
    double[] d = direction.to(DType.F64).toDoubles();
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.clamp(x[i] + step * Math.signum(d[i]), least[i], most[i]);
    }
    return Tensor.of(x, inputs.shape().toArray()).to(inputs.dtype());
  }
}
