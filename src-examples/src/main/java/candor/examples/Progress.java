package candor.examples;

import candor.nn.train.ProgressLine;
import candor.nn.train.TrainingListener;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/// Tells the person who waits how far an experiment is: on a terminal by a line that renews itself, elsewhere by one
/// plain line for each epoch and stage.
public final class Progress {
  private final PrintStream out;
  private final boolean terminal;

  /// Makes a progress display.
  ///
  /// @param out where to show it
  /// @param terminal whether control characters are understood there
  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// Progress on a stream of this program.
  ///
  /// @param out the standard error stream
  /// @return a display that fits what the stream is connected to
  static Progress on(PrintStream out) {
    Console console = System.console();
    return new Progress(out, console != null && console.isTerminal());
  }

  /// Shows training.
  ///
  /// @param epochs how many epochs there will be
  /// @return a listener for the trainer
  public TrainingListener training(int epochs) {
    return terminal ? new ProgressLine(out, epochs) : new TrainingListener() {
      @Override
      public void onEpoch(Epoch epoch) {
        StringBuilder metrics = new StringBuilder();
        epoch.metrics()
            .forEach((name, number) -> metrics.append(String.format(Locale.ROOT, "  %s %.4f", name, number)));
        out.printf(Locale.ROOT, "epoch %d/%d  loss %.4f%s  %.1f s%n", epoch.epoch() + 1, epochs, epoch.loss(), metrics,
            epoch.seconds());
      }
    };
  }

  /// Shows one of several trainings side by side, whose lines therefore say which one they are about.
  ///
  /// @param name what is trained
  /// @param epochs how many epochs there will be
  /// @return a listener for the trainer
  public TrainingListener named(String name, int epochs) {
    return new TrainingListener() {
      @Override
      public void onEpoch(Epoch epoch) {
        stage(name + ": epoch " + (epoch.epoch() + 1) + " of " + epochs);
      }
    };
  }

  /// Says that a stage begins.
  ///
  /// @param stage a few words
  public void stage(String stage) {
    out.println(stage);
  }

  /// Shows how much of a stage is done, on a terminal only.
  ///
  /// @param what what is counted
  /// @param done how many are done
  /// @param all how many there are
  public void part(String what, int done, int all) {
    if (terminal) {
      out.printf(Locale.ROOT, "\r\u001B[K%s", done < all ? done + " of " + all + " " + what : "");
      out.flush();
    }
  }
}
