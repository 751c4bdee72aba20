package candor.bayes.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.GradientCheck;
import candor.bayes.Ranking;
import candor.bayes.dirichlet.OutsideData;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.Activation;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.Trainer;
import candor.tensor.DType;
import candor.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class OutlierExposureTest {
  private static Tensor labels(int... labels) {
    return Tensor.of(labels, labels.length);
  }

  @Test
  void bothKindsHaveTheirOwnMean() {
    // −ln ¾ for the one from inside; for those from outside −½ (ln ¾ + ln ¼), and ln 2, the least.
    double ln3 = Math.log(3);
    Tensor logits = Tensor.of(new double[] {ln3, 0, 0, ln3, 7, 7}, 3, 2);
    double uniform = (-0.5 * (Math.log(0.75) + Math.log(0.25)) + Math.log(2)) / 2;
    assertThat(new OutlierExposure().of(logits, labels(0, -1, -1)).item())
        .isCloseTo(-Math.log(0.75) + 0.5 * uniform, within(1e-14));
    assertThat(new OutlierExposure(3).of(logits, labels(-1, -1, 0)).item()).isCloseTo(
        Math.log(2) + 3 * -0.5 * (Math.log(0.75) + Math.log(0.25)), within(1e-14));
  }

  @Test
  void ofOneKindThereIsOneTerm() {
    Tensor logits = Networks.normal(1, 5, 3);
    assertThat(new OutlierExposure().of(logits, labels(0, 1, 2, 0, 1)).item())
        .isCloseTo(Loss.crossEntropy().of(logits, labels(0, 1, 2, 0, 1)).item(), within(1e-14));
    assertThat(new OutlierExposure(2).of(Tensor.zeros(DType.F64, 2, 3), labels(-1, -1)).item())
        .isCloseTo(2 * Math.log(3), within(1e-14));
  }

  @Test
  void derivativesAreRightToSecondOrder() {
    GradientCheck.ofOrder(2)
        .check(x -> new OutlierExposure().of(x, labels(2, -1, 0, -1, -1)), Networks.normal(2, 5, 3)).assertPasses();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new OutlierExposure(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outlierExposure: weight -1.0, expected a finite number of 0 or more");
    Tensor logits = Tensor.zeros(DType.F64, 2, 3);
    assertThatThrownBy(() -> new OutlierExposure().of(logits, labels(0))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outlierExposure: logits have shape [2,3] and labels i32[1], expected [N,K] and i32[N]");
    assertThatThrownBy(() -> new OutlierExposure().of(logits, labels(0, 3)))
        .isInstanceOf(IndexOutOfBoundsException.class).hasMessage("outlierExposure: label 3, expected -1 to 2");
    assertThatThrownBy(() -> new OutlierExposure().of(logits, labels(-2, 0)))
        .isInstanceOf(IndexOutOfBoundsException.class).hasMessage("outlierExposure: label -2, expected -1 to 2");
  }

  /// Three classes around the corners of a triangle.
  private static TensorDataset clouds(int n, long seed) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 3;
    }
    Tensor centres = Tensor.of(new double[] {2, 0, -1, 1.7, -1, -1.7}, 3, 2);
    Tensor x = centres.indexSelect(0, Tensor.of(labels, n)).add(Networks.normal(seed, n, 2).mul(0.4));
    return Networks.data(x, labels);
  }

  /// Inputs around all classes, far from each.
  private static TensorDataset ring(int n, long seed) {
    Tensor x = Networks.normal(seed, n, 2);
    return Networks.data(x.div(x.normKeep(1)).mul(5));
  }

  private static Classifier train(Loss loss, DataLoader loader) {
    Sequential model = Sequential.of(new Linear(2, 32), Activation.relu(), new Linear(32, 32), Activation.relu(),
        new Linear(32, 3));
    model.initialise(1, DType.F64);
    Trainer.builder(model, loss, new Adam(model.parameters(), 0.01), loader).seed(1).build().fit(20);
    return Classifier.of(model);
  }

  private static double auroc(Classifier classifier) {
    Detector detector = Detectors.maxProbability();
    return Ranking.ofOutside(detector.uncertainty(classifier.read(clouds(150, 7))),
        detector.uncertainty(classifier.read(ring(150, 8)))).auroc();
  }

  @Test
  void aNetworkThatSawTheOutsideFindsIt() {
    DataLoader both = new OutsideData(clouds(150, 1), ring(300, 2), 2).loader(30, 1);
    assertThat(auroc(train(new OutlierExposure(), both))).isGreaterThan(0.97);
    assertThat(auroc(train(Loss.crossEntropy(), new DataLoader(clouds(150, 1), 30, 1)))).isLessThan(0.8);
  }
}
