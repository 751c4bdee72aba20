package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import candor.examples.TinyCifar;
import candor.nn.data.Images;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarFilesTest {
  private static final Path REAL = Path.of("..", "..", "shared", "data", "cifar10");

  @TempDir
  private Path directory;

  @Test
  void trainingImagesAreThoseOfTheFiveFilesInTheirOrder() throws IOException {
    TinyCifar.write(directory, 3, 2);
    assertThat(CifarFiles.train(directory).labels()).containsExactly(1, 2, 3, 2, 3, 4, 3, 4, 5, 4, 5, 6, 5, 6, 7);
    assertThat(CifarFiles.test(directory).labels()).containsExactly(6, 7);
  }

  @Test
  void amongSeveralSetsTheyAreInAFolderOfTheirOwn() {
    assertThat(CifarFiles.folder(directory)).isEqualTo(directory.resolve("cifar10"));
    assertThat(CifarFiles.folder(null)).isNull();
  }

  @Test
  void compressedFilesAreReadToo() throws IOException {
    TinyCifar.write(directory, 3, 2);
    Path plain = directory.resolve("test_batch.bin");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("test_batch.bin.gz")))) {
      Files.copy(plain, out);
    }
    Images before = CifarFiles.test(directory);
    Files.delete(plain);
    assertThat(CifarFiles.test(directory).all().input().toFloats()).isEqualTo(before.all().input().toFloats());
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThatThrownBy(() -> CifarFiles.train(null)).isInstanceOf(IOException.class).hasMessage(
        "data: CIFAR-10 does not travel with the program, name the directory of the binary version of "
            + "https://www.cs.toronto.edu/~kriz/cifar.html with --data DIR");
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> CifarFiles.test(nowhere)).isInstanceOf(IOException.class)
        .hasMessage("data: " + nowhere + " is not a directory");
    TinyCifar.write(directory, 1, 1);
    Files.delete(directory.resolve("data_batch_4.bin"));
    assertThatThrownBy(() -> CifarFiles.train(directory)).isInstanceOf(IOException.class)
        .hasMessage("data: " + directory + " has no file data_batch_4.bin or data_batch_4.bin.gz, of the binary version"
            + " of https://www.cs.toronto.edu/~kriz/cifar.html");
  }

  @Test
  void theRealImagesHaveTenClassesOfAboutTheSameSize() throws IOException {
    assumeTrue(Files.isDirectory(REAL), "CIFAR-10 is not at " + REAL);
    int[] labels = CifarFiles.train(REAL).labels();
    assertThat(labels.length).isBetween(49_000, 50_000);
    for (int k = 0; k < CifarFiles.CLASSES.size(); k++) {
      int label = k;
      assertThat(Arrays.stream(labels).filter(found -> found == label).count()).isBetween(4_900L, 5_000L);
    }
    assertThat(CifarFiles.test(REAL).size()).isBetween(9_900, 10_000);
  }
}
