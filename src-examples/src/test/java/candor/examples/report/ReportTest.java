package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class ReportTest {
  @Test
  void aPageIsWellFormedAndHoldsItsPartsInOrder() throws Exception {
    Document page =
        Pages.parse(new Report("A < B & \"C\"", "About <b>it</b>.").section("one", "First & last").paragraph("Text.")
            .item("item").item("other").table(List.of("", "x"), List.of(List.of("row", "1")))
            .figure("See this.", "<p>one panel</p>")
            .figure("And that.", "<p>left</p>", "<p>right</p>").html());
    assertThat(Pages.elements(page, "title").getFirst().getTextContent()).isEqualTo("A < B & \"C\"");
    assertThat(Pages.elements(page, "h2").getFirst().getAttribute("id")).isEqualTo("one");
    assertThat(Pages.elements(page, "ul")).hasSize(1);
    assertThat(Pages.elements(page, "li")).hasSize(2);
    assertThat(Pages.elements(page, "td").getFirst().getTextContent()).isEqualTo("1");
    assertThat(Pages.elements(page, "figcaption")).extracting(c -> c.getTextContent().strip())
        .containsExactly("Figure 1. See this.", "Figure 2. And that.");
  }

  @Test
  void aPictureKeepsEveryPixel() throws Exception {
    String element = Picture.grey(new float[] {0, 1, 0.2f, 0.5f, 1, 0}, 3, "six \"pixels\"");
    assertThat(element).contains("alt=\"six &quot;pixels&quot;\"");
    String png = element.substring(element.indexOf("base64,") + 7, element.lastIndexOf('"'));
    var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    int[] samples = image.getRaster().getSamples(0, 0, 3, 2, 0, (int[]) null);
    assertThat(samples).containsExactly(255, 0, 204, 127, 0, 255);
  }

  @Test
  void numbersAreWrittenTheSameInEveryLocale() {
    assertThat(Text.percent(0.00634)).isEqualTo("0.63 %");
    assertThat(Text.decimal(1234.5, 2)).isEqualTo("1234.50");
    assertThat(Text.plain(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(Text.plain(20)).isEqualTo("20");
    assertThat(Text.whole(1234567)).isEqualTo("1\u202f234\u202f567");
    assertThat(Text.count(1, "epoch")).isEqualTo("1 epoch");
    assertThat(Text.count(3, "epoch")).isEqualTo("3 epochs");
    assertThat(Text.escape("<a href=\"x\">&</a>")).isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;");
  }
}
