package candor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.kernel.RecurrentCell;
import candor.op.PoolWindows.Adaptive;
import candor.op.PoolWindows.Sliding;
import candor.random.RandomStream;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What operations say about arguments that do not fit: operation, argument, what was expected and what came.
class OpErrorTest {
  private static final ConvSpec PLAIN = ConvSpec.DEFAULT;
  private static final Sliding HALVES = Sliding.square(2, 2);

  private static Tensor f32(int... sizes) {
    return Tensor.ones(DType.F32, sizes);
  }

  private static Tensor f64(int... sizes) {
    return Tensor.ones(DType.F64, sizes);
  }

  private static Tensor i32(int... values) {
    return Tensor.of(values, values.length);
  }

  private static DynamicTest shape(String message, Supplier<Object> call) {
    return DynamicTest.dynamicTest(message,
        () -> assertThatThrownBy(call::get).isInstanceOf(IllegalArgumentException.class).hasMessage(message));
  }

  private static DynamicTest index(String message, Supplier<Object> call) {
    return DynamicTest.dynamicTest(message,
        () -> assertThatThrownBy(call::get).isInstanceOf(IndexOutOfBoundsException.class).hasMessage(message));
  }

  @TestFactory
  Stream<DynamicTest> elementwise() {
    return Stream.of(
        shape("add: shapes [3] and [4] cannot be broadcast together: axis -1 has sizes 3 and 4",
            () -> f32(3).add(f32(4))),
        shape("lt: shapes [2,3] and [2] cannot be broadcast together: axis -1 has sizes 3 and 2",
            () -> f32(2, 3).lt(f32(2))),
        shape("where: shapes [2] and [3] cannot be broadcast together: axis -1 has sizes 2 and 3",
            () -> Tensor.where(f32(2), f32(3), f32(3))),
        shape("mul: operands have types f32[3] and f64[3], expected one type", () -> f32(3).mul(f64(3))),
        shape("gate: operands have types f32[2] and f64[2], expected one type", () -> f32(2).gate(f64(2))),
        shape("where: input has type i32[1], expected f32 or f64", () -> Tensor.where(i32(1), f32(1), f32(1))),
        shape("add: input has type i32[2], expected f32 or f64", () -> i32(1, 2).add(1)),
        shape("exp: input has type i32[1], expected f32 or f64", () -> i32(1).exp()),
        shape("clamp: input has type i32[1], expected f32 or f64", () -> i32(1).clamp(0, 1)),
        shape("polygamma: order -1, expected 0 or more", () -> f32(2).polygamma(-1)),
        shape("binet: order -1, expected 0 or more", () -> f32(2).binet(-1)),
        shape("lgamma: input has type i32[2], expected f32 or f64", () -> i32(1, 2).lbeta(0)),
        shape("dropout: probability 1.0, expected [0, 1)", () -> Dropout.of(1, RandomStream.of(1), new int[1])),
        shape("dropout: probability NaN, expected [0, 1)",
            () -> Dropout.of(Double.NaN, RandomStream.of(1), new int[1])),
        shape("dropout: 1 sample identities for an input of shape [2,3], expected one for each sample",
            () -> f32(2, 3).dropout(Dropout.of(0.5, RandomStream.of(1), new int[1]))));
  }

  @TestFactory
  Stream<DynamicTest> combining() {
    return Stream.of(
        index("sum: axis 1 of a tensor of shape [3], expected -1 to 0", () -> f32(3).sum(1)),
        index("sum: axis 0 of a tensor of shape [], expected none", () -> Tensor.scalar(DType.F32, 1).sum(0)),
        index("softmax: axis -3 of a tensor of shape [2,3], expected -2 to 1", () -> f32(2, 3).softmax(-3)),
        shape("crossEntropyOf: logits have shape [2,3] and probabilities [3], expected [N,K] twice",
            () -> f32(2, 3).crossEntropyOf(f32(3))),
        index("argmax: axis 0 of a tensor of shape [], expected none", () -> Tensor.scalar(DType.F32, 1).argmax(0)),
        shape("sum: an axis is named twice in [0, -2]", () -> f32(3, 2).sum(0, -2)),
        shape("sum: input has type i32[2], expected f32 or f64", () -> i32(1, 2).sum()),
        shape("cumsum: input has type i32[1], expected f32 or f64", () -> i32(1).cumsum(0)),
        shape("max: axis 0 of shape [0,3] is empty, and no number is the largest of none", () -> f32(0, 3).max(0)),
        shape("logsumexp: axis 0 of shape [0] is empty, and no number is the largest of none",
            () -> f32(0).logsumexp()),
        shape("softmax: axis 1 of shape [2,0] is empty, and no number is the largest of none",
            () -> f32(2, 0).softmax(1)),
        shape("argmax: axis 0 of shape [0] is empty", () -> f32(0).argmax(0)),
        shape("crossEntropy: logits have shape [3,4] and targets [2], expected [N,K] and [N]",
            () -> f32(3, 4).crossEntropy(i32(1, 2))),
        shape("crossEntropy: index has type f32[2], expected i32", () -> f32(2, 4).crossEntropy(f32(2))),
        index("crossEntropy: index 4 at position 1, expected 0 to 3", () -> f32(2, 4).crossEntropy(i32(1, 4))));
  }

  @TestFactory
  Stream<DynamicTest> arranging() {
    return Stream.of(
        shape("reshape: cannot turn [2,3] with 6 elements into [4,2]", () -> f32(2, 3).reshape(4, 2)),
        shape("reshape: cannot turn [2,3] with 6 elements into [-1,4]", () -> f32(2, 3).reshape(-1, 4)),
        shape("reshape: cannot turn [2,3] with 6 elements into [-1,-1]", () -> f32(2, 3).reshape(-1, -1)),
        index("flatten: from axis 3 of a tensor of shape [2,3], expected 0 to 2", () -> f32(2, 3).flatten(3)),
        shape("permute: [0, 0] is not an order of the axes of [2,3]", () -> f32(2, 3).permute(0, 0)),
        shape("permute: [0] is not an order of the axes of [2,3]", () -> f32(2, 3).permute(0)),
        index("transpose: axis -2 of a tensor of shape [2], expected -1 to 0", () -> f32(2).transpose()),
        shape("expand: [2,3] cannot be repeated to [3]", () -> f32(2, 3).expand(3)),
        shape("expand: shapes [2] and [3] cannot be broadcast together: axis -1 has sizes 2 and 3",
            () -> f32(2).expand(3)),
        index("unsqueeze: no place 3 in [2]", () -> f32(2).unsqueeze(3)),
        shape("squeeze: axis 0 of [2] has size 2, expected 1", () -> f32(2).squeeze(0)),
        index(
            "slice: indices 1 to 5 with step 1 along axis 0 of [2], expected a range inside "
                + "0 to 2 and a step of 1 or more",
            () -> f32(2).slice(0, 1, 5)),
        index("slice: 6 indices from 0 with step 1 along axis 1, expected a step of 1 or more and indices of 0 to 3",
            () -> f32(3, 4).slice(new int[2], new int[] {1, 1}, Shape.of(1, 6))),
        index("place: 4 indices from 0 with step 1 along axis 1, expected a step of 1 or more and indices of 0 to 2",
            () -> f32(3, 4).place(new int[2], new int[] {1, 1}, Shape.of(3, 3), 0)),
        index("select: index 2 along axis 0 of [2], expected 0 to 1", () -> f32(2).select(0, 2)),
        shape("split: pieces of size 0, expected 1 or more", () -> f32(2).split(0, 0)),
        index("flip: axis 1 of a tensor of shape [2], expected -1 to 0", () -> f32(2).flip(1)),
        shape("pad: lengths -1 and 0, expected 0 or more", () -> f32(2).pad(0, -1, 0, 0)),
        shape("concat: no tensors", () -> Tensor.concat(0, List.of())),
        shape("concat: cannot join f32[2,4] to f32[2,3] along axis 0, the other sizes and the types must agree",
            () -> Tensor.concat(0, List.of(f32(2, 3), f32(2, 4)))),
        shape("concat: cannot join i32[1] to f32[2] along axis 0, the other sizes and the types must agree",
            () -> Tensor.concat(0, List.of(f32(2), i32(1)))),
        index("concat: axis 1 of a tensor of shape [2], expected -1 to 0",
            () -> Tensor.concat(1, List.of(f32(2), f32(2)))),
        shape("stack: shapes [2] and [3], expected one shape", () -> Tensor.stack(0, List.of(f32(2), f32(3)))));
  }

  @TestFactory
  Stream<DynamicTest> indexing() {
    return Stream.of(
        index("indexSelect: index 2 at position 0, expected 0 to 1", () -> f32(2, 3).indexSelect(0, i32(2))),
        shape("indexSelect: index has type f32[2], expected i32", () -> f32(2, 3).indexSelect(0, f32(2))),
        shape("indexAdd: 1 indices for 2 rows along axis 0 of [2,3]", () -> f32(2, 3).indexAdd(0, i32(1), 4)),
        index("indexAdd: index 4 at position 1, expected 0 to 3", () -> f32(2, 3).indexAdd(0, i32(1, 4), 4)),
        shape("gather: index has shape [2], expected that of the input, [2,3], except along axis 0",
            () -> f32(2, 3).gather(0, i32(1, 2))),
        index("gather: index 2 at position 1, expected 0 to 1", () -> f32(2).gather(0, i32(1, 2))),
        shape("scatterAdd: index has shape [2], expected that of the input, [2,3]",
            () -> f32(2, 3).scatterAdd(0, i32(1, 2), 4)),
        index("scatterAdd: index -1 at position 1, expected 0 to 3", () -> f32(2).scatterAdd(0, i32(1, -1), 4)),
        index("oneHot: index 3 at position 0, expected 0 to 2", () -> i32(3).oneHot(3, DType.F32)),
        shape("oneHot: index has type f32[3], expected i32", () -> f32(3).oneHot(3, DType.F32)));
  }

  @TestFactory
  Stream<DynamicTest> products() {
    String fits = ", expected one type, and as many columns on the left as rows on the right";
    return Stream.of(
        shape("matmul: cannot multiply f32[2,3] and f32[4,5]" + fits, () -> f32(2, 3).matmul(f32(4, 5))),
        shape("matmul: cannot multiply f32[2,3] and f32[]" + fits, () -> f32(2, 3).matmul(Tensor.scalar(DType.F32, 1))),
        shape("matmul: cannot multiply f32[2,3] and f64[3,2]" + fits, () -> f32(2, 3).matmul(f64(3, 2))),
        shape("conv2d: input has 3 channels [64,3,28,28], the weight expects 1 [20,1,5,5]",
            () -> f32(64, 3, 28, 28).conv2d(f32(20, 1, 5, 5), PLAIN)),
        shape(
            "conv2d: bias is f32[3], expected f32[20], one number for each channel, or the result's shape [4,20,24,24]",
            () -> f32(4, 1, 28, 28).conv2d(f32(20, 1, 5, 5), f32(3), PLAIN)),
        shape(
            "convInputGradient: bias is f64[1], expected f32[1], one number for each channel, or the result's shape [1,1,9,9]",
            () -> f32(1, 1, 8, 8).convTranspose2d(f32(1, 1, 2, 2), f64(1), PLAIN, 0, 0)),
        shape("conv2d: input has shape [3,28,28], expected [N,C,H,W]",
            () -> f32(3, 28, 28).conv2d(f32(20, 1, 5, 5), PLAIN)),
        shape("conv2d: weight has shape [20], expected [O,C/groups,kh,kw]",
            () -> f32(1, 3, 28, 28).conv2d(f32(20), PLAIN)),
        shape("conv2d: weight has 3 output channels [3,2,3,3], expected a multiple of the 2 groups",
            () -> f32(1, 4, 8, 8).conv2d(f32(3, 2, 3, 3), PLAIN.groups(2))),
        shape("conv2d: input has 2 rows and 0 of padding on each side, the weight spans 3",
            () -> f32(1, 1, 2, 8).conv2d(f32(1, 1, 3, 3), PLAIN)),
        shape("conv2d: operands have types f32[1,1,8,8] and f64[1,1,3,3], expected one type",
            () -> f32(1, 1, 8, 8).conv2d(f64(1, 1, 3, 3), PLAIN)),
        shape("conv2d: stride 0,0 padding 0,0 dilation 1,1 groups 1, expected padding 0 or more, the others 1 or more",
            () -> PLAIN.stride(0)),
        shape("convTranspose2d: input has shape [1,2,8,8], weight [1,1,3,3], expected [N,O,H,W] and [O,C/groups,kh,kw]",
            () -> f32(1, 2, 8, 8).convTranspose2d(f32(1, 1, 3, 3), PLAIN, 0, 0)),
        shape("convTranspose2d: 2 extra columns, expected 0 or more and less than the stride 2",
            () -> f32(1, 1, 8, 8).convTranspose2d(f32(1, 1, 3, 3), PLAIN.stride(2), 1, 2)),
        shape("convTranspose2d: -1 extra rows, expected 0 or more and less than the stride 1",
            () -> f32(1, 1, 8, 8).convTranspose2d(f32(1, 1, 3, 3), PLAIN, -1, 0)),
        shape(
            "convTranspose2d: input has 2 rows, with stride 1, padding 2, dilation 1 and a weight of 2 "
                + "the output would have -1",
            () -> f32(1, 1, 2, 8).convTranspose2d(f32(1, 1, 2, 2), PLAIN.padding(2), 0, 0)),
        shape("resample: axis 1 of shape [2,3] has size 3, the rule is for 4",
            () -> f32(2, 3).resample(-1, Resampling.nearest(4, 8))),
        shape("resample: input has type i32[3], expected f32 or f64",
            () -> i32(1, 2, 3).resample(0, Resampling.nearest(3, 6))),
        shape("resample: sizes 3 and 0, expected 1 or more", () -> Resampling.linear(3, 0)),
        index("resample: axis 2 of a tensor of shape [2,3], expected -2 to 1",
            () -> f32(2, 3).resample(2, Resampling.nearest(3, 6))),
        shape("convInputGradient: output gradient has shape [1,1,3,2], expected [1,1,2,2]",
            () -> f32(1, 1, 3, 2).convInputGradient(f32(1, 1, 3, 3), PLAIN, 4, 4)),
        shape("convWeightGradient: output gradient has shape [1,1,3,2], expected [1,1,2,2]",
            () -> f32(1, 1, 4, 4).convWeightGradient(f32(1, 1, 3, 2), PLAIN, 3, 3)));
  }

  @TestFactory
  Stream<DynamicTest> pooling() {
    return Stream.of(
        shape("maxPool2d: input has shape [3,4,4], expected [N,C,H,W]", () -> f32(3, 4, 4).maxPool2d(HALVES)),
        shape("avgPool2d: input has 1 rows and 0 of padding on each side, the window has 2",
            () -> f32(1, 1, 1, 4).avgPool2d(HALVES)),
        shape(
            "pool2d: window 0,0 stride 2,2 padding 0,0, expected sizes of 1 or more "
                + "and padding of at most half a window",
            () -> Sliding.square(0, 2)),
        shape(
            "pool2d: window 2,2 stride 1,1 padding 2,0, expected sizes of 1 or more "
                + "and padding of at most half a window",
            () -> new Sliding(2, 2, 1, 1, 2, 0)),
        shape("adaptive pool2d: output size 0,1, expected 1 or more", () -> new Adaptive(0, 1)),
        shape("avgPool2d: input [1,1,0,4] has no pixels", () -> f32(1, 1, 0, 4).avgPool2d(new Adaptive(1, 1))),
        shape("maxPool2d: input has 1 columns and 0 of padding on each side, the window has 3",
            () -> f32(1, 1, 2, 1).maxPool2d(Sliding.square(3, 2).ceilMode())),
        shape("maxPool2d: input has type i32[1,1,4,4], expected f32 or f64",
            () -> Tensor.zeros(DType.I32, 1, 1, 4, 4).maxPool2d(HALVES)),
        shape("maxPoolGradient: output gradient is f32[1,1,3,3], expected f32[1,1,2,2]",
            () -> f32(1, 1, 3, 3).maxPoolGradient(HALVES, 4, 4, f32(2, 1, 1, 3, 3))),
        shape("maxPoolGradient: input has shape [1,2,2], expected [N,C,H,W]",
            () -> f32(1, 2, 2).maxPoolGradient(HALVES, 4, 4, f32(2, 1, 1, 2, 2))),
        shape("maxPoolPick: trace is f32[1,1,1,1], expected f32[2,1,1,2,2]",
            () -> f32(1, 1, 4, 4).maxPoolPick(HALVES, f32(1, 1, 1, 1))),
        shape("max pooling: place 4.0 in a window of 2 rows and 2 columns, expected 0 to 3",
            () -> f32(20, 1, 2, 2).maxPoolPick(HALVES, f32(2, 20, 1, 1, 1).add(3))),
        shape("max pooling: place -1.0 in a window of 2 rows and 2 columns, expected 0 to 3",
            () -> f32(20, 1, 1, 1).maxPoolGradient(HALVES, 2, 2, f32(2, 20, 1, 1, 1).sub(2))),
        shape("max pooling: place 0.5 in a window of 2 rows and 2 columns, expected 0 to 3",
            () -> f32(20, 1, 1, 2).maxPoolGradient(Sliding.square(2, 1), 2, 3, f32(2, 20, 1, 1, 2).sub(0.5))),
        shape("max pooling: place NaN in a window of 2 rows and 2 columns, expected 0 to 3",
            () -> f64(1, 1, 1, 1).maxPoolGradient(HALVES, 2, 2, f64(2, 1, 1, 1, 1).add(Double.NaN))),
        shape("avgPoolGradient: output gradient is f32[1,1,3,3], expected f32[1,1,2,2]",
            () -> f32(1, 1, 3, 3).avgPoolGradient(HALVES, Shape.of(1, 1, 4, 4))));
  }

  @TestFactory
  Stream<DynamicTest> normalising() {
    Tensor x = f32(2, 3);
    Tensor w = f32(3);
    Tensor statistics = x.batchStatistics();
    return Stream.of(
        shape("batchStatistics: input has shape [3], expected [N,F,…]", () -> f32(3).batchStatistics()),
        shape("batchStatistics: input has type i32[2], expected f32 or f64", () -> i32(1, 2).batchStatistics()),
        shape("batchNorm: weight is f32[2], expected f32[3] for an input f32[2,3]",
            () -> x.batchNorm(f32(2), w, 1e-5)),
        shape("batchNorm: bias is f64[3], expected f32[3] for an input f32[2,3]", () -> x.batchNorm(w, f64(3), 1e-5)),
        shape("batchNorm: statistics is f32[2,4], expected f32[2,3] for an input f32[2,3]",
            () -> x.batchNorm(f32(2, 4), w, w, 1e-5)),
        shape("batchNormSums: output gradient is f32[2,4], expected f32[2,3]",
            () -> f32(2, 4).batchNormSums(x, statistics, 1e-5)),
        shape("batchNormGradient: output gradient is f64[2,3], expected f32[2,3]",
            () -> f64(2, 3).batchNormGradient(x, statistics, w, statistics, 1e-5)),
        shape("batchNormGradient: sums is f32[3], expected f32[2,3] for an input f32[2,3]",
            () -> x.batchNormGradient(x, statistics, w, w, 1e-5)));
  }

  @TestFactory
  Stream<DynamicTest> recurring() {
    Tensor x = f32(3, 2, 12);
    Tensor w = f32(12, 3);
    Tensor b = f32(2, 12);
    Tensor state = f32(2, 2, 3);
    RecurrenceSpec lstm = RecurrenceSpec.full(RecurrentCell.LSTM, 2, 3);
    Tensor trace = x.recurrenceTrace(lstm, w, b, state, f32(0, 2, 3));
    String forInput = " for an input product f32[3,2,12]";
    return Stream.of(
        shape("recurrence: input product has shape [3,2,9], expected [T,N,12] for a weight [12,3]",
            () -> f32(3, 2, 9).recurrence(lstm, w, b, state)),
        shape("recurrence: input product has shape [3,12], expected [T,N,12] for a weight [12,3]",
            () -> f32(3, 12).recurrence(lstm, w, b, state)),
        shape("recurrence: weight has shape [12,4], expected [4 H,H] for LSTM",
            () -> x.recurrence(lstm, f32(12, 4), b, state)),
        shape("recurrence: weight is f64[12,3], expected f32[12,3]" + forInput,
            () -> x.recurrence(lstm, f64(12, 3), b, state)),
        shape("recurrence: bias is f32[12], expected f32[2,12]" + forInput,
            () -> x.recurrence(lstm, w, f32(12), state)),
        shape("recurrence: state is f32[1,2,3], expected f32[2,2,3]" + forInput,
            () -> x.recurrence(lstm, w, b, f32(1, 2, 3))),
        shape("recurrence: state is f32[2,3], expected f32[2,2,3]" + forInput,
            () -> x.recurrence(lstm, w, b, f32(2, 3))),
        shape("recurrence: mask is f32[2,2,3], expected f32[4,2,3]" + forInput,
            () -> x.recurrence(lstm, w, b, state, f32(2, 2, 3))),
        shape("recurrence: the mask of shape [1,2,3] is tracked, expected a constant",
            () -> x.recurrence(lstm, w, b, state, f32(1, 2, 3).variable())),
        shape("recurrence: lengths [3], expected one of 0 to 3 for each of 2 sequences",
            () -> x.recurrence(RecurrenceSpec.full(RecurrentCell.LSTM, 1, 3), w, b, state)),
        shape("recurrence: lengths [3,4], expected one of 0 to 3 for each of 2 sequences",
            () -> x.recurrence(new RecurrenceSpec(RecurrentCell.LSTM, new int[] {3, 4}, false), w, b, state)),
        shape("recurrenceGradient: output gradient is f32[3,2,3], expected f32[5,2,3]",
            () -> f32(3, 2, 3).recurrenceGradient(lstm, trace, x, w, b, state, f32(0, 2, 3))),
        shape("recurrenceGradient: trace is f32[3], expected f32[156]",
            () -> f32(5, 2, 3).recurrenceGradient(lstm, f32(3), x, w, b, state, f32(0, 2, 3))));
  }
}
