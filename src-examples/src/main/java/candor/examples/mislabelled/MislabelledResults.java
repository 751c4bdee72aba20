package candor.examples.mislabelled;

import candor.examples.report.Estimate;
import java.util.List;

/// What the experiment found out. Equal settings give equal results, but for `secondsTest`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed first seed
/// @param seeds number of seeds
/// @param images training images of each seed
/// @param wrong how many of them have a wrong label
/// @param epochs passes of the network over them
/// @param testImages number of test images
/// @param secondsTest duration of everything, each seed and model with one thread, added up
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param repairs shares of the images that are inspected
/// @param models what each model finds
/// @param suspects images with the highest self-influence, by the network of the first seed: the first are wrong, then come
///     those that are right, then the wrong ones with the lowest
public record MislabelledResults(String experiment, long seed, int seeds, int images, int wrong, int epochs,
    int testImages, double secondsTest, String kernels, int threads, List<Double> repairs, List<Found> models,
    List<List<Suspect>> suspects) {

  /// What a model finds.
  ///
  /// @param model name of the model
  /// @param title what it is
  /// @param weightDecay weight decay of its last layer
  /// @param orders what each order of inspection finds
  /// @param gains what inspection by self-influence finds more than inspection by loss, a share of the wrong labels, each
  ///     seed compared with itself, for each share that is inspected
  public record Found(String model, String title, double weightDecay, List<Order> orders, List<Estimate> gains) {
  }

  /// What an order of inspection finds.
  ///
  /// @param order what the images are sorted by
  /// @param found share of the wrong labels that is found, for each share that is inspected
  /// @param errors test error after repairing them, for each share that is inspected
  /// @param curve share that is found after inspecting 0, 1/100, … of the images, mean over the seeds
  public record Order(String order, List<Estimate> found, List<Estimate> errors, List<Double> curve) {
  }

  /// A training image.
  ///
  /// @param image its number among all training images
  /// @param label its label
  /// @param truth the label as it should be
  /// @param selfInfluence its self-influence
  public record Suspect(int image, int label, int truth, double selfInfluence) {
  }
}
