package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import candor.examples.report.ResultsFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The results that are part of the repository, `results/EXPERIMENT/seed-N.json` of one seed, and `seeds-N-to-M.json` of
/// several in one run, of which the first is called `seed`. The name of the data may stand before.
final class CommittedResultsTest {
  @TempDir
  private Path directory;

  @TestFactory
  List<DynamicTest> everyFileHasTheFieldsThatItsExperimentWritesToday() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Experiment<?> experiment : Main.EXPERIMENTS) {
      Path folder = Path.of("results", experiment.name());
      assertThat(folder.resolve("README.md")).exists();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
        files.forEach(file -> tests.add(DynamicTest.dynamicTest(file.toString(), () -> check(file, experiment))));
      }
    }
    return tests;
  }

  private void check(Path file, Experiment<?> experiment) throws IOException {
    Record results = ResultsFile.read(file, experiment.type());
    Path again = directory.resolve("again.json");
    ResultsFile.write(again, results);
    assertThat(again).hasSameTextualContentAs(file);
    String seed = file.getFileName().toString().replaceAll("(?:[a-z-]+-)?seeds?-([0-9]+)(-to-[0-9]+)?[.]json", "$1");
    assertThat(file).content().contains("\"experiment\" : \"" + experiment.name() + "\"", "\"seed\" : " + seed + ",");
  }
}
