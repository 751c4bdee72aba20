package candor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {
  private static final List<String> ZEN_3 = List.of("processor\t: 0", "vendor_id\t: AuthenticAMD", "cpu family\t: 25",
      "model name\t: AMD EPYC", "flags\t\t: fpu avx avx2 fma", "processor\t: 1", "cpu family\t: 25");

  @Test
  void processorsOfOneNameDiffer() {
    List<String> zen5 = ZEN_3.stream().map(line -> line.replace("25", "26").replace("avx2", "avx2 avx512f")).toList();

    assertThat(Host.processor(ZEN_3)).isEqualTo("AMD EPYC, family 25, AVX2");
    assertThat(Host.processor(zen5)).isEqualTo("AMD EPYC, family 26, AVX-512");
  }

  @Test
  void aSystemThatTellsLessNamesItsArchitecture() {
    assertThat(Host.processor(List.of("processor\t: 0", "Features\t: fp asimd")))
        .isEqualTo(System.getProperty("os.arch"));
  }
}
