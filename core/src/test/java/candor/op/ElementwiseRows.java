package candor.op;

import static candor.op.Domain.ABOVE_MINUS_ONE;
import static candor.op.Domain.ANY;
import static candor.op.Domain.EVEN_TENTHS;
import static candor.op.Domain.MASK;
import static candor.op.Domain.NOT_ONE;
import static candor.op.Domain.NOT_ZERO;
import static candor.op.Domain.ODD_TENTHS;
import static candor.op.Domain.POSITIVE;
import static candor.op.Domain.TIES;
import static candor.op.OpSpec.map;
import static candor.op.OpSpec.zip;

import candor.kernel.BinaryFn;
import candor.op.OpSpec.Trait;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The rows of the element-wise operations.
final class ElementwiseRows {
  private static final RandomStream STREAM = RandomStream.of(11).child("dropout row");

  private ElementwiseRows() {
  }

  static List<OpSpec> rows() {
    return Stream.of(arithmetic(), functions(), activations(), choices(), others()).flatMap(List::stream).toList();
  }

  private static List<OpSpec> arithmetic() {
    return List.of(
        zip("add", Tensor::add, ANY, ANY),
        zip("sub", Tensor::sub, ANY, ANY),
        zip("mul", Tensor::mul, ANY, ANY),
        zip("div", Tensor::div, ANY, NOT_ZERO),
        zip("pow", Tensor::pow, POSITIVE, ANY),
        zip("maximum", Tensor::maximum, EVEN_TENTHS, ODD_TENTHS),
        zip("minimum", Tensor::minimum, EVEN_TENTHS, ODD_TENTHS),
        map("add 2.5", x -> x.add(2.5), ANY),
        map("sub 2.5", x -> x.sub(2.5), ANY),
        map("mul -1.5", x -> x.mul(-1.5), ANY),
        map("div 0.75", x -> x.div(0.75), ANY),
        map("pow 3", x -> x.pow(3), NOT_ZERO),
        map("pow -1.5", x -> x.pow(-1.5), POSITIVE),
        map("pow 0", x -> x.pow(0), NOT_ZERO),
        map("maximum 0.3", x -> x.maximum(0.3), EVEN_TENTHS),
        map("minimum 0.3", x -> x.minimum(0.3), EVEN_TENTHS),
        map("neg", Tensor::neg, ANY),
        map("abs", Tensor::abs, NOT_ZERO),
        map("square", Tensor::square, ANY),
        map("sqrt", Tensor::sqrt, POSITIVE),
        map("rsqrt", Tensor::rsqrt, POSITIVE));
  }

  private static List<OpSpec> functions() {
    return List.of(
        map("exp", Tensor::exp, ANY),
        map("expm1", Tensor::expm1, ANY),
        map("log", Tensor::log, POSITIVE),
        map("log1p", Tensor::log1p, ABOVE_MINUS_ONE),
        map("sin", Tensor::sin, ANY),
        map("cos", Tensor::cos, ANY),
        map("erf", Tensor::erf, ANY),
        map("lgamma", Tensor::lgamma, POSITIVE),
        map("digamma", Tensor::digamma, POSITIVE),
        map("polygamma 1", x -> x.polygamma(1), POSITIVE),
        map("polygamma 2", x -> x.polygamma(2), POSITIVE),
        map("polygamma 3", x -> x.polygamma(3), POSITIVE),
        map("binet 0", x -> x.binet(0), POSITIVE).with(Trait.NO_REFERENCE),
        map("binet 1", x -> x.binet(1), POSITIVE).with(Trait.NO_REFERENCE),
        map("binet 2", x -> x.binet(2), POSITIVE).with(Trait.NO_REFERENCE));
  }

  private static List<OpSpec> activations() {
    return List.of(
        map("tanh", Tensor::tanh, ANY),
        map("sigmoid", Tensor::sigmoid, ANY),
        map("softplus", Tensor::softplus, ANY),
        map("relu", Tensor::relu, NOT_ZERO),
        map("leakyRelu 0.1", x -> x.leakyRelu(0.1), NOT_ZERO),
        map("elu 1.3", x -> x.elu(1.3), NOT_ZERO),
        map("gelu", Tensor::gelu, ANY),
        map("silu", Tensor::silu, ANY));
  }

  private static List<OpSpec> choices() {
    return List.of(
        map("sign", Tensor::sign, NOT_ZERO).constant(new Arithmetic.Sign()),
        zip("eq", Tensor::eq, TIES, TIES).constant(new Choice.Compare(BinaryFn.EQ)),
        zip("ne", Tensor::ne, TIES, TIES).constant(new Choice.Compare(BinaryFn.NE)),
        zip("lt", Tensor::lt, TIES, TIES).constant(new Choice.Compare(BinaryFn.LT)),
        zip("le", Tensor::le, TIES, TIES).constant(new Choice.Compare(BinaryFn.LE)),
        zip("gt", Tensor::gt, TIES, TIES).constant(new Choice.Compare(BinaryFn.GT)),
        zip("ge", Tensor::ge, TIES, TIES).constant(new Choice.Compare(BinaryFn.GE)),
        map("clamp -1 1", x -> x.clamp(-1, 1), NOT_ONE),
        zip("gate", Tensor::gate, ANY, NOT_ZERO),
        OpSpec.of("where", x -> Tensor.where(x.get(0), x.get(1), x.get(2)), MASK, ANY, ANY).elementwise(3)
            .shapes("[] [] []", "[3,4] [3,4] [3,4]", "[3,1] [4] [2,1,1]", "[4] [3,4] []"));
  }

  private static List<OpSpec> others() {
    return List.of(
        map("cast", x -> x.to(x.dtype() == DType.F32 ? DType.F64 : DType.F32), ANY).with(Trait.NO_DIFFERENCES),
        OpSpec.one("dropout 0.3", x -> x.dropout(Dropout.of(0.3, STREAM, samples(x))), ANY).with(Trait.NO_REFERENCE)
            .shapes("[3]", "[2,5]", "[3,2,2,3]").odd("[1,7]", "[2,15]", "[17,9]", "[33,3,5]", "[65,1]")
            .large("[9,40000]", "[300,900]")
            .empty("[0]", "[0]").empty("[0,3]", "[0,3]").empty("[3,0]", "[3,0]"));
  }

  private static int[] samples(Tensor x) {
    return IntStream.range(100, 100 + x.shape().size(0)).toArray();
  }
}
