package candor.nn.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The header of a NumPy array: magic number, version, length, and a Python dictionary with the three keys `descr`,
/// `fortran_order` and `shape`.
///
/// @param type type of the numbers
/// @param columnMajor whether the first axis is the innermost
/// @param sizes size of every axis
record NpyHeader(NpyType type, boolean columnMajor, int[] sizes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  /// As in NumPy: a longer header is no array of numbers.
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_RANK = 64;
  private static final int ALIGNMENT = 64;

  static NpyHeader read(Source in) throws IOException {
    byte[] start = in.upTo(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2) {
      throw in.wrong("has " + start.length + " bytes, expected a header of NumPy");
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (start[i] != MAGIC[i]) {
        throw in.wrong("does not start with the magic number of NumPy");
      }
    }
    int major = start[MAGIC.length];
    int minor = start[MAGIC.length + 1];
    if (major < 1 || major > 3 || minor != 0) {
      throw in.wrong("has version " + major + "." + minor + " of the format, expected 1.0, 2.0 or 3.0");
    }
    int bytes = major == 1 ? 2 : 4;
    byte[] raw = in.upTo(bytes);
    if (raw.length < bytes) {
      throw in.wrong("is cut short inside its header");
    }
    long length = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      length = length << 8 | Byte.toUnsignedInt(raw[i]);
    }
    if (length > MAX_LENGTH) {
      throw in.wrong("has a header of " + length + " bytes, expected " + MAX_LENGTH + " or less");
    }
    byte[] text = in.upTo((int) length);
    if (text.length < length) {
      throw in.wrong("is cut short inside its header");
    }
    return new Parser(in, new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)).parse();
  }

  /// Number of elements.
  ///
  /// @throws IOException if no array can hold them
  int count(Source in) throws IOException {
    long count = 1;
    for (int size : sizes) {
      count *= size;
      if (count * type.size() > Integer.MAX_VALUE - 8) {
        throw in.wrong("claims " + type.descr() + Arrays.toString(sizes) + ", which no array can hold");
      }
    }
    return (int) count;
  }

  /// The header in version 1.0, padded so that the numbers start at a multiple of 64.
  byte[] bytes() {
    StringBuilder text = new StringBuilder("{'descr': '").append(type.descr()).append("', 'fortran_order': ")
        .append(columnMajor ? "True" : "False").append(", 'shape': (");
    for (int i = 0; i < sizes.length; i++) {
      text.append(i == 0 ? "" : " ").append(sizes[i]).append(sizes.length == 1 || i < sizes.length - 1 ? "," : "");
    }
    text.append("), }");
    int before = MAGIC.length + 4;
    int total = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    text.repeat(' ', total - before - text.length() - 1).append('\n');
    byte[] result = new byte[total];
    System.arraycopy(MAGIC, 0, result, 0, MAGIC.length);
    result[MAGIC.length] = 1;
    result[MAGIC.length + 2] = (byte) text.length();
    result[MAGIC.length + 3] = (byte) (text.length() >>> 8);
    System.arraycopy(text.toString().getBytes(StandardCharsets.US_ASCII), 0, result, before, text.length());
    return result;
  }

  /// Reads the dictionary, and nothing else of Python.
  private static final class Parser {
    private final Source in;
    private final String text;
    private final Set<String> seen = new HashSet<>();
    private int at;
    private NpyType type = NpyType.F4;
    private boolean columnMajor;
    private int[] sizes = new int[0];

    Parser(Source in, String text) {
      this.in = in;
      this.text = text;
    }

    NpyHeader parse() throws IOException {
      expect('{');
      while (!accept('}')) {
        String key = string();
        expect(':');
        if (!seen.add(key)) {
          throw wrong("the key '" + key + "' twice");
        }
        switch (key) {
          case "descr" -> type = type();
          case "fortran_order" -> columnMajor = truth();
          case "shape" -> sizes = shape();
          default -> throw wrong("an unknown key '" + key + "'");
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      if (seen.size() != 3) {
        throw wrong("only the keys " + seen.stream().sorted().toList());
      }
      if (peek() != 0) {
        throw wrong("more than a dictionary");
      }
      return new NpyHeader(type, columnMajor, sizes);
    }

    private NpyType type() throws IOException {
      if (peek() == '[') {
        throw in.wrong("holds records of several fields, expected an array of " + NpyType.ALL);
      }
      String descr = string();
      NpyType found = NpyType.of(descr);
      if (found == null) {
        String why =
            descr.contains("O") ? "Python objects, which only Python can read" : "numbers of type '" + descr + "'";
        throw in.wrong("holds " + why + ", expected " + NpyType.ALL);
      }
      return found;
    }

    private boolean truth() throws IOException {
      peek();
      for (boolean value : new boolean[] {true, false}) {
        String word = value ? "True" : "False";
        if (text.startsWith(word, at)) {
          at += word.length();
          return value;
        }
      }
      throw wrong("no True or False for fortran_order");
    }

    private int[] shape() throws IOException {
      List<Integer> found = new ArrayList<>();
      expect('(');
      while (!accept(')')) {
        if (found.size() == MAX_RANK) {
          throw wrong("more than " + MAX_RANK + " axes");
        }
        found.add(size());
        // Files of Python 2 write long integers with an L.
        accept('L');
        if (!accept(',')) {
          expect(')');
          break;
        }
      }
      return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private int size() throws IOException {
      peek();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      String digits = text.substring(start, at);
      if (digits.isEmpty()) {
        throw wrong("no size in its shape");
      }
      if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
        throw wrong("the size " + digits + " in its shape");
      }
      return Integer.parseInt(digits);
    }

    private String string() throws IOException {
      char quote = peek();
      if (quote != '\'' && quote != '"') {
        throw wrong("no text in quotes at place " + at);
      }
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw wrong("no end of the quote at place " + at);
      }
      String found = text.substring(at + 1, end);
      at = end + 1;
      return found;
    }

    /// The next character that is no white space, or 0 at the end.
    private char peek() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char wanted) {
      boolean there = peek() == wanted;
      at += there ? 1 : 0;
      return there;
    }

    private void expect(char wanted) throws IOException {
      if (!accept(wanted)) {
        throw wrong("no '" + wanted + "' at place " + at);
      }
    }

    private IOException wrong(String what) {
      return in.wrong("has in its header " + what + ", expected {'descr': …, 'fortran_order': …, 'shape': …}");
    }
  }
}
