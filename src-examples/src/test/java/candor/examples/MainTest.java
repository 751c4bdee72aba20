package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @TempDir
  private Path directory;

  @Test
  void theListNamesEveryExperimentWithItsOptions() {
    Terminal run = Terminal.run("list");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    for (Experiment<?> experiment : Main.EXPERIMENTS) {
      assertThat(run.out()).contains(experiment.name() + ": " + experiment.summary());
      experiment.options()
          .forEach(
              o -> assertThat(run.out()).contains("--" + o.name() + " " + o.placeholder()).contains(o.description()));
    }
    assertThat(run.out()).contains("--seed N", "(default 1)", "--epochs N", "(default 3)", "--batch N", "(default 64)",
        "--passes N",
        "(default 100)", "--threads N", "--data DIR", "--output DIR");
  }

  @Test
  void namesOfExperimentsAreUniqueAndReadLikeCommands() {
    assertThat(Main.EXPERIMENTS).extracting(Experiment::name).doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    assertThat(Main.EXPERIMENTS).extracting(Experiment::summary).noneMatch(line -> line.contains("\n"));
  }

  @Test
  void anUnknownOptionIsRejectedByNameWithAShortUsage() {
    Terminal run = Terminal.run("mc-dropout", "--epoch", "3");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Unknown option: --epoch" + System.lineSeparator()).contains("--epochs",
        "Usage: candor mc-dropout");
    assertThat(run.err().lines().count()).isLessThanOrEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--epochs|0|0 is out of range, expected 1 to 1000",
    "--epochs|1001|expected 1 to 1000",
    "--batch|0|expected 1 to 60000", "--passes|-1|-1 is out of range, expected 1 to 10000",
    "--threads|0|expected 1 to 1024",
    "--epochs|three|\"three\" is not a whole number", "--passes|1e2|\"1e2\" is not a whole number",
    "--seed|1.5|\"1.5\" is not a whole number",
    "--epochs|99999999999999999999|is not a whole number of at most 64 bits"})
  void aValueOutsideItsRangeIsRejectedWithTheRange(String option, String value, String message) {
    Terminal run = Terminal.run("mc-dropout", option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Invalid value for option '" + option + "': ").contains(message)
        .contains("Usage: ");
  }

  @Test
  void anOptionWithoutItsValueIsRejected() {
    Terminal run = Terminal.run("mc-dropout", "--epochs");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--epochs").contains("Usage: ");
  }

  @Test
  void aStrayWordIsRejected() {
    Terminal run = Terminal.run("mc-dropout", "now");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Unexpected argument: now" + System.lineSeparator());
  }

  @Test
  void anUnknownExperimentIsRejectedWithTheNamesThereAre() {
    Terminal run = Terminal.run("mcdropout");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Unknown command: mcdropout" + System.lineSeparator())
        .contains("list, download, mc-dropout");
  }

  @Test
  void withoutACommandTheProgramSaysWhichThereAre() {
    Terminal run = Terminal.run();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("list, download, mc-dropout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mc-dropout", "list", "download"})
  void everyCommandExplainsItself(String command) {
    Terminal run = Terminal.run(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: candor " + command);
  }

  @Test
  void aMissingDirectoryOfDataIsOneClearLine() {
    requireOneLine(runWithData(directory.resolve("nowhere")),
        "data: " + directory.resolve("nowhere") + " is not a directory");
  }

  @Test
  void aMissingFileIsOneClearLine() throws IOException {
    Files.delete(TinyMnist.write(directory, 2, 5).resolve("train-labels-idx1-ubyte"));
    requireOneLine(runWithData(directory),
        "data: " + directory + " has no file train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz");
  }

  @Test
  void aFileThatIsCutShortIsOneClearLine() throws IOException {
    Path file = TinyMnist.write(directory, 2, 5).resolve("t10k-images-idx3-ubyte");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
    requireOneLine(runWithData(directory),
        "idx: " + file + " is cut short: its header [5, 28, 28] promises 3920 bytes, but 984 came");
  }

  @Test
  void filesThatDoNotBelongTogetherAreOneClearLine() throws IOException {
    TinyMnist.write(directory, 2, 5);
    Path labels = directory.resolve("train-labels-idx1-ubyte");
    Files.write(labels, TinyMnist.idx(new int[] {3}, 3, new byte[3]));
    Terminal run = runWithData(directory);
    assertThat(run.err()).contains("do not belong together");
    requireOneLine(run, run.err().strip());
  }

  @Test
  void aTestSetWithoutTheDigitThatIsTurnedIsOneClearLine() throws IOException {
    TinyMnist.write(directory, 2, 2);
    requireOneLine(runWithData(directory),
        "mc-dropout: no test image has the label 1, but the experiment turns such an image");
  }

  @Test
  void anOutputThatIsAFileIsNoticedBeforeTheWork() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "kept");
    Terminal run = Terminal.run("mc-dropout", "--output", file.toString());
    requireOneLine(run, "output: " + file + " is a file, expected a directory");
    assertThat(file).hasContent("kept");
  }

  private Terminal runWithData(Path data) {
    return Terminal.run("mc-dropout", "--data", data.toString(), "--output", directory.resolve("out").toString());
  }

  private static void requireOneLine(Terminal run, String line) {
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo(line + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }
}
