package candor.nn.io;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.Numbers;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Adam;
import candor.nn.train.EarlyStopping;
import candor.nn.train.Goal;
import candor.nn.train.Trainer;
import candor.tensor.Tensor;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// Thousands of damaged files: each is read as it is, or refused with one type of exception that names it, without much
/// memory, and without any change.
class FuzzTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  /// For files of a few kilobytes, with headers of up to fifty; the first exception loads classes.
  private static final long MEMORY = 4 << 20;

  private static Path directory = Path.of("");
  private static byte[] weights = {};
  private static byte[] checkpoint = {};

  private final Sequential model = model();
  private final EarlyStopping stopping = new EarlyStopping(model, Goal.lowest("loss"), 3, 0);
  private final Trainer trainer = trainer(model, stopping);

  @BeforeContainer
  static void writeGoodFiles() throws IOException {
    directory = Files.createTempDirectory("fuzz");
    Sequential model = model();
    Trainer trainer = trainer(model, new EarlyStopping(model, Goal.lowest("loss"), 3, 0));
    trainer.fit(2);
    trainer.save(directory.resolve("checkpoint"));
    Weights.save(model, directory.resolve("weights"));
    checkpoint = Files.readAllBytes(directory.resolve("checkpoint"));
    weights = Files.readAllBytes(directory.resolve("weights"));
  }

  @AfterContainer
  static void deleteFiles() throws IOException {
    for (String name : List.of("checkpoint", "weights", "bad")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.delete(directory);
  }

  private static Sequential model() {
    Sequential model = Sequential.of(new Linear(3, 4), new BatchNorm1d(4), new Linear(4, 2));
    model.initialise(1);
    return model;
  }

  private static Trainer trainer(Sequential model, EarlyStopping stopping) {
    TensorDataset data = new TensorDataset(Numbers.normal32(1, 12, 3), Tensor.of(new int[12], 12));
    return Trainer.builder(model, Loss.crossEntropy(), new Adam(model.parameters(), 0.01),
        new DataLoader(data, 4, 1)).listen(stopping).build();
  }

  @Provide
  Arbitrary<List<Corruption>> corruptions() {
    return Corruption.some();
  }

  /// Reads something and may refuse it.
  private interface Reading {
    void from(Path file) throws IOException;
  }

  @Property(tries = 3000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void damagedWeightsAreReadOrRefused(@ForAll("corruptions") List<Corruption> corruptions) throws IOException {
    check(weights, corruptions, file -> Weights.load(model, file));
  }

  @Property(tries = 2000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void damagedCheckpointsAreReadOrRefused(@ForAll("corruptions") List<Corruption> corruptions) throws IOException {
    check(checkpoint, corruptions, trainer::resume);
  }

  private void check(byte[] good, List<Corruption> corruptions, Reading reading) throws IOException {
    byte[] bad = good;
    for (Corruption corruption : corruptions) {
      bad = corruption.apply(bad);
    }
    Path file = Files.write(directory.resolve("bad"), bad);
    List<Object> before = everything();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    FileFormatException refusal = refusal(file, reading);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MEMORY);
    if (refusal != null) {
      assertThat(refusal.getMessage()).contains(file.toString()).hasSizeLessThan(10_000).doesNotContain("\n", "\0");
      assertThat(everything()).isEqualTo(before);
    }
    Statistics.label("outcome").collect(refusal == null ? "read" : "refused").coverage(shares -> {
      shares.check("refused").percentage(share -> share > 50);
      shares.check("read").percentage(share -> share > 0.1);
    });
  }

  private static FileFormatException refusal(Path file, Reading reading) throws IOException {
    try {
      reading.from(file);
      return null;
    } catch (FileFormatException e) {
      return e;
    }
  }

  /// The bits that a damaged file must not change.
  private List<Object> everything() {
    return List.of(Arrays.toString(Numbers.bits(model)), trainer.optimizer().state().toString(),
        stopping.state().toString(), trainer.progress());
  }
}
