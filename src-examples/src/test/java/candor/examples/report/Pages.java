package candor.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// What must hold for every report.
public final class Pages {
  private Pages() {
  }

  /// Parses a page strictly and checks that it needs nothing but itself.
  public static Document parse(String html) throws ParserConfigurationException, IOException, SAXException {
    Document page =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    assertThat(html).startsWith("<!DOCTYPE html>").doesNotContain("http:", "https:", "url(", "@import", "<script",
        "<link", "<iframe");
    for (Element image : elements(page, "img")) {
      assertThat(image.getAttribute("src")).startsWith("data:image/png;base64,");
      assertThat(image.getAttribute("alt")).isNotBlank();
    }
    for (Element plot : elements(page, "svg")) {
      assertThat(plot.getAttribute("aria-label")).isNotBlank();
    }
    for (Element figure : elements(page, "figure")) {
      assertThat(figure.getElementsByTagName("figcaption").item(0).getTextContent()).startsWith("Figure ");
    }
    return page;
  }

  /// The elements of a name.
  public static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> result = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      result.add((Element) nodes.item(i));
    }
    return result;
  }
}
