package candor.bayes.curvature;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What tasks that run side by side must do one after the other, in the order of their numbers.
///
/// A task waits for those of lower numbers, which must have begun before. When one fails, those of higher numbers do
/// nothing any more; so the failure that comes out is the one of the lowest number, for any number of threads.
final class Turns {
  private final int[] next;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private int failed = Integer.MAX_VALUE;

  /// @param queues how many things each task does in turn
  Turns(int queues) {
    next = new int[queues];
  }

  /// The turns of one task.
  final class Turn {
    private final int task;

    private Turn(int task) {
      this.task = task;
    }

    /// Runs an action when all tasks before have run theirs, unless one of them has failed.
    ///
    /// @param queue which of the things
    /// @param action what to do
    void take(int queue, Runnable action) {
      lock.lock();
      try {
        while (next[queue] < task && failed > task) {
          change.awaitUninterruptibly();
        }
        if (failed > task) {
          action.run();
          next[queue]++;
          change.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  Turn of(int task) {
    return new Turn(task);
  }

  /// Runs a task, unless one before it has failed.
  void guard(int task, Runnable action) {
    if (isBehindFailure(task)) {
      return;
    }
    try {
      action.run();
    } catch (Throwable e) {
      // Whatever it is, those that wait must not wait for ever.
      fail(task);
      throw e;
    }
  }

  private boolean isBehindFailure(int task) {
    lock.lock();
    try {
      return failed < task;
    } finally {
      lock.unlock();
    }
  }

  private void fail(int task) {
    lock.lock();
    try {
      failed = Math.min(failed, task);
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
