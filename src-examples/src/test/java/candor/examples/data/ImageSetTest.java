package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.TinyMnist;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageSetTest {
  @TempDir
  private Path directory;

  @Test
  void whatTravelsWithTheProgramNeedsNoDirectory() throws IOException {
    assertThat(ImageSet.MNIST.train(null).size()).isEqualTo(60_000);
    assertThat(ImageSet.MNIST.test(directory).size()).isEqualTo(10_000);
    assertThat(ImageSet.FASHION_MNIST.test(null).size()).isEqualTo(10_000);
  }

  @Test
  void theFolderOfASetComesFirst() throws IOException {
    for (ImageSet set : ImageSet.values()) {
      TinyMnist.write(directory.resolve(set.id()), 20, 10);
      assertThat(set.train(directory).size()).isEqualTo(20);
      assertThat(set.test(directory).size()).isEqualTo(10);
    }
  }

  @Test
  void whatIsNowhereIsNamedWithItsOrigin() {
    assertThatThrownBy(() -> ImageSet.FASHION_MNIST.train(directory)).isInstanceOf(IOException.class)
        .hasMessage("data: the training images of fashion-mnist do not travel with the program, name a directory with a"
            + " folder fashion-mnist of its files with --data DIR; they are from"
            + " https://github.com/zalandoresearch/fashion-mnist");
    assertThatThrownBy(() -> ImageSet.KMNIST.test(null)).isInstanceOf(IOException.class)
        .hasMessageStartingWith("data: the test images of kmnist do not travel with the program");
  }
}
