package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.kernel.Reduction;
import candor.parallel.WorkerPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendTest {
  private static final WorkerPool ONE = new WorkerPool(1);
  private static final WorkerPool THREE = new WorkerPool(3);

  @AfterAll
  static void closePools() {
    ONE.close();
    THREE.close();
  }

  @Test
  void theDefaultHasTheBestKernels() {
    assertThat(Backend.current()).isSameAs(Backend.current());
    assertThat(Backend.current().kernels()).isSameAs(Kernels.best());
  }

  @Test
  void aBackendIsBoundForTheExtentOfOneCall() {
    Backend before = Backend.current();
    Backend scalar = new Backend(Kernels.scalar(), ONE);
    Backend inner = new Backend(Kernels.scalar(), THREE);
    String seen = scalar.call(() -> {
      assertThat(Backend.current()).isSameAs(scalar);
      assertThat(inner.call(Backend::current)).isSameAs(inner);
      assertThat(Backend.current()).isSameAs(scalar);
      return "result";
    });
    assertThat(seen).isEqualTo("result");
    assertThat(Backend.current()).isSameAs(before);
  }

  @Test
  void aFailedCallEndsTheBindingToo() {
    Backend before = Backend.current();
    Backend scalar = new Backend(Kernels.scalar(), ONE);
    assertThatThrownBy(() -> scalar.call(() -> {
      throw new IllegalStateException("inside");
    })).isInstanceOf(IllegalStateException.class).hasMessage("inside");
    assertThat(Backend.current()).isSameAs(before);
  }

  @Test
  void anotherThreadKeepsTheDefault() throws InterruptedException {
    Backend before = Backend.current();
    AtomicReference<Backend> seen = new AtomicReference<>();
    Thread thread = new Thread(() -> seen.set(Backend.current()));
    new Backend(Kernels.scalar(), ONE).call(() -> {
      thread.start();
      return true;
    });
    thread.join();
    assertThat(seen.get()).isSameAs(before);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1, 100000000", "2, 100000000", "7, 1", "7, 20000", "100, 1000", "100, 100000000",
    "1000000, 1", "3, 9000000000000000"})
  void everyItemIsHandledOnce(int items, long cost) {
    for (WorkerPool pool : new WorkerPool[] {ONE, THREE}) {
      AtomicIntegerArray visits = new AtomicIntegerArray(items);
      AtomicInteger calls = new AtomicInteger();
      new Backend(Kernels.scalar(), pool).forEach(items, cost, (from, to) -> {
        calls.incrementAndGet();
        for (int i = from; i < to; i++) {
          visits.incrementAndGet(i);
        }
      });
      assertThat(calls).hasValueBetween(1, pool.threads());
      for (int i = 0; i < items; i++) {
        assertThat(visits.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void littleWorkStaysInOnePieceOnTheCallingThread() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    new Backend(Kernels.scalar(), THREE).forEach(100, 10, (from, to) -> {
      worker.set(Thread.currentThread());
      calls.incrementAndGet();
      assertThat(from).isZero();
      assertThat(to).isEqualTo(100);
    });
    assertThat(worker.get()).isSameAs(Thread.currentThread());
    assertThat(calls).hasValue(1);
  }

  @Test
  void muchWorkIsSplitAmongAllThreads() {
    AtomicInteger calls = new AtomicInteger();
    new Backend(Kernels.scalar(), THREE).forEach(100, 1 << 20, (from, to) -> calls.incrementAndGet());
    assertThat(calls).hasValue(3);
  }

  @Test
  void loopsAreSharedByAllThreadsOfThePoolOnceKernelsAreCompiled() {
    assertThat(new Backend(Kernels.scalar(), THREE).threads()).isEqualTo(3);
    assertThat(new Backend(Kernels.best().compiled(), THREE).threads()).isEqualTo(3);
    assertThat(Kernels.best().isWarming()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,2,1", "2,2,1", "2,4,2", "4,4,3", "5,4,4"})
  void beforeThatTheCompilerHasAProcessor(int threads, int processors, int expected) {
    assertThat(Backend.besideCompiler(threads, processors)).isEqualTo(expected);
  }

  @Test
  void aFailureInsideALoopReachesTheCaller() {
    Backend three = new Backend(Kernels.scalar(), THREE);
    assertThatThrownBy(() -> three.forEach(10, 1 << 20, (from, to) -> {
      throw new IllegalArgumentException("from " + from);
    })).isInstanceOf(IllegalArgumentException.class).hasMessage("from 0");
  }

  @Test
  void operationsRunOnTheBoundKernels() {
    AtomicInteger calls = new AtomicInteger();
    Kernels scalar = Kernels.scalar();
    Kernels counting = new Kernels("counting", scalar.elementwise(), new Reduction() {
      @Override
      public float sum(float[] x, int xo, int n) {
        calls.incrementAndGet();
        return super.sum(x, xo, n);
      }
    }, scalar.product(), scalar.convolution(), scalar.pooling(), scalar.dropout(), scalar.normalisation(),
        scalar.recurrence(), scalar.update());
    Tensor x = Tensor.range(DType.F32, 10);
    double sum = new Backend(counting, ONE).call(() -> x.sum().item());
    assertThat(sum).isEqualTo(45);
    assertThat(calls).hasValue(1);
    assertThat(x.sum().item()).isEqualTo(45);
    assertThat(calls).hasValue(1);
  }

  @Test
  void theNumberOfThreadsIsThePropertyOrThatOfTheProcessors() {
    assertThat(Backend.threads(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(Backend.threads(" 3 ")).isEqualTo(3);
    for (String wrong : new String[] {"abc", "0", "-1", ""}) {
      assertThatThrownBy(() -> Backend.threads(wrong)).isInstanceOf(IllegalArgumentException.class).hasMessage(
          "backend: the system property candor.threads is \"" + wrong + "\", expected a whole number of 1 or more");
    }
  }
}
