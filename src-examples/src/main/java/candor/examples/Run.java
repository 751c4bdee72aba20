package candor.examples;

import candor.examples.report.ResultsFile;
import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The way from settings to results, report and summary, the same for every experiment.
final class Run {
  private Run() {
  }

  /// Runs an experiment, writes `results.json` and `index.html`, and prints a summary that ends with the path of the
  /// report.
  static <R extends Record> void perform(Experiment<R> experiment, Settings settings, Kernels kernels,
      Progress progress, PrintStream out)
      throws IOException {
    // Before the work, so that a mistyped directory does not cost minutes.
    makeDirectory(settings.output());
    Path file = settings.output().resolve("results.json");
    ResultsFile.write(file, compute(experiment, settings, kernels, progress));
    // Read back, so that the page shows what the file says.
    R results = ResultsFile.read(file, experiment.type());
    Path page = settings.output().resolve("index.html");
    ResultsFile.replace(page, experiment.report(results, settings).html());
    experiment.digest(results).forEach(out::println);
    out.println("report: " + page.toAbsolutePath().normalize());
  }

  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("output: " + directory + " is a file, expected a directory", e);
    }
  }

  private static <R extends Record> R compute(Experiment<R> experiment, Settings settings, Kernels kernels,
      Progress progress)
      throws IOException {
    try (WorkerPool pool = new WorkerPool(settings.get(Settings.THREADS))) {
      return new Backend(kernels, pool).call(() -> {
        try {
          return experiment.run(settings, progress);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
