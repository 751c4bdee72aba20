package candor.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// From the start of a JVM to the end of its first LeNet step or of its first epoch, seen from the outside.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StartUpBenchmark {
  /// Threads of the worker pool.
  @Param({"1", "2"})
  public int threads;

  /// Steps: one, or as many as batches of 64 in the 60 000 images of MNIST.
  @Param({"1", "938"})
  public int steps;

  /// Starts a JVM and waits for its steps.
  ///
  /// @return what it prints, the loss
  /// @throws IOException if it cannot be started or ends without a step
  @Benchmark
  public String firstSteps() throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG, "-Dcandor.threads=" + threads, "-cp",
        System.getProperty("java.class.path"), FirstSteps.class.getName(), String.valueOf(steps))
        .redirectError(Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("start-up: the JVM ended before its last training step");
      }
      return line;
    }
  }
}
