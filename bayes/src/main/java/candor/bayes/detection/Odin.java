package candor.bayes.detection;

import candor.bayes.Orientation;
import candor.nn.Context;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// ODIN (Liang, Li & Srikant 2018, *Enhancing the Reliability of Out-of-distribution Image Detection in Neural
/// Networks*): the largest softmax at a temperature, `maxₖ softmax(f(x̃)/T)ₖ`, after a step that makes the prediction surer,
/// `x̃ = x − ε sign(∇ₓ CE(f(x)/T, ŷ))` with `ŷ` the predicted class (eq. 1 to 3). Inputs from inside gain more by it.
///
/// The gradient is that of each input by itself. `ε` is in the units of the data that the network is given, so that of a
/// normalised network is `ε` over the deviation; nothing is clipped, as in the paper. An element whose gradient is exactly
/// 0 is not moved. At `T = 1000` all scores are `1/K` and some thousandths, so the softmax is computed in F64.
///
/// @param temperature `T`, positive and finite
/// @param epsilon `ε`, 0 or more
public record Odin(double temperature, double epsilon) implements Detector {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Odin {
    Detectors.requireTemperature("odin", temperature);
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("odin: epsilon " + epsilon + ", expected a finite number of 0 or more");
    }
  }

  /// The settings that the paper tries (section 4.3, appendix): `T` of 1, 2, 5, 10, 20, 50, 100, 200, 500 and 1000, and 21
  /// values of `ε` from 0 to 0.004, for pixels in `[0, 1]`.
  ///
  /// @return all pairs, by temperature
  public static List<Odin> grid() {
    List<Odin> result = new ArrayList<>();
    for (int t : new int[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
      for (int i = 0; i <= 20; i++) {
        result.add(new Odin(t, 0.004 * i / 20));
      }
    }
    return result;
  }

  @Override
  public String name() {
    return "ODIN, T = " + temperature + ", epsilon = " + epsilon;
  }

  @Override
  public Orientation orientation() {
    return Orientation.SURE;
  }

  @Override
  public double[] of(Reading reading) {
    return reading.mapMoved(epsilon, x -> {
      Tensor logits = logits(reading, x).div(temperature);
      return logits.logSoftmax(1).gather(1, logits.detach().argmax(1).unsqueeze(1)).neg();
    }, x -> logits(reading, x).to(DType.F64).div(temperature).softmax(1).max(1)).toDoubles();
  }

  private static Tensor logits(Reading reading, Tensor x) {
    return reading.classifier().network().apply(x, Context.evaluate());
  }
}
