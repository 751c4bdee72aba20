package candor.examples;

import candor.kernel.Kernels;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An experiment with options that make it small, to be run in a test.
record SmallRun(Experiment<?> experiment, @Nullable Path data, Map<String, ?> options) {
  private static final List<String> MACHINE =
      List.of("seconds_train", "seconds_predict", "seconds_test", "seconds_fit", "resumed_at_step", "kernels",
          "threads");

  /// What the progress of [#pulledAt] fails with.
  static final String PULLED = "the plug was pulled";

  /// Progress that breaks the run off as soon as it has said some words.
  static Progress pulledAt(String words) {
    OutputStream broken = new OutputStream() {
      private final StringBuilder said = new StringBuilder();

      @Override
      public void write(int b) {
        said.append((char) b);
        if (said.indexOf(words) >= 0) {
          throw new IllegalStateException(PULLED);
        }
      }
    };
    return new Progress(new PrintStream(broken, true, StandardCharsets.UTF_8), false);
  }

  /// Progress that nobody sees.
  static Progress silent() {
    return new Progress(nowhere(), false);
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  }

  /// Runs it and returns its results without what names the machine.
  ObjectNode results(Path output, Kernels kernels, int threads, long seed) throws IOException {
    return results(output, kernels, threads, seed, silent());
  }

  /// The same with progress that is seen.
  ObjectNode results(Path output, Kernels kernels, int threads, long seed, Progress progress) throws IOException {
    Map<Option<?>, Object> values = new HashMap<>(Map.of(Settings.SEED, seed, Settings.THREADS, threads));
    experiment.options().forEach(option -> values.put(option, options.get(option.name())));
    Run.perform(experiment, new Settings(data, output, values), kernels, progress, nowhere());
    return withoutMachine(read(output));
  }

  /// What a run wrote, whole.
  static ObjectNode read(Path output) throws IOException {
    return (ObjectNode) JsonMapper.shared().readTree(Files.readString(output.resolve("results.json")));
  }

  /// Results without what may differ from run to run.
  static ObjectNode withoutMachine(ObjectNode results) {
    results.remove(MACHINE);
    return results;
  }
}
