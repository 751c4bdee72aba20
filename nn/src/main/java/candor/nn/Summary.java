package candor.nn;

import candor.autograd.Autograd;
import candor.autograd.Profile;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a network does with one input, module by module.
///
/// ```java
/// System.out.println(LeNet.caffe(0.5).summary(1, 1, 28, 28));
/// ```
///
/// Multiply-adds are counted where they happen, in the matrix products and convolutions that a pass in evaluation runs
/// ([Profile#multiplyAdds]), so no layer needs to know its own. Taps in the padding count, additions of biases and
/// element-wise operations do not. Every row counts what its module has and does itself; what its parts do is in their
/// rows, so the columns add up.
///
/// @param rows one row for every module, in order of declaration, each before its parts
public record Summary(List<Row> rows) {
  private static final List<String> TITLES = List.of("path", "type", "output", "parameters", "multiply-adds");
  private static final int TEXTS = 3;

  /// One module.
  ///
  /// @param path path, empty for the whole network
  /// @param type what it is called
  /// @param output shape of its last output, null if it was not applied
  /// @param parameters numbers in its own parameters
  /// @param multiplyAdds products that it added up itself
  public record Row(String path, String type, @Nullable Shape output, long parameters, long multiplyAdds) {
    private boolean isBareContainer(List<Row> all) {
      return parameters == 0 && multiplyAdds == 0 && all.stream().anyMatch(row -> row.isInside(this));
    }

    private boolean isInside(Row whole) {
      return !path.equals(whole.path) && (whole.path.isEmpty() || path.startsWith(whole.path + "."));
    }

    private List<String> cells() {
      return List.of(path, type, output == null ? "not applied" : output.toString(), grouped(parameters),
          grouped(multiplyAdds));
    }
  }

  /// Makes the rows.
  ///
  /// @param rows one row for every module
  public Summary {
    rows = List.copyOf(rows);
  }

  /// Runs a network once, in evaluation.
  ///
  /// @param model initialised network
  /// @param input input
  /// @return what its modules did
  public static Summary of(Module model, Tensor input) {
    Recorder recorder = new Recorder();
    Context context = Context.evaluate().observedBy(recorder);
    recorder.profile.call(() -> Autograd.withoutGraph(() -> model.apply(input, context)));
    List<Row> rows = new ArrayList<>();
    model.namedModules()
        .forEach((path, module) -> rows.add(new Row(path, module.toString(), recorder.outputs.get(module),
            module.ownParameters(), recorder.multiplyAdds.getOrDefault(module, 0L))));
    return new Summary(rows);
  }

  /// Charges the products that were added up between two events to the module that was running.
  private static final class Recorder implements Context.Observer {
    private final Profile profile = new Profile();
    private final Map<Module, Shape> outputs = new HashMap<>();
    private final Map<Module, Long> multiplyAdds = new HashMap<>();
    private final Deque<Module> running = new ArrayDeque<>();
    private long charged;

    @Override
    public void onEnter(Module module) {
      charge();
      running.push(module);
    }

    @Override
    public void onLeave(Module module, Tensor output) {
      charge();
      running.pop();
      outputs.put(module, output.shape());
    }

    private void charge() {
      long now = profile.multiplyAdds();
      if (!running.isEmpty()) {
        multiplyAdds.merge(running.element(), now - charged, Long::sum);
      }
      charged = now;
    }
  }

  /// Number of numbers in all parameters.
  ///
  /// @return the number
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /// Products that the pass added up.
  ///
  /// @return the number
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /// The table: a line for each module, but for those that only hold parts, and one for the totals.
  ///
  /// @return lines of equal width
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>(List.of(TITLES));
    rows.stream().filter(row -> !row.isBareContainer(rows)).forEach(row -> lines.add(row.cells()));
    lines.add(List.of("total", "", "", grouped(parameters()), grouped(multiplyAdds())));
    int[] widths = IntStream.range(0, TITLES.size())
        .map(column -> lines.stream().mapToInt(cells -> cells.get(column).length()).max().orElseThrow()).toArray();
    StringBuilder table = new StringBuilder();
    for (List<String> cells : lines) {
      for (int column = 0; column < widths.length; column++) {
        String format = (column < TEXTS ? "%-" : "%") + Math.max(1, widths[column]) + "s";
        table.append(column == 0 ? "" : "  ").append(String.format(Locale.ROOT, format, cells.get(column)));
      }
      table.append(System.lineSeparator());
    }
    return table.toString();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }
}
