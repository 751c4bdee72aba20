package candor.kernel;

import java.util.ArrayList;
import java.util.List;

/// Short calls of the loops of each family, for a [WarmUp].
final class Exercises {
  private static final int LENGTH = 1 << 14;
  /// Numbers of a row: few, since every lane costs a call as long as vectors are interpreted.
  private static final int ROW = 128;

  private final float[] in = new float[LENGTH];
  private final float[] out = new float[LENGTH];
  private final float[] kept = new float[LENGTH];
  private final float[] places = new float[LENGTH];

  /// Makes the numbers of all exercises.
  Exercises() {
    for (int i = 0; i < LENGTH; i++) {
      in[i] = 0.5f + (i & 7) / 8f;
    }
  }

  List<Runnable> function(Elementwise elementwise, UnaryFn f) {
    return List.of(() -> elementwise.map(f, in, 0, out, 0, ROW));
  }

  List<Runnable> function(Elementwise elementwise, BinaryFn f) {
    return List.of(() -> elementwise.zip(f, in, 0, 1, in, 512, 1, out, 0, ROW));
  }

  List<Runnable> select(Elementwise elementwise) {
    return List.of(() -> elementwise.select(in, 0, 1, in, 512, 1, in, 1024, 1, out, 0, ROW));
  }

  List<Runnable> sums(Reduction reduction) {
    return List.of(() -> reduction.sum(in, 0, 2 * ROW), () -> reduction.sumColumns(in, 0, 8, 64, 64, out, 0),
        () -> reduction.max(in, 0, 2 * ROW), () -> reduction.maxColumns(in, 0, 8, 64, 64, out, 0));
  }

  /// Rows next to each other, short ones and long ones.
  List<Runnable> rows(Softmax softmax) {
    List<Runnable> loops = new ArrayList<>();
    for (Softmax.Form form : Softmax.Form.values()) {
      loops.add(() -> softmax.apply(form, 16, 1, 4, 16, in, 0, out, 0));
      loops.add(() -> softmax.apply(form, 16, 4, 4, 1, in, 0, out, 0));
      loops.add(() -> softmax.apply(form, 2, 100, 100, 1, in, 0, out, 0));
    }
    return loops;
  }

  /// Tiles of every height, the left factor packed by transposing and by copying and read where it lies, the right one in
  /// place and packed.
  List<Runnable> tiles(MatrixProduct product) {
    List<Runnable> loops = new ArrayList<>();
    for (int rows : List.of(4, 6, 8, 12)) {
      loops.add(() -> product.gemm(rows, 32, 24, in, 0, 1, rows, in, 0, 32, 1, out, 0, 32));
      loops.add(() -> product.gemm(rows, 32, 24, in, 0, 24, 1, in, 0, 32, 1, out, 0, 32));
      loops.add(() -> product.gemm(rows, 32, 24, in, 0, 1, rows, in, 0, 1, 24, out, 0, 32));
    }
    loops.add(() -> product.gemm(24, 32, 24, in, 0, 24, 1, in, 0, 32, 1, out, 0, 32));
    loops.add(() -> product.gemm(64, 36, 2, in, 0, 2, 1, in, 0, 36, 1, out, 0, 36));
    return loops;
  }

  /// Convolutions of few channels, and two whose sources are copied, since 17 channels by 25 taps use them often enough on
  /// every processor: with long pieces of taps, and with short ones. Weight gradients in tiles of both shapes.
  List<Runnable> taps(Convolution convolution) {
    ConvGeometry g = new ConvGeometry(32, 4, 4, 4, 12, 3, 3, 2, 2, 1, 1, 0, 0, 1, 1, 1);
    ConvGeometry deep = new ConvGeometry(32, 10, 5, 5, 17, 1, 1, 5, 5, 1, 1, 0, 0, 1, 1, 1);
    ConvGeometry wide = new ConvGeometry(32, 3, 5, 5, 17, 1, 1, 5, 5, 1, 1, 0, 0, 1, 1, 1);
    return List.of(() -> convolution.forward(g, in, 0, in, 0, out, 0, 0, 12, 0, 3),
        () -> convolution.inputGradient(g, in, 0, in, 0, out, 0, 0, 4, 0, 4),
        () -> convolution.weightGradient(g, in, 0, in, 0, out, 0, 0, 12),
        () -> convolution.forward(deep, in, 0, in, 0, out, 0, 0, 17, 0, 1),
        () -> convolution.forward(wide, in, 0, in, 0, out, 0, 0, 17, 0, 1),
        () -> convolution.weightGradient(wide, in, 0, in, 0, out, 0, 0, 5));
  }

  List<Runnable> paddedTaps(Convolution convolution) {
    ConvGeometry g = new ConvGeometry(16, 3, 4, 4, 16, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1);
    return List.of(() -> convolution.weightGradient(g, in, 0, in, 0, out, 0, 0, 16));
  }

  List<Runnable> depthwiseTaps(Convolution convolution) {
    ConvGeometry g = new ConvGeometry(32, 8, 4, 4, 8, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 8);
    return List.of(() -> convolution.forward(g, in, 0, in, 0, out, 0, 0, 8, 0, 4),
        () -> convolution.inputGradient(g, in, 0, in, 0, out, 0, 0, 8, 0, 4),
        () -> convolution.weightGradient(g, in, 0, in, 0, out, 0, 0, 8));
  }

  List<Runnable> windows(Pooling pooling) {
    int[] start = {0, 2};
    int[] end = {2, 4};
    int[] count = {2, 2};
    PoolGeometry g = new PoolGeometry(32, 4, 4, start, end, start, end, count, count);
    return List.of(() -> pooling.max(g, in, 0, out, 0, 0, 2),
        () -> pooling.maxPlaces(g, in, 0, out, 0, places, 0, 0, 2),
        () -> pooling.maxGradient(g, places, 0, in, 0, out, 0, 0, 2));
  }

  List<Runnable> masks(DropoutMask dropout) {
    DropoutMask.Rule rule = new DropoutMask.Rule(1, 2, 3, 1 << 15, 2);
    int[] ids = new int[64];
    return List.of(() -> dropout.apply(rule, ids, new DropoutMask.Layout(16, 1, 64), in, 0, out, 0, 0, 16, 0, 1));
  }

  List<Runnable> columns(Normalisation normalisation) {
    return List.of(() -> normalisation.comoment(in, 0, 1, in, 512, 1, ROW),
        () -> normalisation.standardise(in, 0, 1, 1, 1, out, 0, 512),
        () -> normalisation.gradient(in, 0, 1, in, 512, 1, 1, 1, out, 0, 512),
        () -> normalisation.comomentColumns(in, 0, in, in, 512, in, 0, 8, 64, 64, out, 0),
        () -> normalisation.standardise(in, 0, in, in, in, out, 0, 512),
        () -> normalisation.gradient(in, 0, in, in, 512, in, in, in, out, 0, ROW));
  }

  List<Runnable> cells(Recurrence recurrence) {
    List<Runnable> loops = new ArrayList<>();
    for (RecurrentCell cell : RecurrentCell.values()) {
      loops.add(() -> recurrence.step(cell, 64, 0, in, 0, in, 512, in, 1024, out, 0, 64, kept, 0));
      loops.add(() -> recurrence.gradient(cell, 64, 0, in, 0, kept, 0, out, 0, 64, out, 1024, out, 2048));
    }
    return loops;
  }

  List<Runnable> updates(Update update) {
    Update.Sgd sgd = new Update.Sgd(0.5, 0.5, 1, 0.5, false);
    Update.Adam adam = new Update.Adam(0.5, 0.5, 0.5, 1, 1, 0.5, 1);
    return List.of(() -> update.sgd(sgd, out, 0, kept, 0, in, 0, 128),
        () -> update.adam(adam, out, 0, kept, places, 0, in, 0, 512));
  }
}
