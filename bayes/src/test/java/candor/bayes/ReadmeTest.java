package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import candor.bayes.calibration.CalibrationError;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the example of the README, and runs it.
class ReadmeTest {

  @Test
  void theExampleMeasuresAPrediction() {
    Sequential model = Sequential.of(new Linear(6, 20), Activation.relu(), new Dropout(0.5), new Linear(20, 3));
    model.initialise(1);
    Tensor inputs = Numbers.normal32(1, 50, 6);
    int[] labels = new int[50];
    Belief.Samples belief = new McDropout(model, 100, 1).predict(inputs);
    double[] votes = Uncertainty.variationRatio().of(belief);
    double[] total = Uncertainty.predictiveEntropy(LogBase.NATS).of(belief);
    double[] aleatoric = Uncertainty.expectedEntropy(LogBase.NATS).of(belief);
    double[] epistemic = Uncertainty.mutualInformation(LogBase.NATS).of(belief);
    double error = Scores.errorRate(belief, labels);
    double calibration = CalibrationError.EXPECTED.of(belief, labels);
    double accuracy = RejectionCurve.of(total, Scores.correct(belief, labels)).accuracyAt(0.1);
    for (int i = 0; i < 50; i++) {
      assertThat(votes[i]).isBetween(0.0, 1.0);
      assertThat(total[i]).isGreaterThan(aleatoric[i]).isGreaterThan(epistemic[i]);
    }
    assertThat(new double[] {error, calibration, accuracy}).doesNotContain(Double.NaN);
  }

  @Test
  void theExampleOfTheReadmeIsInThisFile() throws IOException {
    String here = withoutSpace(Files.readString(Path.of("src/test/java/candor/bayes/ReadmeTest.java")));
    assertThat(
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md"))).results())
        .hasSize(1).allSatisfy(example -> assertThat(here).contains(withoutSpace(example.group(1))));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }
}
