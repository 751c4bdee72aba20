package candor.op;

import static candor.op.Domain.ANY;
import static candor.op.OpSpec.one;
import static candor.op.OpSpec.two;

import candor.op.OpSpec.Trait;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The rows of what rearranges, cuts and picks numbers.
final class ArrangingRows {
  private static final Domain INDEX = Domain.index(3);

  private ArrangingRows() {
  }

  static List<OpSpec> rows() {
    return Stream.of(shapes(), cuts(), joins(), indices()).flatMap(List::stream).toList();
  }

  private static OpSpec row(String name, UnaryOperator<Tensor> f, String... shapes) {
    return one(name, f, ANY).shapes(shapes);
  }

  private static List<OpSpec> shapes() {
    return List.of(
        row("reshape -1,2", x -> x.reshape(-1, 2), "[4]", "[3,4]").odd("[2,65]").large("[300,500]").empty("[0]",
            "[0,2]"),
        row("flatten 1", x -> x.flatten(1), "[2,3]", "[2,3,2,2]").odd("[17,3,5]").large("[30,50,70]").empty("[0,2,3]",
            "[0,6]"),
        row("unsqueeze 1", x -> x.unsqueeze(1), "[3]", "[3,4]").odd("[65]").large("[300,500]").empty("[0]", "[0,1]"),
        row("squeeze 1", x -> x.squeeze(1), "[3,1]", "[3,1,4]").odd("[65,1]").large("[300,1,500]").empty("[0,1]",
            "[0]"),
        row("permute 2,0,1", x -> x.permute(2, 0, 1), "[2,3,4]").odd("[17,5,33]").large("[30,50,70]").empty("[2,0,3]",
            "[3,2,0]"),
        row("transpose", Tensor::transpose, "[3,4]", "[2,3,4]").odd("[17,65]").large("[300,500]").empty("[3,0]",
            "[0,3]"),
        row("transpose 0,2", x -> x.transpose(0, 2), "[2,3,4]").odd("[17,5,33]").large("[30,50,70]").empty("[2,0,3]",
            "[3,0,2]"),
        row("expand 2,3,4", x -> x.expand(2, 3, 4), "[]", "[4]", "[3,1]", "[1,3,4]", "[2,3,4]")
            .with(Trait.LAYOUT_DEPENDENT),
        row("expand 300,500", x -> x.expand(300, 500), "[300,1]").large("[500]").with(Trait.LAYOUT_DEPENDENT,
            Trait.NO_REFERENCE),
        row("expand 2,0,3", x -> x.expand(2, 0, 3), "[3]").empty("[2,0,1]", "[2,0,3]").with(Trait.NO_REFERENCE));
  }

  private static List<OpSpec> cuts() {
    return List.of(
        row("slice 1 from 1 to 4 step 2", x -> x.slice(1, 1, 4, 2), "[3,5]", "[2,4,3]").odd("[17,65]")
            .large("[30000,5]")
            .empty("[0,4]", "[0,2]"),
        row("slice -1 from 1 to 3", x -> x.slice(-1, 1, 3), "[4]", "[3,5]").odd("[65]").large("[30000,5]")
            .empty("[0,3]", "[0,2]"),
        row("slice 0 nothing", x -> x.slice(0, 1, 1), "[3,4]").empty("[1,0]", "[0,0]").with(Trait.NO_REFERENCE),
        row("select 1,2", x -> x.select(1, 2), "[3,4]", "[2,3,4]").odd("[65,3]").large("[30000,5]").empty("[0,3]",
            "[0]"),
        row("split 1 by 2", x -> x.split(1, 2).getLast(), "[3,5]", "[2,4,3]").odd("[17,65]").large("[30000,5]")
            .empty("[0,3]", "[0,1]"),
        row("flip", Tensor::flip, "[]", "[5]", "[3,4]").odd("[65]", "[17,33]").large("[300,500]").empty("[0,3]",
            "[0,3]"),
        row("flip 0", x -> x.flip(0), "[5]", "[3,4]").odd("[65]", "[17,33]").large("[300,500]").empty("[3,0]", "[3,0]"),
        row("pad -1 by 1 and 2", x -> x.pad(-1, 1, 2, 0), "[3]", "[3,4]").odd("[65]").large("[30000,5]").empty("[0]",
            "[3]"),
        row("pad 0 by 2 and 0 with -1.5", x -> x.pad(0, 2, 0, -1.5), "[3]", "[3,4]").odd("[65]").large("[3,50000]")
            .empty("[3,0]", "[5,0]"),
        row("place", x -> x.place(new int[] {1, 0}, new int[] {2, 3}, Shape.of(8, 11), 0), "[3,4]", "[1,1]")
            .empty("[0,2]", "[8,11]"));
  }

  private static OpSpec join(String name, Function<List<Tensor>, Tensor> f, String... shapes) {
    return OpSpec.of(name, f, ANY).shapes(shapes);
  }

  private static List<OpSpec> joins() {
    return List.of(
        join("concat 0", x -> Tensor.concat(0, x), "[3]", "[2] [3]", "[2,3] [1,3] [4,3]").odd("[17,3] [1,3] [65,3]")
            .large("[300,200] [100,200]").empty("[0,2] [3,2]", "[3,2]").empty("[0] [0]", "[0]"),
        join("concat 1", x -> Tensor.concat(1, x), "[2,3] [2,1] [2,2]").odd("[17,3] [17,1] [17,65]")
            .large("[300,200] [300,100]")
            .empty("[2,0] [2,1]", "[2,1]"),
        join("stack 0", x -> Tensor.stack(0, x), "[] []", "[3] [3] [3]", "[2,3] [2,3]").odd("[65] [65]")
            .large("[300,200] [300,200]")
            .empty("[0] [0]", "[2,0]"),
        join("stack -1", x -> Tensor.stack(-1, x), "[] []", "[3] [3] [3]", "[2,3] [2,3]").odd("[65] [65]")
            .large("[300,200] [300,200]")
            .empty("[0] [0]", "[0,2]"));
  }

  private static List<OpSpec> indices() {
    return List.of(
        two("indexSelect 0", (x, i) -> x.indexSelect(0, i), ANY, INDEX).shapes("[4] [6]", "[3,4] [5]", "[3,2,2] [1]")
            .odd("[17,33] [65]").large("[40,500] [300]").empty("[3,2] [0]", "[0,2]"),
        two("indexSelect 1", (x, i) -> x.indexSelect(1, i), ANY, INDEX).shapes("[2,4] [6]", "[2,3,2] [5]")
            .odd("[17,33] [65]")
            .large("[500,40] [300]").empty("[0,3] [2]", "[0,2]"),
        two("indexAdd 0", (x, i) -> x.indexAdd(0, i, 4), ANY, INDEX).shapes("[6] [6]", "[5,2] [5]").odd("[65,33] [65]")
            .large("[300,500] [300]").empty("[0,2] [0]", "[4,2]"),
        two("indexAdd 1", (x, i) -> x.indexAdd(1, i, 4), ANY, INDEX).shapes("[2,6] [6]", "[2,5,2] [5]")
            .odd("[17,65] [65]")
            .large("[500,300] [300]").empty("[0,2] [2]", "[0,4]"),
        two("gather 0", (x, i) -> x.gather(0, i), ANY, INDEX).shapes("[4] [6]", "[3,4] [5,4]", "[3,2,2] [1,2,2]")
            .odd("[17,33] [65,33]")
            .large("[40,500] [300,500]").empty("[3,2] [0,2]", "[0,2]").empty("[3,0] [2,0]", "[2,0]"),
        two("gather 1", (x, i) -> x.gather(1, i), ANY, INDEX).shapes("[2,4] [2,6]", "[2,3,2] [2,5,2]")
            .odd("[17,33] [17,65]")
            .large("[500,40] [500,300]").empty("[2,3] [2,0]", "[2,0]"),
        two("scatterAdd 0", (x, i) -> x.scatterAdd(0, i, 4), ANY, INDEX).shapes("[6] [6]", "[5,2] [5,2]")
            .odd("[65,33] [65,33]")
            .large("[300,500] [300,500]").empty("[0,2] [0,2]", "[4,2]"),
        two("scatterAdd 1", (x, i) -> x.scatterAdd(1, i, 4), ANY, INDEX).shapes("[2,6] [2,6]", "[2,5,2] [2,5,2]")
            .odd("[17,65] [17,65]")
            .large("[500,300] [500,300]").empty("[2,0] [2,0]", "[2,4]"),
        one("oneHot 4", x -> x.oneHot(4, DType.F64), INDEX).shapes("[]", "[5]", "[2,3]")
            .constant(new Indexing.OneHot(4, DType.F64))
            .empty("[0]", "[0,4]"));
  }
}
