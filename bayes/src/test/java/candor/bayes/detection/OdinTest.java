package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Orientation;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class OdinTest {
  private static double[] softmax(double[] logits, double temperature) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] p = Arrays.stream(logits).map(f -> Math.exp((f - largest) / temperature)).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(e -> e / sum).toArray();
  }

  private static double[] logits(double[][] weight, double... x) {
    return Arrays.stream(weight).map(row -> {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += row[i] * x[i];
      }
      return sum;
    }).mapToDouble(Double::doubleValue).toArray();
  }

  @Property(tries = 50)
  void aLinearModelHasAClosedForm(@ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 1000) double temperature,
      @ForAll @DoubleRange(min = 0, max = 0.5) double epsilon) {
    double[] numbers = Networks.normal(seed, 12).toDoubles();
    double[][] weight = new double[3][];
    for (int k = 0; k < 3; k++) {
      weight[k] = Arrays.copyOfRange(numbers, 4 * k, 4 * k + 4);
    }
    double[] x = Networks.normal(seed + 1, 4).toDoubles();
    double[] p = softmax(logits(weight, x), temperature);
    int predicted = 0;
    for (int k = 1; k < 3; k++) {
      predicted = p[k] > p[predicted] ? k : predicted;
    }
    // ∇ₓ CE(W x / T, ŷ) = Wᵀ (p − onehot(ŷ)) / T
    double[] moved = x.clone();
    for (int i = 0; i < 4; i++) {
      double slope = 0;
      for (int k = 0; k < 3; k++) {
        slope += weight[k][i] * (p[k] - (k == predicted ? 1 : 0));
      }
      moved[i] -= epsilon * Math.signum(slope);
    }
    double expected = Arrays.stream(softmax(logits(weight, moved), temperature)).max().orElseThrow();
    Reading reading = Networks.linear(Tensor.of(numbers, 3, 4), 0, 0, 0).read(Networks.data(Tensor.of(x, 1, 4)));
    assertThat(new Odin(temperature, epsilon).of(reading)[0]).isCloseTo(expected, within(1e-12));
  }

  @Test
  void withoutAStepAndAtTemperatureOneItIsTheMaxProbability() {
    Reading reading = Networks.identity(3).read(Networks.data(Networks.normal(1, 20, 3)));
    assertThat(new Odin(1, 0).of(reading)).containsExactly(Detectors.maxProbability().of(reading));
    assertThat(new Odin(1000, 0.001).orientation()).isEqualTo(Orientation.SURE);
    assertThat(new Odin(1000, 0.0014).name()).isEqualTo("ODIN, T = 1000.0, epsilon = 0.0014");
  }

  @Test
  void theBatchDoesNotMatterAndNothingIsRandom() {
    Sequential network = Sequential.of(new Linear(6, 10), new BatchNorm1d(10), Activation.relu(), new Dropout(0.5),
        new Linear(10, 3));
    network.initialise(1);
    Tensor x = Networks.normal(1, 700, 6).to(DType.F32);
    Classifier classifier = Classifier.of(network);
    double[] all = new Odin(1000, 0.1).of(classifier.read(Networks.data(x)));
    for (int i : List.of(0, 255, 256, 699)) {
      double[] one = new Odin(1000, 0.1).of(classifier.read(Networks.data(x.slice(0, i, i + 1))));
      assertThat(one).containsExactly(all[i]);
    }
    // At this temperature, F32 would leave a handful of different numbers.
    assertThat(Arrays.stream(all).distinct().count()).isGreaterThan(690);
  }

  @Test
  void theStepMakesThePredictionSurer() {
    Reading reading = Networks.identity(3).read(Networks.data(Networks.normal(1, 50, 3)));
    double[] still = new Odin(10, 0).of(reading);
    double[] moved = new Odin(10, 0.01).of(reading);
    for (int i = 0; i < still.length; i++) {
      assertThat(moved[i]).isGreaterThan(still[i]);
    }
  }

  @Test
  void theGridIsThatOfThePaper() {
    assertThat(Odin.grid()).hasSize(210).doesNotHaveDuplicates().contains(new Odin(1000, 0.004), new Odin(1, 0));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new Odin(-1, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("odin: temperature -1.0, expected a positive finite number");
    assertThatThrownBy(() -> new Odin(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("odin: epsilon NaN, expected a finite number of 0 or more");
  }
}
