package candor.op;

import static candor.op.Domain.ANY;
import static candor.op.Domain.DISTINCT;
import static candor.op.OpSpec.one;
import static candor.op.OpSpec.two;

import candor.op.OpSpec.Trait;
import candor.op.PoolWindows.Adaptive;
import candor.op.PoolWindows.Sliding;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/// The rows of matrix products, convolutions and pooling.
final class ProductRows {
  private static final ConvSpec PLAIN = ConvSpec.DEFAULT;
  private static final ConvSpec STRIDED = PLAIN.stride(2).padding(1);
  private static final ConvSpec DILATED = PLAIN.dilation(2).padding(2);
  private static final ConvSpec GROUPED = PLAIN.groups(2).padding(1);
  private static final ConvSpec UNEVEN = new ConvSpec(2, 1, 0, 2, 1, 2, 1);
  private static final Sliding HALVES = Sliding.square(2, 2);
  private static final Sliding OVERLAPS = new Sliding(3, 3, 2, 1, 1, 1);
  private static final Sliding HANGING = OVERLAPS.ceilMode();
  private static final Adaptive ADAPTIVE = new Adaptive(2, 3);

  private ProductRows() {
  }

  static List<OpSpec> rows() {
    return Stream.of(matrices(), convolutions(), adjoints(), resampling(), maxima(), averages()).flatMap(List::stream)
        .toList();
  }

  private static OpSpec product(String name, String... shapes) {
    return two(name, Tensor::matmul, ANY, ANY).shapes(shapes);
  }

  private static List<OpSpec> matrices() {
    return List.of(
        product("matmul", "[1,1] [1,1]", "[2,3] [3,4]", "[4,1] [1,3]")
            .odd("[1,7] [7,15]", "[15,16] [16,17]", "[16,33] [33,16]", "[17,1] [1,64]", "[65,64] [64,3]",
                "[64,5] [5,65]", "[1,300] [300,1]",
                "[33,129] [129,1]")
            .large("[130,90] [90,100]", "[3,700] [700,500]", "[900,60] [60,10]")
            .empty("[0,3] [3,4]", "[0,4]").empty("[2,0] [0,4]", "[2,4]").empty("[2,3] [3,0]", "[2,0]"),
        product("matmul batched", "[2,2,3] [2,3,4]", "[2,2,2,3] [2,2,3,2]").odd("[3,17,5] [3,5,33]")
            .large("[2,120,90] [2,90,100]")
            .empty("[0,2,3] [0,3,4]", "[0,2,4]"),
        product("matmul broadcast", "[2,3] [2,3,4]", "[2,1,2,3] [3,3,2]", "[2,2,3] [3,4]").odd("[17,5] [3,5,33]")
            .large("[120,90] [2,90,100]")
            .empty("[1,2,3] [0,3,4]", "[0,2,4]").with(Trait.LAYOUT_DEPENDENT),
        product("matmul of vectors", "[3] [3]", "[3] [3,4]", "[2,3] [3]", "[2,2,3] [3]", "[3] [2,3,4]")
            .odd("[65] [65]", "[17] [17,33]", "[33,17] [17]").large("[700] [700,900]", "[900,700] [700]")
            .empty("[0] [0]", "[]").with(Trait.LAYOUT_DEPENDENT),
        two("matmul left transposed", (a, b) -> a.transpose().matmul(b), ANY, ANY)
            .shapes("[3,2] [3,4]", "[2,3,2] [2,3,4]")
            .odd("[16,15] [16,17]", "[33,16] [33,17]", "[5,64] [5,64]").large("[90,130] [90,100]"),
        two("matmul right transposed", (a, b) -> a.matmul(b.transpose()), ANY, ANY)
            .shapes("[2,3] [4,3]", "[2,2,3] [2,4,3]")
            .odd("[15,16] [17,16]", "[16,33] [17,33]", "[64,5] [64,5]").large("[130,90] [100,90]"));
  }

  private static OpSpec conv(String name, ConvSpec spec) {
    return two(name, (x, w) -> x.conv2d(w, spec), ANY, ANY);
  }

  private static List<OpSpec> convolutions() {
    return List.of(
        conv("conv2d", PLAIN).shapes("[2,2,4,5] [3,2,3,2]", "[1,1,1,1] [1,1,1,1]")
            .odd("[1,3,7,6] [5,3,5,3]", "[7,2,5,5] [3,2,3,3]", "[16,1,6,6] [17,1,5,5]", "[33,2,4,4] [2,2,3,3]",
                "[65,3,3,3] [4,3,1,1]")
            .large("[32,3,16,16] [8,3,5,5]", "[5,4,30,20] [20,4,3,3]")
            .empty("[0,2,4,5] [3,2,3,2]", "[0,3,2,4]").empty("[2,2,4,5] [0,2,3,2]", "[2,0,2,4]")
            .empty("[2,0,4,5] [3,0,3,2]", "[2,3,2,4]"),
        OpSpec.of("conv2d bias", x -> x.get(0).conv2d(x.get(1), x.get(2), PLAIN), ANY, ANY, ANY)
            .shapes("[2,2,4,5] [3,2,3,2] [3]", "[1,1,1,1] [1,1,1,1] [1]")
            .odd("[1,3,7,6] [5,3,5,3] [5]", "[33,2,4,4] [2,2,3,3] [2]").large("[32,3,16,16] [8,3,5,5] [8]")
            .empty("[0,2,4,5] [3,2,3,2] [3]", "[0,3,2,4]").empty("[2,0,4,5] [3,0,3,2] [3]", "[2,3,2,4]"),
        OpSpec.of("conv2d plus", x -> x.get(0).conv2d(x.get(1), x.get(2), GROUPED), ANY, ANY, ANY)
            .shapes("[2,4,3,4] [4,2,3,3] [2,4,3,4]", "[1,2,1,1] [2,1,3,3] [1,2,1,1]")
            .odd("[17,6,5,4] [4,3,3,3] [17,4,5,4]").large("[32,8,14,14] [12,4,3,3] [32,12,14,14]")
            .empty("[0,2,4,5] [2,1,3,3] [0,2,4,5]", "[0,2,4,5]"),
        conv("conv2d stride 2 padding 1", STRIDED).shapes("[2,2,4,5] [2,2,3,3]", "[1,1,1,1] [1,1,3,3]")
            .odd("[1,2,7,8] [3,2,3,3]", "[17,2,8,7] [2,2,3,3]").large("[32,6,20,20] [12,6,3,3]"),
        conv("conv2d dilation 2 padding 2", DILATED).shapes("[2,2,4,5] [2,2,3,2]").odd("[17,2,8,7] [2,2,3,3]")
            .large("[32,6,14,14] [12,6,3,3]"),
        conv("conv2d groups 2 padding 1", GROUPED).shapes("[2,4,3,4] [4,2,3,3]", "[1,2,2,2] [2,1,3,3]")
            .odd("[17,6,5,4] [4,3,3,3]")
            .large("[32,8,14,14] [12,4,3,3]"),
        conv("conv2d uneven", UNEVEN).shapes("[2,2,6,4] [3,2,3,2]").odd("[17,3,9,5] [2,3,2,3]")
            .large("[32,6,20,20] [12,6,3,3]"));
  }

  private static List<OpSpec> adjoints() {
    return List.of(
        two("convTranspose2d", (y, w) -> y.convTranspose2d(w, PLAIN, 0, 0), ANY, ANY).shapes("[2,3,2,3] [3,2,3,2]")
            .odd("[1,5,3,4] [5,3,5,3]", "[17,2,5,5] [2,3,3,3]", "[33,3,3,3] [3,17,1,1]").large("[32,8,12,12] [8,3,5,5]")
            .empty("[0,3,2,3] [3,2,3,2]", "[0,2,4,4]"),
        two("convTranspose2d stride 2 padding 1 extra 1", (y, w) -> y.convTranspose2d(w, STRIDED, 1, 1), ANY, ANY)
            .shapes("[2,2,2,3] [2,2,3,3]").odd("[17,3,5,4] [3,2,3,3]").large("[32,12,10,10] [12,6,3,3]"),
        two("convTranspose2d groups 2 padding 1", (y, w) -> y.convTranspose2d(w, GROUPED, 0, 0), ANY, ANY)
            .shapes("[2,4,3,4] [4,2,3,3]").odd("[17,4,5,4] [4,3,3,3]").large("[32,12,14,14] [12,4,3,3]"),
        OpSpec
            .of("convTranspose2d bias", x -> x.get(0).convTranspose2d(x.get(1), x.get(2), STRIDED, 1, 1), ANY, ANY, ANY)
            .shapes("[2,2,2,3] [2,2,3,3] [2]", "[2,2,2,3] [2,2,3,3] [2,2,4,6]").odd("[17,3,5,4] [3,2,3,3] [2]")
            .large("[32,12,10,10] [12,6,3,3] [32,6,20,20]").empty("[0,3,2,3] [3,2,3,3] [2]", "[0,2,4,6]"),
        two("convInputGradient uneven", (y, w) -> y.convInputGradient(w, UNEVEN, 6, 5), ANY, ANY)
            .shapes("[2,3,2,7] [3,2,3,2]")
            .odd("[17,5,2,7] [5,3,3,2]").empty("[0,3,2,7] [3,2,3,2]", "[0,2,6,5]"),
        two("convWeightGradient", (x, y) -> x.convWeightGradient(y, PLAIN, 3, 2), ANY, ANY)
            .shapes("[2,2,4,5] [2,3,2,4]")
            .odd("[1,3,7,6] [1,5,5,5]", "[17,2,5,5] [17,3,3,4]", "[65,3,4,4] [65,2,2,3]")
            .large("[32,6,16,16] [32,16,14,15]")
            .empty("[0,2,4,5] [0,3,2,4]", "[3,2,3,2]"),
        two("convWeightGradient groups 2 padding 1", (x, y) -> x.convWeightGradient(y, GROUPED, 3, 3), ANY, ANY)
            .shapes("[2,4,3,4] [2,4,3,4]").odd("[17,6,5,4] [17,4,5,4]").large("[32,8,14,14] [32,12,14,14]"),
        two("convWeightGradient uneven", (x, y) -> x.convWeightGradient(y, UNEVEN, 3, 2), ANY, ANY)
            .shapes("[2,2,6,5] [2,3,2,7]")
            .odd("[17,3,6,5] [17,2,2,7]"));
  }

  private static List<OpSpec> resampling() {
    return List.of(
        one("resample 2 linear to 7", x -> x.resample(2, Resampling.linear(x.shape().size(2), 7)), ANY)
            .shapes("[2,2,4,3]", "[1,1,1,1]").odd("[1,2,9,5]", "[15,1,3,3]", "[16,2,4,2]", "[17,3,5,4]", "[65,1,2,3]")
            .large("[32,8,24,24]").empty("[0,2,4,3]", "[0,2,7,3]").empty("[2,0,4,3]", "[2,0,7,3]"),
        one("resample -1 nearest to 5", x -> x.resample(-1, Resampling.nearest(x.shape().size(-1), 5)), ANY)
            .shapes("[2,2,4,3]", "[2,7]").odd("[1,2,9,8]", "[17,3,4,5]", "[33,2,1,2]").large("[32,8,24,24]")
            .empty("[0,3]", "[0,5]"),
        one("resample 0 linear aligned to 4", x -> x.resample(0, Resampling.linearAligned(x.shape().size(0), 4)), ANY)
            .shapes("[3,5]", "[7]", "[1,2]").odd("[17,33]", "[2,65]").large("[70,3000]").empty("[3,0]", "[4,0]"));
  }

  private static List<OpSpec> maxima() {
    return List.of(
        one("maxPool2d", x -> x.maxPool2d(HALVES), DISTINCT).shapes("[2,2,4,5]", "[1,1,2,2]")
            .odd("[1,3,7,6]", "[15,2,4,4]", "[16,2,4,4]", "[17,3,5,4]", "[65,1,2,3]").large("[32,8,24,24]")
            .empty("[0,2,4,4]", "[0,2,2,2]")
            .empty("[2,0,4,4]", "[2,0,2,2]"),
        one("maxPool2d overlapping", x -> x.maxPool2d(OVERLAPS), DISTINCT).shapes("[2,2,4,5]", "[1,1,2,2]")
            .odd("[17,3,5,4]")
            .large("[32,8,24,24]"),
        one("maxPool2d ceil", x -> x.maxPool2d(HANGING), DISTINCT).shapes("[2,2,4,5]", "[1,1,2,2]").odd("[17,3,4,4]")
            .large("[32,8,24,24]"),
        one("maxPool2d adaptive", x -> x.maxPool2d(ADAPTIVE), DISTINCT).shapes("[2,2,5,4]").odd("[17,3,5,4]")
            .large("[32,8,24,24]"),
        one("maxPoolTrace", x -> x.maxPoolTrace(OVERLAPS), DISTINCT).constant(new Poolings.MaxPoolTrace(OVERLAPS, true))
            .shapes("[2,2,4,5]").odd("[15,3,5,4]", "[17,3,5,4]").large("[32,8,24,24]")
            .empty("[0,2,4,5]", "[2,0,2,2,5]"),
        two("maxPoolGradient",
            (g, x) -> g.maxPoolGradient(OVERLAPS, x.shape().size(2), x.shape().size(3), x.maxPoolTrace(OVERLAPS)),
            ANY, DISTINCT)
            .shapes("[2,2,2,5] [2,2,4,5]").odd("[17,3,3,4] [17,3,5,4]").large("[32,8,12,24] [32,8,24,24]"),
        two("maxPoolPick", (v, x) -> v.maxPoolPick(OVERLAPS, x.maxPoolTrace(OVERLAPS)), ANY, DISTINCT)
            .shapes("[2,2,4,5] [2,2,4,5]").odd("[17,3,5,4] [17,3,5,4]").large("[32,8,24,24] [32,8,24,24]"));
  }

  private static List<OpSpec> averages() {
    return List.of(
        one("avgPool2d", x -> x.avgPool2d(HALVES), ANY).shapes("[2,2,4,5]", "[1,1,2,2]")
            .odd("[1,3,7,6]", "[15,2,4,4]", "[16,2,4,4]", "[17,3,5,4]", "[65,1,2,3]").large("[32,8,24,24]")
            .empty("[0,2,4,4]", "[0,2,2,2]"),
        one("avgPool2d overlapping", x -> x.avgPool2d(OVERLAPS), ANY).shapes("[2,2,4,5]", "[1,1,2,2]").odd("[17,3,5,4]")
            .large("[32,8,24,24]"),
        one("avgPool2d ceil", x -> x.avgPool2d(HANGING), ANY).shapes("[2,2,4,5]", "[1,1,2,2]").odd("[17,3,4,4]")
            .large("[32,8,24,24]"),
        one("avgPool2d ceil excluding padding", x -> x.avgPool2d(HANGING.excludingPadding()), ANY).shapes("[2,2,4,5]")
            .odd("[17,3,4,4]").large("[32,8,24,24]"),
        one("avgPool2d adaptive", x -> x.avgPool2d(ADAPTIVE), ANY).shapes("[2,2,5,4]", "[1,1,2,2]").odd("[17,3,5,4]")
            .large("[32,8,24,24]"),
        one("avgPoolGradient", g -> g.avgPoolGradient(OVERLAPS, input(g)), ANY).shapes("[2,2,2,5]").odd("[17,3,3,4]")
            .large("[32,8,12,24]"));
  }

  /// Shape of an input whose overlapping windows are the given ones.
  private static Shape input(Tensor g) {
    Shape s = g.shape();
    return Shape.of(s.size(0), s.size(1), 2 * s.size(2), s.size(3));
  }
}
