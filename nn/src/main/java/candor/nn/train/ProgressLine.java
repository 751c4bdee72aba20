package candor.nn.train;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows training as one line that renews itself: epoch, share of the epoch, smoothed loss, samples per second, time
/// left in the epoch; and after each epoch a line that stays, with what was measured.
public final class ProgressLine implements TrainingListener {
  private static final long INTERVAL_NANOS = 200_000_000;
  private static final double SMOOTHING = 0.98;

  private final PrintStream out;
  private final int epochs;
  private final LongSupplier nanos;
  private boolean started;
  private int epoch = -1;
  private int firstBatch;
  private long epochStart;
  private long shown;
  private double smoothed;
  private long samples;

  /// Makes the line.
  ///
  /// @param out where to show it
  /// @param epochs how many epochs there will be
  public ProgressLine(PrintStream out, int epochs) {
    this(out, epochs, System::nanoTime);
  }

  ProgressLine(PrintStream out, int epochs, LongSupplier nanos) {
    this.out = out;
    this.epochs = epochs;
    this.nanos = nanos;
  }

  /// The line on the standard error stream, or nothing when standard input or output is not a terminal.
  ///
  /// @param epochs how many epochs there will be
  /// @return a listener
  public static TrainingListener onTerminal(int epochs) {
    Console console = System.console();
    return console != null && console.isTerminal() ? new ProgressLine(System.err, epochs) : new TrainingListener() {
    };
  }

  @Override
  public void onStep(Step step) {
    long now = nanos.getAsLong();
    if (step.batch() == 0 || step.epoch() != epoch) {
      epoch = step.epoch();
      firstBatch = step.batch();
      epochStart = now;
      shown = now;
      samples = 0;
    }
    smoothed = started ? SMOOTHING * smoothed + (1 - SMOOTHING) * step.loss() : step.loss();
    started = true;
    samples += step.samples();
    if (now - shown > INTERVAL_NANOS) {
      shown = now;
      show(step, (now - epochStart) / 1e9);
    }
  }

  private void show(Step step, double seconds) {
    int done = step.batch() + 1;
    Duration left = Duration.ofSeconds(Math.round(seconds * (step.batches() - done) / (done - firstBatch)));
    out.printf(Locale.ROOT, "\r\u001B[Kepoch %d/%d  %3.0f %%  loss %.4f  %.0f images/s  %d:%02d left", step.epoch() + 1,
        epochs, 100.0 * done / step.batches(), smoothed, samples / seconds, left.toMinutes(), left.toSecondsPart());
    out.flush();
  }

  @Override
  public void onEpoch(Epoch ended) {
    StringBuilder metrics = new StringBuilder();
    ended.metrics().forEach((name, number) -> metrics.append(String.format(Locale.ROOT, "  %s %.4f", name, number)));
    out.printf(Locale.ROOT, "\r\u001B[Kepoch %d/%d  loss %.4f%s  %.1f s%n", ended.epoch() + 1, epochs, ended.loss(),
        metrics, ended.seconds());
  }
}
