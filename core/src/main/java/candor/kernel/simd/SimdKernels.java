package candor.kernel.simd;

import candor.kernel.Kernels;

/// The set of F32 loops that use the widest vectors of this processor.
public final class SimdKernels {
  private SimdKernels() {
  }

  /// Makes the set.
  ///
  /// @return kernels named after the vector width, `simd-128`, `simd-256` or `simd-512`; the scalar ones where vectors
  ///     have another width
  public static Kernels create() {
    int bits = Lanes.SPECIES.vectorBitSize();
    return switch (bits) {
      case 128, 256, 512 -> new Kernels("simd-" + bits, new SimdElementwise(), new SimdReduction(),
          new SimdMatrixProduct(), new SimdConvolution(), new SimdPooling(), new SimdDropoutMask(),
          new SimdNormalisation(), new SimdUpdate());
      default -> Kernels.scalar();
    };
  }
}
