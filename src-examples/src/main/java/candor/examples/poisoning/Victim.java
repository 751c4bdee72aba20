package candor.examples.poisoning;

import candor.bayes.Argsort;
import candor.bayes.curvature.Curvature;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.bayes.influence.Influence;
import candor.bayes.influence.Poisoning;
import candor.bayes.influence.Query;
import candor.bayes.influence.QueryInfluence;
import candor.examples.poisoning.PoisoningResults.Attack;
import candor.linalg.ConjugateGradients;
import candor.linalg.DirectSolver;
import candor.linalg.LinearOperator;
import candor.linalg.Solver;
import candor.nn.Context;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.TensorDataset;
import candor.nn.loss.Loss;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;

/// A classifier of two kinds of images that is attacked: a last layer at the minimum of its risk, on features that never
/// change.
final class Victim {
  /// Weight decay of the last layer, a weak one.
  static final double DECAY = 1e-4;
  /// Steps of an attack, in grey levels, and how many at most: enough to come to the bound from either side.
  static final Poisoning ATTACK = new Poisoning(0.1 / 255, 0.499 / 255, 0, 1, 20);
  private static final double GRADIENT = 1e-5;
  private static final double SOLVED = 1e-3;
  private static final int PIECE = 2000;
  /// Training images that an attack chooses from: those of the largest influence.
  private static final int CANDIDATES = 100;

  private final EmpiricalRisk risk;
  private final double[] minimum;
  private final LinearOperator inverse;

  /// Learns.
  ///
  /// @param network network, whose last layer has two outputs
  /// @param train images of the two kinds
  Victim(Sequential network, TensorDataset train) {
    risk = EmpiricalRisk.of(network, Loss.crossEntropy(), train).weightDecay(DECAY).lastLayer().pieces(PIECE)
        .keepingFeatures();
    NewtonCg.tolerance(GRADIENT).minimise(risk);
    minimum = risk.flat().read();
    // Exact where nothing is changed, and nearly so where one image is.
    inverse = DirectSolver.of(Curvature.hessian(risk), 0).inverse();
  }

  /// How much larger the logit of the right class is than the other one.
  double[] margins(TensorDataset data) {
    return margins(risk.model().apply(data.inputs(), Context.evaluate()), data.targets().toInts());
  }

  private static double[] margins(Tensor outputs, int... labels) {
    double[] logits = outputs.detach().to(DType.F64).reshape(-1).toDoubles();
    return IntStream.range(0, labels.length)
        .mapToDouble(i -> logits[2 * i + labels[i]] - logits[2 * i + 1 - labels[i]]).toArray();
  }

  private Solver solver(EmpiricalRisk now) {
    return ConjugateGradients.of(Curvature.hessian(now), 0).preconditioner(inverse).tolerance(SOLVED);
  }

  /// Attacks a test image, and afterwards is as before.
  ///
  /// @param index number of the test image
  /// @param target the test image, classified rightly
  /// @param count training images to change
  /// @param noise signs of the control
  Attack attack(int index, Batch target, int count, RandomStream noise) {
    int label = target.target().toInts()[0];
    Query query = Query.output(target.input(), y -> y.select(1, 1 - label).sub(y.select(1, label)).sum());
    QueryInfluence influence = new Influence(risk, solver(risk)).on(query);
    int[] points = Poisoning.strongest(influence, count, strongest(influence.upWeighting()));
    double predicted = 0;
    for (double norm : influence.perturbationNorms(points)) {
      predicted += norm * ATTACK.radius() / risk.divisor();
    }
    try {
      double control = -control(query, points, noise);
      risk.flat().write(minimum);
      Poisoning.Result result = ATTACK.attack(risk, this::solver, query, points, this::fit, value -> value > 0);
      boolean isVerified = result.reached() && fromScratch(query, points, result.inputs()) > 0;
      return new Attack(index, label, -result.values().getFirst(), predicted, control, -result.values().getLast(),
          result.iterations(),
          isVerified, points[0], isVerified ? change(result, points[0]) : "");
    } finally {
      risk.flat().write(minimum);
    }
  }

  private static int[] strongest(double... influences) {
    return Arrays.stream(Argsort.descendingMagnitude(influences)).limit(CANDIDATES).toArray();
  }

  private void fit(EmpiricalRisk now) {
    NewtonCg.tolerance(GRADIENT).preconditioner(inverse).minimise(now);
  }

  /// The number after changes of the same images by as much, with random signs.
  private double control(Query query, int[] points, RandomStream noise) {
    Tensor input = risk.data().batch(points).input();
    double[] pixels = input.to(DType.F64).toDoubles();
    double[] signs = new double[pixels.length];
    noise.signs(0, signs);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.clamp(pixels[i] + ATTACK.radius() * signs[i], 0, 1);
    }
    fit(risk.replacing(points, Tensor.of(pixels, input.shape().toArray()).to(input.dtype())));
    return query.of(risk.model()).item();
  }

  /// The number after a training on the changed images that begins with zeros.
  private double fromScratch(Query query, int[] points, Tensor inputs) {
    risk.flat().write(new double[minimum.length]);
    fit(risk.replacing(points, inputs));
    return query.of(risk.model()).item();
  }

  /// The change of a training image in units of the radius, as whole numbers from −127 to 127.
  private String change(Poisoning.Result result, int point) {
    double[] from = risk.data().batch(point).input().to(DType.F64).toDoubles();
    double[] to = result.data().batch(point).input().to(DType.F64).toDoubles();
    byte[] change = new byte[from.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = (byte) Math.round(Byte.MAX_VALUE * (to[i] - from[i]) / ATTACK.radius());
    }
    return Base64.getEncoder().encodeToString(change);
  }
}
