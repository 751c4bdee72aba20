package candor.bayes.calibration;

import candor.linalg.Cholesky;
import candor.linalg.FactorisationException;
import candor.linalg.Matrix;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Minimises `1/N Σ −ln softmax(z')_y + ½ Σ dⱼ θⱼ²` where the logit of class `k` is linear in its own parameters,
/// `z'ₖ = Φₖ θₖ`, by Newton's method. This is convex.
///
/// Directions in which nothing changes, such as the same number added to all biases, have curvature 0. A tiny number on the
/// diagonal makes steps along them 0 too.
final class SoftmaxRegression {
  /// More parameters would make steps of minutes.
  private static final int LARGEST = 2000;
  private static final int STEPS = 200;
  /// The gradient from which a step must be small if there is a minimum, in units of the mean feature.
  private static final double TOLERANCE = 1e-11;
  /// Change of logits that leaves probabilities what they are; the step that makes it squares the error.
  private static final double SETTLED = 1e-8;
  /// Where there is no minimum, every step changes a logit by about 1.
  private static final double RUNNING = 0.1;
  /// Logits that have grown by this factor and still run: what separates the samples is so small beside them that F64 sees
  /// hardly more of it, and a minimum, if there were one, would be out of reach.
  private static final double FAR = 1e6;
  private static final double DAMPING = 1e-13;
  private static final double LEAST_STEP = 0x1p-60;

  private final String name;
  private final List<Tensor> features;
  private final Tensor labels;
  private final Tensor oneHot;
  private final double[] penalty;
  private final int classes;
  private final int width;
  private final double n;

  /// Makes the problem.
  ///
  /// @param name the method, for messages
  /// @param features `Φₖ`, `[N, F]`, of each class
  /// @param penalty `d` of all parameters, class by class
  /// @param labels `N` true classes
  SoftmaxRegression(String name, List<Tensor> features, double[] penalty, int... labels) {
    this.name = name;
    this.features = features;
    this.penalty = penalty;
    this.classes = features.size();
    this.width = features.getFirst().shape().size(1);
    this.n = labels.length;
    this.labels = Tensor.of(labels, labels.length, 1);
    this.oneHot = oneHot(labels);
    if (classes * width > LARGEST) {
      throw new IllegalArgumentException(name + ": " + classes * width + " parameters for " + classes
          + " classes, expected at most " + LARGEST);
    }
  }

  private Tensor oneHot(int... all) {
    double[] values = new double[all.length * classes];
    for (int i = 0; i < all.length; i++) {
      values[i * classes + all[i]] = 1;
    }
    return Tensor.of(values, all.length, classes);
  }

  /// Parameters and how they were found.
  ///
  /// @param parameters class by class
  /// @param solution how the search ended
  record Fit(double[] parameters, Solution solution) {
  }

  /// A place.
  ///
  /// @param at parameters
  /// @param logits `[N, K]`
  /// @param likelihood mean negative log-likelihood
  /// @param objective the same with the penalty
  private record Point(double[] at, Tensor logits, double likelihood, double objective) {
  }

  /// Searches.
  ///
  /// @param start first parameters, at which the penalty is 0
  Fit minimise(double... start) {
    Point first = point(start);
    Point point = first;
    double[] gradient = gradient(point);
    double tolerance = TOLERANCE * features.stream().mapToDouble(f -> f.abs().mean().item()).max().orElse(1);
    double far = FAR * Math.max(1, largestLogit(first));
    for (int steps = 0; steps < STEPS; steps++) {
      double steep = largest(gradient);
      if (steep == 0) {
        // Of several classes a finite logit leaves something, but F64 may not show it.
        boolean some = point.likelihood > 0 || classes == 1;
        return fit(first, point, steps, steep, some ? Solution.Outcome.MINIMUM : Solution.Outcome.UNBOUNDED);
      }
      Point next = moved(point, direction(point, gradient), gradient);
      double change = change(point, next);
      point = next;
      gradient = gradient(point);
      if (change > RUNNING && (steep <= tolerance || largestLogit(point) > far)) {
        return fit(first, point, steps + 1, largest(gradient), Solution.Outcome.UNBOUNDED);
      }
      if (steep <= tolerance && (change <= SETTLED || largest(gradient) >= steep / 2)) {
        return fit(first, point, steps + 1, largest(gradient), Solution.Outcome.MINIMUM);
      }
    }
    throw new IllegalStateException(name + ": not converged after " + STEPS + " steps, the largest number of the "
        + "gradient is " + largest(gradient) + ", expected " + tolerance + " or less");
  }

  /// At the minimum itself rounding may decide.
  private static Fit fit(Point first, Point last, int steps, double gradient, Solution.Outcome outcome) {
    Point best = last.likelihood <= first.likelihood ? last : first;
    return new Fit(best.at, new Solution(outcome, steps, gradient, first.likelihood, best.likelihood));
  }

  private Point point(double... at) {
    Tensor logits = logits(at);
    // Not the negation: a class that is certain costs +0.
    double likelihood = 0 - logits.logSoftmax(1).gather(1, labels).mean().item();
    double objective = likelihood;
    for (int j = 0; j < at.length; j++) {
      objective += 0.5 * penalty[j] * at[j] * at[j];
    }
    return new Point(at, logits, likelihood, objective);
  }

  /// The logits `[N, K]` of some parameters.
  private Tensor logits(double... at) {
    Tensor all = Tensor.of(at.clone(), classes, width);
    return Tensor.concat(1, IntStream.range(0, classes)
        .mapToObj(k -> features.get(k).matmul(all.slice(0, k, k + 1).transpose())).toList());
  }

  private double[] gradient(Point point) {
    Tensor residuals = point.logits.softmax(1).sub(oneHot).div(n);
    double[] gradient = new double[classes * width];
    for (int k = 0; k < classes; k++) {
      double[] part = residuals.slice(1, k, k + 1).transpose().matmul(features.get(k)).toDoubles();
      for (int j = 0; j < width; j++) {
        int at = k * width + j;
        gradient[at] = part[j] + penalty[at] * point.at[at];
      }
    }
    return gradient;
  }

  /// Blocks `1/N Φₐᵀ diag(pₐ (δₐᵦ − pᵦ)) Φᵦ`, and the penalty on the diagonal.
  private Matrix hessian(Point point) {
    Tensor p = point.logits.softmax(1);
    Matrix hessian = new Matrix(classes * width, classes * width);
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b <= a; b++) {
        Tensor first = p.slice(1, a, a + 1);
        Tensor second = p.slice(1, b, b + 1);
        Tensor weights = (a == b ? first.sub(first.square()) : first.mul(second).neg()).div(n);
        double[] block = features.get(a).mul(weights).transpose().matmul(features.get(b)).toDoubles();
        for (int i = 0; i < width; i++) {
          // A block on the diagonal holds both triangles, of which one is enough.
          for (int j = 0; j < (a == b ? i + 1 : width); j++) {
            hessian.set(a * width + i, b * width + j, block[i * width + j]);
            hessian.set(b * width + j, a * width + i, block[i * width + j]);
          }
        }
      }
    }
    for (int j = 0; j < penalty.length; j++) {
      hessian.set(j, j, hessian.get(j, j) + penalty[j]);
    }
    return hessian;
  }

  private double[] direction(Point point, double... gradient) {
    Matrix hessian = hessian(point);
    double[] downhill = new double[gradient.length];
    double largest = 0;
    for (int j = 0; j < gradient.length; j++) {
      downhill[j] = -gradient[j];
      largest = Math.max(largest, hessian.get(j, j));
    }
    // Rounding can leave curvatures of 0 a little below it.
    for (double damping = DAMPING;; damping *= 100) {
      Matrix damped = hessian.copy();
      for (int j = 0; j < gradient.length; j++) {
        damped.set(j, j, damped.get(j, j) + damping * largest);
      }
      try {
        return Cholesky.of(damped).solve(downhill);
      } catch (FactorisationException e) {
        if (damping > 1) {
          throw e;
        }
      }
    }
  }

  /// The first of a whole step, its half, … that lowers the objective as much as its slope promises, but for rounding; no
  /// step at all if none does.
  private Point moved(Point from, double[] direction, double[] gradient) {
    double slope = 0;
    for (int j = 0; j < direction.length; j++) {
      slope += gradient[j] * direction[j];
    }
    double rounding = 10 * Math.ulp(Math.max(from.objective, largestLogit(from)));
    for (double size = 1; size > LEAST_STEP; size /= 2) {
      double[] at = new double[direction.length];
      for (int j = 0; j < at.length; j++) {
        at[j] = Math.fma(size, direction[j], from.at[j]);
      }
      Point next = point(at);
      if (next.objective <= from.objective + 1e-4 * size * slope + rounding) {
        return next;
      }
    }
    return from;
  }

  /// The largest logit, whose rounding is that of the objective.
  private static double largestLogit(Point point) {
    return point.logits.abs().max().item();
  }

  /// The largest change of a logit, beside the other logits of its sample.
  private static double change(Point from, Point to) {
    Tensor change = to.logits.sub(from.logits);
    return change.sub(change.meanKeep(1)).abs().max().item();
  }

  private static double largest(double... numbers) {
    double largest = 0;
    for (double x : numbers) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }
}
