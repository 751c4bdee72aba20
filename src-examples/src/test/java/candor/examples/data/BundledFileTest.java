package candor.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.examples.TinyMnist;
import candor.nn.data.IdxFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BundledFileTest {
  @ParameterizedTest
  @EnumSource
  void everyFileIsThereAndHasItsHash(BundledFile file) throws IOException {
    int count = file.name().contains("TRAIN") ? 60_000 : 10_000;
    IdxFile content = file.read();
    assertThat(content.sizes())
        .containsExactly(file.name().endsWith("LABELS") ? new int[] {count} : new int[] {count, 28, 28});
  }

  @ParameterizedTest
  @EnumSource
  void theListOfSourcesNamesEveryHash(BundledFile file) throws IOException {
    try (InputStream in = BundledFile.class.getResourceAsStream("SOURCES.md")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("| " + file.sha256() + " |");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySetHasItsLicence(BundledFile file) {
    String folder = file.name().startsWith("MNIST") ? "mnist" : "fashion-mnist";
    assertThat(BundledFile.class.getResource(folder + "/LICENSE.txt")).isNotNull();
  }

  @Test
  void aFileWithOtherContentIsRefused() throws IOException {
    byte[] raw = TinyMnist.idx(new int[] {3}, 3, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> BundledFile.verified("labels", packed(raw), "0".repeat(64)))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("data: labels has the SHA-256 [0-9a-f]{64}, expected 0{64}: this copy is damaged");
    assertThat(BundledFile
        .verified("labels", packed(raw), "398a8a7fbd9531f1d9aa2ae368533e137cb53c202c3665f25affcf1ca88844ab").data())
        .containsExactly(1, 2, 3);
  }

  private static InputStream packed(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(raw);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
