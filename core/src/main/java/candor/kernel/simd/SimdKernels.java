package candor.kernel.simd;

import candor.kernel.Elementwise;
import candor.kernel.Kernels;
import candor.kernel.Reduction;

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
      case 128, 256, 512 -> simd("simd-" + bits);
      default -> Kernels.scalar();
    };
  }

  private static Kernels simd(String name) {
    Elementwise elementwise = new SimdElementwise();
    Reduction reduction = new SimdReduction();
    return new Kernels(name, elementwise, reduction, new SimdSoftmax(elementwise, reduction), new SimdMatrixProduct(),
        new SimdConvolution(), new SimdPooling(), new SimdDropoutMask(), new SimdNormalisation(),
        new SimdRecurrence(), new SimdUpdate());
  }
}
