package candor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final ConvGeometry INSIDE = new ConvGeometry(1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 1, 0, 0, 1, 1, 1);
  private static final ConvGeometry PADDED = new ConvGeometry(1, 1, 2, 2, 1, 2, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1);
  private static final ConvGeometry GROUPED = new ConvGeometry(1, 2, 2, 2, 2, 1, 1, 2, 2, 1, 1, 0, 0, 1, 1, 2);

  /// What ran of a set whose families tell their names.
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final Kernels fast = new Kernels("fast", new Elementwise() {
    @Override
    public void map(UnaryFn f, float[] x, int xo, float[] y, int yo, int n) {
      ran.add(f.name());
    }
  }, new Reduction() {
    @Override
    public float sum(float[] x, int xo, int n) {
      ran.add("sum");
      return 0;
    }
  }, new MatrixProduct() {
    @Override
    public void gemm(int m, int n, int k, float[] a, int ao, int ars, int acs, float[] b, int bo, int brs, int bcs,
        float[] c, int co, int crs) {
      ran.add("gemm");
    }
  }, new Convolution() {
    @Override
    public void forward(ConvGeometry g, float[] x, int xo, float[] w, int wo, float[] y, int yo, int oFrom, int oTo,
        int rowFrom, int rowTo) {
      ran.add(g.groups() > 1 ? "grouped" : "forward");
    }

    @Override
    public void weightGradient(ConvGeometry g, float[] x, int xo, float[] gy, int go, float[] gw, int wo, int oFrom,
        int oTo) {
      ran.add(g.groups() > 1 ? "grouped gradient" : g.ph() > 0 ? "padded gradient" : "gradient");
    }
  }, new Pooling(), new DropoutMask(), new Normalisation(), new Recurrence(), new Update());
  private final Kernels set = new OnDemandKernels(() -> fast, Kernels.scalar());

  @Test
  void theBestSetIsChosenOnce() {
    assertThat(Kernels.best()).isSameAs(Kernels.best());
    assertThat(Kernels.best().name()).startsWith("simd-");
  }

  @Test
  void aCompiledSetHandsOutItsOwnLoops() {
    Kernels best = Kernels.best().compiled();
    assertThat(best.isWarming()).isFalse();
    assertThat(List.of(best.reduction(), best.softmax(), best.product(), best.pooling(), best.dropout(),
        best.normalisation(), best.recurrence(), best.update()))
        .allSatisfy(loops -> assertThat(loops.getClass().getName()).startsWith("candor.kernel.simd."));
  }

  @Test
  void scalarLoopsStandInUntilOthersAreCompiled() {
    assertThat(set.isWarming()).isFalse();
    assertThat(set.product()).isSameAs(Kernels.scalar().product());
    assertThat(set.isWarming()).isTrue();
    finish();
    assertThat(set.product()).isSameAs(fast.product());
  }

  @Test
  void whatNobodyAsksForIsNotCompiled() {
    set.reduction();
    set.elementwise().map(UnaryFn.EXP, new float[1], 0, new float[1], 0, 1);
    finish();
    assertThat(ran).contains("sum", "EXP").doesNotContain("TANH", "gemm", "forward");
    assertThat(set.isWarming()).isFalse();
  }

  @Test
  void loopsAreLoadedByTheThreadThatWarmsThemUp() {
    Set<String> threads = Collections.synchronizedSet(new TreeSet<>());
    Kernels kernels = new OnDemandKernels(() -> {
      threads.add(Thread.currentThread().getName());
      return fast;
    }, Kernels.scalar());
    kernels.product();
    kernels.elementwise().map(UnaryFn.EXP, new float[1], 0, new float[1], 0, 1);
    while (kernels.isWarming()) {
      Thread.onSpinWait();
    }
    assertThat(threads).containsExactly("candor-warm-up");
    assertThat(kernels.product()).isSameAs(fast.product());
  }

  @Test
  void loopsThatCannotBeLoadedLeaveTheOthersInPlace() {
    Kernels kernels = new OnDemandKernels(() -> {
      throw new LinkageError("not there");
    }, Kernels.scalar());
    assertThatThrownBy(kernels::compiled).isInstanceOf(LinkageError.class).hasMessage("not there");
    assertThatThrownBy(kernels::name).isInstanceOf(LinkageError.class).hasMessage("not there");
    assertThat(kernels.product()).isSameAs(Kernels.scalar().product());
    while (kernels.isWarming()) {
      Thread.onSpinWait();
    }
    assertThat(kernels.product()).isSameAs(Kernels.scalar().product());
    assertThat(kernels.reduction()).isSameAs(Kernels.scalar().reduction());
    assertThat(kernels.isWarming()).isFalse();
  }

  @Test
  void productsAreCompiledFirst() {
    set.reduction();
    set.product();
    finish();
    assertThat(ran.lastIndexOf("gemm")).isLessThan(ran.indexOf("sum"));
  }

  @Test
  void kindsOfConvolutionsAreCompiledApart() {
    float[] x = new float[16];
    set.convolution().weightGradient(INSIDE, x, 0, x, 0, new float[16], 0, 0, 1);
    finish();
    assertThat(ran).contains("gradient", "forward").doesNotContain("padded gradient", "grouped");
    set.convolution().weightGradient(PADDED, x, 0, x, 0, new float[16], 0, 0, 1);
    finish();
    assertThat(ran).contains("padded gradient").doesNotContain("grouped");
    set.convolution().forward(GROUPED, x, 0, x, 0, new float[16], 0, 0, 2, 0, 1);
    finish();
    assertThat(ran).contains("grouped", "grouped gradient");
  }

  /// Functions without a vector form have no other loop to wait for.
  @Test
  void rareFunctionsRunAtOnce() {
    float[] y = new float[1];
    set.elementwise().map(UnaryFn.COS, new float[1], 0, y, 0, 1);
    assertThat(y).containsExactly(1);
    set.elementwise().zip(BinaryFn.POW, new float[] {2}, 0, 1, new float[] {3}, 0, 1, y, 0, 1);
    assertThat(y).containsExactly(8);
    assertThat(set.isWarming()).isFalse();
  }

  @Test
  void warmingUpHarmsNoKernel() {
    Kernels scalar = new OnDemandKernels(Kernels::scalar, Kernels.scalar()).compiled();
    float[] y = new float[2];
    scalar.elementwise().map(UnaryFn.RELU, new float[] {2, -1}, 0, y, 0, 2);
    assertThat(y).containsExactly(2, 0);
    scalar.elementwise().select(new float[] {1, 0}, 0, 1, new float[] {3, 4}, 0, 1, new float[] {5, 6}, 0, 1, y, 0, 2);
    assertThat(y).containsExactly(3, 6);
    scalar.convolution().combine(1, new float[] {2}, new int[] {0}, 0, new float[] {3, 4}, 0, y, 0, 2);
    assertThat(scalar.reduction().sum(y, 0, 2)).isEqualTo(Kernels.scalar().reduction().sum(y, 0, 2));
  }

  @Test
  void loopsThatFailLeaveNobodyWaiting() {
    Kernels failing = new Kernels("failing", new Elementwise(), new Reduction() {
      @Override
      public float sum(float[] x, int xo, int n) {
        throw new IllegalStateException("sum");
      }
    }, new MatrixProduct(), new Convolution(), new Pooling(), new DropoutMask(), new Normalisation(), new Recurrence(),
        new Update());
    Kernels compiled = new OnDemandKernels(() -> failing, Kernels.scalar()).compiled();
    assertThat(compiled.isWarming()).isFalse();
    assertThat(compiled.reduction()).isSameAs(failing.reduction());
  }

  private void finish() {
    while (set.isWarming()) {
      Thread.onSpinWait();
    }
  }
}
