package candor.op;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The operation table: one row for each operation, and for each way to call it that is worth its own tests.
final class OpTable {
  static final List<OpSpec> ROWS = Stream
      .of(ElementwiseRows.rows(), CombiningRows.rows(), ArrangingRows.rows(), ProductRows.rows(),
          NormalisingRows.rows(), RecurringRows.rows())
      .flatMap(List::stream)
      .toList();

  private OpTable() {
  }

  /// One test for each row that fits.
  static Stream<DynamicTest> tests(Predicate<OpSpec> fits, Consumer<OpSpec> check) {
    return ROWS.stream().filter(fits).map(row -> DynamicTest.dynamicTest(row.name(), () -> check.accept(row)));
  }
}
