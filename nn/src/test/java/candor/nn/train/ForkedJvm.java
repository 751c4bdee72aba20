package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a class of the tests in a JVM of its own, without a terminal.
final class ForkedJvm {
  private ForkedJvm() {
  }

  /// What a program wrote.
  ///
  /// @param out its standard output
  /// @param err its standard error
  record Output(String out, String err) {
  }

  /// Runs a program to its end, and fails if it fails.
  ///
  /// @param main class with a main method
  /// @param directory where to keep its output
  /// @param options options of the JVM
  static Output run(Class<?> main, Path directory, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    Output output =
        new Output(Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    assertThat(process.exitValue()).as("%s: %s", command, output.err).isZero();
    return output;
  }
}
