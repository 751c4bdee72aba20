package candor.bayes.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.parallel.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Property(tries = 50)
  void whatIsDoneInTurnHasTheOrderOfTheTasks(@ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(max = 30) int tasks, @ForAll @IntRange(min = 1, max = 3) int queues) {
    Turns turns = new Turns(queues);
    List<List<Integer>> done = IntStream.range(0, queues).mapToObj(q -> (List<Integer>) new ArrayList<Integer>())
        .toList();
    try (WorkerPool pool = new WorkerPool(threads)) {
      pool.run(tasks, task -> turns.guard(task, () -> {
        for (int q = 0; q < queues; q++) {
          int queue = q;
          turns.of(task).take(queue, () -> done.get(queue).add(task));
        }
      }));
    }
    List<Integer> all = IntStream.range(0, tasks).boxed().toList();
    assertThat(done).allMatch(all::equals);
  }

  /// Task 7 fails at once, task 5 when its turn has come: its failure comes out first, and nothing behind it is done.
  @Property(tries = 50)
  void theFailureOfTheLowestTaskComesOut(@ForAll @IntRange(min = 1, max = 4) int threads) {
    Turns turns = new Turns(1);
    List<Integer> done = new ArrayList<>();
    try (WorkerPool pool = new WorkerPool(threads)) {
      assertThatThrownBy(() -> pool.run(20, task -> turns.guard(task, () -> {
        if (task == 7) {
          throw new ArithmeticException("7");
        }
        turns.of(task).take(0, () -> {
          if (task == 5) {
            throw new ArithmeticException("5");
          }
          done.add(task);
        });
      }))).isInstanceOf(ArithmeticException.class).hasMessage("5");
    }
    assertThat(done).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void anErrorIsAFailureToo() {
    Turns turns = new Turns(1);
    assertThatThrownBy(() -> turns.guard(0, () -> {
      throw new StackOverflowError("deep");
    })).isInstanceOf(StackOverflowError.class);
    turns.guard(1, () -> {
      throw new AssertionError("must not run");
    });
  }
}
