package candor.nn.io;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// JSON objects as maps, whose values are maps, lists, strings, booleans, `Long` or, for numbers that are no 64-bit
/// integers, `Double`. What comes from a file is not trusted: depth and lengths are limited, and a name appears once.
final class Json {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 10_000;
  private static final int MAX_NUMBER = 100;
  private static final int SHOWN = 80;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNameLength(MAX_NAME)
          .maxNumberLength(MAX_NUMBER).maxStringLength(Integer.MAX_VALUE).build())
      .build();

  private final String what;
  private final JsonParser parser;

  private Json(String what, JsonParser parser) {
    this.what = what;
    this.parser = parser;
  }

  /// Reads one object.
  ///
  /// @param what what messages call the text
  /// @param text the object and nothing else
  /// @return its members, in order
  /// @throws FileFormatException if it is no object, or breaks a limit
  static Map<String, Object> parse(String what, String text) throws FileFormatException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      Json json = new Json(what, parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new FileFormatException(what + " is no JSON object");
      }
      Map<String, Object> result = json.object();
      if (parser.nextToken() != null) {
        throw new FileFormatException(what + " goes on after its end");
      }
      return result;
    } catch (JacksonException e) {
      throw new FileFormatException(what + " is no sound JSON: " + shown(e.getOriginalMessage()), e);
    }
  }

  private Map<String, Object> object() throws FileFormatException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (members.put(name, value()) != null) {
        throw new FileFormatException(what + " names " + shown(name) + " twice");
      }
    }
    return members;
  }

  private List<Object> array() throws FileFormatException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return elements;
  }

  private Object value() throws FileFormatException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> Double.valueOf(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new FileFormatException(what + " holds " + parser.currentToken() + ", expected a value");
    };
  }

  private Number whole() {
    String digits = parser.getString();
    return switch (parser.getNumberType()) {
      case INT, LONG -> Long.valueOf(digits);
      default -> Double.valueOf(digits);
    };
  }

  /// Reads an object whose values are all strings.
  ///
  /// @param what what messages call it
  /// @param members its members
  /// @return the same members
  /// @throws FileFormatException if a value is something else
  static Map<String, String> strings(String what, Map<?, ?> members) throws FileFormatException {
    Map<String, String> result = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!(member.getValue() instanceof String text)) {
        throw new FileFormatException(
            what + ": " + shown(member.getKey()) + " is " + shown(member.getValue()) + ", expected a string");
      }
      result.put((String) member.getKey(), text);
    }
    return result;
  }

  /// Writes one object.
  ///
  /// @param object its members: maps, lists, strings and numbers
  /// @return the text
  static String write(Map<String, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, object);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Object value) {
    switch (value) {
      case Map<?, ?> members -> {
        generator.writeStartObject();
        members.forEach((name, member) -> {
          generator.writeName((String) name);
          write(generator, member);
        });
        generator.writeEndObject();
      }
      case List<?> elements -> {
        generator.writeStartArray();
        elements.forEach(element -> write(generator, element));
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      default -> throw new AssertionError(value);
    }
  }

  /// A name or value from a file as messages show it: not endless, and without characters that would break the line.
  static String shown(@Nullable Object foreign) {
    String text = String.valueOf(foreign);
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
