package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.TinyCifar;
import candor.nn.data.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GreyCifarTest {
  private static final int PLANE = 32 * 32;

  @Test
  void theMiddleIsTakenAndColoursAreWeighted() {
    byte[] pixels = new byte[2 * 3 * PLANE];
    // The first pixel that is kept is red, the last one blue; the one above the first is not kept.
    pixels[2 * 32 + 2] = (byte) 200;
    pixels[2 * PLANE + 29 * 32 + 29] = (byte) 100;
    pixels[32 + 2] = (byte) 255;
    // The second image is white.
    Arrays.fill(pixels, 3 * PLANE, 6 * PLANE, (byte) 255);
    Images grey = GreyCifar.grey(new Images(pixels, 3, 32, 32, new int[] {3, 4}));
    assertThat(grey.labels()).containsExactly(3, 4);
    float[] first = grey.batch(0).input().reshape(-1).toFloats();
    assertThat(first).hasSize(28 * 28);
    assertThat(255 * first[0]).isEqualTo(60);
    assertThat(255 * first[28 * 28 - 1]).isEqualTo(11);
    first[0] = 0;
    first[28 * 28 - 1] = 0;
    assertThat(first).containsOnly(0);
    assertThat(grey.batch(1).input().reshape(-1).toFloats()).containsOnly(1);
  }

  @Test
  void filesAreThoseOfTheFolder(@TempDir Path data) throws IOException {
    TinyCifar.write(data.resolve("cifar10"), 2, 3);
    assertThat(GreyCifar.train(data).size()).isEqualTo(10);
    assertThat(GreyCifar.test(data).size()).isEqualTo(3);
    assertThatThrownBy(() -> GreyCifar.train(null)).isInstanceOf(IOException.class)
        .hasMessageStartingWith("data: CIFAR-10 does not travel with the program");
  }
}
