package candor.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.Kernels;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class SimdKernelsTest {
  @Test
  void bestKernelsAreTheSimdOnesWhereTheModuleIsPresent() {
    assertThat(Kernels.best().name()).isEqualTo(SimdKernels.create().name());
  }

  @Test
  void nameTellsTheWidthOfTheVectors() {
    assertThat(SimdKernels.create().name()).isEqualTo("simd-" + FloatVector.SPECIES_PREFERRED.vectorBitSize());
  }
}
