package candor.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A web page in one file: style sheet, plots and pictures are inside, so it can be read offline and sent by mail.
///
/// Texts are HTML and must be well-formed XML, as the whole page is; [Text#escape] makes HTML of plain text.
public final class Report {
  private static final String LIST_END = "</ul>\n";

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private int figures;

  /// Starts a page.
  ///
  /// @param title plain text
  /// @param lead what the page is about, HTML
  public Report(String title, String lead) {
    this.title = title;
    body.append("<header>\n<h1>").append(Text.escape(title)).append("</h1>\n<p class=\"lead\">").append(lead)
        .append("</p>\n</header>\n");
  }

  /// Starts a section.
  ///
  /// @param id name of the section in addresses
  /// @param heading plain text
  /// @return this
  public Report section(String id, String heading) {
    body.append("<h2 id=\"").append(Text.escape(id)).append("\">").append(Text.escape(heading)).append("</h2>\n");
    return this;
  }

  /// Adds a paragraph.
  ///
  /// @param text HTML
  /// @return this
  public Report paragraph(String text) {
    body.append("<p>").append(text).append("</p>\n");
    return this;
  }

  /// Adds an item to the list at the end of the page, or starts one.
  ///
  /// @param text HTML
  /// @return this
  public Report item(String text) {
    int end = body.length() - LIST_END.length();
    if (body.indexOf(LIST_END, Math.max(0, end)) >= 0) {
      body.setLength(end);
    } else {
      body.append("<ul>\n");
    }
    body.append("<li>").append(text).append("</li>\n").append(LIST_END);
    return this;
  }

  /// Adds a table whose first column names the rows.
  ///
  /// @param head heading of each column, HTML
  /// @param rows cells of each row, HTML
  /// @return this
  public Report table(List<String> head, List<List<String>> rows) {
    body.append("<div class=\"scroll\"><table>\n<thead><tr>");
    head.forEach(cell -> body.append("<th scope=\"col\">").append(cell).append("</th>"));
    body.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      body.append("<tr><th scope=\"row\">").append(row.getFirst()).append("</th>");
      row.stream().skip(1).forEach(cell -> body.append("<td>").append(cell).append("</td>"));
      body.append("</tr>\n");
    }
    body.append("</tbody>\n</table></div>\n");
    return this;
  }

  /// Adds a numbered figure.
  ///
  /// @param caption what to see in it, HTML
  /// @param panels plots or other HTML, side by side where there is room
  /// @return this
  public Report figure(String caption, String... panels) {
    figures++;
    body.append("<figure>\n<div class=\"panels").append(panels.length == 1 ? " wide" : "").append("\">\n");
    for (String panel : panels) {
      body.append("<div class=\"panel\">").append(panel).append("</div>\n");
    }
    body.append("</div>\n<figcaption><b>Figure ").append(figures).append(".</b> ").append(caption)
        .append("</figcaption>\n</figure>\n");
    return this;
  }

  /// The page.
  ///
  /// @return HTML that is well-formed XML too
  public String html() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """.formatted(Text.escape(title), style(), body);
  }

  private static String style() {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report: the style sheet is missing in this build of the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("report: the style sheet cannot be read", e);
    }
  }
}
