package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.McDropout;
import candor.bayes.Orientation;
import candor.bayes.Predictive;
import candor.bayes.Ranking;
import candor.bayes.Uncertainty;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequential;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class DetectorsTest {
  private static final double LN3 = Math.log(3);

  /// Logits whose probabilities are (¾, ¼), and (½, ½).
  private static Reading reading() {
    return Networks.identity(2).read(Networks.data(Tensor.of(new double[] {LN3, 0, 5, 5}, 2, 2), 1, 0));
  }

  @Test
  void eachIsItsFormula() {
    Reading reading = reading();
    double half = Math.log(2);
    assertNumbers(Detectors.maxProbability(), reading, Orientation.SURE, 0.75, 0.5);
    assertNumbers(Detectors.maxLogit(), reading, Orientation.SURE, LN3, 5);
    assertNumbers(Detectors.energy(1), reading, Orientation.UNCERTAIN, -Math.log(4), -5 - half);
    assertNumbers(Detectors.energy(2), reading, Orientation.UNCERTAIN, -2 * Math.log(1 + Math.sqrt(3)), -5 - 2 * half);
    assertNumbers(Detectors.entropy(), reading, Orientation.UNCERTAIN,
        -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), half);
    assertNumbers(Detectors.trueClassProbability(), reading, Orientation.SURE, 0.25, 0.5);
    assertThat(Detectors.energy(2).name()).isEqualTo("energy, T = 2.0");
  }

  private static void assertNumbers(Detector detector, Reading reading, Orientation orientation, double... expected) {
    assertThat(detector.orientation()).isEqualTo(orientation);
    assertThat(detector.of(reading)).as(detector.name()).containsExactly(expected, within(1e-14));
    double sign = orientation == Orientation.SURE ? -1 : 1;
    assertThat(detector.uncertainty(reading)[0]).isCloseTo(sign * expected[0], within(1e-14));
  }

  @Test
  void answersAreComparedWithTheTargets() {
    assertThat(reading().predictions()).containsExactly(0, 0);
    assertThat(reading().correct()).containsExactly(false, true);
    assertThat(Ranking.ofErrors(Detectors.trueClassProbability().uncertainty(reading()), reading().correct()).auroc())
        .isOne();
  }

  @Property
  void aLogitMoreForAllClassesMovesTheEnergyOnly(@ForAll long seed) {
    Tensor logits = Networks.normal(seed, 20, 4).mul(3);
    Reading a = Networks.identity(4).read(Networks.data(logits));
    Reading b = Networks.identity(4).read(Networks.data(logits.add(10)));
    assertThat(Detectors.maxProbability().of(b)).containsExactly(Detectors.maxProbability().of(a), within(1e-12));
    assertThat(Detectors.entropy().of(b)).containsExactly(Detectors.entropy().of(a), within(1e-12));
    double[] low = Detectors.energy(1).of(b);
    double[] energy = Detectors.energy(1).of(a);
    double[] largest = Detectors.maxLogit().of(a);
    for (int i = 0; i < low.length; i++) {
      assertThat(low[i]).isCloseTo(energy[i] - 10, within(1e-12));
      // ln Σ e^f is between the largest and ln K more.
      assertThat(-energy[i]).isBetween(largest[i], largest[i] + Math.log(4));
    }
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    Reading reading = Networks.identity(2).read(Networks.data(Tensor.of(new double[] {1e4, -1e4}, 1, 2)));
    assertThat(Detectors.energy(1).of(reading)).containsExactly(-1e4);
    assertThat(Detectors.maxProbability().of(reading)).containsExactly(1);
  }

  @Test
  void beliefsAreAskedForOnce() {
    Sequential network = Sequential.of(new Linear(5, 8), new Dropout(0.5), new Linear(8, 3));
    network.initialise(1, DType.F64);
    Tensor inputs = Networks.normal(2, 30, 5);
    Reading reading = Classifier.of(network).read(Networks.data(inputs));
    AtomicInteger asked = new AtomicInteger();
    McDropout dropout = new McDropout(network, 20, 1);
    Predictive<Belief.Samples> counted = (x, ids) -> {
      asked.incrementAndGet();
      return dropout.predict(x, ids);
    };
    Detector information = Detectors.ofBelief(counted, Uncertainty.mutualInformation(LogBase.NATS));
    assertThat(information.of(reading))
        .containsExactly(Uncertainty.mutualInformation(LogBase.NATS).of(dropout.predict(inputs)));
    assertThat(Detectors.ofBelief(counted, Uncertainty.variationRatio()).of(reading))
        .containsExactly(Uncertainty.variationRatio().of(dropout.predict(inputs)));
    assertThat(asked).hasValue(1);
    assertThat(information.name()).isEqualTo(Uncertainty.mutualInformation(LogBase.NATS).name());
    assertThat(information.orientation()).isEqualTo(Orientation.UNCERTAIN);
  }

  /// Counts the samples that pass.
  private static final class Counter extends Module {
    private final AtomicInteger samples = new AtomicInteger();

    @Override
    protected Tensor forward(Tensor x, Context context) {
      samples.addAndGet(x.shape().size(0));
      return x;
    }
  }

  @Test
  void aNetworkIsRunOnceForAllDetectors() {
    Counter counter = new Counter();
    Sequential network = Sequential.of(counter, new Linear(2, 3));
    network.initialise(1, DType.F64);
    Reading reading = Classifier.of(network).read(Networks.data(Networks.normal(1, 1500, 2)));
    Detectors.maxProbability().of(reading);
    Detectors.energy(1).of(reading);
    Detectors.entropy().of(reading);
    assertThat(counter.samples).hasValue(1500);
    reading.features();
    reading.features();
    assertThat(counter.samples).hasValue(3000);
    assertThat(reading.logits().hasSameBits(network.apply(reading.data().all().input(), Context.evaluate()))).isTrue();
  }

  @Test
  void featuresOfMapsAreTheMeansOfChannels() {
    Sequential network = Sequential.of(new Conv2d(1, 3, 2), new Flatten(), new Linear(3 * 4, 2));
    network.initialise(1, DType.F64);
    Tensor x = Networks.normal(1, 5, 1, 3, 3);
    Reading reading = Classifier.of(network).read(Networks.data(x));
    Tensor maps = network.apply(x, Context.evaluate(), 0, 1);
    assertThat(reading.features(1).isClose(maps.mean(2, 3), 1e-14, 0)).isTrue();
    assertThat(reading.features(0).isClose(x.mean(2, 3), 1e-14, 0)).isTrue();
    assertThat(reading.features().shape().toArray()).containsExactly(5, 12);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Classifier classifier = Networks.identity(2);
    Tensor one = Tensor.zeros(DType.F64, 1, 2);
    assertThatThrownBy(() -> classifier.read(Networks.data(one, 2)).correct())
        .isInstanceOf(IllegalArgumentException.class).hasMessage("reading: label 2, expected 0 to 1");
    assertThatThrownBy(() -> classifier.read(Networks.data(one, -1)).labels())
        .isInstanceOf(IllegalArgumentException.class).hasMessage("reading: label -1, expected 0 to 1");
    assertThatThrownBy(() -> classifier.read(new TensorDataset(one, one)).labels())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reading: targets f64[1,2], expected classes i32[N]");
    assertThatThrownBy(() -> classifier.read(Networks.data(Tensor.zeros(DType.F64, 0, 2))).logits())
        .isInstanceOf(IllegalArgumentException.class).hasMessage("reading: no inputs, expected 1 or more");
    assertThatThrownBy(() -> classifier.read(Networks.data(one)).features(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reading: features of the first 3 layers, expected 0 to 2");
    assertThatThrownBy(() -> Classifier.of(Sequential.of(new Linear(2, 2), new Flatten())))
        .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "classifier: the last layer is Flatten, expected Linear; say how many layers make the features");
    assertThatThrownBy(() -> Classifier.of(Sequential.of(new Linear(2, 2)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classifier: features of the first 1 layers, expected 0 to 0");
    assertThatThrownBy(() -> Detectors.energy(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("energy: temperature 0.0, expected a positive finite number");
  }
}
