package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.bayes.Orientation;
import candor.linalg.Cholesky;
import candor.linalg.Matrix;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MahalanobisTest {
  /// Two classes of four points each, with means (0, 0) and (10, 0); the shared covariance is diag(½, 2).
  private static final Tensor POINTS =
      Tensor.of(new double[] {1, 0, -1, 0, 0, 2, 0, -2, 11, 0, 9, 0, 10, 2, 10, -2}, 8, 2);
  private static final int[] CLASSES = {0, 0, 0, 0, 1, 1, 1, 1};

  private static Reading training() {
    return Networks.identity(2).read(Networks.data(POINTS, CLASSES));
  }

  private static Reading at(double... numbers) {
    return training().classifier().read(Networks.data(Tensor.of(numbers, numbers.length / 2, 2)));
  }

  @Test
  void itIsTheDistanceInStandardDeviations() {
    Mahalanobis distance = Mahalanobis.fit(training());
    // 1²/½, 2²/2, and 2²/½ + 1²/2 from the second mean.
    assertThat(distance.of(at(1, 0, 0, 2, 8, 1, 10, 0))).containsExactly(new double[] {2, 2, 8.5, 0}, within(1e-12));
    assertThat(distance.orientation()).isEqualTo(Orientation.UNCERTAIN);
    assertThat(distance.name()).isEqualTo("Mahalanobis distance after layer 1, ridge = 0.0, epsilon = 0.0");
  }

  @Test
  void aStepGoesTowardsTheNearestClass() {
    Mahalanobis distance = Mahalanobis.fit(training()).perturbed(0.25);
    // (1, −2) becomes (0.75, −1.75), (8, 1) becomes (8.25, 0.75).
    assertThat(distance.of(at(1, -2, 8, 1))).containsExactly(
        new double[] {0.75 * 0.75 * 2 + 1.75 * 1.75 / 2, 1.75 * 1.75 * 2 + 0.75 * 0.75 / 2}, within(1e-12));
  }

  @Property(tries = 30)
  void itIsTheClosedFormAndDoesNotDependOnTheBasis(@ForAll long seed) {
    int[] labels = new int[40];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
    }
    Tensor samples = Networks.normal(seed, 40, 3);
    Tensor queries = Networks.normal(seed + 1, 20, 3);
    Tensor weight = Networks.normal(seed + 3, 2, 3);
    Classifier classifier = Networks.linear(weight, 0, 0);
    double[] found = Mahalanobis.fit(classifier.read(Networks.data(samples, labels)))
        .of(classifier.read(Networks.data(queries)));
    double[] expected = closedForm(samples, labels, queries);
    Tensor basis = Networks.normal(seed + 2, 3, 3);
    double[] moved = Mahalanobis.fit(classifier.read(Networks.data(samples.matmul(basis).add(5), labels)))
        .of(classifier.read(Networks.data(queries.matmul(basis).add(5))));
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-9 * (1 + expected[i])));
      // A random basis may be nearly singular.
      assertThat(moved[i]).isCloseTo(found[i], within(1e-4 * (1 + found[i])));
    }
  }

  /// With the covariance solved by Cholesky's factors.
  private static double[] closedForm(Tensor samples, int[] labels, Tensor queries) {
    double[][] means = new double[2][3];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < 3; j++) {
        means[labels[i]][j] += samples.at(i, j) / (labels.length / 2);
      }
    }
    Matrix covariance = new Matrix(3, 3);
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          covariance.set(j, k, covariance.get(j, k)
              + (samples.at(i, j) - means[labels[i]][j]) * (samples.at(i, k) - means[labels[i]][k]) / labels.length);
        }
      }
    }
    Cholesky factors = Cholesky.of(covariance);
    double[] result = new double[queries.shape().size(0)];
    for (int i = 0; i < result.length; i++) {
      result[i] = Double.POSITIVE_INFINITY;
      for (double[] mean : means) {
        double[] d = {queries.at(i, 0) - mean[0], queries.at(i, 1) - mean[1], queries.at(i, 2) - mean[2]};
        double[] solved = factors.solve(d);
        result[i] = Math.min(result[i], d[0] * solved[0] + d[1] * solved[1] + d[2] * solved[2]);
      }
    }
    return result;
  }

  @Test
  void aFeatureThatNeverVariesCountsNothingOrMuch() {
    Tensor constant = Tensor.concat(1, List.of(POINTS, Tensor.full(DType.F64, 3, 8, 1)));
    Classifier classifier = Networks.identity(3);
    Reading training = classifier.read(Networks.data(constant, CLASSES));
    Reading query = classifier.read(Networks.data(Tensor.of(new double[] {1, 0, 3, 1, 0, 4}, 2, 3)));
    assertThat(Mahalanobis.fit(training).of(query)).containsExactly(new double[] {2, 2}, within(1e-12));
    // The mean variance is (½ + 2 + 0)/3.
    double added = 0.01 * 2.5 / 3;
    assertThat(Mahalanobis.fit(training, 1, 0.01).of(query))
        .containsExactly(new double[] {1 / (0.5 + added), 1 / (0.5 + added) + 1 / added}, within(1e-9));
  }

  @Test
  void aClassWithoutSamplesIsNoClass() {
    Classifier classifier = Networks.identity(2);
    Mahalanobis distance = Mahalanobis.fit(classifier.read(Networks.data(POINTS.slice(0, 4, 8), 1, 1, 1, 1)));
    assertThat(distance.of(at(10, 0, 0, 0))).containsExactly(new double[] {0, 200}, within(1e-9));
  }

  @Test
  void everyLayerHasItsDistance() {
    Sequential network = Sequential.of(new Conv2d(1, 3, 2), Activation.tanh(), new Flatten(), new Linear(12, 2));
    network.initialise(1);
    Tensor images = Networks.normal(1, 300, 1, 3, 3).to(DType.F32);
    int[] labels = new int[300];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
    }
    Classifier classifier = Classifier.of(network);
    Reading training = classifier.read(Networks.data(images, labels));
    for (int layers : new int[] {1, 2, 3}) {
      int dimensions = layers == 3 ? 12 : 3;
      double[] distances = Mahalanobis.fit(training, layers, 0).of(training);
      // Classes mean nothing here, so the mean squared distance to the nearer of two equal means is nearly F.
      assertThat(Arrays.stream(distances).average().orElseThrow()).isBetween(0.9 * dimensions,
          (double) dimensions);
      double[] stepped = Mahalanobis.fit(training, layers, 0).perturbed(1e-3).of(training);
      for (int i = 0; i < distances.length; i++) {
        assertThat(stepped[i]).isLessThan(distances[i]);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Mahalanobis.fit(training(), 1, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mahalanobis: ridge -1.0, expected a finite number of 0 or more");
    assertThatThrownBy(() -> Mahalanobis.fit(training()).perturbed(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mahalanobis: epsilon NaN, expected a finite number of 0 or more");
    Reading constant = Networks.identity(2).read(Networks.data(Tensor.ones(DType.F64, 4, 2)));
    assertThatThrownBy(() -> Mahalanobis.fit(constant)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mahalanobis: none of the 2 features varies within a class");
    Reading other = Networks.identity(3).read(Networks.data(Networks.normal(1, 3, 3)));
    assertThatThrownBy(() -> Mahalanobis.fit(training()).of(other)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mahalanobis: the reading has 3 features, the training data 2");
  }
}
