package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Work that is spread over threads.
class SideBySideTest {
  @Test
  void answersComeInTheOrderOfTheWork() throws IOException {
    assertThat(SideBySide.run(7, i -> i * i)).isEqualTo(IntStream.range(0, 7).mapToObj(i -> i * i).toList());
    assertThat(SideBySide.run(0, i -> i)).isEqualTo(List.of());
  }

  @Test
  void aFileThatCannotBeReadIsNoOtherError() {
    assertThatThrownBy(() -> SideBySide.run(3, i -> {
      if (i == 1) {
        throw new IOException("images: cut short");
      }
      return i;
    })).isInstanceOf(IOException.class).hasMessage("images: cut short");
  }
}
