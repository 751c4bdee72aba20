package candor.nn.data;

import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Shifts and scales every feature: `y = (x − mean) / std`. Features lie along axis 1: the columns of a table `[N, F]`
/// or the channels of images `[N, C, H, W]`.
///
/// ```java
/// Normaliser inputs = Normaliser.of(train);         // of the training samples alone
/// Normaliser targets = Normaliser.ofTargets(train);
/// Tensor prediction = targets.invert(model.apply(inputs.apply(x), Context.evaluate())); // in the original units
/// ```
///
/// @param mean what each feature is centred at
/// @param std what each feature is divided by
public record Normaliser(double[] mean, double[] std) {
  private static final int PIECE = 256;

  /// Takes given means and standard deviations.
  ///
  /// @throws IllegalArgumentException if there are not as many means as standard deviations, a mean is not finite, or a
  ///     standard deviation is not positive and finite
  public Normaliser {
    if (mean.length != std.length) {
      throw new IllegalArgumentException(
          "normaliser: " + mean.length + " means and " + std.length + " standard deviations, expected as many");
    }
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(mean[i]) || !(std[i] > 0 && std[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("normaliser: feature " + i + " has mean " + mean[i]
            + " and standard deviation " + std[i] + ", expected finite numbers and a positive deviation");
      }
    }
    mean = mean.clone();
    std = std.clone();
  }

  /// Means and standard deviations of the inputs, over samples and places, with `n` in the denominator. A feature that
  /// never changes has the standard deviation 1, so that it becomes 0.
  ///
  /// @param data training samples, at least one
  /// @return the normaliser
  /// @throws IllegalArgumentException if there is no sample, inputs have no axis 1 or are integers, or one is not finite
  public static Normaliser of(Dataset data) {
    return of("inputs", data, Batch::input);
  }

  /// Means and standard deviations of the targets, as [#of] does for inputs.
  ///
  /// @param data training samples, at least one
  /// @return the normaliser
  /// @throws IllegalArgumentException if there is no sample, targets have no axis 1 or are integers, or one is not
  ///     finite
  public static Normaliser ofTargets(Dataset data) {
    return of("targets", data, Batch::target);
  }

  private static Normaliser of(String what, Dataset data, Function<Batch, Tensor> numbers) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("normaliser: no samples");
    }
    Moments moments = new Moments();
    Workspace workspace = new Workspace();
    for (int from = 0; from < data.size(); from += PIECE) {
      int[] index = IntStream.range(from, Math.min(data.size(), from + PIECE)).toArray();
      workspace.call(() -> {
        Tensor x = numbers.apply(data.batch(index));
        if (!x.dtype().isFloating() || x.shape().rank() < 2) {
          throw new IllegalArgumentException(
              "normaliser: the " + what + " are " + x.dtype() + x.shape()
                  + ", expected floating point and rank 2 or more");
        }
        return moments.add(x.detach().to(DType.F64));
      });
    }
    return moments.normaliser();
  }

  /// Sums over samples and places, counted from the first sample's numbers: what never changes has exactly no variance.
  private static final class Moments {
    private double[] origin = new double[0];
    private double[] sums = new double[0];
    private double[] squares = new double[0];
    private long count;

    boolean add(Tensor x) {
      Shape shape = x.shape();
      int features = shape.size(1);
      int[] others = IntStream.range(0, shape.rank()).filter(axis -> axis != 1).toArray();
      if (count == 0) {
        Tensor first = x.slice(0, 0, 1).reshape(features, -1);
        origin = first.shape().size(1) == 0 ? new double[features] : first.slice(1, 0, 1).toDoubles();
        sums = new double[features];
        squares = new double[features];
      }
      Tensor shifted = x.sub(alongFeatures(origin, shape.rank()));
      add(sums, shifted.sum(others));
      add(squares, shifted.square().sum(others));
      count += features == 0 ? 0 : shape.count() / features;
      return true;
    }

    private static void add(double[] total, Tensor part) {
      double[] numbers = part.toDoubles();
      Arrays.setAll(total, i -> total[i] + numbers[i]);
    }

    Normaliser normaliser() {
      double[] mean = new double[sums.length];
      double[] std = new double[sums.length];
      for (int i = 0; i < mean.length; i++) {
        double shift = sums[i] / count;
        mean[i] = origin[i] + shift;
        double variance = squares[i] / count - shift * shift;
        std[i] = variance == 0 ? 1 : Math.sqrt(variance);
      }
      return new Normaliser(mean, std);
    }
  }

  /// Shifts and scales.
  ///
  /// @param x F32 or F64 numbers, features along axis 1
  /// @return `(x − mean) / std`, in the type of `x`
  /// @throws IllegalArgumentException if `x` has not as many features
  public Tensor apply(Tensor x) {
    return x.sub(along(mean, x)).div(along(std, x));
  }

  /// Goes back to the original units.
  ///
  /// @param y F32 or F64 numbers, features along axis 1
  /// @return `y · std + mean`, in the type of `y`
  /// @throws IllegalArgumentException if `y` has not as many features
  public Tensor invert(Tensor y) {
    return y.mul(along(std, y)).add(along(mean, y));
  }

  private static Tensor along(double[] numbers, Tensor x) {
    if (x.shape().rank() < 2 || x.shape().size(1) != numbers.length || !x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "normaliser: input is " + x.dtype() + x.shape() + ", expected floating point and "
              + numbers.length + " features along axis 1");
    }
    return alongFeatures(numbers, x.shape().rank()).to(x.dtype());
  }

  private static Tensor alongFeatures(double[] numbers, int rank) {
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    sizes[1] = numbers.length;
    return Tensor.of(numbers, sizes);
  }

  /// What each feature is centred at.
  ///
  /// @return new array
  @Override
  public double[] mean() {
    return mean.clone();
  }

  /// What each feature is divided by.
  ///
  /// @return new array
  @Override
  public double[] std() {
    return std.clone();
  }
}
