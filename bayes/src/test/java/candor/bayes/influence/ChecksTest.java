package candor.bayes.influence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.curvature.Divisor;
import candor.bayes.curvature.EmpiricalRisk;
import candor.bayes.curvature.NewtonCg;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.Dataset;
import candor.nn.data.TensorDataset;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Lbfgs;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// [LeaveOut], [Stationarity], [Agreement], [Inspection] and [Poisoning].
class ChecksTest {
  private static final Tensor INPUT = Problems.normal(9, 1, Problems.D);

  private static Consumer<Dataset> training(EmpiricalRisk risk, int epochs) {
    return data -> Trainer.builder(risk.model(), Loss.crossEntropy(),
        new Sgd(risk.model().parameters(), 0.5, 0, risk.weightDecay()), new DataLoader(data, data.size(), 1)).build()
        .fit(epochs);
  }

  @Test
  void changesByTrainingAreNearThoseOfTheMinimum() {
    EmpiricalRisk risk = Problems.logistic(Problems.classes(40, 3), 0.05);
    NewtonCg newton = NewtonCg.tolerance(1e-10);
    newton.minimise(risk);
    double[] before = risk.flat().read();
    LeaveOut leaveOut = new LeaveOut(risk, Query.entropy(INPUT));
    int[] points = {0, 1, 2, 10, 20, 30};
    double[] trained = leaveOut.byTraining(training(risk, 300), points)[0];
    assertThat(risk.flat().read()).containsExactly(before);
    double[] exact = leaveOut.convex(newton, Divisor.RENORMALISED, points)[0];
    assertThat(risk.flat().read()).containsExactly(before);
    Lbfgs lbfgs = new Lbfgs(risk.flat().parameters(), Lbfgs.Settings.tolerance(1e-11));
    for (Divisor divisor : Divisor.values()) {
      double[] minimised = leaveOut.byMinimising(left -> lbfgs.minimise(left.objective()), divisor, points)[0];
      assertThat(risk.flat().read()).containsExactly(before);
      assertThat(minimised).containsExactly(leaveOut.convex(newton, divisor, points)[0], within(1e-8));
    }
    for (int i = 0; i < points.length; i++) {
      assertThat(trained[i]).isCloseTo(exact[i], within(1e-5 + 0.02 * Math.abs(exact[i])));
    }
  }

  @Test
  void fromTheMinimumFurtherTrainingMovesNothing() {
    EmpiricalRisk risk = Problems.logistic(Problems.classes(40, 3), 0.05);
    Query query = Query.entropy(INPUT);
    Stationarity early = Stationarity.of(risk, query, training(risk, 20));
    assertThat(early.isReached(1e-4)).isFalse();
    assertThat(early.riskAfter()).isLessThan(early.risk());
    NewtonCg.tolerance(1e-10).minimise(risk);
    double[] minimum = risk.flat().read();
    Stationarity late = Stationarity.of(risk, query, training(risk, 20));
    assertThat(late.isReached(1e-8)).isTrue();
    assertThat(late.gradientNorm()).isLessThan(1e-10);
    assertThat(late.moved()).isLessThan(1e-9);
    assertThat(risk.flat().read()).containsExactly(minimum);
  }

  @Test
  void runningStatisticsComeBackToo() {
    Sequential model = Sequential.of(new BatchNorm1d(Problems.D), new Linear(Problems.D, 2));
    model.initialise(1, DType.F64);
    EmpiricalRisk risk = EmpiricalRisk.of(model, Loss.crossEntropy(), Problems.classes(40, 3));
    Tensor before = model.namedBuffers().values().iterator().next().value();
    new LeaveOut(risk, Query.entropy(INPUT)).byTraining(training(risk, 2), 5);
    assertThat(model.namedBuffers().values().iterator().next().value().hasSameBits(before)).isTrue();
  }

  @Property(tries = 50)
  void correlationsDoNotSeeScaleAndOrderAlone(
      @ForAll @Size(min = 3, max = 20) List<@DoubleRange(min = -5, max = 5) Double> numbers) {
    double[] x = numbers.stream().mapToDouble(v -> v).toArray();
    double[] line = Arrays.stream(x).map(v -> 3 * v + 1).toArray();
    double[] cube = Arrays.stream(x).map(v -> v * v * v).toArray();
    int[] points = IntStream.range(0, x.length).toArray();
    if (Arrays.stream(x).distinct().count() > 1) {
      assertThat(new Agreement(points, x, line).pearson()).isCloseTo(1, within(1e-6));
      assertThat(new Agreement(points, line, x).spearman()).isCloseTo(1, within(1e-9));
    }
    assertThat(new Agreement(points, x, cube).ranking()).hasSameSizeAs(points);
  }

  @Test
  void correlationsOfKnownNumbers() {
    Agreement agreement =
        new Agreement(new int[] {7, 8, 9, 10}, new double[] {1, -3, 2, 2}, new double[] {2, -1, 2, 5});
    assertThat(agreement.pearson()).isCloseTo(15 / Math.sqrt(17 * 18), within(1e-14));
    // Ranks 1, 0, 2.5, 2.5 and 1.5, 0, 1.5, 3.
    assertThat(agreement.spearman()).isCloseTo(3.75 / 4.5, within(1e-14));
    assertThat(agreement.slope()).isCloseTo(19 / 18.0, within(1e-14));
    assertThat(agreement.ranking()).containsExactly(8, 9, 10, 7);
  }

  @Test
  void inspectionCountsWhatIsFoundAndSharesTies() {
    Inspection inspection = Inspection.of(new double[] {0.1, 0.9, 0.5, 0.5, 0.2}, false, true, true, false, false);
    assertThat(inspection.count(1)).isEqualTo(1);
    assertThat(inspection.count(2)).isEqualTo(1.5);
    assertThat(inspection.count(3)).isEqualTo(2);
    assertThat(inspection.share(0.4)).isEqualTo(0.75);
    assertThat(inspection.share(1)).isEqualTo(1);
    assertThatThrownBy(() -> inspection.share(1.5)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inspection: a share of 1.5, expected a number in [0, 1]");
    assertThatThrownBy(() -> Inspection.of(new double[] {1, 2}, true)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inspection: 2 scores for 1 samples");
    assertThatThrownBy(() -> Inspection.of(new double[] {1, Double.NaN}, true, true))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("inspection: score 1 is NaN");
    assertThatThrownBy(() -> Inspection.of(new double[] {1, 2}, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inspection: none of 2 samples is wrong, expected 1 or more");
  }

  /// Inputs in grey levels: the loss of a test sample rises, and stored in bytes the inputs are the original ones.
  @Test
  void poisoningRaisesTheLossWithinHalfAGreyLevel() {
    TensorDataset classes = Problems.classes(40, 2);
    Tensor grey = classes.inputs().mul(40).add(128).clamp(0, 255).to(DType.I32);
    TensorDataset data = new TensorDataset(grey.to(DType.F64).div(255), classes.targets());
    EmpiricalRisk risk = Problems.logistic(data, 1e-3);
    NewtonCg newton = NewtonCg.tolerance(1e-9);
    newton.minimise(risk);
    Query query = Query.loss(Loss.crossEntropy(), data.batch(30));
    int[] points = Poisoning.strongest(Influence.of(risk).on(query), 5, IntStream.range(0, 30).toArray());
    Poisoning.Result result = Poisoning.greyLevels().attack(risk, query, points,
        newton::minimise, loss -> false);
    assertThat(result.iterations()).isEqualTo(100);
    assertThat(result.reached()).isFalse();
    for (int i = 1; i < 20; i++) {
      assertThat(result.values().get(i)).isGreaterThan(result.values().get(i - 1));
    }
    assertThat(result.inputs().mul(255).add(0.5).to(DType.I32).toInts())
        .containsExactly(grey.indexSelect(0, Tensor.of(points, 5)).toInts());
    assertThat(result.data().batch(points).input().hasSameBits(result.inputs())).isTrue();
    assertThat(result.data().batch(33, 35).input().hasSameBits(data.batch(33, 35).input())).isTrue();
    assertThat(result.data().targets().hasSameBits(data.targets())).isTrue();
    assertThat(result.data().identities()).isEqualTo(40);

    double goal = result.values().get(3);
    newton.minimise(risk);
    Poisoning.Result stopped = Poisoning.greyLevels().attack(risk, query, points,
        newton::minimise, loss -> loss >= goal * (1 - 1e-9));
    assertThat(stopped.iterations()).isEqualTo(3);
    assertThat(stopped.reached()).isTrue();
  }

  @Test
  void wrongPoisoningIsRefused() {
    assertThatThrownBy(() -> new Poisoning(0, 1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "poisoning: step 0.0, radius 1.0, inputs from 0.0 to 1.0, 1 iterations, expected a positive step and"
                + " radius, a range, 1 or more iterations");
    EmpiricalRisk risk = Problems.ridge(Problems.regression(10), 1);
    Query query = Query.output(INPUT, Tensor::sum);
    assertThatThrownBy(() -> Poisoning.greyLevels().attack(risk, query, new int[0], poisoned -> {}, loss -> false))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("poisoning: no samples to change, expected 1 or more");
    QueryInfluence effect = Influence.of(risk).on(query);
    assertThatThrownBy(() -> Poisoning.strongest(effect, 3, 1, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("poisoning: 3 of 2 samples, expected 1 or more of as many at least");
  }
}
