package candor.kernel.simd;

import candor.kernel.DropoutMask;
import candor.kernel.Kernels;

/// The set of F32 loops that use the widest vectors of this processor.
public final class SimdKernels {
  private SimdKernels() {
  }

  /// Makes the set.
  ///
  /// @return kernels named after the vector width, such as `simd-512`
  public static Kernels create() {
    return new Kernels("simd-" + Lanes.SPECIES.vectorBitSize(), new SimdElementwise(), new SimdReduction(), new SimdMatrixProduct(),
        new SimdConvolution(), new SimdPooling(), new DropoutMask(), new SimdUpdate());
  }
}
