package candor.kernel;

/// Refuses to run where one `Math.fma` is emulated in software, which is some hundred times slower.
final class FusedMultiplyAdd {
  private static final int CALLS = 20_000;
  private static final double SLOW_NANOSECONDS = 200;

  private FusedMultiplyAdd() {
  }

  /// Checks the speed of `Math.fma`: its software form goes through BigDecimal.
  ///
  /// @throws IllegalStateException if the processor has no fused multiply-add
  static void require() {
    double best = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < 5 && best > SLOW_NANOSECONDS; trial++) {
      long start = System.nanoTime();
      float sum = 0;
      for (int i = 0; i < CALLS; i++) {
        sum = Math.fma(1.0000001f, i, sum);
      }
      long elapsed = System.nanoTime() - start;
      best = Math.min(best, sum > 0 ? (double) elapsed / CALLS : Double.POSITIVE_INFINITY);
    }
    if (best > SLOW_NANOSECONDS) {
      throw new IllegalStateException(
          "candor needs a processor with fused multiply-add (FMA3 on x86, any AArch64): one Math.fma took "
              + Math.round(best) + " ns");
    }
  }
}
