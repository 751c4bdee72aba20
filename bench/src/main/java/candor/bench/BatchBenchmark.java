package candor.bench;

import candor.nn.data.Augmentation;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Images;
import candor.nn.data.Normaliser;
import candor.nn.data.augment.GaussianNoise;
import candor.nn.data.augment.Padding;
import candor.nn.data.augment.RandomCrop;
import candor.nn.data.augment.RandomHorizontalFlip;
import candor.nn.data.augment.RandomRotation;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A batch of 128 images as those of CIFAR-10, made of bytes in the thread that asks for it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class BatchBenchmark {
  private static final int BATCH = 128;
  private static final int IMAGES = 40 * BATCH;
  private static final int SIDE = 32;

  /// What is done to the images.
  @Param({"nothing", "crop", "crop-flip", "crop-flip-normalise", "rotation", "noise"})
  public String change = "";

  private DataLoader loader;
  private Iterator<Batch> batches = Collections.emptyIterator();
  private int epoch;

  /// Makes the images.
  @Setup
  public void setUp() {
    byte[] pixels = new byte[IMAGES * 3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 / 7);
    }
    Images images = new Images(pixels, 3, SIDE, SIDE, Fixtures.classes(IMAGES));
    Augmentation crop = new RandomCrop(SIDE, SIDE, 4, Padding.ZERO);
    Augmentation both = Augmentation.of(crop, new RandomHorizontalFlip(0.5));
    DataLoader plain = new DataLoader(images, BATCH, 1);
    loader = switch (change) {
      case "nothing" -> plain;
      case "crop" -> plain.augment(crop);
      case "crop-flip" -> plain.augment(both);
      case "crop-flip-normalise" -> plain.augment(both).normalise(Normaliser.of(images));
      case "rotation" -> plain.augment(new RandomRotation(15));
      case "noise" -> plain.augment(new GaussianNoise(0.1));
      default -> throw new IllegalArgumentException("benchmark: no change is called " + change);
    };
  }

  /// One batch.
  ///
  /// @param engine backend
  /// @return the number of its images
  @Benchmark
  public int batch(Engine engine) {
    if (!batches.hasNext()) {
      batches = loader.epoch(epoch++).iterator();
    }
    return engine.call(() -> batches.next().size());
  }
}
