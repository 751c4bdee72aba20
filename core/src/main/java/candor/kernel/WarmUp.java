package candor.kernel;

import java.util.ArrayList;
import java.util.List;

/// Runs the loops that training and prediction need on small inputs until the virtual machine has compiled them.
///
/// Many short calls let it profile a loop and then compile the method as a whole. A long call would make it compile the
/// loop in mid-run first, where it keeps vectors in memory.
final class WarmUp {
  private static final int LENGTH = 1 << 14;
  /// Calls of every loop in a round.
  private static final int CALLS = 25;
  /// Rounds after which every loop has been called often enough to be compiled.
  private static final int ENOUGH = 240;
  /// Rounds in a row that must be about as fast as the fastest: then nothing is left to compile.
  private static final int STEADY = 20;
  private static final double ABOUT = 1.5;
  private static final long LIMIT_NANOS = 10_000_000_000L;

  private final List<Runnable> loops = new ArrayList<>();
  private final float[] x = new float[LENGTH];
  private final float[] y = new float[LENGTH];
  private final float[] z = new float[LENGTH];

  private WarmUp() {
  }

  /// Warms up products and convolutions, which take the most time of a step.
  static void products(MatrixProduct product, Convolution convolution) {
    WarmUp warmUp = new WarmUp();
    warmUp.tiles(product);
    warmUp.taps(convolution);
    warmUp.run();
  }

  /// Warms up the other loops of common networks.
  static void others(Elementwise elementwise, Reduction reduction, Pooling pooling, DropoutMask dropout,
      Update update) {
    WarmUp warmUp = new WarmUp();
    warmUp.functions(elementwise);
    warmUp.sums(reduction);
    warmUp.windows(pooling);
    warmUp.updates(dropout, update);
    warmUp.run();
  }

  private void functions(Elementwise elementwise) {
    for (BinaryFn f : List.of(BinaryFn.ADD, BinaryFn.SUB, BinaryFn.MUL, BinaryFn.DIV, BinaryFn.GATE)) {
      loops.add(() -> elementwise.zip(f, x, 0, 1, y, 0, 1, z, 0, 512));
    }
    for (UnaryFn f : List.of(UnaryFn.RELU, UnaryFn.EXP, UnaryFn.TANH)) {
      loops.add(() -> elementwise.map(f, x, 0, y, 0, 512));
    }
  }

  private void sums(Reduction reduction) {
    loops.add(() -> reduction.sum(x, 0, 1024));
    loops.add(() -> reduction.sumColumns(x, 0, 8, 64, 64, y, 0));
    loops.add(() -> reduction.maxColumns(x, 0, 8, 64, 64, y, 0));
  }

  private void updates(DropoutMask dropout, Update update) {
    DropoutMask.Rule rule = new DropoutMask.Rule(1, 2, 3, 1 << 15, 2);
    int[] ids = new int[64];
    loops.add(() -> dropout.apply(rule, ids, new DropoutMask.Layout(16, 1, 64), x, 0, y, 0, 0, 64, 0, 2));
    Update.Sgd step = new Update.Sgd(0.5, 0.5, 1, 0.5, false);
    loops.add(() -> update.sgd(step, x, 0, y, 0, z, 0, 512));
  }

  /// Tiles of every height, A packed by transposing and by copying.
  private void tiles(MatrixProduct product) {
    for (int rows : List.of(4, 8, 12)) {
      loops.add(() -> product.gemm(rows, 32, 96, x, 0, 1, rows, y, 0, 32, 1, z, 0, 32));
      loops.add(() -> product.gemm(rows, 32, 96, x, 0, 96, 1, y, 0, 32, 1, z, 0, 32));
    }
    loops.add(() -> product.gemm(256, 36, 2, x, 0, 2, 1, y, 0, 36, 1, z, 0, 36));
  }

  private void taps(Convolution convolution) {
    ConvGeometry g = new ConvGeometry(32, 8, 6, 6, 12, 5, 5, 2, 2, 1, 1, 0, 0, 1, 1, 1);
    loops.add(() -> convolution.forward(g, x, 0, y, 0, z, 0, 0, 12, 0, 5));
    loops.add(() -> convolution.inputGradient(g, x, 0, y, 0, z, 0, 0, 8, 0, 6));
    loops.add(() -> convolution.weightGradient(g, x, 0, y, 0, z, 0, 0, 12));
    // So many channels that their sources are gathered.
    ConvGeometry wide = new ConvGeometry(16, 32, 3, 3, 16, 1, 1, 3, 3, 1, 1, 0, 0, 1, 1, 1);
    loops.add(() -> convolution.forward(wide, x, 0, y, 0, z, 0, 0, 16, 0, 1));
    ConvGeometry padded = new ConvGeometry(16, 3, 4, 4, 16, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1);
    loops.add(() -> convolution.weightGradient(padded, x, 0, y, 0, z, 0, 0, 16));
    ConvGeometry depthwise = new ConvGeometry(32, 8, 4, 4, 8, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 8);
    loops.add(() -> convolution.forward(depthwise, x, 0, y, 0, z, 0, 0, 8, 0, 4));
    loops.add(() -> convolution.weightGradient(depthwise, x, 0, y, 0, z, 0, 0, 8));
  }

  private void windows(Pooling pooling) {
    int[] start = {0, 2};
    int[] end = {2, 4};
    int[] count = {2, 2};
    PoolGeometry g = new PoolGeometry(32, 4, 4, start, end, start, end, count, count);
    loops.add(() -> pooling.max(g, x, 0, y, 0, 0, 2));
    loops.add(() -> pooling.maxPlaces(g, x, 0, y, 0, z, 0, 0, 2));
    loops.add(() -> pooling.maxGradient(g, z, 0, y, 0, x, 0, 0, 2));
  }

  private void run() {
    long start = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    int steady = 0;
    for (int round = 0; round < ENOUGH || steady < STEADY; round++) {
      long begin = System.nanoTime();
      for (Runnable loop : loops) {
        for (int call = 0; call < CALLS; call++) {
          loop.run();
        }
      }
      long end = System.nanoTime();
      fastest = Math.min(fastest, end - begin);
      steady = end - begin <= ABOUT * fastest ? steady + 1 : 0;
      if (end - start > LIMIT_NANOS) {
        return;
      }
    }
  }
}
