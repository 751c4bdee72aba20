package candor.examples.influence;

import java.util.List;

/// What the experiment found out. Losses are in nats, changes are those of the loss of a test image when a training image is
/// removed, durations in seconds. Equal settings give equal results, but for `secondsTrain`, `kernels` and `threads`.
///
/// @param experiment name of the experiment
/// @param seed seed of the network's first weights; the other models have one minimum, wherever they begin
/// @param queries test images that are asked about, of each model
/// @param secondsTrain processor time of all trainings without an image, added up over threads
/// @param kernels numerical loops that ran, with the width of their vectors in bits
/// @param threads threads that computed
/// @param conventions what the numbers mean
/// @param logistic softmax regression
/// @param machine support vector machine
/// @param network convolutional network
public record InfluenceResults(String experiment, long seed, int queries, double secondsTrain, String kernels,
    int threads, Conventions conventions, Study logistic, MachineStudy machine, Study network) {

  /// What papers disagree on, and what was chosen.
  ///
  /// @param objective which objective is left without an image
  /// @param change what a change is, and its sign
  /// @param choice how test images and training images were chosen
  /// @param slope what the slope is that of
  public record Conventions(String objective, String change, String choice, String slope) {
  }

  /// A classifier of ten digits.
  ///
  /// @param model what it is
  /// @param images training images
  /// @param parameters number of parameters
  /// @param weightDecay weight decay λ
  /// @param steps steps of L-BFGS until it was trained
  /// @param risk what was minimised, in the end
  /// @param gradientNorm Euclidean norm of its gradient
  /// @param testError share of test images that it takes for another digit
  /// @param leastEigenvalue lower end of the Hessian's eigenvalues, by Lanczos' method
  /// @param largestEigenvalue upper end
  /// @param removed training images that were removed, one at a time
  /// @param gradientLeft largest Euclidean norm of a gradient after the training without an image
  /// @param cases test images that are asked about
  public record Study(String model, int images, int parameters, double weightDecay, int steps, double risk,
      double gradientNorm, double testError, double leastEigenvalue, double largestEigenvalue, int removed,
      double gradientLeft, List<Case> cases) {
  }

  /// A test image that is asked about.
  ///
  /// @param image index in the test images
  /// @param label its class
  /// @param prediction class that the model takes it for
  /// @param loss its loss
  /// @param continued change of its loss when the training goes on with all images
  /// @param damping damping of the curvature
  /// @param residual residual of the linear system, relative to the right side
  /// @param iterations iterations of conjugate gradients
  /// @param otherObjective what the prediction for every image has more if the mean loss were that of the images that are left
  /// @param agreement predicted and actual changes for the most influential training images
  /// @param others how predictions with other dampings agree with the same changes
  /// @param nearest how many of these are among equally many training images that are nearest to it, pixel by pixel
  /// @param helpful training images without which the loss would rise most
  /// @param harmful training images without which it would fall most
  /// @param near nearest training images
  public record Case(int image, int label, int prediction, double loss, double continued, double damping,
      double residual, int iterations, double otherObjective, Compared agreement, List<Damped> others, int nearest,
      List<Shown> helpful,
      List<Shown> harmful, List<Shown> near) {
  }

  /// Predicted and actual changes.
  ///
  /// @param images indices of the training images, the most influential first
  /// @param predicted predicted change for each
  /// @param actual change that came about
  /// @param pearson Pearson's correlation
  /// @param spearman Spearman's
  /// @param slope slope of the line through the origin that fits best, the actual change over the predicted one
  public record Compared(List<Integer> images, List<Double> predicted, List<Double> actual, double pearson,
      double spearman, double slope) {
  }

  /// Agreement of predictions with one damping.
  ///
  /// @param damping damping of the curvature
  /// @param pearson Pearson's correlation
  /// @param spearman Spearman's
  /// @param slope slope of the line through the origin that fits best, the actual change over the predicted one
  public record Damped(double damping, double pearson, double spearman, double slope) {
  }

  /// A training image.
  ///
  /// @param image index in the training images
  /// @param label its class
  /// @param change predicted change of the test image's loss without it
  /// @param distance Euclidean distance to the test image, of pixels in `[0, 1]`
  public record Shown(int image, int label, double change, double distance) {
  }

  /// A support vector machine that tells ones from sevens.
  ///
  /// @param images training images
  /// @param parameters number of parameters
  /// @param weightDecay weight decay λ
  /// @param tolerance largest violation of the optimality conditions, of margins
  /// @param onMargin support vectors on the margin
  /// @param inside support vectors inside the margin, or wrong
  /// @param testError share of test images on the wrong side
  /// @param removed training images that were removed, one at a time
  /// @param cases test images that are asked about
  public record MachineStudy(int images, int parameters, double weightDecay, double tolerance, int onMargin, int inside,
      double testError, int removed, List<MachineCase> cases) {
  }

  /// A test image that is asked about.
  ///
  /// @param image index in the test images
  /// @param label its class
  /// @param loss its hinge loss
  /// @param smoothings predictions with the derivatives of several losses, about the same training images
  public record MachineCase(int image, int label, double loss, List<Smoothing> smoothings) {
  }

  /// Predictions with the derivatives of one loss at the minimum of the hinge loss.
  ///
  /// @param temperature temperature of the smooth hinge loss, 0 for the hinge loss itself
  /// @param residual residual of the linear system, relative to the right side
  /// @param iterations iterations of conjugate gradients, without damping
  /// @param agreement predicted and actual changes
  public record Smoothing(double temperature, double residual, int iterations, Compared agreement) {
  }
}
