package candor.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.kernel.Kernels;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parallel;
import candor.nn.Parameter;
import candor.nn.Residual;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What holds for all layers: which are random and when, and that bits depend neither on kernels and threads nor on the
/// batch.
class LayerContextTest {
  private static final Map<String, TorchLayer> TORCH = TorchLayer.all();

  @TestFactory
  Stream<DynamicTest> layersThatDrawNothingSampleWhatTheyEvaluate() {
    return TORCH.values().stream().map(torch -> DynamicTest.dynamicTest(torch.name(), () -> {
      Module layer = LayerTable.LAYERS.get(torch.name()).get();
      layer.initialise(1);
      Tensor x = torch.get("input").to(DType.F32);
      assertThat(layer.isStochastic()).isFalse();
      Tensor evaluated = layer.apply(x, Context.evaluate());
      assertThat(layer.apply(x, Context.sample(1, 2, ids(x))).hasSameBits(evaluated)).isTrue();
      if (!torch.name().startsWith("batchNorm")) {
        assertThat(layer.apply(x, Context.train(1, 2, ids(x))).hasSameBits(evaluated)).isTrue();
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> layersThatDrawAreRandomInTrainingAndSamplingOnly() {
    RecurrentOptions options = RecurrentOptions.DEFAULT;
    Map<String, Module> layers = new TreeMap<>(Map.of("dropout", new Dropout(0.5), "dropout1d", new Dropout1d(0.5),
        "dropout2d", new Dropout2d(0.5), "alphaDropout", new AlphaDropout(0.5), "dropConnect",
        new DropConnect(12, 12, 0.5), "residual", new Residual(new Dropout(0.5)), "parallel",
        Parallel.sum(new Dropout(0.5), new Identity())));
    layers.putAll(Map.of("sequences: dropout", new VariationalDropout(0.5), "sequences: lstm",
        new Lstm(3, 12, options.variational(0.5, 0.5)), "sequences: gru", new Gru(3, 12, options.variational(0.5, 0)),
        "sequences: rnn", new Rnn(3, 12, Rnn.Nonlinearity.TANH, options.layers(2).dropout(0.5)), "sequences: attention",
        new MultiHeadAttention(3, 1).dropout(0.5), "sequences: encoder",
        new TransformerEncoderLayer(3, 1, 12).dropout(0.5), "tokens", new Embedding(9, 2).dropout(0.5)));
    return layers.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
      Module layer = e.getValue();
      layer.initialise(1);
      Tensor x = Numbers.normal32(1, switch (e.getKey()) {
        case "dropout2d" -> new int[] {4, 12, 2, 2};
        case "dropout", "alphaDropout", "dropConnect", "residual", "parallel", "tokens" -> new int[] {4, 12};
        default -> new int[] {4, 12, 3};
      });
      if (e.getKey().equals("tokens")) {
        x = x.abs().mul(2).clamp(0, 8).to(DType.I32);
      }
      assertThat(layer.isStochastic()).isTrue();
      Tensor evaluated = layer.apply(x, Context.evaluate());
      assertThat(layer.apply(x, Context.evaluate()).hasSameBits(evaluated)).isTrue();
      Tensor sampled = layer.apply(x, Context.sample(1, 2, ids(x)));
      assertThat(sampled.hasSameBits(evaluated)).isFalse();
      assertThat(layer.apply(x, Context.sample(1, 2, ids(x))).hasSameBits(sampled)).as("the pass again").isTrue();
      assertThat(layer.apply(x, Context.sample(1, 3, ids(x))).hasSameBits(sampled)).as("another pass").isFalse();
      assertThat(layer.apply(x, Context.train(1, 2, ids(x))).hasSameBits(sampled)).as("training").isFalse();
    }));
  }

  @TestFactory
  Stream<DynamicTest> aSampleAloneGivesTheBitsOfItsPlaceInABatch() {
    return TORCH.values().stream().map(torch -> DynamicTest.dynamicTest(torch.name(), () -> {
      Module layer = LayerTable.LAYERS.get(torch.name()).get();
      layer.initialise(1);
      int[] sizes = torch.get("input").shape().toArray();
      sizes[0] = 19;
      Tensor x = Numbers.normal32(3, sizes);
      Tensor together = layer.apply(x, Context.evaluate());
      for (int i = 0; i < sizes[0]; i++) {
        Tensor alone = layer.apply(x.slice(0, i, i + 1), Context.evaluate());
        assertThat(alone.hasSameBits(together.slice(0, i, i + 1))).as("sample %d", i).isTrue();
      }
      Tensor innermost = Tensor.of(x.array().copyInOrder(rotated(sizes.length)));
      assertThat(layer.apply(innermost, Context.evaluate()).hasSameBits(together)).as("batch innermost").isTrue();
    }));
  }

  private static int[] rotated(int rank) {
    return IntStream.range(0, rank).map(i -> (i + 1) % rank).toArray();
  }

  /// Large enough to be split over threads.
  @TestFactory
  Stream<DynamicTest> kernelsAndThreadsChangeNoBits() {
    Tensor images = Numbers.normal32(1, 20, 8, 16, 17);
    Tensor signals = Numbers.normal32(2, 20, 8, 300);
    Tensor vectors = Numbers.normal32(3, 300, 200);
    return Stream.of(bits("conv1d", () -> new Conv1d(8, 6, 3).padding(1), signals),
        bits("conv2d depthwise", () -> new Conv2d(8, 8, 3).padding(1).groups(8), images),
        bits("conv2d of groups", () -> new Conv2d(8, 12, 3).groups(2).stride(2), images),
        bits("convTranspose1d", () -> new ConvTranspose1d(8, 6, 3).stride(2), signals),
        bits("convTranspose2d", () -> new ConvTranspose2d(8, 6, 3).stride(2).outputPadding(1), images),
        bits("convTranspose2d depthwise", () -> new ConvTranspose2d(8, 8, 3).groups(8), images),
        bits("maxPool1d", () -> new MaxPool1d(3, 2), signals), bits("avgPool1d", () -> new AvgPool1d(3, 2), signals),
        bits("upsample nearest", () -> Upsample.nearest(2), images),
        bits("upsample bilinear", () -> Upsample.bilinear(2), images),
        bits("batchNorm1d", () -> new BatchNorm1d(8), signals), bits("layerNorm", () -> new LayerNorm(200), vectors),
        bits("groupNorm", () -> new GroupNorm(4, 8), images), bits("instanceNorm", () -> new InstanceNorm(8), images),
        bits("dropout1d", () -> new Dropout1d(0.3), signals), bits("dropout2d", () -> new Dropout2d(0.3), images),
        bits("dropConnect", () -> new DropConnect(200, 150, 0.3), vectors),
        bits("alphaDropout", () -> new AlphaDropout(0.3), images), bits("mish", Activation::mish, images),
        bits("selu", Activation::selu, vectors));
  }

  private static DynamicTest bits(String name, Supplier<Module> layer, Tensor x) {
    return DynamicTest.dynamicTest(name, () -> {
      List<Tensor> expected = run(new Backend(Kernels.scalar(), new WorkerPool(1)), layer.get(), x);
      for (int threads : new int[] {1, 2, 7}) {
        List<Tensor> actual = run(new Backend(Kernels.best().compiled(), new WorkerPool(threads)), layer.get(), x);
        for (int i = 0; i < expected.size(); i++) {
          assertThat(actual.get(i).hasSameBits(expected.get(i))).as("tensor %d, %d threads", i, threads).isTrue();
        }
      }
    });
  }

  /// Output and gradients.
  private static List<Tensor> run(Backend backend, Module layer, Tensor x) {
    try (WorkerPool pool = backend.pool()) {
      return new Backend(backend.kernels(), pool).call(() -> {
        layer.initialise(4);
        List<Tensor> variables = new ArrayList<>(List.of(x.variable()));
        layer.parameters().stream().map(Parameter::value).forEach(variables::add);
        Tensor y = layer.apply(variables.getFirst(), Context.train(1, 2, ids(x)));
        List<Tensor> result = new ArrayList<>(List.of(y));
        result.addAll(Autograd.vjp(y, Numbers.normal32(5, y.shape().toArray()), variables));
        return result;
      });
    }
  }

  private static int[] ids(Tensor x) {
    return IntStream.range(0, x.shape().size(0)).toArray();
  }
}
