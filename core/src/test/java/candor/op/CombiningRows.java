package candor.op;

import static candor.op.Domain.ANY;
import static candor.op.Domain.DISTINCT;
import static candor.op.Domain.NOT_ZERO;
import static candor.op.Domain.POSITIVE;
import static candor.op.Domain.TIES;
import static candor.op.OpSpec.one;
import static candor.op.OpSpec.two;

import candor.op.OpSpec.Trait;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The rows of reductions and of what else works along an axis.
final class CombiningRows {
  private CombiningRows() {
  }

  static List<OpSpec> rows() {
    return Stream.of(sums(), extremes(), exponentials(), losses()).flatMap(List::stream).toList();
  }

  /// A reduction of everything.
  private static OpSpec all(String name, UnaryOperator<Tensor> f, Domain domain) {
    return one(name, f, domain).with(Trait.LAYOUT_DEPENDENT).shapes("[]", "[5]", "[2,3,4]")
        .odd("[1]", "[63]", "[64]", "[65]", "[129]", "[3,67]", "[1000]").large("[70001]", "[9,40000]");
  }

  /// A reduction of a matrix, or of a tensor of rank 3, along axes 0 or 1.
  private static OpSpec along(String name, UnaryOperator<Tensor> f, Domain domain) {
    return one(name, f, domain).with(Trait.LAYOUT_DEPENDENT).shapes("[3,4]", "[2,3,4]")
        .odd("[1,1]", "[1,17]", "[17,1]", "[15,65]", "[16,64]", "[129,33]", "[5,7,19]", "[3,130,2]")
        .large("[300,700]", "[40,30,130]");
  }

  private static List<OpSpec> sums() {
    return List.of(
        all("sum", Tensor::sum, ANY).empty("[0]", "[]").empty("[3,0]", "[]"),
        along("sum 0", x -> x.sum(0), ANY).empty("[0,3]", "[3]").empty("[3,0]", "[0]"),
        along("sum 1", x -> x.sum(1), ANY).empty("[0,3]", "[0]").empty("[3,0]", "[3]"),
        along("sumKeep 1", x -> x.sumKeep(1), ANY).empty("[0,3]", "[0,1]"),
        along("sum 0,-1", x -> x.sum(0, -1), ANY).shapes("[2,3,4]", "[2,3]").empty("[2,0,3]", "[0]"),
        all("mean", Tensor::mean, ANY),
        along("mean 1", x -> x.mean(1), ANY).empty("[0,3]", "[0]"),
        along("meanKeep 0", x -> x.meanKeep(0), ANY).empty("[3,0]", "[1,0]"),
        all("variance 1", x -> x.variance(1), ANY).shapes("[5]", "[2,3,4]"),
        along("variance 0 along 1", x -> x.variance(0, 1), ANY).empty("[0,3]", "[0]"),
        all("norm", Tensor::norm, NOT_ZERO).empty("[0]", "[]"),
        along("norm 1", x -> x.norm(1), NOT_ZERO).empty("[0,3]", "[0]"),
        along("normKeep 0", x -> x.normKeep(0), NOT_ZERO).empty("[3,0]", "[1,0]"),
        along("cumsum 0", x -> x.cumsum(0), ANY).empty("[0,3]", "[0,3]"),
        along("cumsum 1", x -> x.cumsum(1), ANY).empty("[3,0]", "[3,0]"));
  }

  private static List<OpSpec> extremes() {
    return List.of(
        all("max", Tensor::max, DISTINCT),
        along("max 0", x -> x.max(0), DISTINCT).empty("[3,0]", "[0]"),
        along("max 1", x -> x.max(1), DISTINCT).empty("[0,3]", "[0]"),
        along("maxKeep 0,-1", x -> x.maxKeep(0, -1), DISTINCT),
        all("min", Tensor::min, DISTINCT),
        along("min 1", x -> x.min(1), DISTINCT).empty("[0,3]", "[0]"),
        along("argmax 0", x -> x.argmax(0), TIES).constant(new Reductions.ArgMax(0)).empty("[3,0]", "[0]"),
        along("argmax 1", x -> x.argmax(1), TIES).constant(new Reductions.ArgMax(1)).empty("[0,3]", "[0]"),
        along("argmin 1", x -> x.argmin(1), TIES).with(Trait.CONSTANT));
  }

  private static List<OpSpec> exponentials() {
    return List.of(
        all("logsumexp", Tensor::logsumexp, ANY),
        along("logsumexp 1", x -> x.logsumexp(1), ANY).empty("[0,3]", "[0]"),
        along("logsumexpKeep 0", x -> x.logsumexpKeep(0), ANY).empty("[3,0]", "[1,0]"),
        along("softmax 0", x -> x.softmax(0), ANY).empty("[3,0]", "[3,0]"),
        along("softmax 1", x -> x.softmax(1), ANY).empty("[0,3]", "[0,3]"),
        along("logSoftmax 0", x -> x.logSoftmax(0), ANY).empty("[3,0]", "[3,0]"),
        along("logSoftmax 1", x -> x.logSoftmax(1), ANY).empty("[0,3]", "[0,3]"));
  }

  private static List<OpSpec> losses() {
    return List.of(
        two("crossEntropy", Tensor::crossEntropy, ANY, Domain.index(3)).with(Trait.LAYOUT_DEPENDENT)
            .shapes("[1,3] [1]", "[4,3] [4]", "[2,5] [2]").odd("[17,10] [17]", "[64,65] [64]").large("[700,120] [700]")
            .empty("[0,3] [0]", "[0]"),
        two("crossEntropyOf", Tensor::crossEntropyOf, ANY, POSITIVE).with(Trait.LAYOUT_DEPENDENT)
            .shapes("[1,3] [1,3]", "[4,3] [4,3]").odd("[17,10] [17,10]", "[64,65] [64,65]").large("[700,120] [700,120]")
            .empty("[0,3] [0,3]", "[0]"));
  }
}
