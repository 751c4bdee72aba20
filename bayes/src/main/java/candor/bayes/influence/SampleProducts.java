package candor.bayes.influence;

import candor.bayes.curvature.EmpiricalRisk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The products `sₖᵀ∇ℓᵢ` of several queries with all samples, computed together when one of them is wanted first.
final class SampleProducts {
  private final EmpiricalRisk risk;
  private final List<double[]> directions;
  private double @Nullable [][] products;

  SampleProducts(EmpiricalRisk risk, List<double[]> directions) {
    this.risk = risk;
    this.directions = directions;
  }

  synchronized double[] of(int query) {
    double[][] known = products;
    if (known == null) {
      known = risk.directionalDerivatives(directions);
      products = known;
    }
    return known[query];
  }

  static double dot(double[] a, double... b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }
}
