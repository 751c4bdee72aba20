package candor.bayes.dirichlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.autograd.GradientCheck;
import candor.bayes.dirichlet.EvidentialLoss.Fit;
import candor.bayes.dirichlet.PriorNetworkLoss.Direction;
import candor.bayes.dirichlet.References.Reference;
import candor.nn.loss.Reduction;
import candor.nn.loss.SampleLoss;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the losses of prior networks have in common, and each one's exact cases.
class LossesTest {
  private static final Set<String> OUTSIDE = Set.of("forward out", "reverse out");

  /// Every loss, with every link.
  static Stream<SampleLoss> losses() {
    return Stream.of(ConcentrationLink.values()).flatMap(link -> Stream.of(
        new BeliefMatching().link(link), new BeliefMatching().unscaled().lambda(0.3).link(link),
        new PriorNetworkLoss(Direction.FORWARD).link(link),
        new PriorNetworkLoss(Direction.REVERSE).outsideWeight(3).concentration(50).link(link),
        new EvidentialLoss(Fit.LIKELIHOOD).link(link), new EvidentialLoss(Fit.DIGAMMA).klWeight(0.2).link(link),
        new EvidentialLoss(Fit.SQUARED).link(link)));
  }

  private static Tensor labels(SampleLoss loss, int n, int classes) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = i * 7 % classes;
    }
    if (loss instanceof PriorNetworkLoss && n > 1) {
      values[1] = PriorNetworkLoss.OUTSIDE;
    }
    return Tensor.of(values, n);
  }

  private static Tensor ofConcentrations(SampleLoss loss, Tensor a, int... labels) {
    Tensor y = Tensor.of(labels, labels.length);
    return switch (loss) {
      case BeliefMatching matching -> matching.ofConcentrations(a, y);
      case PriorNetworkLoss prior -> prior.ofConcentrations(a, y);
      case EvidentialLoss evidential -> evidential.ofConcentrations(a, y);
      default -> throw new AssertionError(loss);
    };
  }

  static Stream<Reference> references() {
    return References.all().stream().filter(reference -> loss(reference.what()) != null);
  }

  private static SampleLoss loss(String what) {
    return switch (what) {
      case "matching" -> new BeliefMatching().unscaled();
      case "forward", "forward out" -> new PriorNetworkLoss(Direction.FORWARD);
      case "reverse", "reverse out" -> new PriorNetworkLoss(Direction.REVERSE);
      case "squared" -> new EvidentialLoss(Fit.SQUARED).klWeight(0);
      case "likelihood" -> new EvidentialLoss(Fit.LIKELIHOOD).klWeight(0);
      case "digamma" -> new EvidentialLoss(Fit.DIGAMMA).klWeight(0);
      case "wrong evidence" -> new EvidentialLoss(Fit.DIGAMMA);
      default -> null;
    };
  }

  @ParameterizedTest
  @MethodSource("references")
  void valuesAreThoseOfManyDigits(Reference reference) {
    Tensor a = Tensor.of(reference.first(), 1, reference.first().length);
    SampleLoss loss = loss(reference.what());
    int label = OUTSIDE.contains(reference.what()) ? PriorNetworkLoss.OUTSIDE : (int) reference.second()[0];
    double value = ofConcentrations(loss, a, label).item();
    double misfit = reference.what().equals("wrong evidence")
        ? ofConcentrations(new EvidentialLoss(Fit.DIGAMMA).klWeight(0), a, label).item()
        : 0;
    double bound = 2e-13 * Math.max(1, Math.max(Math.abs(reference.value()), misfit));
    assertThat(value - misfit).isCloseTo(reference.value(), Offset.offset(bound));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void firstAndSecondDerivativesAreThoseOfDifferences(SampleLoss loss) {
    Tensor labels = labels(loss, 4, 3);
    GradientCheck check = GradientCheck.ofOrder(2).step(1e-4).tolerance(1e-6);
    check.check(x -> loss.of(x, labels), Numbers.normal(1, 4, 3).mul(3)).assertPasses();
    check.check(x -> loss.perSample(x, labels), Numbers.normal(2, 4, 3)).assertPasses();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void extremeOutputsHaveFiniteLossesAndDerivatives(SampleLoss loss) {
    for (double size : new double[] {100, -100, 1e4, 0}) {
      for (DType dtype : new DType[] {DType.F32, DType.F64}) {
        for (Tensor signs : List.of(Tensor.ones(DType.F64, 5, 4), Numbers.normal(1, 5, 4).sign())) {
          Tensor x = signs.mul(size).to(dtype).variable();
          Tensor labels = labels(loss, 5, 4);
          Tensor value = loss.of(x, labels);
          assertThat(value.dtype()).isEqualTo(dtype);
          assertThat(value.item()).isFinite();
          assertThat(Autograd.grad(value, x).abs().max().item()).isFinite();
          Tensor product =
              Autograd.hvp(value, List.of(x)).apply(List.of(Tensor.ones(dtype, 5, 4))).getFirst();
          assertThat(product.abs().max().item()).isFinite();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theLossOfTheBatchIsMadeOfThoseOfItsSamples(SampleLoss loss) {
    Tensor x = Numbers.normal(3, 6, 4);
    Tensor labels = labels(loss, 6, 4);
    Tensor samples = loss.perSample(x, labels);
    assertThat(samples.shape()).isEqualTo(Shape.of(6));
    assertThat(loss.of(x, labels).item()).isCloseTo(samples.mean().item(), Offset.offset(1e-12));
    assertThat(loss.reduction(Reduction.SUM).of(x, labels).item()).isCloseTo(samples.sum().item(),
        Offset.offset(1e-11));
    for (int i = 0; i < 6; i++) {
      assertThat(loss.of(x.slice(0, i, i + 1), labels.slice(0, i, i + 1)).item()).isCloseTo(samples.at(i),
          Offset.offset(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void f32IsF64Rounded(SampleLoss loss) {
    Tensor x = Numbers.normal(4, 6, 4).mul(4).to(DType.F32);
    Tensor labels = labels(loss, 6, 4);
    Tensor wide = loss.elements(x.to(DType.F64), labels);
    assertThat(loss.elements(x, labels).hasSameBits(wide.to(DType.F32))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void ofNothingTheMeanIsNanAndTheSumIsZero(SampleLoss loss) {
    Tensor x = Tensor.zeros(DType.F32, 0, 3).variable();
    Tensor labels = Tensor.of(new int[0], 0);
    assertThat(loss.of(x, labels).item()).isNaN();
    assertThat(loss.reduction(Reduction.SUM).of(x, labels).item()).isZero();
  }

  /// `−λ ln C(109, 9)` is the best there is, and nothing else is as good.
  @Test
  void beliefMatchingIsSmallestAfterAHundredObservationsOfTheLabel() {
    BeliefMatching loss = new BeliefMatching().unscaled();
    Tensor best = Tensor.of(new int[] {3}, 1).oneHot(10, DType.F64).mul(100).add(1);
    double minimum = ofConcentrations(loss, best, 3).item();
    double logOfChoose = 0;
    for (int i = 1; i <= 9; i++) {
      logOfChoose += StrictMath.log((100.0 + i) / i);
    }
    assertThat(minimum).isCloseTo(29.0811, Offset.offset(5e-5)).isCloseTo(logOfChoose, Offset.offset(1e-12));
    Tensor variable = best.variable();
    Tensor gradient = Autograd.grad(ofConcentrations(loss, variable, 3).sum(), variable);
    assertThat(gradient.abs().max().item()).isLessThan(1e-14);
    for (int seed = 0; seed < 20; seed++) {
      Tensor other = best.mul(Numbers.normal(seed, 1, 10).mul(0.1).exp());
      assertThat(ofConcentrations(loss, other, 3).item()).isGreaterThan(minimum);
    }
    // By outputs, whose bound has this inverse.
    Tensor v = best.log().sub(2.5).div(12.5);
    Tensor outputs = v.mul(v.square().neg().add(1).rsqrt()).mul(12.5).add(2.5);
    assertThat(loss.of(outputs, Tensor.of(new int[] {3}, 1)).item()).isCloseTo(minimum, Offset.offset(1e-11));
    assertThat(new BeliefMatching().of(outputs, Tensor.of(new int[] {3}, 1)).item()).isCloseTo(minimum / 100,
        Offset.offset(1e-13));
  }

  @ParameterizedTest
  @EnumSource
  void aPriorNetworkLossIsZeroAtItsTargetAndPositiveElsewhere(Direction direction) {
    PriorNetworkLoss loss = new PriorNetworkLoss(direction);
    Tensor target = Tensor.of(new double[] {1, 1001, 1, 1, 1, 1}, 2, 3);
    assertThat(ofConcentrations(loss, target, 1, PriorNetworkLoss.OUTSIDE).toDoubles()).containsExactly(0, 0);
    assertThat(ofConcentrations(loss, target.mul(1.1), 1, PriorNetworkLoss.OUTSIDE).min().item()).isPositive();
    assertThat(ofConcentrations(loss.outsideWeight(0), target.mul(2), 1, PriorNetworkLoss.OUTSIDE).at(1)).isZero();
    double one = ofConcentrations(loss, target.mul(2), 1, PriorNetworkLoss.OUTSIDE).at(1);
    assertThat(ofConcentrations(loss.outsideWeight(3), target.mul(2), 1, PriorNetworkLoss.OUTSIDE).at(1)).isCloseTo(
        3 * one, Offset.offset(1e-15));
  }

  /// Where inputs of two classes look the same, the reverse divergence gives the precision of one, and the forward
  /// divergence hardly any.
  @Test
  void ofMixedLabelsTheReverseDivergenceKeepsThePrecision() {
    Tensor mean = Tensor.of(new double[] {1, 601, 401}, 1, 3).variable();
    PriorNetworkLoss reverse = new PriorNetworkLoss(Direction.REVERSE);
    Tensor mixed = ofConcentrations(reverse, mean, 1).mul(0.6).add(ofConcentrations(reverse, mean, 2).mul(0.4));
    assertThat(Autograd.grad(mixed.sum(), mean).abs().max().item()).isLessThan(1e-15);
    PriorNetworkLoss forward = new PriorNetworkLoss(Direction.FORWARD);
    Tensor weak = Tensor.of(new double[] {0.2, 0.5, 0.4}, 1, 3);
    assertThat(ofConcentrations(forward, weak, 1).item() * 0.6 + ofConcentrations(forward, weak, 2).item() * 0.4)
        .isLessThan(ofConcentrations(forward, mean, 1).item() * 0.6 + ofConcentrations(forward, mean, 2).item() * 0.4);
  }

  @Test
  void evidenceForTheLabelCostsNoDivergence() {
    Tensor a = Tensor.of(new double[] {1, 50, 1, 4, 50, 1}, 2, 3);
    EvidentialLoss free = new EvidentialLoss(Fit.SQUARED).klWeight(0);
    Tensor cost = ofConcentrations(free.klWeight(1), a, 1, 1).sub(ofConcentrations(free, a, 1, 1));
    assertThat(cost.at(0)).isCloseTo(0, Offset.offset(1e-14));
    // KL(Dir(4, 1, 1) ‖ Dir(1)) = ln C(5, 2) + 3 (ψ(4) − ψ(6)).
    assertThat(cost.at(1)).isCloseTo(StrictMath.log(10) - 3 * (1 / 4.0 + 1 / 5.0), Offset.offset(1e-13));
    // No evidence at all: (2/3)² + 2 (1/3)² + (2/3)/4.
    assertThat(ofConcentrations(free, Tensor.ones(DType.F64, 1, 3), 0).item()).isCloseTo(2 / 3.0 + 1 / 6.0,
        Offset.offset(1e-15));
  }

  @Test
  void theBoundedExponentialIsNearlyOneInTheMiddleAndNeverFlat() {
    Tensor outputs = Tensor.of(new double[] {-1e8, -100, -1, 0, 2.5, 5, 100, 1e8}, 8).variable();
    double[] logs = ConcentrationLink.EXP.concentrations(outputs).log().toDoubles();
    assertThat(logs).isSorted();
    assertThat(logs[0]).isCloseTo(-10, Offset.offset(1e-12));
    assertThat(logs[7]).isCloseTo(15, Offset.offset(1e-12));
    assertThat(logs[2]).isCloseTo(-1, Offset.offset(0.15));
    assertThat(logs[3]).isCloseTo(0, Offset.offset(0.05));
    assertThat(logs[4]).isCloseTo(2.5, Offset.offset(1e-15));
    assertThat(logs[5]).isCloseTo(5, Offset.offset(0.05));
    Tensor slope = Autograd.grad(ConcentrationLink.EXP.concentrations(outputs).log().sum(), outputs);
    assertThat(slope.at(1)).isGreaterThan(1e-3);
    assertThat(slope.at(4)).isCloseTo(1, Offset.offset(1e-15));
    assertThat(slope.at(6)).isGreaterThan(1e-3);
  }

  @Test
  void theOtherLinksBeginAtTheFlatDistribution() {
    Tensor outputs = Tensor.of(new float[] {-100, -1, 0, 3}, 4);
    assertThat(ConcentrationLink.RELU.concentrations(outputs).toDoubles()).containsExactly(1, 1, 1, 4);
    assertThat(ConcentrationLink.SOFTPLUS.concentrations(outputs).at(2)).isCloseTo(1 + StrictMath.log(2),
        Offset.offset(1e-15));
    assertThat(ConcentrationLink.SOFTPLUS.concentrations(outputs).at(0)).isEqualTo(1);
    assertThat(ConcentrationLink.SOFTPLUS.concentrations(outputs).dtype()).isEqualTo(DType.F64);
    assertThatThrownBy(() -> ConcentrationLink.EXP.concentrations(Tensor.of(new int[] {1, 2}, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concentrations: outputs are i32[2], expected f32 or f64");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = Tensor.zeros(DType.F32, 2, 3);
    assertThatThrownBy(() -> new BeliefMatching().of(x, Tensor.of(new int[] {1}, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beliefMatching: outputs have shape [2,3] and labels [1], expected [N,K] and [N]");
    assertThatThrownBy(() -> new EvidentialLoss(Fit.SQUARED).of(x, Tensor.zeros(DType.F32, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("evidentialLoss: labels have type f32[2], expected i32");
    assertThatThrownBy(() -> new BeliefMatching().of(x, Tensor.of(new int[] {0, -1}, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("beliefMatching: label -1, expected 0 to 2");
    assertThatThrownBy(() -> new PriorNetworkLoss(Direction.REVERSE).of(x, Tensor.of(new int[] {-1, 3}, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("priorNetworkLoss: label 3, expected -1 to 2");
    assertThatThrownBy(() -> new BeliefMatching().lambda(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beliefMatching: lambda 0.0, expected a positive finite number");
    assertThatThrownBy(() -> new PriorNetworkLoss(Direction.REVERSE).outsideWeight(-1))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "priorNetworkLoss: concentration 1000.0 and outside weight -1.0, expected a positive and a non-negative "
                + "finite number");
    assertThatThrownBy(() -> new EvidentialLoss(Fit.DIGAMMA).klWeight(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("evidentialLoss: weight NaN of the divergence, expected a non-negative finite number");
    assertThatThrownBy(() -> new Annealing(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("annealing: 0 epochs, expected 1 or more");
  }
}
