package candor.bench;

/// The first training steps of a JVM; [StartUpBenchmark] takes their time from outside.
public final class FirstSteps {
  private FirstSteps() {
  }

  /// Makes a batch and a LeNet, takes some steps and prints the last loss.
  ///
  /// @param args number of steps
  public static void main(String... args) {
    LeNetTraining training = new LeNetTraining(64);
    double loss = Double.NaN;
    for (int step = 0; step < Integer.parseInt(args[0]); step++) {
      loss = training.stepInWorkspace();
    }
    System.out.println(loss);
  }
}
