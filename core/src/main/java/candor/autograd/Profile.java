package candor.autograd;

import candor.op.Op;
import candor.tensor.NdArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Where the time of a computation goes, operation by operation.
///
/// ```java
/// Profile profile = new Profile();
/// profile.call(() -> step());
/// System.out.println(profile);
/// ```
///
/// The operations of forward and backward passes that [#call] runs in its thread are timed, and those of equal name and
/// input shapes are added up. What is left to the whole time is the walk over the graph, the optimiser's update and
/// everything else that is no operation.
public final class Profile {
  private static final ScopedValue<Profile> BOUND = ScopedValue.newInstance();

  private final Map<String, long[]> spent = new LinkedHashMap<>();
  private long total;
  private long multiplyAdds;

  /// What the calls of one operation on one choice of shapes took together.
  ///
  /// @param operation name and shapes, as in `MatMul [64,800] [800,500]`
  /// @param calls number of calls
  /// @param nanos time in nanoseconds
  public record Entry(String operation, long calls, long nanos) {
  }

  /// Makes an empty profile.
  public Profile() {
  }

  /// Runs an action and adds its operations to this profile.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return the action's result
  public <R> R call(Supplier<R> action) {
    long start = System.nanoTime();
    try {
      return ScopedValue.where(BOUND, this).call(action::get);
    } finally {
      total += System.nanoTime() - start;
    }
  }

  /// The operations that were run.
  ///
  /// @return one entry for each name and choice of shapes, the longest time first
  public List<Entry> entries() {
    List<Entry> result = new ArrayList<>();
    spent.forEach((operation, sums) -> result.add(new Entry(operation, sums[0], sums[1])));
    result.sort(Comparator.comparingLong(Entry::nanos).reversed());
    return result;
  }

  /// The time of all calls.
  ///
  /// @return time in nanoseconds, operations and everything between them
  public long total() {
    return total;
  }

  /// What the matrix products and convolutions of all calls add up, so far.
  ///
  /// @return number of products of two numbers
  /// @see Op#multiplyAdds
  public long multiplyAdds() {
    return multiplyAdds;
  }

  /// A table, the longest time first.
  ///
  /// @return one line for each entry with calls, milliseconds and share, and one line for what is left
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    long rest = total;
    for (Entry entry : entries()) {
      table.append(line(entry));
      rest -= entry.nanos;
    }
    return table.append(line(new Entry("between operations", 1, rest))).toString();
  }

  private String line(Entry entry) {
    return String.format(Locale.ROOT, "%6d calls %10.3f ms %5.1f %%  %s%n", entry.calls, entry.nanos / 1e6,
        100.0 * entry.nanos / total, entry.operation);
  }

  /// Runs an operation, and takes its time if a profile is bound.
  static NdArray forward(Op op, NdArray[] inputs) {
    if (!BOUND.isBound()) {
      return op.forward(inputs);
    }
    long start = System.nanoTime();
    NdArray result = op.forward(inputs);
    long nanos = System.nanoTime() - start;
    BOUND.get().add(name(op, inputs), nanos, op.multiplyAdds(inputs, result));
    return result;
  }

  private void add(String operation, long nanos, long products) {
    long[] sums = spent.computeIfAbsent(operation, k -> new long[2]);
    sums[0]++;
    sums[1] += nanos;
    multiplyAdds += products;
  }

  private static String name(Op op, NdArray[] inputs) {
    StringBuilder name = new StringBuilder(op.getClass().getSimpleName());
    for (NdArray input : inputs) {
      name.append(' ').append(input.shape());
    }
    return name.toString();
  }
}
