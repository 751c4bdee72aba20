package candor.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {

  @Test
  void allThreadsTakePartAtOnceAndTheCallerIsOneOfThem() {
    try (WorkerPool pool = new WorkerPool(4)) {
      assertThat(threadsThatMeet(pool)).hasSize(4).contains(Thread.currentThread());
    }
  }

  @Test
  void parkedWorkersWakeUpForTheNextRun() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(3)) {
      Set<Thread> threads = threadsThatMeet(pool);
      for (Thread thread : threads) {
        while (!thread.equals(Thread.currentThread()) && thread.getState() != Thread.State.WAITING) {
          Thread.sleep(1);
        }
      }
      assertThat(threadsThatMeet(pool)).isEqualTo(threads);
    }
  }

  @Test
  void manyShortRunsLoseAndRepeatNothing() {
    try (WorkerPool pool = new WorkerPool(3)) {
      // Plain cells: the run itself must order the writes of one run before those of the next.
      long[] sums = new long[7];
      for (int run = 0; run < 100_000; run++) {
        int value = run;
        pool.run(1 + run % 7, index -> sums[index] += value);
      }
      for (int index = 0; index < 7; index++) {
        assertThat(sums[index]).isEqualTo(sumOfRunsThatReach(index));
      }
    }
  }

  @Test
  void aTaskMayWaitForThoseBeforeIt() {
    try (WorkerPool pool = new WorkerPool(3)) {
      for (int run = 0; run < 100; run++) {
        AtomicInteger next = new AtomicInteger();
        pool.run(20, index -> {
          while (next.get() < index) {
            Thread.onSpinWait();
          }
          next.incrementAndGet();
        });
        assertThat(next).hasValue(20);
      }
    }
  }

  @Test
  void singleTasksAndPoolsOfOneThreadRunInTheCaller() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (WorkerPool one = new WorkerPool(1); WorkerPool two = new WorkerPool(2)) {
      one.run(100, index -> seen.add(Thread.currentThread()));
      two.run(1, index -> seen.add(Thread.currentThread()));
    }
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @Test
  void theFirstTaskOfEveryRunIsTheCallers() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int run = 0; run < 10_000; run++) {
        pool.run(2, index -> {
          if (index == 0) {
            seen.add(Thread.currentThread());
          }
        });
      }
    }
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @Test
  void nestedRunsStayInTheThreadOfTheirTask() {
    AtomicInteger strangers = new AtomicInteger();
    AtomicIntegerArray cells = new AtomicIntegerArray(64);
    try (WorkerPool pool = new WorkerPool(3)) {
      pool.run(8, outer -> {
        Thread thread = Thread.currentThread();
        pool.run(8, inner -> {
          cells.incrementAndGet(8 * outer + inner);
          strangers.addAndGet(thread.equals(Thread.currentThread()) ? 0 : 1);
        });
      });
    }
    assertThat(strangers).hasValue(0);
    assertThat(toArray(cells)).containsOnly(1);
  }

  @Test
  void aRunInsideASingleTaskUsesThePool() {
    AtomicReference<Set<Thread>> threads = new AtomicReference<>();
    try (WorkerPool pool = new WorkerPool(2)) {
      pool.run(1, outer -> threads.set(threadsThatMeet(pool)));
    }
    assertThat(threads.get()).hasSize(2);
  }

  @Test
  void concurrentCallersAllFinishTheirOwnTasks() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    Thread[] callers = new Thread[4];
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int c = 0; c < callers.length; c++) {
        callers[c] = Thread.ofPlatform().start(() -> {
          for (int run = 0; run < 5_000; run++) {
            for (int count : calls(pool, run % 5)) {
              wrong.addAndGet(count == 1 ? 0 : 1);
            }
          }
        });
      }
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(wrong).hasValue(0);
  }

  @Test
  void aCallerThatFindsThePoolBusyRunsSeriallyInItsOwnThread() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (WorkerPool pool = new WorkerPool(2)) {
      CountDownLatch busy = new CountDownLatch(2);
      CountDownLatch end = new CountDownLatch(1);
      Thread other = Thread.ofPlatform().start(() -> pool.run(2, index -> {
        busy.countDown();
        awaitQuietly(end);
      }));
      busy.await();
      pool.run(50, index -> seen.add(Thread.currentThread()));
      end.countDown();
      other.join();
    }
    assertThat(seen).containsExactly(Thread.currentThread());
  }

  @Test
  void anExceptionSharedByTasksDoesNotSuppressItself() {
    RuntimeException shared = new IllegalArgumentException("shared");
    try (WorkerPool pool = new WorkerPool(2)) {
      assertThatThrownBy(() -> pool.run(5, index -> {
        throw shared;
      })).isSameAs(shared).hasNoSuppressedExceptions();
    }
  }

  @Test
  void errorsAreThrownAsTheyAre() {
    try (WorkerPool pool = new WorkerPool(2)) {
      assertThatThrownBy(() -> pool.run(2, index -> {
        throw new StackOverflowError("task " + index);
      })).isExactlyInstanceOf(StackOverflowError.class).hasMessage("task 0");
    }
  }

  @Test
  void theInterruptStatusOfTheCallerIsPreserved() {
    try (WorkerPool pool = new WorkerPool(2)) {
      Thread caller = Thread.currentThread();
      AtomicInteger ended = new AtomicInteger();
      CyclicBarrier both = new CyclicBarrier(2);
      pool.run(2, index -> {
        meet(both);
        // The worker is late, so the caller has to park while it is interrupted.
        if (caller.equals(Thread.currentThread())) {
          caller.interrupt();
        } else {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        ended.incrementAndGet();
      });
      assertThat(ended).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
      pool.run(2, index -> ended.incrementAndGet());
      assertThat(ended).hasValue(4);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void aWorkerInterruptedByATaskParksAgain() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(2)) {
      CyclicBarrier both = new CyclicBarrier(2);
      AtomicReference<Thread> worker = new AtomicReference<>();
      Thread caller = Thread.currentThread();
      pool.run(2, index -> {
        meet(both);
        if (!caller.equals(Thread.currentThread())) {
          worker.set(Thread.currentThread());
          Thread.currentThread().interrupt();
        }
      });
      while (worker.get().getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
      assertThat(worker.get().isInterrupted()).isFalse();
    }
  }

  @Test
  void closeEndsTheWorkersAndLaterRunsAreRefused() throws InterruptedException {
    WorkerPool pool = new WorkerPool(3);
    Set<Thread> threads = threadsThatMeet(pool);
    pool.close();
    pool.close();
    for (Thread thread : threads) {
      if (!thread.equals(Thread.currentThread())) {
        assertThat(thread.isDaemon()).isTrue();
        thread.join();
      }
    }
    for (int tasks : new int[] {0, 1, 5}) {
      assertThatThrownBy(() -> pool.run(tasks, index -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("worker pool: run of " + tasks + " tasks after close");
    }
  }

  @Test
  void closeDuringARunLetsItComplete() {
    AtomicIntegerArray counts = new AtomicIntegerArray(100);
    WorkerPool pool = new WorkerPool(3);
    pool.run(100, index -> {
      pool.close();
      counts.incrementAndGet(index);
    });
    assertThat(toArray(counts)).containsOnly(1);
  }

  @Test
  void argumentsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new WorkerPool(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("worker pool: threads must be at least 1, but is 0");
    try (WorkerPool pool = new WorkerPool(1)) {
      assertThatThrownBy(() -> pool.run(-1, index -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("worker pool: tasks must not be negative, but is -1");
    }
  }

  // How often each index ran, and a last 1 so that no task at all is no empty array.
  static int[] calls(WorkerPool pool, int tasks) {
    AtomicIntegerArray counts = new AtomicIntegerArray(tasks + 1);
    counts.set(tasks, 1);
    pool.run(tasks, counts::incrementAndGet);
    return toArray(counts);
  }

  // The tasks wait for each other, so each must have a thread of its own.
  private static Set<Thread> threadsThatMeet(WorkerPool pool) {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    CyclicBarrier barrier = new CyclicBarrier(pool.threads());
    pool.run(pool.threads(), index -> {
      seen.add(Thread.currentThread());
      meet(barrier);
    });
    return seen;
  }

  private static long sumOfRunsThatReach(int index) {
    long sum = 0;
    for (int run = 0; run < 100_000; run++) {
      sum += index <= run % 7 ? run : 0;
    }
    return sum;
  }

  private static int[] toArray(AtomicIntegerArray counts) {
    int[] array = new int[counts.length()];
    for (int i = 0; i < array.length; i++) {
      array[i] = counts.get(i);
    }
    return array;
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the threads did not meet", e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
