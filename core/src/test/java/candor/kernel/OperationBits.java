package candor.kernel;

import candor.autograd.Autograd;
import candor.op.ConvSpec;
import candor.op.Dropout;
import candor.op.PoolWindows;
import candor.op.RecurrenceSpec;
import candor.op.Resampling;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A program that prints the name of its kernels, its number of threads, and a hash of the bits of every result of a
/// fixed set of F32 operations, a line each. [VectorWidthTest] runs it on virtual machines of every kind.
final class OperationBits {
  private static final PoolWindows WINDOWS = new PoolWindows.Sliding(3, 2, 2, 1, 1, 0);
  private static final PoolWindows ADAPTIVE = new PoolWindows.Adaptive(3, 2);

  private final Map<String, Tensor> results = new LinkedHashMap<>();

  private OperationBits() {
  }

  /// Prints the hashes twice: of the first run, and of one whose code has been compiled.
  ///
  /// @param arguments none
  public static void main(String[] arguments) {
    Backend backend = Backend.current();
    System.out.println(backend.kernels().name());
    System.out.println(backend.pool().threads());
    for (int round = 0; round < 2; round++) {
      if (round == 1) {
        backend.kernels().compiled();
      }
      OperationBits bits = new OperationBits();
      bits.functions();
      bits.arithmetic();
      bits.reductions();
      bits.products();
      bits.convolutions();
      bits.resampling();
      bits.pooling();
      bits.normalisation();
      bits.recurrences();
      bits.dropout();
      bits.training();
      bits.updates();
      bits.results.forEach((name, value) -> System.out.println(name + " " + hash(value)));
    }
  }

  private void functions() {
    Tensor x = extremes(40_003);
    results.put("exp", x.exp());
    results.put("expm1", x.expm1());
    results.put("log", x.log());
    results.put("log1p", x.log1p());
    results.put("sin", x.sin());
    results.put("tanh", x.tanh());
    results.put("sigmoid", x.sigmoid());
    results.put("softplus", x.softplus());
    results.put("erf", x.erf());
    results.put("gelu", x.gelu());
    results.put("silu", x.silu());
    results.put("elu", x.elu(0.7));
    results.put("leakyRelu", x.leakyRelu(0.1));
    results.put("relu", x.relu());
    results.put("sqrt", x.sqrt());
    results.put("rsqrt", x.rsqrt());
    results.put("square", x.square());
    results.put("abs", x.abs());
    results.put("neg", x.neg());
    results.put("sign", x.sign());
    results.put("clamp", x.clamp(-1, 2));
    results.put("exp of a slice", x.slice(0, 3, 1_020).exp());
    results.put("polygamma", x.slice(0, 0, 999).polygamma(2));
  }

  private void arithmetic() {
    Tensor a = extremes(67 * 1_001).reshape(67, 1_001);
    Tensor b = a.flip(0, 1);
    Tensor row = b.slice(0, 4, 5);
    Tensor column = b.slice(1, 7, 8);
    int at = 0;
    for (Tensor c : List.of(b, row, column, b.transpose().reshape(67, 1_001))) {
      String name = " with operand " + at++;
      results.put("add" + name, a.add(c));
      results.put("sub" + name, a.sub(c));
      results.put("mul" + name, a.mul(c));
      results.put("div" + name, a.div(c));
      results.put("maximum" + name, a.maximum(c));
      results.put("minimum" + name, a.minimum(c));
      results.put("gt" + name, a.gt(c));
      results.put("eq" + name, a.eq(c));
      results.put("gate" + name, a.gate(c));
      results.put("where" + name, Tensor.where(a.lt(c), a, c));
    }
    results.put("pow", numbers(9, 2_000).abs().pow(numbers(10, 2_000)));
  }

  private void reductions() {
    Tensor x = numbers(1, 301 * 517).reshape(301, 517);
    Tensor extreme = extremes(301 * 517).reshape(301, 517);
    for (int axis = 0; axis < 2; axis++) {
      results.put("sum " + axis, x.sum(axis));
      results.put("max " + axis, x.max(axis));
      results.put("max of extremes " + axis, extreme.max(axis));
      results.put("logsumexp " + axis, x.logsumexp(axis));
      results.put("softmax " + axis, x.softmax(axis));
      results.put("logSoftmax " + axis, x.logSoftmax(axis));
      results.put("variance " + axis, x.variance(1, axis));
      results.put("cumsum " + axis, x.cumsum(axis));
    }
    results.put("sum", x.sum());
    results.put("norm", x.norm());
    results.put("sum of extremes", extreme.sum());
    results.put("sum of a batch innermost",
        numbers(2, 20 * 3 * 9 * 9).reshape(3, 9, 9, 20).permute(3, 0, 1, 2).sum(0, 2, 3));
  }

  private void products() {
    for (int[] mnk : new int[][] {{1, 1, 1}, {1, 500, 800}, {64, 500, 800}, {37, 53, 129}, {200, 10, 300},
      {17, 16, 15}}) {
      Tensor a = numbers(3, mnk[0] * mnk[2]).reshape(mnk[0], mnk[2]);
      Tensor b = numbers(4, mnk[2] * mnk[1]).reshape(mnk[2], mnk[1]);
      String name = "matmul " + mnk[0] + " " + mnk[1] + " " + mnk[2];
      results.put(name, a.matmul(b));
      results.put(name + " transposed", b.transpose().matmul(a.transpose()));
      results.put(name + " from columns", a.transpose().reshape(mnk[0], mnk[2]).matmul(b));
    }
  }

  private void convolutions() {
    ConvSpec plain = ConvSpec.DEFAULT;
    convolution("conv 5x5", 64, 3, 12, 8, 5, plain);
    convolution("conv padded", 17, 4, 9, 6, 3, plain.padding(1));
    convolution("conv strided", 3, 4, 11, 6, 3, plain.padding(2).stride(2));
    convolution("conv dilated", 33, 2, 11, 3, 3, plain.dilation(2).padding(1));
    convolution("conv grouped", 16, 6, 7, 4, 3, plain.groups(2).padding(1));
    for (int n : new int[] {1, 10, 32}) {
      convolution("conv depthwise of " + n, n, 9, 8, 9, 3, plain.groups(9).padding(1));
    }
    convolution("conv depthwise strided", 16, 5, 9, 10, 3, plain.groups(5).padding(1).stride(2));
    convolution("conv 1x1", 5, 8, 6, 16, 1, plain);
    convolution("conv of one image", 1, 1, 28, 20, 5, plain);
  }

  private void convolution(String name, int n, int c, int size, int o, int kernel, ConvSpec spec) {
    Tensor x = numbers(5, n * c * size * (size + 1)).reshape(n, c, size, size + 1).variable();
    int inputs = c / spec.groups();
    Tensor w = numbers(6, o * inputs * kernel * kernel).reshape(o, inputs, kernel, kernel).variable();
    Tensor y = x.conv2d(w, spec);
    List<Tensor> gradients = Autograd.vjp(y, numbers(7, y.count()).reshape(y.shape().toArray()), List.of(x, w));
    results.put(name, y);
    results.put(name + " input gradient", gradients.getFirst());
    results.put(name + " weight gradient", gradients.getLast());
  }

  private void resampling() {
    for (int n : new int[] {1, 16, 130}) {
      Tensor x = numbers(18, n * 3 * 5 * 7).reshape(n, 3, 5, 7).variable();
      for (Resampling rule : List.of(Resampling.nearest(5, 11), Resampling.linear(5, 12), Resampling.linear(5, 3))) {
        Tensor y = x.resample(2, rule);
        results.put("resampling of " + n + " from 5 to " + rule.to(), y);
        results.put("gradient of resampling of " + n + " from 5 to " + rule.to(),
            Autograd.vjp(y, y.detach().square(), List.of(x)).getFirst());
      }
    }
  }

  private void pooling() {
    for (int n : new int[] {1, 16, 130}) {
      Tensor x = numbers(8, n * 8 * 11 * 9).reshape(n, 8, 11, 9).variable();
      for (PoolWindows windows : List.of(PoolWindows.Sliding.square(2, 2), WINDOWS, ADAPTIVE)) {
        pool("max pool of " + n + " " + windows, x, x.maxPool2d(windows));
        pool("average pool of " + n + " " + windows, x, x.avgPool2d(windows));
      }
    }
  }

  private void pool(String name, Tensor x, Tensor y) {
    results.put(name, y);
    results.put(name + " gradient", Autograd.vjp(y, y.detach().square(), List.of(x)).getFirst());
  }

  private void normalisation() {
    for (int n : new int[] {3, 100, 7_000}) {
      normalise("batch normalisation of columns of " + n, numbers(14, n * 87).reshape(n, 87));
      normalise("batch normalisation of rows of " + n, numbers(14, n * 12).reshape(12, n).transpose());
    }
    results.put("statistics of extremes", extremes(300).reshape(100, 3).batchStatistics());
    results.put("statistics of extreme images", extremes(300).reshape(25, 3, 2, 2).batchStatistics());
  }

  private void normalise(String name, Tensor x) {
    int features = x.shape().size(1);
    List<Tensor> variables =
        List.of(x.variable(), numbers(15, features).variable(), numbers(16, features).variable());
    Tensor y = variables.get(0).batchNorm(variables.get(1), variables.get(2), 1e-5);
    results.put(name, y);
    List<Tensor> gradients = Autograd.vjp(y, numbers(17, x.count()).reshape(x.shape().toArray()), variables);
    for (int i = 0; i < gradients.size(); i++) {
      results.put(name + " gradient " + i, gradients.get(i));
    }
  }

  private void recurrences() {
    for (RecurrentCell cell : RecurrentCell.values()) {
      for (int units : new int[] {7, 48}) {
        recur(cell, units, 37, 5);
      }
    }
  }

  private void recur(RecurrentCell cell, int units, int samples, int steps) {
    int width = cell.gates() * units;
    RecurrenceSpec spec =
        new RecurrenceSpec(cell, IntStream.range(0, samples).map(i -> i % (steps + 1)).toArray(), true);
    List<Tensor> variables = List.of(numbers(18, steps * samples * width).reshape(steps, samples, width).variable(),
        numbers(19, width * units).mul(0.3).reshape(width, units).variable(),
        numbers(20, 2 * width).reshape(2, width).variable(),
        numbers(21, cell.states() * samples * units).reshape(cell.states(), samples, units).variable());
    Tensor y = variables.get(0).recurrence(spec, variables.get(1), variables.get(2), variables.get(3));
    String name = "recurrence " + cell + " of " + units;
    results.put(name, y);
    List<Tensor> gradients = Autograd.vjp(y, numbers(22, y.count()).reshape(y.shape().toArray()), variables);
    for (int i = 0; i < gradients.size(); i++) {
      results.put(name + " gradient " + i, gradients.get(i));
    }
  }

  private void dropout() {
    int n = 130;
    Dropout dropout = Dropout.of(0.3, RandomStream.of(3).child("dropout").at(5), ids(n));
    Tensor x = extremes(n * 600).reshape(n, 600);
    results.put("dropout", x.dropout(dropout));
    results.put("dropout of a batch innermost", x.reshape(600, n).transpose().dropout(dropout));
  }

  private void training() {
    int n = 48;
    Tensor x = numbers(11, n * 12 * 12).reshape(n, 1, 12, 12);
    Tensor labels = Tensor.of(IntStream.range(0, n).map(i -> i * 7 % 10).toArray(), n);
    List<Tensor> weights = new ArrayList<>();
    weights.add(numbers(12, 8 * 25).mul(0.3).reshape(8, 1, 5, 5).variable());
    weights.add(numbers(13, 8 * 4 * 4 * 10).mul(0.1).reshape(128, 10).variable());
    Dropout dropout = Dropout.of(0.5, RandomStream.of(4), ids(n));
    Tensor hidden = x.conv2d(weights.getFirst(), ConvSpec.DEFAULT).relu().maxPool2d(PoolWindows.Sliding.square(2, 2));
    Tensor logits = hidden.flatten(1).dropout(dropout).matmul(weights.getLast());
    Tensor loss = logits.crossEntropy(labels).mean();
    results.put("logits", logits);
    results.put("loss", loss);
    results.put("logit gradient", Autograd.grad(loss, logits));
    List<Tensor> gradients = Autograd.grad(loss, weights);
    List<Tensor> products = Autograd.hvp(loss, weights).apply(gradients);
    for (int i = 0; i < weights.size(); i++) {
      results.put("gradient " + i, gradients.get(i));
      results.put("Hessian-vector product " + i, products.get(i));
    }
  }

  /// Three steps of every update, with extreme gradients.
  private void updates() {
    Update update = Backend.current().kernels().update();
    float[] g = extremes(40_003).toFloats();
    int n = g.length;
    for (boolean nesterov : new boolean[] {false, true}) {
      updated(nesterov ? "nesterov" : "sgd", n,
          x -> update.sgd(new Update.Sgd(0.1, 0.9, 0.7, 0.01, nesterov), x[0], 0, x[1], 0, g, 0, n));
    }
    updated("adam", n, x -> update.adam(new Update.Adam(0.1, 0.9, 0.99, 2, 1e-8, 0.01, 0.99), x[0], 0, x[1], x[2], 0, g,
        0, n));
    Update.RmsProp rmsProp = new Update.RmsProp(0.1, 0.9, 1e-8, 0.8, 0.01);
    updated("rmsProp", n, x -> update.rmsProp(rmsProp, x[0], 0, x[2], x[1], 0, g, 0, n));
    updated("rmsProp, centred", n, x -> update.rmsPropCentred(rmsProp, x[0], 0, x[2], x[3], x[1], 0, g, 0, n));
    updated("adagrad", n, x -> update.adagrad(new Update.Adagrad(0.1, 1e-8, 0.01), x[0], 0, x[2], 0, g, 0, n));
    updated("average", n, x -> update.average(0.3, x[0], 0, g, 0, n));
  }

  /// The parameters, and the sum of all memories, after three steps that begin with memories of 0.
  private void updated(String name, int n, Consumer<float[][]> step) {
    float[][] x = new float[4][n];
    x[0] = numbers(11, n).toFloats();
    for (int i = 0; i < 3; i++) {
      step.accept(x);
    }
    results.put(name, Tensor.of(x[0], n));
    results.put("memories of " + name, Tensor.of(x[1], n).add(Tensor.of(x[2], n)).add(Tensor.of(x[3], n)));
  }

  private static int[] ids(int n) {
    return IntStream.range(1_000, 1_000 + n).toArray();
  }

  /// Numbers between −2 and 2.
  private static Tensor numbers(int seed, int n) {
    float[] x = new float[n];
    RandomStream.of(seed).uniform(0, x);
    return Tensor.of(x, n).mul(4).sub(2);
  }

  /// Numbers of every sign and exponent, with zeros, infinities and NaN among them.
  private static Tensor extremes(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = switch (i % 23) {
        case 0 -> 0f;
        case 1 -> -0f;
        case 2 -> i % 2 == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
        case 3 -> Float.NaN;
        case 4, 5, 6 -> Float.intBitsToFloat(i * 0x9E3779B9);
        default -> (i % 2_000 - 1_000) * 0.0137f;
      };
    }
    return Tensor.of(x, n);
  }

  private static String hash(Tensor x) {
    float[] values = x.toFloats();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putInt(Float.floatToIntBits(value));
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
