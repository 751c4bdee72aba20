package candor.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.op.ConvSpec;
import candor.op.Dropout;
import candor.op.PoolWindows;
import candor.random.RandomStream;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Error messages, read aloud once: they name the operation, what was expected and what came. Those of the operations
/// proper are in `OpErrorTest`; here are those of construction and conversion, and the corners of the rest.
class ErrorMessageTest {
  private static final Class<IllegalArgumentException> ARGUMENT = IllegalArgumentException.class;
  private static final Class<IndexOutOfBoundsException> INDEX = IndexOutOfBoundsException.class;
  private static final Class<IllegalStateException> STATE = IllegalStateException.class;

  private static final Tensor VECTOR = Tensor.range(DType.F32, 3);
  private static final Tensor MATRIX = Tensor.range(DType.F32, 6).reshape(2, 3);
  private static final Tensor DOUBLES = Tensor.range(DType.F64, 3);
  private static final Tensor INTS = Tensor.range(DType.I32, 3);
  private static final Tensor EMPTY = Tensor.zeros(DType.F32, 2, 0);
  private static final Tensor IMAGES = Tensor.zeros(DType.F32, 2, 3, 5, 7);

  /// A call, and what it says.
  record Row(Class<? extends Exception> type, String message, ThrowingCallable call) {
    @Override
    public String toString() {
      return message;
    }
  }

  @ParameterizedTest
  @MethodSource({"construction", "conversion", "shapes", "operations"})
  void aWrongCallIsExplained(Row row) {
    assertThatThrownBy(row.call()).isInstanceOf(row.type()).hasMessage(row.message());
  }

  private static Row row(Class<? extends Exception> type, String message, ThrowingCallable call) {
    return new Row(type, message, call);
  }

  static Stream<Row> construction() {
    return Stream.of(
        row(ARGUMENT, "shape: size -2 in [3, -2], expected 0 or more", () -> Tensor.zeros(DType.F32, 3, -2)),
        row(ARGUMENT, "shape: [100000, 100000] has more than 2^31 - 1 elements",
            () -> Tensor.zeros(DType.F32, 100_000, 100_000)),
        row(ARGUMENT, "tensor: 2 numbers for shape [3], expected 3", () -> Tensor.of(new float[2], 3)),
        row(ARGUMENT, "tensor: 2 numbers for shape [], expected 1", () -> Tensor.of(new double[2])),
        row(ARGUMENT, "range: -1 numbers, expected 0 or more", () -> Tensor.range(DType.F32, -1)),
        row(ARGUMENT, "variable: i32[3] has no gradient, expected f32 or f64", INTS::variable),
        row(ARGUMENT, "concat: no tensors", () -> Tensor.concat(0, List.of())),
        row(INDEX, "concat: axis 2 of a tensor of shape [2,3], expected -2 to 1",
            () -> Tensor.concat(2, List.of(MATRIX))),
        row(ARGUMENT, "concat: cannot join f32[3] to f32[2,3] along axis 0, the other sizes and the types must agree",
            () -> Tensor.concat(0, List.of(MATRIX, VECTOR))),
        row(ARGUMENT, "concat: cannot join f64[3] to f32[3] along axis 0, the other sizes and the types must agree",
            () -> Tensor.concat(0, List.of(VECTOR, DOUBLES))),
        row(ARGUMENT, "concat: cannot join f32[2,0] to f32[2,3] along axis 0, the other sizes and the types must agree",
            () -> Tensor.concat(-2, List.of(MATRIX, EMPTY))),
        row(ARGUMENT, "stack: no tensors", () -> Tensor.stack(0, List.of())),
        row(ARGUMENT, "stack: shapes [3] and [2,3], expected one shape",
            () -> Tensor.stack(0, List.of(VECTOR, MATRIX))));
  }

  static Stream<Row> conversion() {
    return Stream.of(
        row(STATE, "item: the tensor has shape [3], expected one element", VECTOR::item),
        row(STATE, "item: the tensor has shape [2,0], expected one element", EMPTY::item),
        row(INDEX, "at: no element [2,0] in a tensor of shape [2,3]", () -> MATRIX.at(2, 0)),
        row(INDEX, "at: no element [0,-1] in a tensor of shape [2,3]", () -> MATRIX.at(0, -1)),
        row(INDEX, "at: no element [1] in a tensor of shape [2,3]", () -> MATRIX.at(1)),
        row(INDEX, "at: no element [] in a tensor of shape [3]", VECTOR::at),
        row(STATE, "tensor: has type f32, asked for f64; convert with to(...)", VECTOR::toDoubles),
        row(STATE, "tensor: has type f64, asked for f32; convert with to(...)", DOUBLES::toFloats),
        row(STATE, "tensor: has type i32, asked for f32; convert with to(...)", INTS::toFloatBuffer),
        row(STATE, "tensor: has type f32, asked for i32; convert with to(...)", VECTOR::toInts));
  }

  static Stream<Row> shapes() {
    return Stream.of(
        row(ARGUMENT, "reshape: cannot turn [2,3] with 6 elements into [4]", () -> MATRIX.reshape(4)),
        row(ARGUMENT, "reshape: cannot turn [2,0] with 0 elements into [0,-1]", () -> EMPTY.reshape(0, -1)),
        row(INDEX, "flatten: from axis -1 of a tensor of shape [2,3], expected 0 to 2", () -> MATRIX.flatten(-1)),
        row(INDEX, "permute: axis 2 of a tensor of shape [2,3], expected -2 to 1", () -> MATRIX.permute(0, 2)),
        row(ARGUMENT, "permute: [1] is not an order of the axes of [2,3]", () -> MATRIX.permute(1)),
        row(INDEX, "unsqueeze: no place -4 in [2,3]", () -> MATRIX.unsqueeze(-4)),
        row(ARGUMENT, "squeeze: axis -1 of [2,3] has size 3, expected 1", () -> MATRIX.squeeze(-1)),
        row(INDEX, "squeeze: axis 2 of a tensor of shape [2,3], expected -2 to 1", () -> MATRIX.squeeze(2)),
        row(ARGUMENT, "flip: an axis is named twice in [1, -1]", () -> MATRIX.flip(1, -1)),
        row(INDEX, "pad: axis 2 of a tensor of shape [2,3], expected -2 to 1", () -> MATRIX.pad(2, 1, 1, 0)),
        row(INDEX,
            "slice: indices 0 to 3 with step 0 along axis 1 of [2,3], expected a range inside 0 to 3 and a step of 1 or more",
            () -> MATRIX.slice(1, 0, 3, 0)),
        row(ARGUMENT, "slice: 1 starts, 1 steps and the shapes [2] and [2,3], expected one rank",
            () -> MATRIX.slice(new int[1], new int[] {1}, Shape.of(2))),
        row(INDEX,
            "slice: 0 indices from 3 with step 1 along axis 0, expected a step of 1 or more and indices of 0 to 1",
            () -> MATRIX.slice(new int[] {3, 0}, new int[] {1, 1}, Shape.of(0, 3))),
        row(INDEX,
            "place: 3 indices from 1 with step 2 along axis 1, expected a step of 1 or more and indices of 0 to 4",
            () -> MATRIX.place(new int[] {0, 1}, new int[] {1, 2}, Shape.of(2, 5), 0)),
        row(INDEX,
            "place: 2 indices from 0 with step -1 along axis 0, expected a step of 1 or more and indices of 0 to 1",
            () -> MATRIX.place(new int[2], new int[] {-1, 1}, Shape.of(2, 3), 0)),
        row(INDEX, "select: axis 2 of a tensor of shape [2,3], expected -2 to 1", () -> MATRIX.select(2, 0)),
        row(INDEX, "split: axis 2 of a tensor of shape [2,3], expected -2 to 1", () -> MATRIX.split(2, 1)));
  }

  static Stream<Row> operations() {
    return Stream.of(
        row(ARGUMENT, "leakyRelu: input has type i32[3], expected f32 or f64", () -> INTS.leakyRelu(0.1)),
        row(ARGUMENT, "logSoftmax: input has type i32[3], expected f32 or f64", () -> INTS.logSoftmax(0)),
        row(ARGUMENT, "norm: input has type i32[3], expected f32 or f64", INTS::norm),
        row(ARGUMENT, "argmax: input has type i32[3], expected f32 or f64", () -> INTS.argmax(0)),
        row(ARGUMENT, "conv2d: input has 3 channels [2,3,5,7], the weight expects 2 [4,1,3,3] in 2 groups",
            () -> IMAGES.conv2d(Tensor.zeros(DType.F32, 4, 1, 3, 3), ConvSpec.DEFAULT.groups(2))),
        row(ARGUMENT, "maxPoolGradient: trace is f32[2,3,2,3], expected f32[2,2,3,5,7]",
            () -> IMAGES.maxPoolGradient(PoolWindows.Sliding.square(2, 2), 10, 14,
                Tensor.zeros(DType.F32, 2, 3, 2, 3))),
        row(ARGUMENT, "dropout: input has type i32[3], expected f32 or f64",
            () -> INTS.dropout(Dropout.of(0.5, RandomStream.of(1), new int[3]))),
        row(ARGUMENT, "gaussNewton: 0 vectors for 1 variables", () -> {
          Tensor w = VECTOR.variable();
          Autograd.gaussNewton(w.square().sum(), w.square(), List.of(w)).apply(List.of());
        }));
  }
}
