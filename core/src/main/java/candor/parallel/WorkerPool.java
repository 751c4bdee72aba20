package candor.parallel;

import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed pool of threads for many short parallel loops.
///
/// The thread that calls [#run] works too, so a pool of `threads` starts `threads - 1` daemon threads. A run allocates
/// nothing. Its protocol has two counters:
///
/// - `unclaimed`, the tasks nobody has started. The caller keeps the first one for itself and sets it to the number of
///   the others, which publishes the run; a thread claims the task of the lowest index left by lowering it by one with
///   compare-and-set. So of two threads each has as a rule the same half of every loop, whose numbers are in its own
///   caches.
/// - `pending`, the tasks not yet finished. Whoever lowers it to zero wakes the caller.
///
/// A worker reads the task only between its claim and its report, and the run cannot end in between. A late worker
/// therefore never sees the task of an earlier run, and no generation number is needed.
///
/// Idle workers, and a caller that waits, spin for a bounded number of iterations and then park. They do not spin when
/// the pool has more threads than the machine has processors.
///
/// A call that finds the pool busy, be it nested in a task or made by another thread, runs its tasks serially in its
/// own thread and so cannot deadlock. A call inside the only task of a run finds the pool free.
public final class WorkerPool implements AutoCloseable {

  // Some hundred microseconds: as long as the serial parts of a small network. A parked thread takes fifty to wake up.
  private static final int SPINS = 1 << 14;

  // The counters lie 128 bytes apart (two cache lines, which prefetchers fetch in pairs).
  private static final int STRIDE = 128 / Integer.BYTES;
  private static final int UNCLAIMED = STRIDE;
  private static final int PENDING = 2 * STRIDE;

  private static final IntTask NOTHING = index -> {};

  private final AtomicIntegerArray counters = new AtomicIntegerArray(4 * STRIDE);
  private final AtomicBoolean busy = new AtomicBoolean();
  private final TreeMap<Integer, Throwable> failures = new TreeMap<>();
  private final Worker[] workers;
  private final int spins;

  // Written before `unclaimed` is set and read after a claim, which orders them: they need not be volatile.
  private IntTask task = NOTHING;
  private int tasks;

  private volatile @Nullable Thread waiter;
  private volatile boolean closed;

  /// Starts a pool.
  ///
  /// @param threads the number of threads that take part in a run, the calling one included, at least 1
  /// @throws IllegalArgumentException when `threads` is less than 1
  public WorkerPool(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("worker pool: threads must be at least 1, but is " + threads);
    }
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
    }
    for (Worker worker : workers) {
      worker.start();
    }
  }

  /// Returns the number of threads that take part in a run, the calling one included.
  ///
  /// @return the number of threads, at least 1
  public int threads() {
    return workers.length + 1;
  }

  /// Runs `task.run(0)` to `task.run(tasks - 1)`, each once and claimed in this order, and returns when all have ended.
  ///
  /// What the caller wrote before is visible to the tasks, and what they wrote is visible to the caller afterwards. The
  /// first task, and every task of a pool of one thread, runs in the calling thread. The interrupt status of the
  /// caller is neither acted upon nor lost.
  ///
  /// When tasks throw, the others still run; then the exception of the lowest index is thrown as it is, with those of
  /// the other indices added as suppressed in ascending order, and the pool can be used further.
  ///
  /// @param tasks the number of tasks, not negative
  /// @param task the work, called from several threads at once
  /// @throws IllegalArgumentException when `tasks` is negative
  /// @throws IllegalStateException when the pool is closed
  public void run(int tasks, IntTask task) {
    if (tasks < 0) {
      throw new IllegalArgumentException("worker pool: tasks must not be negative, but is " + tasks);
    }
    if (closed) {
      throw new IllegalStateException("worker pool: run of " + tasks + " tasks after close");
    }
    if (tasks <= 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
      runSerially(tasks, task);
    } else {
      runShared(tasks, task);
    }
  }

  /// Ends the workers and returns at once. A run under way completes; a closed pool may be closed again.
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private static void runSerially(int tasks, IntTask task) {
    Throwable failure = null;
    for (int i = 0; i < tasks; i++) {
      try {
        task.run(i);
      } catch (Throwable e) {
        failure = combine(failure, e);
      }
    }
    if (failure != null) {
      WorkerPool.<RuntimeException>rethrow(failure);
    }
  }

  private void runShared(int tasks, IntTask task) {
    this.task = task;
    this.tasks = tasks;
    counters.set(PENDING, tasks);
    counters.set(UNCLAIMED, tasks - 1);
    wake(Math.min(tasks - 1, workers.length));
    perform(0);
    work();
    awaitPending();
    this.task = NOTHING;
    Throwable failure = failures.isEmpty() ? null : takeFailures();
    busy.set(false);
    if (failure != null) {
      WorkerPool.<RuntimeException>rethrow(failure);
    }
  }

  private void wake(int helpers) {
    for (int i = 0; i < helpers; i++) {
      if (workers[i].parked) {
        LockSupport.unpark(workers[i]);
      }
    }
  }

  private void work() {
    for (int left = claim(); left > 0; left = claim()) {
      perform(tasks - left);
    }
  }

  private int claim() {
    int left = counters.get(UNCLAIMED);
    while (left > 0 && !counters.compareAndSet(UNCLAIMED, left, left - 1)) {
      left = counters.get(UNCLAIMED);
    }
    return left;
  }

  private void perform(int index) {
    try {
      task.run(index);
    } catch (Throwable e) {
      synchronized (failures) {
        failures.put(index, e);
      }
    } finally {
      if (counters.decrementAndGet(PENDING) == 0) {
        LockSupport.unpark(waiter);
      }
    }
  }

  private void awaitPending() {
    for (int i = 0; i < spins && counters.get(PENDING) != 0; i++) {
      Thread.onSpinWait();
    }
    if (counters.get(PENDING) == 0) {
      return;
    }
    waiter = Thread.currentThread();
    while (counters.get(PENDING) != 0) {
      // Returns at once in an interrupted thread, which then waits actively and stays interrupted.
      LockSupport.park(this);
    }
    waiter = null;
  }

  private Throwable takeFailures() {
    synchronized (failures) {
      Throwable first = failures.pollFirstEntry().getValue();
      for (Throwable next : failures.values()) {
        first = combine(first, next);
      }
      failures.clear();
      return first;
    }
  }

  private static Throwable combine(@Nullable Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    // Tasks may throw one shared exception, and an exception cannot suppress itself.
    if (!first.equals(next)) {
      first.addSuppressed(next);
    }
    return first;
  }

  // A task declares no checked exception, but one written in another language may still throw it.
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void rethrow(Throwable e) throws E {
    throw (E) e;
  }

  private final class Worker extends Thread {

    private volatile boolean parked;

    Worker(int number) {
      super("candor-worker-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        work();
        awaitTasks();
      }
    }

    private void awaitTasks() {
      for (int i = 0; i < spins && idle(); i++) {
        Thread.onSpinWait();
      }
      // The caller sets `unclaimed` and then reads `parked`; the opposite order here loses no wake-up.
      parked = true;
      while (idle()) {
        LockSupport.park(WorkerPool.this);
        Thread.interrupted();
      }
      parked = false;
    }

    private boolean idle() {
      return counters.get(UNCLAIMED) == 0 && !closed;
    }
  }
}
