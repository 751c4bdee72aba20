package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptResultsTest {
  @TempDir
  private Path directory;

  record Number(double value) {
  }

  @Test
  void aPartIsComputedOnce() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    for (int run = 0; run < 2; run++) {
      KeptResults kept = KeptResults.in("test", directory.resolve("parts"), Map.of("seed", "1"));
      assertThat(kept.has("first")).isEqualTo(run == 1);
      assertThat(kept.of("first", Number.class, () -> new Number(0.1 + calls.incrementAndGet())).value())
          .isEqualTo(1.1);
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void aPartThatFailsLeavesNoFile() throws IOException {
    KeptResults kept = KeptResults.in("test", directory, Map.of());
    assertThatThrownBy(() -> kept.of("bad", Number.class, () -> {
      throw new IOException("no data");
    })).hasMessage("no data");
    assertThat(kept.has("bad")).isFalse();
  }

  @Test
  void otherSettingsAndDamagedFilesAreRefused() throws IOException {
    KeptResults kept = KeptResults.in("test", directory, Map.of("seed", "1"));
    assertThatThrownBy(() -> KeptResults.in("test", directory, Map.of("seed", "2")))
        .isExactlyInstanceOf(IOException.class).hasMessage("test: " + directory
            + " is of a run with {seed=1}, this one has {seed=2}; use another --output, or delete the directory");
    Files.writeString(directory.resolve("cut.json"), "{ \"value\" : ");
    assertThatThrownBy(() -> kept.of("cut", Number.class, () -> new Number(1)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("results: " + directory.resolve("cut.json") + " does not hold a Number: ");
  }
}
