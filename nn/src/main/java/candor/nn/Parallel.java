package candor.nn;

import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Modules side by side, on the same input, whose results are joined or added.
///
/// ```java
/// Parallel.concat(1, new Conv2d(16, 8, 1), new Conv2d(16, 8, 3).padding(1))
/// ```
///
/// The branches are named `0`, `1`, … by their place.
public final class Parallel extends Module {
  private final List<Module> branches;
  private final Join join;

  /// How results become one.
  @FunctionalInterface
  private interface Join {
    Tensor of(List<Tensor> results);
  }

  private Parallel(Join join, Module... branches) {
    if (branches.length == 0) {
      throw new IllegalArgumentException("parallel: no branches, expected one or more");
    }
    this.branches = IntStream.range(0, branches.length).mapToObj(i -> child(Integer.toString(i), branches[i])).toList();
    this.join = join;
  }

  /// Branches whose results are joined along an axis.
  ///
  /// @param axis axis, negative from the end; 1 joins channels
  /// @param branches one or more modules; their results have the same sizes except along the axis
  /// @return the module
  /// @throws IllegalArgumentException if there are no branches
  public static Parallel concat(int axis, Module... branches) {
    return new Parallel(results -> Tensor.concat(axis, results), branches);
  }

  /// Branches whose results are added.
  ///
  /// @param branches one or more modules; their results have one shape
  /// @return the module
  /// @throws IllegalArgumentException if there are no branches
  public static Parallel sum(Module... branches) {
    return new Parallel(Parallel::added, branches);
  }

  private static Tensor added(List<Tensor> results) {
    Tensor sum = results.getFirst();
    for (Tensor result : results.subList(1, results.size())) {
      // Broadcasting would hide a mistake.
      if (!result.shape().equals(sum.shape())) {
        throw new IllegalArgumentException(
            "parallel: branches give " + sum.shape() + " and " + result.shape() + ", expected one shape");
      }
      sum = sum.add(result);
    }
    return sum;
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    return join.of(branches.stream().map(branch -> branch.apply(x, context)).toList());
  }
}
