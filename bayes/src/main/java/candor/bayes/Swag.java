package candor.bayes;

import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// SWAG (Maddox et al. 2019, algorithm 1): a normal distribution over weights, fitted to those that stochastic gradient
/// descent with a constant learning rate visits.
///
/// ```java
/// Swag swag = new Swag(network, () -> LeNet.caffe(0.5), 20, 50);
/// Trainer.builder(network, loss, sgd, loader).schedule(…).listen(swag).build().fit(80);   // collects from epoch 50 on
/// Belief.Samples belief = swag.draw(30, 1).classes().predict(x);
/// ```
///
/// Of the weights `θᵢ` at the ends of epochs it keeps mean and variance, and the last `K` deviations `θᵢ − θ̄ᵢ` from the
/// mean at that time. A draw is `θ̄ + Σ^½ z₁ / √2 + D̂ z₂ / √(2 (K − 1))` (eq. 1): half of the covariance is diagonal,
/// half of low rank. As long as there are less than `K` deviations, `K` is their number.
///
/// The moments are F64 and follow Welford's recurrence, in which the variance is never negative; the paper subtracts
/// squares.
public final class Swag implements TrainingListener {
  private static final String NAME = "swag";

  private final Module model;
  private final Supplier<? extends Module> architecture;
  private final int rank;
  private final int first;
  private final double[] mean;
  private final double[] squares;
  private final List<double[]> deviations = new ArrayList<>();
  private int updates;

  /// Begins with nothing.
  ///
  /// @param model the network that is trained, initialised
  /// @param architecture makes a network like it; its numbers are replaced
  /// @param rank number of deviations `K`, at least 2; the paper has 20
  /// @param first number of the first epoch, from 0, after which weights are collected
  /// @throws IllegalArgumentException if a number is out of its range
  public Swag(Module model, Supplier<? extends Module> architecture, int rank, int first) {
    if (rank < 2 || first < 0) {
      throw new IllegalArgumentException(
          NAME + ": rank " + rank + ", first epoch " + first + ", expected 2 or more and 0 or more");
    }
    this.model = model;
    this.architecture = architecture;
    this.rank = rank;
    this.first = first;
    mean = new double[FlatParameters.of(model.parameters()).count()];
    squares = new double[mean.length];
  }

  /// Takes the present weights in, unless the epoch is too early.
  @Override
  public void onEpoch(Epoch epoch, Trainer trainer) {
    if (epoch.epoch() >= first) {
      update();
    }
  }

  /// Takes the present weights in.
  public void update() {
    double[] weights = FlatParameters.of(model.parameters()).read();
    updates++;
    double[] deviation = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double before = weights[i] - mean[i];
      mean[i] += before / updates;
      deviation[i] = weights[i] - mean[i];
      squares[i] += before * deviation[i];
    }
    deviations.add(deviation);
    if (deviations.size() > rank) {
      deviations.removeFirst();
    }
  }

  /// How many weights were taken in.
  ///
  /// @return number of calls of [#update]
  public int updates() {
    return updates;
  }

  /// Draws networks from what was collected so far; later updates do not change them. A network with batch normalisation
  /// wants [DrawnNetworks#estimatingBuffers].
  ///
  /// @param count number of draws, at least 1
  /// @param seed seed of the draws
  /// @return the networks
  /// @throws IllegalStateException if there are less than two updates
  /// @throws IllegalArgumentException if there is no draw, or the architecture is another
  public DrawnNetworks draw(int count, long seed) {
    if (updates < 2) {
      throw new IllegalStateException(NAME + ": " + updates + " updates, expected 2 or more to have a variance");
    }
    Module copy = architecture.get();
    Copies.into(copy, model);
    double[] centre = mean.clone();
    double[] scale = new double[centre.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = Math.sqrt(squares[i] / updates / 2);
    }
    List<double[]> columns = List.copyOf(deviations);
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child(NAME);
    return new DrawnNetworks(NAME, copy, copy.parameters(), count, t -> draw(centre, scale, columns, stream.at(t)),
        false, null, seed);
  }

  private static double[] draw(double[] centre, double[] scale, List<double[]> columns, RandomStream stream) {
    double[] weights = new double[centre.length];
    stream.child("diagonal").normal(0, weights);
    double[] z = new double[columns.size()];
    stream.child("low rank").normal(0, z);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = centre[i] + scale[i] * weights[i];
    }
    for (int k = 0; k < z.length; k++) {
      double factor = z[k] / Math.sqrt(2.0 * (z.length - 1));
      double[] column = columns.get(k);
      for (int i = 0; i < weights.length; i++) {
        weights[i] += factor * column[i];
      }
    }
    return weights;
  }

  /// The moments, for checkpoints: `updates`, a scalar, `mean` and `squares` (the sum of squared deviations), `[P]`, and
  /// `deviations`, `[k, P]`, the oldest first.
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("updates", Tensor.scalar(DType.F64, updates));
    state.put("mean", Tensor.of(mean.clone(), mean.length));
    state.put("squares", Tensor.of(squares.clone(), squares.length));
    double[] columns = new double[deviations.size() * mean.length];
    for (int k = 0; k < deviations.size(); k++) {
      System.arraycopy(deviations.get(k), 0, columns, k * mean.length, mean.length);
    }
    state.put("deviations", Tensor.of(columns, deviations.size(), mean.length));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Map<String, Tensor> left = new LinkedHashMap<>(state);
    int saved = (int) take(left, "updates", Shape.SCALAR).item();
    int columns = Math.min(saved, rank);
    double[] savedMean = take(left, "mean", Shape.of(mean.length)).toDoubles();
    double[] savedSquares = take(left, "squares", Shape.of(mean.length)).toDoubles();
    Tensor savedDeviations = take(left, "deviations", Shape.of(columns, mean.length));
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(NAME + ": the state has " + left.keySet() + ", which is not known");
    }
    updates = saved;
    System.arraycopy(savedMean, 0, mean, 0, mean.length);
    System.arraycopy(savedSquares, 0, squares, 0, mean.length);
    deviations.clear();
    for (int k = 0; k < columns; k++) {
      deviations.add(savedDeviations.select(0, k).toDoubles());
    }
  }

  private static Tensor take(Map<String, Tensor> left, String name, Shape shape) {
    Tensor tensor = left.remove(name);
    if (tensor == null || tensor.dtype() != DType.F64 || !tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(NAME + ": " + name + " of the state is "
          + (tensor == null ? "missing" : tensor.dtype() + "" + tensor.shape()) + ", expected f64" + shape);
    }
    return tensor;
  }
}
