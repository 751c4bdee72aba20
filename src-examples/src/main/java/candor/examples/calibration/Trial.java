package candor.examples.calibration;

import candor.examples.History;
import candor.examples.calibration.CalibrationResults.Change;
import candor.examples.calibration.CalibrationResults.CurvePoint;
import candor.examples.calibration.Examination.Finding;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One network, trained and examined.
///
/// @param history what its epochs gave
/// @param seconds duration of the examination
/// @param temperature the temperature that fits best
/// @param findings what every method gave
/// @param curve likelihood and calibration by temperature
/// @param changes images whose confidence changes most
record Trial(History history, double seconds, double temperature, Map<Method, Finding> findings, List<CurvePoint> curve,
    List<Change> changes) {

  /// Examines a network.
  ///
  /// @param trained the network
  /// @param resamples draws of the bootstrap, and of what a calibrated model would show
  /// @param seed seed of the draws
  /// @param inDetail whether diagrams and intervals are wanted
  static Trial of(Training.Trained trained, int resamples, long seed, boolean inDetail) {
    long start = System.nanoTime();
    Examination examination = new Examination(trained.validation(), trained.test(), resamples, seed);
    Map<Method, Finding> findings = examination.findings(inDetail);
    List<CurvePoint> curve = examination.curve();
    return new Trial(trained.history(), (System.nanoTime() - start) / 1e9, examination.temperature(), findings, curve,
        examination.changes());
  }

  /// What a method gave.
  Finding of(Method method) {
    return Objects.requireNonNull(findings.get(method));
  }
}
