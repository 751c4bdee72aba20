package candor.op;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;

/// One row, or several, of one number for each feature.
///
/// @param numbers row-major numbers
/// @param features number of features
record FeatureTable(NdArray numbers, int features) {
  /// Two rows of zeros.
  static FeatureTable zeros(FeatureRows x) {
    return new FeatureTable(NdArray.zeros(x.x().dtype(), Shape.of(2, x.features())), x.features());
  }

  /// Checks an input that goes with `x`.
  static FeatureTable of(String operation, String name, FeatureRows x, NdArray numbers, Shape expected) {
    NdArray input = x.x();
    if (numbers.dtype() != input.dtype() || !numbers.shape().equals(expected)) {
      throw new IllegalArgumentException(operation + ": " + name + " is " + numbers.dtype()
          + numbers.shape() + ", expected " + input.dtype() + expected + " for an input " + input.dtype()
          + input.shape());
    }
    return new FeatureTable(numbers.rowMajor(), x.features());
  }

  double get(int row, int feature) {
    int at = numbers.offset() + row * features + feature;
    return numbers.dtype() == DType.F32 ? numbers.f32()[at] : numbers.f64()[at];
  }

  /// Rounds a number to the type; for newly made tables.
  void set(int row, int feature, double value) {
    int at = row * features + feature;
    if (numbers.dtype() == DType.F32) {
      numbers.f32()[at] = (float) value;
    } else {
      numbers.f64()[at] = value;
    }
  }

  /// `1/√(σ² + ε)` of a feature's variance, which is in row 1.
  double inverseDeviation(int feature, double epsilon) {
    return 1 / Math.sqrt(get(1, feature) + epsilon);
  }
}
