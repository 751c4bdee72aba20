package candor.op;

import candor.tensor.DType;
import candor.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What PyTorch computed for one call of an operation, see `core/src/test/python/reference.py`.
///
/// @param name row of the operation table
/// @param inputs inputs, F64 or I32
/// @param out result
/// @param cotangent cotangent of the result; none without a derivative
/// @param gradients gradient of every F64 input that has one
record Reference(String name, List<Tensor> inputs, Tensor out, List<Tensor> cotangent, List<Tensor> gradients) {
  /// The calls in `operations.txt`.
  static List<Reference> operations() {
    List<Reference> result = new ArrayList<>();
    for (String line : lines("operations.txt")) {
      if (line.startsWith("case ")) {
        result.add(new Reference(line.substring(5), new ArrayList<>(), Tensor.of(new double[0], 0), new ArrayList<>(),
            new ArrayList<>()));
      } else {
        result.add(result.removeLast().with(Entry.parse(line)));
      }
    }
    return result;
  }

  private Reference with(Entry entry) {
    switch (entry.name) {
      case "in f64" -> inputs.add(entry.tensor());
      case "in i32" -> inputs.add(entry.tensor().to(DType.I32));
      case "cotangent" -> cotangent.add(entry.tensor());
      case "gradient" -> gradients.add(entry.tensor());
      case "out" -> {
        return new Reference(name, inputs, entry.tensor(), cotangent, gradients);
      }
      default -> throw new IllegalArgumentException("reference: unknown line " + entry.name);
    }
    return this;
  }

  /// A named tensor: one line of a reference file.
  ///
  /// @param name what it is
  /// @param shape its shape
  /// @param numbers its numbers in row-major order
  record Entry(String name, int[] shape, double[] numbers) {
    /// Reads `name [shape] numbers…`.
    static Entry parse(String line) {
      int open = line.indexOf('[');
      int close = line.indexOf(']');
      return new Entry(line.substring(0, open).trim(),
          OpSpec.parse(line.substring(open, close + 1)).getFirst().toArray(),
          Stream.of(line.substring(close + 1).trim().split(" ")).filter(s -> !s.isEmpty())
              .mapToDouble(Double::parseDouble).toArray());
    }

    Tensor tensor() {
      return Tensor.of(numbers, shape);
    }

    @Override
    public String toString() {
      return name + " " + Arrays.toString(shape);
    }
  }

  /// The lines of a reference file but its comments.
  static List<String> lines(String file) {
    try (InputStream in = Reference.class.getResourceAsStream("/reference/" + file);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
