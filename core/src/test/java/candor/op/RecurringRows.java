package candor.op;

import static candor.op.Domain.ANY;
import static candor.op.Domain.MASK;
import static candor.op.Domain.SMALL;

import candor.kernel.RecurrentCell;
import candor.op.OpSpec.Trait;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of recurrent layers. Where a row has lengths, the sequences have `T`, `T − 1`, … steps, and `T` again after
/// 0, which also occurs.
final class RecurringRows {
  private RecurringRows() {
  }

  static List<OpSpec> rows() {
    Stream<OpSpec> results = Stream.of(RecurrentCell.values()).flatMap(cell -> Stream.of(
        row(cell, "", x -> recurrence(x, spec(cell, x.get(0), false, false)), SMALL, SMALL, SMALL, ANY)
            .empty(shapes(cell, 0, 2, 3), "[" + cell.states() + ",2,3]")
            .empty(shapes(cell, 2, 0, 3), "[" + (2 + cell.states()) + ",0,3]"),
        row(cell, " backwards with lengths", x -> recurrence(x, spec(cell, x.get(0), true, true)), SMALL, SMALL,
            SMALL, ANY)));
    Stream<OpSpec> masked = Stream.of(RecurrentCell.LSTM, RecurrentCell.GRU).flatMap(cell -> Stream.of(
        mask(cell, " with lengths and a mask", 1), mask(cell, " with a mask for each gate", cell.gates())));
    Stream<OpSpec> gradients = Stream.of(gradient(RecurrentCell.LSTM), gradient(RecurrentCell.GRU));
    return Stream.of(results, masked, gradients, Stream.of(trace())).flatMap(rows -> rows).toList();
  }

  private interface Function {
    Tensor apply(List<Tensor> x);
  }

  private static OpSpec row(RecurrentCell cell, String what, Function f, Domain... domains) {
    return OpSpec.of("recurrence " + name(cell) + what, f::apply, domains)
        .shapes(shapes(cell, 3, 4, 2))
        .odd(shapes(cell, 1, 1, 1), shapes(cell, 2, 3, 15), shapes(cell, 2, 5, 16), shapes(cell, 3, 2, 33),
            shapes(cell, 5, 65, 4))
        .large(shapes(cell, 4, 150, 20));
  }

  private static OpSpec mask(RecurrentCell cell, String what, int masks) {
    String extra = " [%d,%d,%d]";
    return OpSpec
        .of("recurrence " + name(cell) + what, x -> recurrence(x, spec(cell, x.get(0), masks == 1, false)), SMALL,
            SMALL,
            SMALL, ANY, MASK)
        .shapes(shapes(cell, 3, 4, 2) + extra.formatted(masks, 4, 2))
        .odd(shapes(cell, 2, 3, 17) + extra.formatted(masks, 3, 17))
        .large(shapes(cell, 4, 150, 20) + extra.formatted(masks, 150, 20));
  }

  private static OpSpec gradient(RecurrentCell cell) {
    return OpSpec.of("recurrenceGradient " + name(cell), x -> gradient(cell, x), ANY, SMALL, SMALL, SMALL, ANY)
        .shapes(withGradient(cell, 3, 4, 2)).odd(withGradient(cell, 2, 3, 17)).large(withGradient(cell, 2, 150, 20));
  }

  private static OpSpec trace() {
    RecurrentCell cell = RecurrentCell.LSTM;
    RecurrenceSpec spec = new RecurrenceSpec(cell, new int[] {2, 0, 3}, false);
    return OpSpec
        .of("recurrenceTrace", x -> x.get(0).recurrenceTrace(spec, x.get(1), x.get(2), x.get(3), x.get(4)), SMALL,
            SMALL,
            SMALL, ANY, MASK)
        .shapes(shapes(cell, 3, 3, 2) + " [4,3,2]", shapes(cell, 3, 3, 3) + " [1,3,3]")
        .odd(shapes(cell, 3, 3, 17) + " [1,3,17]").with(Trait.NO_REFERENCE).constant(new Recurrences.Trace(spec, true));
  }

  private static Tensor recurrence(List<Tensor> x, RecurrenceSpec spec) {
    return x.size() == 4
        ? x.get(0).recurrence(spec, x.get(1), x.get(2), x.get(3))
        : x.get(0).recurrence(spec, x.get(1), x.get(2), x.get(3), x.get(4));
  }

  private static Tensor gradient(RecurrentCell cell, List<Tensor> x) {
    RecurrenceSpec spec = spec(cell, x.get(1), true, false);
    Tensor state = x.get(4);
    Tensor none = Tensor.zeros(state.dtype(), 0, state.shape().size(1), state.shape().size(2));
    Tensor trace = x.get(1).recurrenceTrace(spec, x.get(2), x.get(3), state, none);
    return x.get(0).recurrenceGradient(spec, trace, x.get(1), x.get(2), x.get(3), state, none);
  }

  private static RecurrenceSpec spec(RecurrentCell cell, Tensor x, boolean lengths, boolean reverse) {
    int steps = x.shape().size(0);
    int samples = x.shape().size(1);
    return new RecurrenceSpec(cell,
        IntStream.range(0, samples).map(n -> lengths ? Math.floorMod(steps - n, steps + 1) : steps).toArray(), reverse);
  }

  private static String name(RecurrentCell cell) {
    return cell.name().toLowerCase(Locale.ROOT);
  }

  private static String shapes(RecurrentCell cell, int steps, int samples, int units) {
    int width = cell.gates() * units;
    return "[%d,%d,%d] [%d,%d] [2,%d] [%d,%d,%d]".formatted(steps, samples, width, width, units, width, cell.states(),
        samples, units);
  }

  private static String withGradient(RecurrentCell cell, int steps, int samples, int units) {
    return "[%d,%d,%d] ".formatted(steps + cell.states(), samples, units) + shapes(cell, steps, samples, units);
  }
}
