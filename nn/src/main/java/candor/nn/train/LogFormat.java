package candor.nn.train;

import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// How a [TrainingLog] writes an epoch, whose number comes first.
enum LogFormat {
  /// Comma-separated values.
  CSV {
    @Override
    String header(Map<String, Number> row) {
      return String.join(",", row.keySet()) + "\n";
    }

    @Override
    String line(Map<String, Number> row) {
      return row.values().stream().map(Number::toString).collect(Collectors.joining(","));
    }
  },
  /// A JSON object in each line.
  JSON_LINES {
    @Override
    String header(Map<String, Number> row) {
      return "";
    }

    @Override
    String line(Map<String, Number> row) {
      StringWriter line = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
        generator.writeStartObject();
        row.forEach((name, number) -> write(generator.writeName(name), number));
        generator.writeEndObject();
      }
      return line.toString();
    }
  };

  private static final JsonFactory JSON = new JsonFactory();

  /// What begins a file of such rows, line break included.
  abstract String header(Map<String, Number> row);

  /// A row, without line break.
  abstract String line(Map<String, Number> row);

  /// The epoch of a row, the number before the first comma; a line that is none belongs to no earlier epoch.
  final int epoch(String line) {
    String digits = line.substring(0, Math.max(0, line.indexOf(','))).replaceFirst(".*:", "");
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
  }

  private static void write(JsonGenerator generator, Number number) {
    if (number instanceof Integer whole) {
      generator.writeNumber(whole);
    } else if (Double.isFinite(number.doubleValue())) {
      generator.writeNumber(number.doubleValue());
    } else {
      generator.writeNull();
    }
  }
}
