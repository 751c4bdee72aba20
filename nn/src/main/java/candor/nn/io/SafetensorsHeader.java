package candor.nn.io;

import candor.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the header of a safetensors file says of the numbers behind it, once it is found to be true.
///
/// @param entries the tensors, in the header's order
/// @param metadata free texts
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  static final String TYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";
  private static final List<String> FIELDS = List.of(TYPE, SHAPE, OFFSETS);
  private static final int MAX_RANK = 64;
  private static final int MAX_COUNT = Integer.MAX_VALUE - 8;

  /// Where a tensor lies.
  ///
  /// @param name its name
  /// @param type type of its numbers
  /// @param shape its shape
  /// @param begin its first byte, counted from the end of the header
  /// @param end the byte behind its last one
  record Entry(String name, ElementType type, Shape shape, long begin, long end) {
  }

  /// Reads a header.
  ///
  /// @param file what messages call the file
  /// @param json the header's bytes
  /// @param behind number of bytes behind it
  /// @return what it says
  /// @throws FileFormatException if it is not sound, or the tensors do not fill the bytes behind it without holes and
  ///         overlaps
  static SafetensorsHeader parse(String file, byte[] json, long behind) throws FileFormatException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = Map.of();
    for (Map.Entry<String, Object> member : Json.parse("safetensors: the header of " + file, text(file, json))
        .entrySet()) {
      String name = member.getKey();
      if (!(member.getValue() instanceof Map<?, ?> fields)) {
        throw wrong(file, name, "is described by " + Json.shown(member.getValue()) + ", expected an object");
      }
      if (name.equals(METADATA)) {
        metadata = Json.strings("safetensors: " + file + ": " + METADATA, fields);
      } else {
        entries.put(name, entry(file, name, fields));
      }
    }
    requireTiled(file, entries, behind);
    return new SafetensorsHeader(entries, metadata);
  }

  private static String text(String file, byte[] json) throws FileFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new FileFormatException("safetensors: the header of " + file + " is not in UTF-8", e);
    }
  }

  private static Entry entry(String file, String name, Map<?, ?> fields) throws FileFormatException {
    if (!FIELDS.containsAll(fields.keySet())) {
      throw wrong(file, name, "has the fields " + Json.shown(fields.keySet()) + ", expected " + FIELDS);
    }
    ElementType type = type(file, name, fields.get(TYPE));
    Shape shape = shape(file, name, fields.get(SHAPE));
    long[] offsets = whole(fields.get(OFFSETS));
    if (offsets == null || offsets.length != 2 || offsets[0] > offsets[1]) {
      throw wrong(file, name, "has the offsets " + Json.shown(fields.get(OFFSETS)) + ", expected [begin, end]");
    }
    long expected = (long) shape.count() * type.bytes;
    if (offsets[1] - offsets[0] != expected) {
      throw wrong(file, name, "has " + (offsets[1] - offsets[0]) + " bytes between its offsets, expected " + expected
          + " for " + type + shape);
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static ElementType type(String file, String name, @Nullable Object field) throws FileFormatException {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(field)) {
        return type;
      }
    }
    throw wrong(file, name, "has the type " + Json.shown(field) + ", expected one of "
        + Arrays.toString(ElementType.values()));
  }

  private static Shape shape(String file, String name, @Nullable Object field) throws FileFormatException {
    long[] sizes = whole(field);
    if (sizes == null || sizes.length > MAX_RANK || Arrays.stream(sizes).anyMatch(size -> size > MAX_COUNT)) {
      throw wrong(file, name, "has the shape " + Json.shown(field) + ", expected up to " + MAX_RANK + " sizes");
    }
    try {
      Shape shape = Shape.of(Arrays.stream(sizes).mapToInt(size -> (int) size).toArray());
      if (shape.count() <= MAX_COUNT) {
        return shape;
      }
    } catch (IllegalArgumentException e) {
      // More elements than a shape can count, too.
    }
    throw wrong(file, name, "has the shape " + Json.shown(field) + ", which no array can hold");
  }

  /// A list of whole numbers that are not negative; null if it is something else.
  private static long @Nullable [] whole(@Nullable Object field) {
    if (field instanceof List<?> list && list.stream().allMatch(n -> n instanceof Long whole && whole >= 0)) {
      return list.stream().mapToLong(n -> (Long) n).toArray();
    }
    return null;
  }

  /// Whether the tensors lie one behind the other and end where the file ends.
  private static void requireTiled(String file, Map<String, Entry> entries, long behind) throws FileFormatException {
    List<Entry> ascending = entries.values().stream()
        .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)).toList();
    long at = 0;
    for (Entry entry : ascending) {
      if (entry.begin != at) {
        throw wrong(file, entry.name, "begins at byte " + entry.begin + ", expected " + at
            + (entry.begin < at ? ", where the tensor before it ends" : ", since holes are not allowed"));
      }
      at = entry.end;
    }
    if (at > behind) {
      throw new FileFormatException("safetensors: " + file + " is cut short: its header promises " + at
          + " bytes of numbers, but " + behind + " came");
    }
    if (at < behind) {
      throw new FileFormatException("safetensors: " + file + " goes on after the " + at
          + " bytes of numbers that its header promises: " + behind + " came");
    }
  }

  private static FileFormatException wrong(String file, String tensor, String problem) {
    return new FileFormatException("safetensors: " + file + ": tensor " + Json.shown(tensor) + " " + problem);
  }
}
