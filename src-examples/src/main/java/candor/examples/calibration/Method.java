package candor.examples.calibration;

import candor.bayes.calibration.CalibrationError;
import candor.bayes.calibration.Calibrator;
import candor.bayes.calibration.HistogramBinning;
import candor.bayes.calibration.IsotonicRegression;
import candor.bayes.calibration.Logits;
import candor.bayes.calibration.MatrixScaling;
import candor.bayes.calibration.Solution;
import candor.bayes.calibration.TemperatureScaling;
import candor.bayes.calibration.VectorScaling;

/// The ways to calibrate, and none.
enum Method {
  /// The softmax as it is.
  NONE("none", "not calibrated") {
    @Override
    Fit fit(Logits validation, int... labels) {
      return new Fit(Calibrator.identity(), "nothing to fit");
    }
  },
  /// One number.
  TEMPERATURE("temperature", "temperature scaling") {
    @Override
    Fit fit(Logits validation, int... labels) {
      TemperatureScaling scaling = TemperatureScaling.fit(validation, labels);
      return new Fit(scaling, text(scaling.solution()));
    }
  },
  /// A factor and an offset for each class.
  VECTOR("vector", "vector scaling") {
    @Override
    Fit fit(Logits validation, int... labels) {
      VectorScaling scaling = VectorScaling.fit(validation, labels);
      return new Fit(scaling, text(scaling.solution()));
    }
  },
  /// A matrix and an offset for each class, without a penalty.
  MATRIX("matrix", "matrix scaling") {
    @Override
    Fit fit(Logits validation, int... labels) {
      MatrixScaling scaling = MatrixScaling.fit(validation, labels);
      return new Fit(scaling, text(scaling.solution()));
    }
  },
  /// A step function for each class.
  HISTOGRAM("histogram", "histogram binning") {
    @Override
    Fit fit(Logits validation, int... labels) {
      return new Fit(HistogramBinning.fit(CalibrationError.BINNING, validation, labels), COUNTED);
    }
  },
  /// A monotone function for each class.
  ISOTONIC("isotonic", "isotonic regression") {
    @Override
    Fit fit(Logits validation, int... labels) {
      return new Fit(IsotonicRegression.fit(validation, labels), COUNTED);
    }
  };

  private static final String COUNTED = "the minimum, in closed form";

  private final String id;
  private final String title;

  Method(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /// A calibrator.
  ///
  /// @param calibrator what it does
  /// @param outcome how its fit ended
  record Fit(Calibrator calibrator, String outcome) {
  }

  /// Name in files.
  String id() {
    return id;
  }

  /// Name for people.
  String title() {
    return title;
  }

  /// Fits the calibrator.
  ///
  /// @param validation logits of validation images
  /// @param labels their classes
  abstract Fit fit(Logits validation, int... labels);

  private static String text(Solution solution) {
    return solution.outcome().toString();
  }
}
