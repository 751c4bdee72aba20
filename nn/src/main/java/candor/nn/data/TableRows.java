package candor.nn.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a text into rows of cells: RFC 4180, with any separator, or blanks between cells. Rows without any character are
/// left out.
final class TableRows {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int END = -1;
  private static final int NOT_STARTED = -2;

  private final Source in;
  private final Reader text;
  private final char separator;
  /// The character that comes next.
  private int next = NOT_STARTED;
  /// Line breaks before it, and before the row that was read last.
  private int breaks;
  private int line;

  TableRows(Source in, char separator) {
    this.in = in;
    this.separator = separator;
    text = new BufferedReader(new InputStreamReader(in.stream(), StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /// Number of the line where the last row began, from 1.
  int line() {
    return line;
  }

  /// The next row, or null at the end.
  @Nullable List<String> next() throws IOException {
    if (next == NOT_STARTED) {
      advance();
      if (next == BYTE_ORDER_MARK) {
        advance();
      }
    }
    skipBlanks();
    while (next == '\n' || next == '\r') {
      endLine();
      skipBlanks();
    }
    if (next == END) {
      return null;
    }
    line = breaks + 1;
    List<String> row = new ArrayList<>();
    row.add(cell());
    while (next != '\n' && next != '\r' && next != END) {
      // Blanks between cells are read already.
      if (next == separator) {
        advance();
      } else if (separator != ' ') {
        throw in.wrong("has text after the closing quote of a cell in line " + (breaks + 1));
      }
      row.add(cell());
    }
    endLine();
    return row;
  }

  /// Reads a cell and the blanks around it.
  private String cell() throws IOException {
    skipBlanks();
    String cell = next == '"' ? quoted() : plain();
    skipBlanks();
    return cell;
  }

  private String plain() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (!ends(next)) {
      cell.append((char) next);
      advance();
    }
    int length = cell.length();
    while (length > 0 && isBlank(cell.charAt(length - 1))) {
      length--;
    }
    return cell.substring(0, length);
  }

  private String quoted() throws IOException {
    StringBuilder cell = new StringBuilder();
    int start = breaks + 1;
    advance();
    while (true) {
      if (next == END) {
        throw in.wrong("never closes the quote that opens in line " + start);
      }
      if (next == '"') {
        advance();
        if (next != '"') {
          break;
        }
      }
      if (next == '\n') {
        breaks++;
      }
      cell.append((char) next);
      advance();
    }
    if (!ends(next) && !isBlank(next)) {
      throw in.wrong("has text after the closing quote of a cell in line " + (breaks + 1));
    }
    return cell.toString();
  }

  private boolean ends(int character) {
    return character == END || character == '\n' || character == '\r' || character == separator
        || separator == ' ' && character == '\t';
  }

  private boolean isBlank(int character) {
    return (character == ' ' || character == '\t') && (separator == ' ' || character != separator);
  }

  private void skipBlanks() throws IOException {
    while (isBlank(next)) {
      advance();
    }
  }

  private void endLine() throws IOException {
    if (next == '\r') {
      advance();
      if (next != '\n') {
        breaks++;
        return;
      }
    }
    if (next == '\n') {
      breaks++;
      advance();
    }
  }

  private void advance() throws IOException {
    next = text.read();
  }
}
