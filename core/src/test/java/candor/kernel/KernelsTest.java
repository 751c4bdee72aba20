package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelsTest {
  @Test
  void theBestSetIsChosenOnce() {
    assertThat(Kernels.best()).isSameAs(Kernels.best());
    assertThat(Kernels.best().name()).startsWith("simd-");
  }

  @Test
  void aCompiledSetHandsOutItsOwnLoops() {
    Kernels best = Kernels.best().compiled();
    assertThat(best.elementwise().getClass().getName()).startsWith("candor.kernel.simd.");
    assertThat(best.product().getClass().getName()).startsWith("candor.kernel.simd.");
  }

  @Test
  void warmingUpEndsAndHarmsNoKernel() {
    Kernels set = Kernels.scalar();
    WarmUp.products(set.product(), set.convolution());
    WarmUp.others(set.elementwise(), set.reduction(), set.pooling(), set.dropout(), set.update());
    float[] y = new float[1];
    set.elementwise().map(UnaryFn.RELU, new float[] {2}, 0, y, 0, 1);
    assertThat(y).containsExactly(2);
  }
}
