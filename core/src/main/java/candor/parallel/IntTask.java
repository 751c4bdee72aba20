package candor.parallel;

/// One unit of a [WorkerPool] run, addressed by its index.
@FunctionalInterface
public interface IntTask {

  /// Does the work of one index.
  ///
  /// @param index the index, from 0 to the number of tasks - 1
  void run(int index);
}
