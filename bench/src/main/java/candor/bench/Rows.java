package candor.bench;

import candor.bench.Row.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The suite: what is measured, against whom, and what it should reach.
final class Rows {
  private static final List<Integer> BOTH = List.of(1, 2);
  private static final String TORCH = "PyTorch";

  /// Operations of LeNet's forward pass for one image: two convolutions and two fully connected layers.
  private static final double LENET = 2.0 * (20 * 576 * 25 + 50 * 64 * 500 + 800 * 500 + 500 * 10);
  /// Three products a layer, but no gradient for the first layer's input.
  private static final double LENET_STEP = 3 * LENET - 2.0 * 20 * 576 * 25;
  /// For each of 50 steps the product of 128 features, without a gradient for them, and that of 128 states.
  private static final double LSTM_STEP = 50 * 5 * 2.0 * 128 * 512 + 6.0 * 128 * 10;
  /// A convolution of three channels, six of 16 on 32 × 32 pixels, one to 32 on half of them and five more, the same to
  /// 64, and a fully connected layer.
  private static final double RESNET = 2.0
      * (1024 * 16 * 27 + 6 * 1024 * 16 * 144 + 256 * 32 * (144 + 5 * 288) + 64 * 64 * (288 + 5 * 576) + 64 * 10);
  private static final double RESNET_STEP = 3 * RESNET - 2.0 * 1024 * 16 * 27;
  private static final double MLP_STEP = 6.0 * (784 * 200 + 200 * 200 + 200 * 200 + 200 * 10) - 2.0 * 784 * 200;

  private Rows() {
  }

  /// All rows, in the order of the tables.
  static List<Row> all() {
    return Stream.of(products(), convolutions(), elementwise(), updates(), steps(), predictions(), secondOrder(),
        alone())
        .flatMap(List::stream).toList();
  }

  private static List<Row> products() {
    List<Row> rows = new ArrayList<>();
    for (String shape : List.of("64x64x64", "128x128x128", "256x256x256", "512x512x512", "1024x1024x1024",
        "128x500x800", "576x20x25")) {
      for (String layout : List.of("NN", "NT", "TN")) {
        rows.add(product(shape, layout));
      }
    }
    return rows;
  }

  private static Row product(String shape, String layout) {
    Product p = Product.of(shape, layout);
    boolean large = p.n() >= 512;
    List<Goal> goals = new ArrayList<>(List.of(Goal.speedup(TORCH, large ? 0.95 : 1)));
    if (p.n() == 1024) {
      goals.add(Goal.of(Goal.Kind.SHARE, 0.8));
    }
    String[] params = {"shape", shape, "layout", layout};
    List<Side> sides = new ArrayList<>(
        List.of(Side.candor("MatMulBenchmark.product", params), Side.of(TORCH, "peer.PyTorchMatMul.product", params)));
    // The other pure-Java libraries are far behind: two sizes tell.
    if (layout.equals("NN") && (p.n() == 128 || p.n() == 512)) {
      sides.add(Side.of("rapaio", "peer.RapaioMatMul.product", params));
      sides.add(Side.of("EJML", "peer.EjmlMatMul.product", params));
      sides.add(Side.of("ojAlgo", "peer.OjAlgoMatMul.product", params));
      sides.add(Side.of("netlib, 1 thread", "peer.NetlibMatMul.product", "shape", shape, "layout", layout, "threads",
          "1"));
    }
    return new Row("sgemm " + shape + " " + layout, "sgemm", BOTH, Work.operations(2.0 * p.m() * p.n() * p.k()),
        Effort.KERNEL, goals, sides);
  }

  private static List<Row> convolutions() {
    return Stream.of("output", "inputGradient", "weightGradient")
        .map(what -> new Row("convolution 20 → 50, 5 × 5 on 12 × 12, 64 images: " + what, "convolution", BOTH,
            Work.operations(2.0 * 64 * 50 * 64 * 500), Effort.KERNEL, List.of(),
            List.of(Side.candor("ConvolutionBenchmark." + what, "images", "64"))))
        .toList();
  }

  private static List<Row> elementwise() {
    List<Row> rows = new ArrayList<>();
    for (int size : new int[] {1_000, 100_000, 4_000_000}) {
      rows.add(elementwise("add", size, 12, 0.95));
      rows.add(elementwise("mul", size, 12, 0.95));
      rows.add(elementwise("relu", size, 8, 0.95));
      rows.add(elementwise("exp", size, 8, 1));
      rows.add(elementwise("tanh", size, 8, 1));
      rows.add(elementwise("softmax", size, 8, 1));
      rows.add(elementwise("sum", size, 4, 1));
      rows.add(elementwise("mean", size, 4, 1));
      rows.add(vector("dropout", "DropoutBenchmark.dropout", "peer.PyTorchDropout.dropout", size, 8, 2));
    }
    return rows;
  }

  private static Row elementwise(String function, int size, int bytes, double goal) {
    return vector(function, "ElementwiseBenchmark." + function, "peer.PyTorchElementwise." + function, size, bytes,
        goal);
  }

  private static Row vector(String name, String candor, String torch, int size, int bytes, double goal) {
    String count = String.valueOf(size);
    return new Row(name + " " + count, "elementwise", BOTH, Work.bytes((double) bytes * size, size), Effort.KERNEL,
        List.of(Goal.speedup(TORCH, goal)), List.of(Side.candor(candor, "size", count), Side.of(TORCH, torch, "size",
            count)));
  }

  private static List<Row> updates() {
    return List.of(update("SGD with momentum", "sgd", 20), update("Adam", "adam", 28));
  }

  private static Row update(String name, String method, int bytes) {
    return new Row(name + ", 1 001 000 weights", "training", BOTH, Work.bytes(bytes * 1_001_000.0, 4_000_000),
        Effort.KERNEL, List.of(Goal.speedup(TORCH, 2)),
        List.of(Side.candor("OptimizerBenchmark." + method), Side.of(TORCH, "peer.PyTorchOptimizer." + method)));
  }

  private static List<Row> steps() {
    Stream<Row> leNet = Stream.of("64", "128")
        .map(images -> new Row("LeNet step, batch " + images, "training", BOTH,
            Work.operations(Integer.parseInt(images) * LENET_STEP), Effort.STEP,
            List.of(Goal.speedup(TORCH, 2.5), Goal.of(Goal.Kind.ALLOCATION, 64 * 1024)),
            List.of(Side.candor("LeNetStepBenchmark.step", "images", images),
                Side.of(TORCH, "peer.PyTorchStep.step", "network", "lenet", "images", images))));
    Row mlp = new Row("MLP 784-200-200-200-10 step, batch 100", "training", BOTH, Work.operations(100 * MLP_STEP),
        Effort.STEP, List.of(Goal.speedup(TORCH, 1.5)), List.of(Side.candor("MlpStepBenchmark.step", "images", "100"),
            Side.of(TORCH, "peer.PyTorchStep.step", "network", "mlp", "images", "100")));
    Row lstm = new Row("LSTM 128, 50 steps, batch 64, step", "training", BOTH, Work.operations(64 * LSTM_STEP),
        Effort.STEP, List.of(Goal.speedup(TORCH, 1.2)),
        List.of(Side.candor("LstmStepBenchmark.step", "sequences", "64"),
            Side.of(TORCH, "peer.PyTorchStep.step", "network", "lstm", "images", "64")));
    Stream<Row> resNet = Stream.of("64", "128")
        .map(images -> new Row("ResNet-20 step, batch " + images, "training", BOTH,
            Work.operations(Integer.parseInt(images) * RESNET_STEP), Effort.STEP, List.of(Goal.speedup(TORCH, 1)),
            List.of(Side.candor("ResNetStepBenchmark.step", "images", images),
                Side.of(TORCH, "peer.PyTorchStep.step", "network", "resnet20", "images", images))));
    return Stream.of(leNet, Stream.of(mlp, lstm), resNet).flatMap(rows -> rows).toList();
  }

  private static List<Row> predictions() {
    Row all = new Row("LeNet, 10 000 images", "prediction", BOTH, Work.operations(10_000 * LENET), Effort.JOB,
        List.of(Goal.speedup(TORCH, 2.5)), List.of(Side.candor("LeNetPredictionBenchmark.logits", "images", "10000"),
            Side.of(TORCH, "peer.PyTorchLeNet.logits", "images", "10000")));
    Row one = new Row("LeNet, one image", "prediction", BOTH, Work.operations(LENET), Effort.STEP,
        List.of(Goal.speedup(TORCH, 2)), List.of(Side.candor("LeNetPredictionBenchmark.logits", "images", "1"),
            Side.of(TORCH, "peer.PyTorchLeNet.logits", "images", "1")));
    String once = "PyTorch, features once";
    Row last = new Row("MC dropout before the last layer, 100 passes, 10 000 images", "prediction", BOTH, Work.NONE,
        Effort.JOB, List.of(new Goal(Goal.Kind.SPEEDUP, TORCH, 100, 75), Goal.speedup(once, 5)),
        List.of(Side.candor("McDropoutBenchmark.lastLayer", "images", "10000"),
            Side.of(TORCH, "peer.PyTorchLeNet.lastLayerNaive", "images", "10000", "passes", "1").times(100),
            Side.of(once, "peer.PyTorchLeNet.lastLayer", "images", "10000")));
    Row every = new Row("MC dropout after every layer, 100 passes, 1 000 images", "prediction", BOTH, Work.NONE,
        Effort.JOB, List.of(Goal.speedup(TORCH, 2.5)),
        List.of(Side.candor("McDropoutBenchmark.everyLayer", "images", "1000"),
            Side.of(TORCH, "peer.PyTorchLeNet.everyLayer", "images", "1000", "passes", "10").times(10)));
    return List.of(all, one, last, every);
  }

  private static List<Row> secondOrder() {
    Row whole = second("a Hessian-vector product, 60 000 images, heap of 1.5 GB", List.of(),
        Side.candor("HessianBenchmark.product", "images", "60000"));
    return List.of(second("gradient, 500 images", List.of(), derivative("gradient"), torchDerivative("gradient")),
        second("a Hessian-vector product, 500 images", List.of(Goal.speedup(TORCH, 2.5)), derivative("product"),
            torchDerivative("product")),
        second("a further product, its graphs kept, 500 images",
            List.of(Goal.speedup(TORCH, 1.8), Goal.speedup("gradient", 1 / 2.2)), derivative("furtherProduct"),
            torchDerivative("furtherProduct"), Side.of("gradient", "HessianBenchmark.gradient", "images", "500")),
        second("a block of 4 products, 500 images", List.of(), derivative("block"), torchDerivative("block")), whole);
  }

  private static Row second(String name, List<Goal> goals, Side... sides) {
    return new Row("LeNet's loss: " + name, "curvature", BOTH, Work.NONE, Effort.PRODUCT, goals, List.of(sides));
  }

  private static Side derivative(String method) {
    return Side.candor("HessianBenchmark." + method, "images", "500");
  }

  private static Side torchDerivative(String method) {
    return Side.of(TORCH, "peer.PyTorchHessian." + method, "images", "500");
  }

  /// Rows in which Candor meets itself, or nobody.
  private static List<Row> alone() {
    Side step = Side.candor("LeNetStepBenchmark.step", "images", "64");
    Row threads = new Row("LeNet step, batch 64: two threads against one", "alone", List.of(2),
        Work.operations(64 * LENET_STEP), Effort.STEP, List.of(Goal.speedup("1 thread", 1.7)),
        List.of(step, Side.of("1 thread", step.benchmark(), "images", "64", "threads", "1")));
    Row scalar = new Row("LeNet step, batch 64: scalar kernels", "alone", BOTH, Work.operations(64 * LENET_STEP),
        Effort.STEP, List.of(Goal.of(Goal.Kind.RATE, 3)),
        List.of(Side.of("scalar", step.benchmark(), "images", "64", "kernels", "scalar"),
            Side.of("SIMD", step.benchmark(), "images", "64")));
    Row start = new Row("JVM start to the end of the first LeNet step, batch 64", "alone", BOTH, Work.NONE, Effort.JOB,
        List.of(Goal.of(Goal.Kind.SECONDS, 1)), List.of(Side.candor("StartUpBenchmark.firstSteps", "steps", "1")));
    Row epoch =
        new Row("JVM start to the end of the first epoch: 938 LeNet steps", "alone", BOTH, Work.NONE, Effort.STEP,
            List.of(Goal.speedup("steady", 1 / 1.3)),
            List.of(Side.candor("StartUpBenchmark.firstSteps", "steps", "938"),
                Side.of("steady", step.benchmark(), "images", "64").times(938)));
    return List.of(threads, scalar, start, epoch);
  }
}
