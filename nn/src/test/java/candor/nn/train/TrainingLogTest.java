package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.data.DataLoader;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {

  private static final String CSV = "epoch,loss,rate,seconds,accuracy,a \u00fc\n";

  @TempDir
  private Path directory;

  private Path file() {
    return directory.resolve("log");
  }

  private static Trainer trainer() {
    Linear model = new Linear(1, 1);
    model.initialise(1);
    Batches data = new Batches(Tensor.zeros(DType.F32, 1, 1), Tensor.of(new int[1], 1));
    return new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.125, 0, 0),
        new DataLoader(data, 1, 1), 1);
  }

  private static void epoch(TrainingLog log, int number, double loss) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", 0.5 + number);
    metrics.put("a \u00fc", Double.NaN);
    log.onEpoch(new TrainingListener.Epoch(number, loss, 2.5, metrics), trainer());
  }

  @Test
  void everyEpochIsALineOfValues() throws IOException {
    TrainingLog log = TrainingLog.csv(file());
    epoch(log, 0, 0.25);
    assertThat(Files.readString(file())).isEqualTo(CSV + "0,0.25,0.125,2.5,0.5,NaN\n");
    epoch(log, 1, 1e-9);
    assertThat(Files.readString(file())).isEqualTo(CSV + "0,0.25,0.125,2.5,0.5,NaN\n1,1.0E-9,0.125,2.5,1.5,NaN\n");
  }

  @Test
  void everyEpochIsAnObject() throws IOException {
    TrainingLog log = TrainingLog.jsonLines(file());
    epoch(log, 0, 0.25);
    epoch(log, 1, Double.POSITIVE_INFINITY);
    assertThat(Files.readString(file())).isEqualTo("""
        {"epoch":0,"loss":0.25,"rate":0.125,"seconds":2.5,"accuracy":0.5,"a \u00fc":null}
        {"epoch":1,"loss":null,"rate":0.125,"seconds":2.5,"accuracy":1.5,"a \u00fc":null}
        """);
  }

  @Test
  void aResumedTrainingGoesOnWhereItsCheckpointIs() throws IOException {
    for (boolean json : new boolean[] {false, true}) {
      TrainingLog whole = json ? TrainingLog.jsonLines(file()) : TrainingLog.csv(file());
      for (int number = 0; number < 12; number++) {
        epoch(whole, number, number);
      }
      String expected = Files.readString(file());
      Files.writeString(file(), expected + expected.substring(expected.length() - 20).strip());
      TrainingLog resumed = json ? TrainingLog.jsonLines(file()) : TrainingLog.csv(file());
      for (int number = 10; number < 12; number++) {
        epoch(resumed, number, number);
      }
      assertThat(Files.readString(file())).isEqualTo(expected);
    }
  }

  @Test
  void trainingThatBeginsAnewBeginsTheFileAnew() throws IOException {
    Files.writeString(file(), "old rubbish");
    epoch(TrainingLog.csv(file()), 0, 0.25);
    assertThat(Files.readString(file())).isEqualTo(CSV + "0,0.25,0.125,2.5,0.5,NaN\n");
  }

  @Test
  void aResumedTrainingMayBeginAFile() throws IOException {
    epoch(TrainingLog.csv(file()), 3, 0.25);
    assertThat(Files.readString(file())).isEqualTo(CSV + "3,0.25,0.125,2.5,3.5,NaN\n");
  }

  @Test
  void aFileOfOtherColumnsIsRefused() throws IOException {
    Files.writeString(file(), "epoch,loss\n0,1\n");
    assertThatThrownBy(() -> epoch(TrainingLog.csv(file()), 1, 0.25)).isInstanceOf(UncheckedIOException.class)
        .hasMessage("java.io.IOException: training log: " + file() + " begins with epoch,loss, expected "
            + CSV.strip());
    assertThat(Files.readString(file())).isEqualTo("epoch,loss\n0,1\n");
  }
}
