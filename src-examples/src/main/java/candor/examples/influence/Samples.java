package candor.examples.influence;

import candor.bayes.Argsort;
import candor.bayes.influence.Agreement;
import candor.examples.influence.InfluenceResults.Compared;
import candor.nn.data.Dataset;
import candor.tensor.DType;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Choices among images.
final class Samples {
  private Samples() {
  }

  /// Refuses a model that gets too few test images wrong.
  ///
  /// @param wrong the test images that it gets wrong
  /// @param least how many are wanted
  /// @param model name of the model, for the message
  /// @throws IOException if there are fewer
  static void requireWrong(int[] wrong, int least, String model) throws IOException {
    if (wrong.length < least) {
      throw new IOException("influence: the " + model + " takes " + wrong.length
          + " test images for another class, expected " + least + " or more, as many as are asked about");
    }
  }

  /// The indices of the lowest keys; of equal ones the first comes first.
  static int[] lowest(int count, double... keys) {
    return Arrays.stream(Argsort.ascending(keys)).limit(count).toArray();
  }

  /// The images whose removal changes most, one way or the other.
  static int[] strongest(int count, double... changes) {
    return Arrays.stream(Argsort.descendingMagnitude(changes)).limit(count).toArray();
  }

  /// Euclidean distances of the inputs of all samples to one.
  static double[] distances(Dataset samples, double... to) {
    double[] distances = new double[samples.size()];
    int piece = 1024;
    for (int from = 0; from < distances.length; from += piece) {
      int[] some = IntStream.range(from, Math.min(distances.length, from + piece)).toArray();
      double[] x = samples.batch(some).input().reshape(some.length, to.length).to(DType.F64).toDoubles();
      for (int i = 0; i < some.length; i++) {
        double sum = 0;
        for (int j = 0; j < to.length; j++) {
          double difference = x[i * to.length + j] - to[j];
          sum += difference * difference;
        }
        distances[from + i] = Math.sqrt(sum);
      }
    }
    return distances;
  }

  static Compared compared(int[] images, double[] predicted, double[] actual) {
    Agreement agreement = new Agreement(images, predicted, actual);
    return new Compared(Arrays.stream(images).boxed().toList(), Arrays.stream(predicted).boxed().toList(),
        Arrays.stream(actual).boxed().toList(), agreement.pearson(), agreement.spearman(), agreement.slope());
  }
}
