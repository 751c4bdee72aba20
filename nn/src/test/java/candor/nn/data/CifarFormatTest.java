package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CifarFormatTest {

  private static Images read(CifarFormat format, byte[] content) throws IOException {
    return format.read("x.bin", new ByteArrayInputStream(content));
  }

  @Test
  void recordsAreALabelAndThreePlanes() throws IOException {
    byte[] file = Cifar.file(new int[] {9}, new int[] {0}, new int[] {3});
    for (byte[] content : new byte[][] {file, Idx.gzip(file)}) {
      Images images = read(CifarFormat.CIFAR_10, content);
      assertThat(images.labels()).containsExactly(9, 0, 3);
      assertThat(images.batch(1).input().shape()).isEqualTo(Shape.of(1, 3, 32, 32));
      int start = Cifar.PIXELS + 2;
      for (int[] place : new int[][] {{0, 0, 0}, {0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {2, 31, 31}}) {
        int at = start + (place[0] * 32 + place[1]) * 32 + place[2];
        assertThat(images.batch(1).input().at(0, place[0], place[1], place[2]))
            .isEqualTo(Byte.toUnsignedInt(file[at]) / 255f);
      }
    }
  }

  @Test
  void aHundredClassesHaveTwentySuperclasses() throws IOException {
    byte[] file = Cifar.file(new int[] {19, 99}, new int[] {0, 50});
    assertThat(read(CifarFormat.CIFAR_100, file).labels()).containsExactly(99, 50);
    Images coarse = read(CifarFormat.CIFAR_100_COARSE, file);
    assertThat(coarse.labels()).containsExactly(19, 0);
    assertThat(coarse.all().input().hasSameBits(read(CifarFormat.CIFAR_100, file).all().input())).isTrue();
    assertThat(coarse.batch(1).input().at(0, 0, 0, 0)).isEqualTo(Byte.toUnsignedInt(file[Cifar.PIXELS + 4]) / 255f);
  }

  @Test
  void filesFollowOneAnother(@TempDir Path directory) throws IOException {
    Path first = Files.write(directory.resolve("1"), Cifar.file(new int[] {1}, new int[] {2}));
    Path second = Files.write(directory.resolve("2.gz"), Idx.gzip(Cifar.file(new int[] {3})));
    assertThat(CifarFormat.CIFAR_10.read(first, second).labels()).containsExactly(1, 2, 3);
    assertThat(CifarFormat.CIFAR_10.read(second, first).labels()).containsExactly(3, 1, 2);
    assertThat(CifarFormat.CIFAR_10.read().size()).isZero();
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> CifarFormat.CIFAR_10.read(first, missing)).isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3072, 3074, 6145})
  void aFileHasAWholeNumberOfRecords(int length) {
    byte[] file = Arrays.copyOf(Cifar.file(new int[] {1}, new int[] {2}), length);
    assertThatThrownBy(() -> read(CifarFormat.CIFAR_10, file)).isInstanceOf(IOException.class)
        .hasMessage("cifar-10: x.bin ends with " + length % 3073 + " bytes after record " + (length / 3073 - 1)
            + ", expected records of 3073 bytes");
  }

  @Test
  void damageIsNamed() {
    assertThatThrownBy(() -> read(CifarFormat.CIFAR_10, new byte[0])).isInstanceOf(IOException.class)
        .hasMessage("cifar-10: x.bin is empty, expected records of 3073 bytes");
    assertThatThrownBy(() -> read(CifarFormat.CIFAR_10, Cifar.file(new int[] {1}, new int[] {10})))
        .isInstanceOf(IOException.class)
        .hasMessage("cifar-10: x.bin has the label 10 in record 1, byte 0, expected 0 to 9");
    assertThatThrownBy(() -> read(CifarFormat.CIFAR_100_COARSE, Cifar.file(new int[] {1, 100})))
        .isInstanceOf(IOException.class)
        .hasMessage("cifar-100: x.bin has the label 100 in record 0, byte 1, expected 0 to 99");
    assertThatThrownBy(() -> read(CifarFormat.CIFAR_100, Cifar.file(new int[] {20, 1})))
        .isInstanceOf(IOException.class)
        .hasMessage("cifar-100: x.bin has the label 20 in record 0, byte 0, expected 0 to 19");
    byte[] zipped = Idx.gzip(Cifar.file(new int[] {1}));
    assertThatThrownBy(() -> read(CifarFormat.CIFAR_10, Arrays.copyOf(zipped, zipped.length - 9)))
        .isInstanceOf(IOException.class).hasMessage("cifar-10: x.bin is cut short inside its compressed data");
  }

  @Test
  void theTestImagesOfCifar10AreRead() throws IOException {
    Images images = CifarFormat.CIFAR_10.read(SharedData.folder("cifar10").resolve("test_batch.bin.gz"));
    assertThat(images.size()).isEqualTo(9975);
    int[] counts = Classes.counts(images.labels());
    assertThat(counts).hasSize(10);
    for (int count : counts) {
      assertThat(count).isBetween(970, 1000);
    }
    Normaliser normaliser = Normaliser.of(images.subset(IntStream.range(0, 1000).toArray()));
    // The means of the whole training set are known to be .4914, .4822 and .4465.
    assertThat(normaliser.mean()).containsExactly(new double[] {0.4914, 0.4822, 0.4465},
        Offset.offset(0.02));
  }
}
