package candor.nn.data;

import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/// Batches that are made in the background, a few ahead of the one that is asked for.
///
/// Every batch is made by a thread that ends when it is done, so nothing waits for a caller who never comes back, and
/// there is nothing to close. Operations in these threads have the caller's kernels but only their own thread: the
/// caller's pool is for the training step.
final class Prefetch implements Iterator<Batch> {
  private static final Executor NEW_THREAD =
      task -> Thread.ofPlatform().daemon().name("candor-prefetch").start(task);

  private final int count;
  private final IntFunction<Batch> make;
  private final Backend backend;
  private final Queue<CompletableFuture<Batch>> underWay = new ArrayDeque<>();
  private int started;
  private int at;

  Prefetch(int count, IntFunction<Batch> make, int ahead) {
    this.count = count;
    this.make = make;
    this.backend = new Backend(Backend.current().kernels(), new WorkerPool(1));
    for (int i = 0; i < ahead; i++) {
      startOne();
    }
  }

  private void startOne() {
    if (started < count) {
      int number = started;
      underWay.add(CompletableFuture.supplyAsync(() -> backend.call(() -> make.apply(number)), NEW_THREAD));
      started++;
    }
  }

  @Override
  public boolean hasNext() {
    return at < count;
  }

  @Override
  public Batch next() {
    int number = DataLoader.checked(at, count);
    at++;
    try {
      return underWay.remove().join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException("data loader: batch " + number + " failed in the background: " + cause, cause);
    } finally {
      startOne();
    }
  }
}
