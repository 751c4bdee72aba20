package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds and runs tiny programs against the packaged jars, as users of the library will.
class ConsumerIT {
  private static final List<String> ARTEFACTS = List.of("core", "nn", "bayes");
  private static final String JARS = jars();

  @TempDir
  private static Path work;
  private static String simd = "";

  private record Run(String out, String err) {
    String line(String start) {
      return out.lines().filter(l -> l.startsWith(start)).findFirst().orElse("no line " + start + " in " + out + err);
    }
  }

  @BeforeAll
  static void buildAndRunWithTheFlag() throws IOException, InterruptedException {
    run("javac", "-Xlint:all", "-Werror", "-cp", JARS, "-d", classes("class-path"), "src/it/class-path/Consumer.java");
    Run run = run("java", "--add-modules", "jdk.incubator.vector", "-cp",
        classes("class-path") + File.pathSeparator + JARS, "Consumer");
    assertThat(run.line("kernels")).startsWith("kernels simd");
    simd = run.line("bits") + run.line("entropy");
  }

  @Test
  void onTheClassPathItRunsWithoutAnyFlagAndNamesTheOneThatMakesItFast() throws IOException, InterruptedException {
    Run run = run("java", "-cp", classes("class-path") + File.pathSeparator + JARS, "Consumer");
    assertThat(run.line("kernels")).isEqualTo("kernels scalar");
    assertThat(run.err().lines().filter(l -> l.contains("--add-modules jdk.incubator.vector"))).hasSize(1);
    assertThat(run.line("bits") + run.line("entropy")).isEqualTo(simd);
  }

  @Test
  void aModuleThatRequiresOursUsesSimdWithoutAnyFlag() throws IOException, InterruptedException {
    run("javac", "-p", JARS, "-d", classes("module-path"), "src/it/module-path/module-info.java",
        "src/it/module-path/consumer/Consumer.java");
    Run run = run("java", "-p", classes("module-path") + File.pathSeparator + JARS, "-m", "consumer/consumer.Consumer");
    assertThat(run.line("kernels")).startsWith("kernels simd");
    assertThat(run.line("bits") + run.line("entropy")).isEqualTo(simd);
  }

  @Test
  void sourcesAndJavadocLieBesideEveryJar() throws IOException {
    for (String artefact : ARTEFACTS) {
      assertThat(packaged(artefact)).hasSize(3);
    }
  }

  private static String classes(String name) {
    return work.resolve(name).toString();
  }

  private static List<Path> packaged(String artefact) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", artefact, "target"))) {
      return files
          .filter(f -> f.getFileName().toString()
              .matches("candor-" + artefact + "-[^-]+(-SNAPSHOT)?(-sources|-javadoc)?\\.jar"))
          .toList();
    }
  }

  /// The packaged jars and what they depend on, as the test's own class path has it.
  private static String jars() {
    List<String> jars = new ArrayList<>();
    for (String artefact : ARTEFACTS) {
      try {
        packaged(artefact).stream().map(Path::toString)
            .filter(f -> !f.endsWith("-sources.jar") && !f.endsWith("-javadoc.jar"))
            .forEach(jars::add);
      } catch (IOException e) {
        throw new IllegalStateException("package the modules first", e);
      }
    }
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(f -> f.matches(".*(commons-numbers|jackson-core).*\\.jar")).forEach(jars::add);
    return String.join(File.pathSeparator, jars);
  }

  private static Run run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(work, "out", ".txt");
    Path err = Files.createTempFile(work, "err", ".txt");
    int code = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    Run run = new Run(Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    assertThat(code).as("%s%n%s%s", command, run.out(), run.err()).isZero();
    return run;
  }
}
