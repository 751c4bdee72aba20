package candor.bayes.detection;

import candor.bayes.Orientation;
import candor.linalg.Matrix;
import candor.linalg.SymmetricEigen;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The squared Mahalanobis distance to the nearest class (Lee, Lee, Lee & Shin 2018, *A Simple Unified Framework for
/// Detecting Out-of-Distribution Samples and Adversarial Attacks*): the features `φ` of the training data are taken for
/// normal in every class, with the class's own mean `μ_c` and a covariance `Σ` that the classes share,
///
/// `μ_c = 1/N_c Σ φ(x)`, `Σ = 1/N Σ_c Σ (φ(x) − μ_c)(φ(x) − μ_c)ᵀ` (eq. 1), `d(x) = min_c (φ(x) − μ_c)ᵀ Σ⁻¹ (φ(x) − μ_c)`,
///
/// of which the paper's score is `−d` (eq. 2). With [#perturbed], inputs are first moved towards the nearest class (algorithm
/// 1). Features are those of any layer, maps averaged by channel; [Combination] joins those of several layers.
///
/// Features that never vary in the training data, such as dead units, leave `Σ` singular. With a ridge `r` of 0 the
/// pseudo-inverse is taken, as in the paper's code: deviations in such directions count nothing. With `r > 0`, `Σ + r
/// (tr Σ/F) I` is inverted, and they count much. Everything behind the features is computed in F64.
public final class Mahalanobis implements Detector {
  private final int layers;
  private final double ridge;
  private final double epsilon;
  /// `W` with `W Wᵀ = Σ⁻¹`, `[F, R]`, and the means of the classes times it, `[C, R]`.
  private final Tensor whitening;
  private final Tensor centres;

  private Mahalanobis(int layers, double ridge, double epsilon, Tensor whitening, Tensor centres) {
    this.layers = layers;
    this.ridge = ridge;
    this.epsilon = epsilon;
    this.whitening = whitening;
    this.centres = centres;
  }

  /// Fits the classifier's features, with the pseudo-inverse.
  ///
  /// @param training reading of the training data
  /// @return the detector, for readings of the same classifier
  /// @throws IllegalArgumentException if the targets of the data are no classes, or all features are constant
  public static Mahalanobis fit(Reading training) {
    return fit(training, training.classifier().featureLayers(), 0);
  }

  /// Fits the features that the first layers make. The eigenvalues of their covariance take some `9 F³` steps.
  ///
  /// @param training reading of the training data
  /// @param layers number of layers that make the features
  /// @param ridge share `r` of the mean variance that is added to every variance, finite, 0 or more
  /// @return the detector, for readings of the same classifier
  /// @throws IllegalArgumentException if a number is out of its range, the targets of the data are no classes, or all
  ///     features are constant
  public static Mahalanobis fit(Reading training, int layers, double ridge) {
    if (!(ridge >= 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("mahalanobis: ridge " + ridge + ", expected a finite number of 0 or more");
    }
    int[] labels = training.labels();
    // Only classes that there are have a mean.
    int[] present = Arrays.stream(labels).distinct().sorted().toArray();
    int[] place = Arrays.stream(labels).map(label -> Arrays.binarySearch(present, label)).toArray();
    Tensor features = training.features(layers).to(DType.F64);
    Tensor classes = Tensor.of(place, place.length);
    Tensor counts = Tensor.ones(DType.F64, place.length).indexAdd(0, classes, present.length);
    Tensor means = features.indexAdd(0, classes, present.length).div(counts.unsqueeze(1));
    Tensor deviations = features.sub(means.indexSelect(0, classes));
    Tensor whitening = whitening(deviations, ridge);
    return new Mahalanobis(layers, ridge, 0, whitening, means.matmul(whitening));
  }

  private static Tensor whitening(Tensor deviations, double ridge) {
    int n = deviations.shape().size(0);
    int f = deviations.shape().size(1);
    Tensor covariance = deviations.transpose().matmul(deviations).div(n);
    SymmetricEigen eigen = SymmetricEigen.of(new Matrix(f, f, symmetric(covariance.toDoubles(), f)));
    double[] values = eigen.values();
    double largest = Arrays.stream(values).max().orElse(0);
    if (!(largest > 0)) {
      throw new IllegalArgumentException("mahalanobis: none of the " + f + " features varies within a class");
    }
    double added = ridge * Arrays.stream(values).sum() / f;
    double least = largest * f * 0x1p-52;
    double[] vectors = eigen.vectors().data();
    int[] used = IntStream.range(0, f).filter(i -> added > 0 || values[i] > least).toArray();
    double[] result = new double[f * used.length];
    for (int j = 0; j < used.length; j++) {
      double scale = 1 / Math.sqrt(Math.max(values[used[j]], 0) + added);
      for (int i = 0; i < f; i++) {
        result[i * used.length + j] = vectors[i * f + used[j]] * scale;
      }
    }
    return Tensor.of(result, f, used.length);
  }

  /// Takes from both triangles what is in the upper one, since a product may round them apart.
  private static double[] symmetric(double[] a, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[i * n + j] = a[j * n + i];
      }
    }
    return a;
  }

  /// The same after a step of the inputs, `x̃ = x − ε sign(∇ₓ d(x))`, which brings inputs from inside nearer to their class
  /// than others.
  ///
  /// @param step `ε`, finite, 0 or more, in the units of the network's inputs
  /// @return the detector
  /// @throws IllegalArgumentException if it is out of its range
  public Mahalanobis perturbed(double step) {
    if (!(step >= 0 && step < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("mahalanobis: epsilon " + step + ", expected a finite number of 0 or more");
    }
    return new Mahalanobis(layers, ridge, step, whitening, centres);
  }

  @Override
  public String name() {
    return "Mahalanobis distance after layer " + layers + ", ridge = " + ridge + ", epsilon = " + epsilon;
  }

  @Override
  public Orientation orientation() {
    return Orientation.UNCERTAIN;
  }

  @Override
  public double[] of(Reading reading) {
    if (epsilon == 0) {
      return distances(reading.features(layers)).toDoubles();
    }
    return reading.mapMoved(epsilon, x -> ofInputs(reading, x), x -> ofInputs(reading, x)).toDoubles();
  }

  private Tensor ofInputs(Reading reading, Tensor x) {
    return distances(Reading.pooled(reading.classifier().network(), x, layers));
  }

  /// The squared distance of each row to the nearest centre, `[n]`.
  private Tensor distances(Tensor features) {
    if (features.shape().size(1) != whitening.shape().size(0)) {
      throw new IllegalArgumentException("mahalanobis: the reading has " + features.shape().size(1)
          + " features, the training data " + whitening.shape().size(0));
    }
    Tensor z = features.to(DType.F64).matmul(whitening);
    // Class by class, since differences of all at once would be C times as large as the features.
    List<Tensor> all = new ArrayList<>();
    for (Tensor centre : centres.split(0, 1)) {
      all.add(z.sub(centre).square().sum(1));
    }
    Tensor distances = Tensor.stack(1, all);
    return distances.gather(1, distances.detach().argmin(1).unsqueeze(1)).reshape(features.shape().size(0));
  }
}
