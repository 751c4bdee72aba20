package candor.examples.priornetworks;

import candor.examples.report.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Numbers that were found with each seed, by name. Seeds come in their order.
final class Found {
  private final List<Map<String, Double>> seeds = new ArrayList<>();

  /// Starts the next seed.
  ///
  /// @param numbers its numbers, of the names that all seeds have
  void add(Map<String, Double> numbers) {
    seeds.add(new LinkedHashMap<>(numbers));
  }

  /// Whether there is a number of this name.
  boolean has(String name) {
    return seeds.getFirst().containsKey(name);
  }

  /// The numbers of a name.
  Estimate of(String name) {
    return Estimate.of(each(name));
  }

  private List<Double> each(String name) {
    return seeds.stream().map(numbers -> Objects.requireNonNull(numbers.get(name), name)).toList();
  }
}
