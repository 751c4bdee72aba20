package candor.examples.influence;

import candor.bayes.curvature.EmpiricalRisk;
import candor.linalg.LinearOperator;
import candor.nn.optim.Lbfgs;
import java.util.Arrays;
import java.util.List;

/// A classifier after its training, by L-BFGS in rounds until it has converged. From the second on a round begins with an approximate
/// inverse Hessian from where the one before ended: a network's Hessian has eigenvalues of all sizes, and without it most
/// steps go into few directions.
///
/// @param steps steps of the training
/// @param risk what was minimised, in the end
/// @param gradientNorm Euclidean norm of its gradient
/// @param parameters the parameters
record Trained(int steps, double risk, double gradientNorm, List<Double> parameters) {

  /// Trains.
  ///
  /// @param recipe classifier
  /// @param risk what is minimised, at the first parameters
  /// @param steps steps of a round at most
  static Trained of(Recipe recipe, EmpiricalRisk risk, int steps) {
    Lbfgs.Result result = recipe.lbfgs(risk, steps).attempt(risk.objective());
    int all = result.iterations();
    for (int round = 1; round < recipe.rounds() && !result.converged(); round++) {
      LinearOperator inverse = recipe.inverse(recipe.pairs(risk), 0);
      result = recipe.lbfgs(risk, steps).preconditioner(inverse).attempt(risk.objective());
      all += result.iterations();
    }
    EmpiricalRisk.Evaluation end = risk.evaluate();
    return new Trained(all, end.value(), norm(end.gradient()), Arrays.stream(risk.flat().read()).boxed().toList());
  }

  double[] theta() {
    return parameters.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static double norm(double... x) {
    double sum = 0;
    for (double number : x) {
      sum += number * number;
    }
    return Math.sqrt(sum);
  }
}
