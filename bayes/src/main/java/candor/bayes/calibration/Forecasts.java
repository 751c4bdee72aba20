package candor.bayes.calibration;

import candor.bayes.Belief;
import candor.bayes.Scores;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Objects;
import java.util.stream.IntStream;

/// A belief about classes beside the truth: what a [Score] scores.
///
/// Probabilities are F64, the mean over passes included. Predicted is the class that [Scores#predictions] says.
public final class Forecasts {
  private final double[] probabilities;
  private final int classes;
  private final int[] predictions;
  /// Which row of probabilities each forecast has, and its true class.
  private final int[] rows;
  private final int[] labels;

  private Forecasts(double[] probabilities, int classes, int[] predictions, int[] rows, int[] labels) {
    this.probabilities = probabilities;
    this.classes = classes;
    this.predictions = predictions;
    this.rows = rows;
    this.labels = labels;
  }

  /// Puts a belief and the truth side by side.
  ///
  /// @param belief any belief of `N` inputs, 1 or more
  /// @param labels their `N` true classes
  /// @return the forecasts
  /// @throws IllegalArgumentException if there is no input, or not one class of `[0, K)` for each
  public static Forecasts of(Belief.OfClasses belief, int... labels) {
    Tensor mean = mean(belief);
    Labels.require("forecasts", mean.shape(), labels);
    return new Forecasts(mean.toDoubles(), mean.shape().size(1), Scores.predictions(belief),
        IntStream.range(0, labels.length).toArray(), labels.clone());
  }

  /// The mean probabilities in F64.
  static Tensor mean(Belief.OfClasses belief) {
    return switch (belief) {
      case Belief.Samples samples -> samples.summary().mean();
      case Belief.Dirichlet dirichlet -> dirichlet.distribution().mean();
      case Belief.Categorical _,Belief.Summary _ -> belief.mean().detach().to(DType.F64);
    };
  }

  /// The number of forecasts.
  ///
  /// @return `N`
  public int size() {
    return rows.length;
  }

  /// The number of classes.
  ///
  /// @return `K`
  public int classes() {
    return classes;
  }

  /// The true class.
  ///
  /// @param i a forecast
  /// @return its class
  /// @throws IndexOutOfBoundsException if there is no such forecast
  public int label(int i) {
    return labels[i];
  }

  /// The predicted class.
  ///
  /// @param i a forecast
  /// @return its class
  /// @throws IndexOutOfBoundsException if there is no such forecast
  public int prediction(int i) {
    return predictions[rows[i]];
  }

  /// The probability of a class.
  ///
  /// @param i a forecast
  /// @param label a class
  /// @return its probability
  /// @throws IndexOutOfBoundsException if there is no such forecast or class
  public double probability(int i, int label) {
    return probabilities[rows[i] * classes + Objects.checkIndex(label, classes)];
  }

  /// The probability of the predicted class of every forecast.
  ///
  /// @return `N` probabilities
  public double[] confidences() {
    return IntStream.range(0, size()).mapToDouble(i -> probability(i, prediction(i))).toArray();
  }

  /// Whether the predicted class of every forecast is the true one.
  ///
  /// @return `N` truth values
  public boolean[] hits() {
    boolean[] hits = new boolean[size()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = prediction(i) == labels[i];
    }
    return hits;
  }

  /// The probability of one class in every forecast.
  ///
  /// @param label the class
  /// @return `N` probabilities
  /// @throws IndexOutOfBoundsException if there is no such class
  public double[] probabilities(int label) {
    return IntStream.range(0, size()).mapToDouble(i -> probability(i, label)).toArray();
  }

  /// Whether one class is the true one of every forecast.
  ///
  /// @param label the class
  /// @return `N` truth values
  /// @throws IndexOutOfBoundsException if there is no such class
  public boolean[] occurrences(int label) {
    Objects.checkIndex(label, classes);
    boolean[] occurrences = new boolean[size()];
    for (int i = 0; i < occurrences.length; i++) {
      occurrences[i] = labels[i] == label;
    }
    return occurrences;
  }

  /// As many forecasts as there are, drawn from them with replacement.
  ///
  /// @param uniform one number of `[0, 1)` for each
  Forecasts resampled(double... uniform) {
    int[] drawnRows = new int[size()];
    int[] drawnLabels = new int[size()];
    for (int i = 0; i < drawnRows.length; i++) {
      int from = (int) (uniform[i] * drawnRows.length);
      drawnRows[i] = rows[from];
      drawnLabels[i] = labels[from];
    }
    return new Forecasts(probabilities, classes, predictions, drawnRows, drawnLabels);
  }

  /// The same forecasts, with classes that occur as often as they say.
  ///
  /// @param uniform one number of `[0, 1)` for each
  Forecasts fulfilled(double... uniform) {
    int[] drawn = new int[size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = drawn(i, uniform[i]);
    }
    return new Forecasts(probabilities, classes, predictions, rows, drawn);
  }

  /// Draws a class. The predicted one has the first part of the interval, so that it is right if the number is below the
  /// confidence, whatever rounding does to the other classes.
  private int drawn(int i, double uniform) {
    int best = prediction(i);
    double left = uniform - probability(i, best);
    int last = best;
    for (int k = 0; k < classes && left >= 0; k++) {
      if (k != best && probability(i, k) > 0) {
        left -= probability(i, k);
        last = k;
      }
    }
    return last;
  }
}
