package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs [OperationBits] on virtual machines with vectors of every width, and on one without the Vector API: the scalar
/// kernels are the specification, and every result has the same bits everywhere.
class VectorWidthTest {
  private static final String[] VECTOR_API = {"--add-modules", "jdk.incubator.vector"};

  @TempDir
  private static Path directory;
  private static Run specification;

  /// What a virtual machine printed.
  record Run(String kernels, int threads, List<String> hashes, String errors) {
  }

  @BeforeAll
  static void runsTheSpecification() throws IOException, InterruptedException {
    specification = run(1);
  }

  @Test
  void withoutTheVectorApiScalarKernelsRunAndNameTheFlagThatIsMissing() {
    assertThat(specification.kernels()).isEqualTo("scalar");
    assertThat(specification.errors())
        .containsOnlyOnce("running scalar kernels; start the JVM with --add-modules jdk.incubator.vector");
  }

  @Test
  void compilationChangesNoBits() {
    List<String> hashes = specification.hashes();
    assertThat(hashes).hasSizeGreaterThan(300);
    assertThat(hashes.subList(0, hashes.size() / 2)).isEqualTo(hashes.subList(hashes.size() / 2, hashes.size()));
  }

  @Test
  void twoThreadsGiveTheBitsOfOne() throws IOException, InterruptedException {
    Run run = run(2);
    assertThat(run.threads()).isEqualTo(2);
    assertThat(run.hashes()).isEqualTo(specification.hashes());
  }

  @ParameterizedTest
  @CsvSource({"16, 1", "16, 2", "32, 1", "32, 2", "64, 1", "64, 2"})
  void vectorsGiveTheBitsOfTheSpecification(int bytes, int threads) throws IOException, InterruptedException {
    Run run = run(threads, "-Dcandor.warmup=false", "-XX:MaxVectorSize=" + bytes, VECTOR_API[0], VECTOR_API[1]);
    assertThat(run.threads()).isEqualTo(threads);
    // A processor may have narrower vectors than are allowed.
    assertThat(run.kernels()).startsWith("simd-");
    assertThat(Integer.parseInt(run.kernels().substring("simd-".length()))).isBetween(64, 8 * bytes);
    assertThat(run.errors()).doesNotContain("scalar");
    assertThat(run.hashes()).isEqualTo(specification.hashes());
  }

  /// The first results come from scalar loops, the last from vectors.
  @Test
  void warmingUpChangesNoBits() throws IOException, InterruptedException {
    Run run = run(2, VECTOR_API);
    assertThat(run.kernels()).startsWith("simd-");
    assertThat(run.hashes()).isEqualTo(specification.hashes());
  }

  @Test
  void objectsAtCacheLinesChangeNoBits() throws IOException, InterruptedException {
    Run run = run(2, VECTOR_API[0], VECTOR_API[1], "-XX:ObjectAlignmentInBytes=64");
    assertThat(run.kernels()).startsWith("simd-");
    assertThat(run.hashes()).isEqualTo(specification.hashes());
  }

  private static Run run(int threads, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Dcandor.threads=" + threads, "-cp", System.getProperty("java.class.path"),
        OperationBits.class.getName()));
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    Process process =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor()).as("exit code of %s: %s", command, Files.readString(errors)).isZero();
    List<String> lines = Files.readAllLines(output);
    return new Run(lines.get(0), Integer.parseInt(lines.get(1)), lines.subList(2, lines.size()),
        Files.readString(errors));
  }
}
