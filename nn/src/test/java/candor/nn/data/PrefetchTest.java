package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PrefetchTest {

  /// Counting samples that tell of every batch.
  private record Telling(Dataset data, Consumer<int[]> told) implements Dataset {
    Telling(int n, Consumer<int[]> told) {
      this(Fixtures.counting(n, 2), told);
    }

    @Override
    public int size() {
      return data.size();
    }

    @Override
    public Batch batch(int... index) {
      told.accept(index);
      return data.batch(index);
    }
  }

  @Property(tries = 100)
  void batchesAreTheSameWithAndWithoutPrefetch(@ForAll @IntRange(max = 60) int n,
      @ForAll @IntRange(min = 1, max = 20) int size, @ForAll @IntRange(min = 1, max = 9) int ahead, @ForAll long seed) {
    DataLoader loader = new DataLoader(Fixtures.counting(n, 3), size, seed);
    assertSame(loader.epoch(3), loader.prefetch(ahead).epoch(3));
    assertSame(loader.inOrder(), loader.prefetch(ahead).inOrder());
    assertSame(loader.dropLast().epoch(1), loader.prefetch(ahead).dropLast().epoch(1));
  }

  private static void assertSame(Iterable<Batch> expected, Iterable<Batch> found) {
    Iterator<Batch> each = found.iterator();
    for (Batch batch : expected) {
      Batch other = each.next();
      assertThat(other.ids()).containsExactly(batch.ids());
      assertThat(other.input().hasSameBits(batch.input())).isTrue();
      assertThat(other.target().hasSameBits(batch.target())).isTrue();
    }
    assertThat(each.hasNext()).isFalse();
    assertThatThrownBy(each::next).isInstanceOf(NoSuchElementException.class)
        .hasMessage("data loader: the epoch is over");
  }

  @Test
  @Timeout(60)
  void noMoreBatchesAreMadeThanWereAllowed() throws InterruptedException {
    Semaphore made = new Semaphore(0);
    Iterator<Batch> batches =
        new DataLoader(new Telling(100, index -> made.release()), 5, 1).prefetch(3).epoch(0).iterator();
    made.acquire(3);
    assertThat(made.availablePermits()).isZero();
    batches.next();
    made.acquire(1);
    batches.next();
    batches.next();
    made.acquire(2);
    awaitNoThread();
    assertThat(made.availablePermits()).isZero();
  }

  @Test
  @Timeout(60)
  void batchesAreMadeSideBySide() {
    CountDownLatch allAtOnce = new CountDownLatch(3);
    Telling data = new Telling(15, index -> {
      allAtOnce.countDown();
      await(allAtOnce);
    });
    assertThat(Fixtures.ids(new DataLoader(data, 5, 1).prefetch(3).inOrder())).hasSize(15).isSorted();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Timeout(60)
  void anEpochThatIsGivenUpLeavesNoThread() throws InterruptedException {
    Iterator<Batch> batches = new DataLoader(Fixtures.counting(1000, 2), 10, 1).prefetch(4).epoch(0).iterator();
    batches.next();
    awaitNoThread();
    assertThat(batches.next().size()).isEqualTo(10);
    awaitNoThread();
  }

  private static void awaitNoThread() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("candor-prefetch")) {
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
      }
    }
  }

  @Test
  void whatGoesWrongIsThrownWhereItsBatchIsAskedFor() {
    IllegalStateException damage = new IllegalStateException("the disk is gone");
    Telling data = new Telling(30, index -> {
      if (index[0] == 10) {
        throw damage;
      }
    });
    Iterator<Batch> batches = new DataLoader(data, 10, 1).prefetch(2).inOrder().iterator();
    assertThat(batches.next().ids()[0]).isZero();
    assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class).hasCause(damage)
        .hasMessage("data loader: batch 1 failed in the background: java.lang.IllegalStateException: the disk is gone");
    assertThat(batches.next().ids()[0]).isEqualTo(20);
    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void errorsAreThrownToo() {
    Telling data = new Telling(30, index -> {
      throw new OutOfMemoryError("pretended");
    });
    assertThatThrownBy(() -> new DataLoader(data, 10, 1).prefetch(1).inOrder().iterator().next())
        .isInstanceOf(IllegalStateException.class).hasCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void batchesOutliveTheWorkspaceInWhichTheyAreFetched() {
    Iterator<Batch> batches = new DataLoader(Fixtures.counting(30, 2), 10, 1).prefetch(2).inOrder().iterator();
    Workspace workspace = new Workspace();
    List<Tensor> kept = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      workspace.call(() -> kept.add(batches.next().input()));
    }
    assertThat(Tensor.concat(0, kept).reshape(-1).hasSameBits(Tensor.range(DType.F32, 30))).isTrue();
  }

  @Test
  void theBackgroundHasTheCallersKernelsAndOneThread() {
    ConcurrentLinkedQueue<Backend> seen = new ConcurrentLinkedQueue<>();
    Telling data = new Telling(30, index -> seen.add(Backend.current()));
    Kernels kernels = Kernels.scalar();
    try (WorkerPool pool = new WorkerPool(2)) {
      new Backend(kernels, pool).call(() -> Fixtures.ids(new DataLoader(data, 10, 1).prefetch(2).epoch(0)));
    }
    assertThat(seen).hasSize(3).allSatisfy(backend -> {
      assertThat(backend.kernels()).isSameAs(kernels);
      assertThat(backend.pool().threads()).isEqualTo(1);
    });
  }

  @Test
  void prefetchCountsFromZero() {
    assertThatThrownBy(() -> new DataLoader(Fixtures.counting(3, 2), 1, 1).prefetch(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data loader: prefetch of -1 batches, expected 0 or more");
  }
}
