package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.TinyMnist;
import candor.nn.data.Images;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageSetsTest {
  @TempDir
  private Path directory;

  @Test
  void mnistStartsWithTheDigitsThatEverybodyKnows() throws IOException {
    assertThat(ImageSets.train(null).labels()).startsWith(5, 0, 4, 1, 9).hasSize(60_000);
    assertThat(ImageSets.test(null).labels()).startsWith(7, 2, 1, 0, 4).hasSize(10_000);
  }

  @Test
  void fashionTestImagesAreTenThousandOfTenClasses() throws IOException {
    Images fashion = ImageSets.fashionTest();
    assertThat(fashion.labels()).startsWith(9, 2, 1, 1, 6).hasSize(10_000);
  }

  @Test
  void filesOfADirectoryMayBeCompressed() throws IOException {
    TinyMnist.write(directory, 3, 4);
    float[] plain = ImageSets.test(directory).batch(3).input().reshape(-1).toFloats();
    pack("t10k-images-idx3-ubyte");
    pack("t10k-labels-idx1-ubyte");
    Images images = ImageSets.test(directory);
    assertThat(images.labels()).containsExactly(7, 2, 1, 0);
    assertThat(images.batch(3).input().reshape(-1).toFloats()).containsExactly(plain);
    assertThat(ImageSets.train(directory).labels()).containsExactly(5, 0, 4);
  }

  private void pack(String name) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(name + ".gz")))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    TinyMnist.write(directory, 1, 1);
    Path file = directory.resolve("train-images-idx3-ubyte");
    for (int[] sizes : new int[][] {{1, 32, 32}, {0, 28, 28}, {28, 28}}) {
      int count = sizes.length == 2 ? 784 : sizes[0] * sizes[1] * sizes[2];
      Files.write(file, TinyMnist.idx(sizes, count, new byte[1024]));
      assertThatThrownBy(() -> ImageSets.train(directory)).isInstanceOf(IOException.class)
          .hasMessageStartingWith("data: " + file + " has sizes [")
          .hasMessageEndingWith("expected 1 or more images of 28 x 28");
    }
  }

  @Test
  void aLabelThatIsNoDigitIsRefused() throws IOException {
    TinyMnist.write(directory, 2, 1);
    Path file = directory.resolve("train-labels-idx1-ubyte");
    Files.write(file, TinyMnist.idx(new int[] {2}, 2, new byte[] {3, 10}));
    assertThatThrownBy(() -> ImageSets.train(directory)).isInstanceOf(IOException.class)
        .hasMessage("data: " + file + " has a label 10, expected 0 to 9");
  }
}
