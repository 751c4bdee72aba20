package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLineTest {

  private static final String RENEW = "\r\u001B[K";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  /// A clock may start anywhere, below 0 too.
  private long nanos = Long.MIN_VALUE + 7;
  private final ProgressLine line =
      new ProgressLine(new PrintStream(out, true, StandardCharsets.UTF_8), 3, () -> nanos);

  @Test
  void theLineShowsEpochShareLossSpeedAndTheTimeThatIsLeft() {
    step(0, 0, 2.0);
    pass(1.0);
    step(0, 1, 1.0);
    assertThat(written()).isEqualTo(RENEW + "epoch 1/3    2 %  loss 1.9800  128 images/s  0:49 left");
    pass(1.0);
    step(0, 2, 1.0);
    assertThat(written()).isEqualTo(RENEW + "epoch 1/3    3 %  loss 1.9604  96 images/s  1:05 left");
  }

  @Test
  void theLineIsRenewedFiveTimesASecondAtMost() {
    step(0, 0, 2.0);
    pass(0.19);
    step(0, 1, 2.0);
    assertThat(written()).isEmpty();
    pass(0.02);
    step(0, 2, 2.0);
    assertThat(written()).isNotEmpty();
    pass(0.19);
    step(0, 3, 2.0);
    assertThat(written()).isEmpty();
  }

  @Test
  void minutesFollowSeconds() {
    step(0, 0, 2.0);
    pass(10);
    step(0, 1, 2.0);
    assertThat(written()).endsWith("  8:10 left");
  }

  @Test
  void everyEpochCountsItsOwnTimeAndTheLossGoesOn() {
    step(0, 0, 2.0);
    pass(100);
    step(1, 0, 1.0);
    pass(1);
    step(1, 1, 1.0);
    assertThat(written()).isEqualTo(RENEW + "epoch 2/3    2 %  loss 1.9604  128 images/s  0:49 left");
  }

  @Test
  void trainingThatStartsAtALaterEpochStartsWithItsOwnLoss() {
    step(2, 0, 0.5);
    pass(1);
    step(2, 1, 0.5);
    assertThat(written()).contains("epoch 3/3").contains("loss 0.5000");
  }

  @Test
  void anEpochThatBeginsInItsMiddleCountsFromThere() {
    step(0, 0, 1.0);
    pass(100);
    step(1, 50, 1.0);
    pass(1);
    step(1, 51, 1.0);
    assertThat(written()).isEqualTo(RENEW + "epoch 2/3   52 %  loss 1.0000  128 images/s  0:24 left");
  }

  @Test
  void whatWasMeasuredIsTold() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", 0.98765);
    metrics.put("validation_loss", 0.5);
    line.onEpoch(new TrainingListener.Epoch(1, 0.12345, 9.96, metrics));
    assertThat(written()).isEqualTo(
        RENEW + "epoch 2/3  loss 0.1235  accuracy 0.9877  validation_loss 0.5000  10.0 s" + System.lineSeparator());
  }

  @Test
  void theEndOfAnEpochStaysOnALineOfItsOwn() {
    line.onEpoch(new TrainingListener.Epoch(1, 0.12345, 9.96));
    assertThat(written()).isEqualTo(RENEW + "epoch 2/3  loss 0.1235  10.0 s" + System.lineSeparator());
  }

  @Test
  void nothingIsWrittenWithoutATerminal(@TempDir Path directory) throws IOException, InterruptedException {
    ForkedJvm.Output output = ForkedJvm.run(OnTerminal.class, directory);
    assertThat(output.out()).isEqualTo("done");
    assertThat(output.err()).isEmpty();
  }

  /// Shows a line where there is no terminal.
  static final class OnTerminal {
    private OnTerminal() {
    }

    public static void main(String[] args) {
      TrainingListener listener = ProgressLine.onTerminal(1);
      for (int batch = 0; batch < 1000; batch++) {
        listener.onStep(new TrainingListener.Step(0, batch, 1000, 1, 1));
      }
      listener.onEpoch(new TrainingListener.Epoch(0, 1, 1));
      System.out.print("done");
    }
  }

  private void step(int epoch, int batch, double loss) {
    line.onStep(new TrainingListener.Step(epoch, batch, 100, 64, loss));
  }

  private void pass(double seconds) {
    nanos += Math.round(seconds * 1e9);
  }

  /// What was written since the last call.
  private String written() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }
}
