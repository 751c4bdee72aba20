package candor.op;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.op.Reference.Entry;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Loss, gradient and Hessian-vector product of a whole network against PyTorch: LeNet as Caffe has it, with the mean
/// cross-entropy of eight images.
///
/// Weights, images and vectors come from a formula that `reference.py` evaluates too.
class LeNetTest {
  private static final Map<String, Shape> PARAMETERS = new LinkedHashMap<>();
  private static final double[] SCALES = {0.25, 0.125, 0.0625, 0.125, 0.0625, 0.125, 0.0625, 0.125};

  static {
    PARAMETERS.put("conv1.weight", Shape.of(20, 1, 5, 5));
    PARAMETERS.put("conv1.bias", Shape.of(20));
    PARAMETERS.put("conv2.weight", Shape.of(50, 20, 5, 5));
    PARAMETERS.put("conv2.bias", Shape.of(50));
    PARAMETERS.put("fc1.weight", Shape.of(500, 800));
    PARAMETERS.put("fc1.bias", Shape.of(500));
    PARAMETERS.put("fc2.weight", Shape.of(10, 500));
    PARAMETERS.put("fc2.bias", Shape.of(10));
  }

  @TestFactory
  Stream<DynamicTest> f64AgreesWithPyTorchToTenDigits() {
    return tests(DType.F64, 1e-10);
  }

  @TestFactory
  Stream<DynamicTest> f32AgreesWithPyTorchToFiveDigits() {
    return tests(DType.F32, 1e-5);
  }

  private static Stream<DynamicTest> tests(DType dtype, double tolerance) {
    Map<String, Tensor> computed = compute(dtype);
    return Reference.lines("lenet.txt").stream().map(Entry::parse)
        .map(reference -> DynamicTest.dynamicTest(reference.name(), () -> {
          String[] words = reference.name().split(" ");
          double[] numbers =
              Evaluation.numbers(computed.get(String.join(" ", List.of(words).subList(0, Math.min(2, words.length)))));
          int every = words.length == 3 ? Integer.parseInt(words[2]) : 1;
          double[] kept = IntStream.range(0, reference.numbers().length).mapToDouble(i -> numbers[i * every]).toArray();
          assertThat(kept.length).isEqualTo(Math.ceilDiv(numbers.length, every));
          assertThat(distance(kept, reference.numbers())).isLessThanOrEqualTo(tolerance);
        }));
  }

  /// `‖a − b‖₂ / ‖b‖₂`.
  private static double distance(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < b.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return Math.sqrt(difference / norm);
  }

  private static Map<String, Tensor> compute(DType dtype) {
    List<String> names = List.copyOf(PARAMETERS.keySet());
    List<Shape> shapes = names.stream().map(PARAMETERS::get).toList();
    List<Tensor> parameters = new ArrayList<>();
    List<Tensor> vectors = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      parameters.add(hashed(i, shapes.get(i), SCALES[i]).to(dtype).variable());
      vectors.add(hashed(20 + i, shapes.get(i), 1).to(dtype));
    }
    Tensor loss = loss(parameters, hashed(40, Shape.of(8, 1, 28, 28), 0.5).add(0.5).to(dtype));
    List<Tensor> gradients = Autograd.grad(loss, parameters);
    List<Tensor> products = Autograd.hvp(loss, parameters).apply(vectors);
    Map<String, Tensor> result = new LinkedHashMap<>();
    result.put("loss", loss);
    for (int i = 0; i < names.size(); i++) {
      result.put("gradient " + names.get(i), gradients.get(i));
      result.put("product " + names.get(i), products.get(i));
    }
    return result;
  }

  private static Tensor loss(List<Tensor> p, Tensor images) {
    Tensor x = images.conv2d(p.get(0), ConvSpec.DEFAULT).add(p.get(1).reshape(-1, 1, 1));
    x = x.maxPool2d(PoolWindows.Sliding.square(2, 2));
    x = x.conv2d(p.get(2), ConvSpec.DEFAULT).add(p.get(3).reshape(-1, 1, 1))
        .maxPool2d(PoolWindows.Sliding.square(2, 2));
    x = x.flatten(1).matmul(p.get(4).transpose()).add(p.get(5)).relu();
    x = x.matmul(p.get(6).transpose()).add(p.get(7));
    return x.crossEntropy(Tensor.of(IntStream.range(0, 8).map(i -> 3 * i % 10).toArray(), 8)).mean();
  }

  /// Numbers `k scale / 2¹⁵`, with `k` in `[−2¹⁵, 2¹⁵)` the upper half of a 32-bit hash of stream and index (the
  /// finaliser of MurmurHash3).
  private static Tensor hashed(int stream, Shape shape, double scale) {
    double[] values = new double[shape.count()];
    for (int i = 0; i < values.length; i++) {
      int h = stream * 0x9E3779B9 + i;
      h = (h ^ h >>> 16) * 0x85EBCA6B;
      h = (h ^ h >>> 13) * 0xC2B2AE35;
      h ^= h >>> 16;
      values[i] = ((h >>> 16) - 32768) * (scale / 32768);
    }
    return Tensor.of(values, shape.toArray());
  }
}
