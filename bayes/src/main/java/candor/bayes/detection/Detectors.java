package candor.bayes.detection;

import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.Measure;
import candor.bayes.Orientation;
import candor.bayes.Predictive;
import candor.bayes.Uncertainty;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.function.Function;

/// The detectors that ask for no more than a pass of the network, or a belief. `f` are the logits, `p` their softmax. All
/// is computed in F64 from the network's logits.
public final class Detectors {
  private Detectors() {
  }

  /// A function of a reading with a name and a direction.
  private record Named(String name, Orientation orientation, Function<Reading, double[]> function) implements Detector {
    @Override
    public double[] of(Reading reading) {
      return function.apply(reading);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The probability of the predicted class, `maxₖ pₖ`, the "maximum class probability" MCP and the baseline of both
  /// tasks (Hendrycks & Gimpel 2017).
  ///
  /// @return the detector
  public static Detector maxProbability() {
    return new Named("max probability", Orientation.SURE, reading -> reading.probabilities().max(1).toDoubles());
  }

  /// The largest logit, `maxₖ fₖ` (Hendrycks et al. 2022, *Scaling Out-of-Distribution Detection for Real-World
  /// Settings*).
  ///
  /// @return the detector
  public static Detector maxLogit() {
    return new Named("max logit", Orientation.SURE, reading -> wide(reading).max(1).toDoubles());
  }

  /// The free energy, `−T ln Σₖ e^(fₖ/T)` (Liu et al. 2020, *Energy-based Out-of-distribution Detection*, eq. 4): high
  /// outside, low inside.
  ///
  /// @param temperature `T`, positive and finite, 1 in the paper
  /// @return the detector
  /// @throws IllegalArgumentException if the temperature is out of its range
  public static Detector energy(double temperature) {
    requireTemperature("energy", temperature);
    return new Named("energy, T = " + temperature, Orientation.UNCERTAIN,
        reading -> wide(reading).div(temperature).logsumexp(1).mul(-temperature).toDoubles());
  }

  /// The entropy of the softmax, `−Σ pₖ ln pₖ`, in nats.
  ///
  /// @return the detector
  public static Detector entropy() {
    Measure measure = Uncertainty.predictiveEntropy(LogBase.NATS);
    return new Named("entropy", Orientation.UNCERTAIN,
        reading -> measure.of(new Belief.Categorical(reading.probabilities())));
  }

  /// The probability of the *true* class, TCP, which [ConfidNet] learns to predict (Corbière et al. 2019, section 2.2).
  /// It knows the labels of what it scores, so it is no detector for use, but the ceiling of failure prediction: with more
  /// than ½ the answer is right, with less than `1/K` wrong.
  ///
  /// @return the detector, for data whose targets are classes
  public static Detector trueClassProbability() {
    return new Named("true class probability (knows the labels)", Orientation.SURE,
        Detectors::trueClassProbability);
  }

  static double[] trueClassProbability(Reading reading) {
    int[] labels = reading.labels();
    return reading.probabilities().gather(1, Tensor.of(labels, labels.length, 1)).reshape(-1).toDoubles();
  }

  /// A measure of what a predictor believes of the same inputs, such as the mutual information of MC dropout, or the
  /// precision of a prior network.
  ///
  /// @param predictive predictor, asked once for all detectors of one reading
  /// @param measure what to measure
  /// @return the detector, with the measure's name and direction
  public static Detector ofBelief(Predictive<?> predictive, Measure measure) {
    return new Named(measure.name(), measure.orientation(), reading -> measure.of(reading.belief(predictive)));
  }

  private static Tensor wide(Reading reading) {
    return reading.logits().to(DType.F64);
  }

  static void requireTemperature(String detector, double temperature) {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          detector + ": temperature " + temperature + ", expected a positive finite number");
    }
  }
}
