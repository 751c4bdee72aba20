package candor.bench;

/// What a row computes, to be seen against a ceiling.
///
/// @param amount floating-point operations, or bytes read and written; 0 when it is not counted
/// @param ceiling name of the ceiling: [#FMA] for operations, else one of bytes; empty without a count
record Work(double amount, String ceiling) {
  /// The ceiling of fused multiply-adds.
  static final String FMA = "fma";
  /// Work that is not counted.
  static final Work NONE = new Work(0, "");

  static Work operations(double count) {
    return new Work(count, FMA);
  }

  /// Bytes, against a loop `c = a + b` over arrays of so many numbers.
  static Work bytes(double count, int size) {
    return new Work(count, "add " + size);
  }

  /// Units of the rate.
  String unit() {
    return ceiling.equals(FMA) ? "GFLOP/s" : "GB/s";
  }
}
