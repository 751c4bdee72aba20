package candor.examples.priornetworks;

import candor.bayes.Belief;
import candor.bayes.Orientation;
import candor.bayes.Predictive;
import candor.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// What a model says of some inputs.
///
/// @param belief what it believes
/// @param measures every measure of each input that the belief can tell
record Judgement(Belief.OfClasses belief, Map<Doubt, double[]> measures) {
  /// Asks a model.
  ///
  /// @param first identity of the first input; the others follow
  static Judgement of(Predictive<? extends Belief.OfClasses> predictor, Tensor images, int first) {
    int[] ids = IntStream.range(first, first + images.shape().size(0)).toArray();
    Belief.OfClasses belief = predictor.predict(images, ids);
    Map<Doubt, double[]> measures = new EnumMap<>(Doubt.class);
    Doubt.knownTo(belief).forEach(doubt -> measures.put(doubt, doubt.measure().of(belief)));
    return new Judgement(belief, measures);
  }

  /// The numbers of a measure.
  double[] numbers(Doubt doubt) {
    return Objects.requireNonNull(measures.get(doubt));
  }

  /// The numbers of a measure as a plot shows them: of the precision their logarithm to base 10.
  double[] shown(Doubt doubt) {
    double[] numbers = numbers(doubt).clone();
    if (doubt == Doubt.PRECISION) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = StrictMath.log10(numbers[i]);
      }
    }
    return numbers;
  }

  /// The numbers of a measure, turned so that larger ones mean less sure.
  double[] uncertainty(Doubt doubt) {
    double[] numbers = numbers(doubt).clone();
    if (doubt.measure().orientation() == Orientation.SURE) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = -numbers[i];
      }
    }
    return numbers;
  }
}
