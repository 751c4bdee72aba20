package candor.bayes.calibration;

import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// How far chance moves a score: the same number on many test sets that might have been.
///
/// ```java
/// Draws sampled = Resampling.bootstrap(1000, seed).of(CalibrationError.EXPECTED, forecasts);
/// Draws perfect = Resampling.ifCalibrated(1000, seed).of(CalibrationError.EXPECTED, forecasts);
/// boolean calibrated = CalibrationError.EXPECTED.of(forecasts) <= perfect.quantile(0.95);
/// ```
///
/// The draws depend on the seed alone, not on the number of threads.
public final class Resampling {
  private final Kind kind;
  private final int repetitions;
  private final RandomStream stream;

  private enum Kind {
    BOOTSTRAP("bootstrap") {
      @Override
      Forecasts draw(Forecasts forecasts, double... uniform) {
        return forecasts.resampled(uniform);
      }
    },
    CALIBRATED("calibration band") {
      @Override
      Forecasts draw(Forecasts forecasts, double... uniform) {
        return forecasts.fulfilled(uniform);
      }
    };

    private final String stream;

    Kind(String stream) {
      this.stream = stream;
    }

    abstract Forecasts draw(Forecasts forecasts, double... uniform);
  }

  private Resampling(Kind kind, int repetitions, long seed) {
    if (repetitions < 1) {
      throw new IllegalArgumentException("resampling: " + repetitions + " repetitions, expected 1 or more");
    }
    this.kind = kind;
    this.repetitions = repetitions;
    this.stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child(kind.stream);
  }

  /// Other inputs: as many forecasts, drawn from all with replacement (Efron 1979). The draws' quantiles are percentile
  /// intervals. Binned errors are larger on resamples than on the sample, as chance adds to them twice; of a nearly
  /// calibrated model their interval lies too high, and [#ifCalibrated] is the fairer question.
  ///
  /// @param repetitions number of resamples, at least 1
  /// @param seed seed of the draws
  /// @return the resampling
  /// @throws IllegalArgumentException if there is no repetition
  public static Resampling bootstrap(int repetitions, long seed) {
    return new Resampling(Kind.BOOTSTRAP, repetitions, seed);
  }

  /// Other truths: the same forecasts, and classes drawn with the probabilities that they claim. This is what a perfectly
  /// calibrated model would show (consistency resampling, Bröcker & Smith 2007, who also draw the forecasts again). Its
  /// calibration error is not 0: the accuracy of a bin with few inputs misses its confidence by chance.
  ///
  /// @param repetitions number of simulated test sets, at least 1
  /// @param seed seed of the draws
  /// @return the resampling
  /// @throws IllegalArgumentException if there is no repetition
  public static Resampling ifCalibrated(int repetitions, long seed) {
    return new Resampling(Kind.CALIBRATED, repetitions, seed);
  }

  /// A score on the resamples.
  ///
  /// @param score any score
  /// @param forecasts beliefs beside the truth
  /// @return one number for each repetition
  public Draws of(Score score, Forecasts forecasts) {
    return draws(forecasts, drawn -> new double[] {score.of(drawn)}).getFirst();
  }

  /// The accuracy of every bin of a reliability diagram on the resamples. The bins are those of the forecasts themselves,
  /// on all resamples.
  ///
  /// @param binning how confidences are put into bins
  /// @param forecasts beliefs beside the truth
  /// @return the draws of the bins of [ReliabilityDiagram#of(Forecasts, Binning)], in their order; those of an empty bin
  ///     are empty
  public List<Draws> ofBins(Binning binning, Forecasts forecasts) {
    double[] ends = binning.ends(forecasts.confidences());
    return draws(forecasts, drawn -> ReliabilityDiagram.of(drawn.confidences(), drawn.hits(), ends).bins().stream()
        .mapToDouble(ReliabilityDiagram.Bin::accuracy).toArray());
  }

  private List<Draws> draws(Forecasts forecasts, Function<Forecasts, double[]> numbers) {
    double[][] all = new double[repetitions][];
    Backend.current().forEach(repetitions, (long) forecasts.size() * forecasts.classes(), (from, to) -> {
      double[] uniform = new double[forecasts.size()];
      for (int r = from; r < to; r++) {
        stream.uniform(r, uniform);
        all[r] = numbers.apply(kind.draw(forecasts, uniform));
      }
    });
    return IntStream.range(0, all[0].length)
        .mapToObj(m -> Draws.of(Arrays.stream(all).mapToDouble(row -> row[m]).toArray())).toList();
  }
}
