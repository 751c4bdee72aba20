package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.Kernels;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole training has the same bits on every backend and in every JVM.
class ReproducibleTrainingTest {

  private static String expected = "";

  @BeforeAll
  static void trainOnce() {
    expected = SmallTraining.run();
  }

  @Test
  void aSecondRunHasTheSameBits() {
    assertThat(SmallTraining.run()).isEqualTo(expected).hasSize(64);
  }

  static Stream<Arguments> backends() {
    return Stream.of(Kernels.scalar(), Kernels.best().compiled())
        .flatMap(k -> Stream.of(1, 2, 7).map(threads -> Arguments.of(k.name(), threads, k)));
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("backends")
  void kernelsAndThreadsDoNotMatter(String name, int threads, Kernels kernels) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      assertThat(new Backend(kernels, pool).call(SmallTraining::run)).as(name).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void theWidthOfVectorsDoesNotMatter(int bytes, @TempDir Path directory) throws IOException, InterruptedException {
    String[] words = train(directory, "--add-modules=jdk.incubator.vector", "-Dcandor.warmup=false",
        "-XX:MaxVectorSize=" + bytes);
    assertThat(words[0]).as("processors without wide vectors use narrower ones")
        .isIn(List.of("simd-128", "simd-256", "simd-512").subList(0, Integer.numberOfTrailingZeros(bytes) - 3));
    assertThat(words[1]).isEqualTo(expected);
  }

  @Test
  void withoutTheVectorModuleTheScalarKernelsGiveTheSameBits(@TempDir Path directory)
      throws IOException, InterruptedException {
    assertThat(train(directory, "-Dcandor.threads=3")).containsExactly("scalar", expected);
  }

  private static String[] train(Path directory, String... options) throws IOException, InterruptedException {
    return ForkedJvm.run(SmallTraining.class, directory, options).out().strip().split(" ");
  }
}
