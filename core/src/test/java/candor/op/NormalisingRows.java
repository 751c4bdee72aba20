package candor.op;

import static candor.op.Domain.ANY;

import candor.op.OpSpec.Trait;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/// The rows of batch normalisation. `ε` is large, so that differences see a smooth function of few numbers.
final class NormalisingRows {
  private static final double EPSILON = 0.25;

  private NormalisingRows() {
  }

  static List<OpSpec> rows() {
    return List.of(
        row("batchStatistics", x -> x.getFirst().batchStatistics(), "").empty("[2,0]", "[2,0]"),
        row("batchNorm", x -> x.get(0).batchNorm(x.get(1), x.get(2), EPSILON), "w w").empty("[0,3] [3] [3]", "[0,3]")
            .empty("[2,0] [0] [0]", "[2,0]"),
        row("batchNormSums", NormalisingRows::sums, "x").empty("[2,0] [2,0]", "[2,0]"),
        row("batchNormGradient", NormalisingRows::gradient, "x w").with(Trait.LAYOUT_DEPENDENT)
            .empty("[0,3] [0,3] [3]", "[0,3]")
            .empty("[2,0] [2,0] [0]", "[2,0]"));
  }

  private static Tensor sums(List<Tensor> x) {
    return x.get(0).batchNormSums(x.get(1), x.get(1).batchStatistics(), EPSILON);
  }

  private static Tensor gradient(List<Tensor> x) {
    Tensor statistics = x.get(1).batchStatistics();
    Tensor sums = x.get(0).batchNormSums(x.get(1), statistics, EPSILON);
    return x.get(0).batchNormGradient(x.get(1), statistics, x.get(2), sums, EPSILON);
  }

  /// A row whose further inputs have the shape of the first, `x`, or one number for each feature, `w`.
  private static OpSpec row(String name, Function<List<Tensor>, Tensor> f, String others) {
    Domain[] domains = {ANY};
    return OpSpec.of(name, f, domains).with(Trait.LAYOUT_DEPENDENT)
        .shapes(shapes(others, "[4,3]", "[2,3,2,2]"))
        .odd(shapes(others, "[1,1]", "[1,5]", "[3,1]", "[15,3]", "[16,2]", "[17,33]", "[63,2]", "[64,2]", "[65,3]",
            "[129,2]", "[7,3,5]", "[5,2,3,4]", "[200,3]"))
        .large(shapes(others, "[100,200]", "[32,6,14,14]", "[70001,2]", "[9,3,120,121]"));
  }

  private static String[] shapes(String others, String... inputs) {
    String[] result = inputs.clone();
    for (int i = 0; i < result.length; i++) {
      String features = "[" + inputs[i].replaceAll("[\\[\\]]", "").split(",")[1] + "]";
      result[i] = (inputs[i] + " " + others.replace("x", inputs[i]).replace("w", features)).trim();
    }
    return result;
  }
}
