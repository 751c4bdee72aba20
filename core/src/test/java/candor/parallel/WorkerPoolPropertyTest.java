package candor.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WorkerPoolPropertyTest {

  @Property(tries = 300)
  void everyIndexRunsExactlyOnce(
      @ForAll @IntRange(max = 300) int tasks, @ForAll @IntRange(min = 1, max = 6) int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      assertThat(pool.threads()).isEqualTo(threads);
      assertThat(WorkerPoolTest.calls(pool, tasks)).containsOnly(1).hasSize(tasks + 1);
    }
  }

  @Property(tries = 50)
  void theExceptionOfTheLowestIndexIsThrownAfterAllTasksEnded(@ForAll @IntRange(min = 1, max = 4) int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      AtomicInteger ended = new AtomicInteger();
      Throwable thrown = catchThrowable(() -> pool.run(40, index -> {
        ended.incrementAndGet();
        if (index % 10 == 3) {
          throw new IllegalStateException("task " + index);
        }
      }));
      assertThat(ended).hasValue(40);
      assertThat(thrown).isExactlyInstanceOf(IllegalStateException.class).hasMessage("task 3");
      assertThat(thrown.getSuppressed()).extracting(Throwable::getMessage)
          .containsExactly("task 13", "task 23", "task 33");
      assertThat(WorkerPoolTest.calls(pool, 40)).as("the pool is usable afterwards").containsOnly(1);
    }
  }
}
