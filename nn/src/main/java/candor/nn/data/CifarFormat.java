package candor.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// The binary files of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): records of one or two label bytes and 3 072 pixel
/// bytes, the red plane of 32 × 32, the green one and the blue one; plain or compressed with gzip. A file may have any
/// number of records.
///
/// ```java
/// Images train = CifarFormat.CIFAR_10.read(Path.of("data_batch_1.bin"), Path.of("data_batch_2.bin"));
/// ```
public enum CifarFormat {
  /// Ten classes, one label byte.
  CIFAR_10("cifar-10", new int[] {10}, 0),
  /// A hundred classes: the second of two label bytes.
  CIFAR_100("cifar-100", new int[] {20, 100}, 1),
  /// The twenty superclasses of CIFAR-100: the first of two label bytes.
  CIFAR_100_COARSE("cifar-100", new int[] {20, 100}, 0);

  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int PIXELS = CHANNELS * SIDE * SIDE;

  private final String reader;
  private final int[] classes;
  private final int label;

  /// @param classes number of classes that each label byte tells apart
  /// @param label the label byte that counts
  CifarFormat(String reader, int[] classes, int label) {
    this.reader = reader;
    this.classes = classes;
    this.label = label;
  }

  /// Reads files.
  ///
  /// @param files files, whose images come one after the other
  /// @return RGB images of 32 × 32
  /// @throws IOException if one cannot be read, holds no whole number of records, or a label that is no class
  public Images read(Path... files) throws IOException {
    Records records = new Records();
    for (Path file : files) {
      Source.read(reader, file, records::add);
    }
    return records.images();
  }

  /// Reads a stream to its end.
  ///
  /// @param name what messages call it
  /// @param stream content
  /// @return RGB images of 32 × 32
  /// @throws IOException if it cannot be read, holds no whole number of records, or a label that is no class
  public Images read(String name, InputStream stream) throws IOException {
    Records records = new Records();
    Source.read(reader, name, stream, records::add);
    return records.images();
  }

  /// The records that were read.
  private final class Records {
    private final ByteList pixels = new ByteList();
    private final ByteList labels = new ByteList();

    /// Adds those of one content, and returns how many.
    int add(Source in) throws IOException {
      byte[] record = new byte[classes.length + PIXELS];
      int number = 0;
      for (int got = in.stream().readNBytes(record, 0, record.length); got > 0; number++) {
        if (got < record.length) {
          throw in.wrong("ends with " + got + " bytes after record " + (number - 1) + ", expected records of "
              + record.length + " bytes");
        }
        for (int i = 0; i < classes.length; i++) {
          int found = Byte.toUnsignedInt(record[i]);
          if (found >= classes[i]) {
            throw in.wrong("has the label " + found + " in record " + number + ", byte " + i + ", expected 0 to "
                + (classes[i] - 1));
          }
        }
        if (pixels.size() > Integer.MAX_VALUE - 8 - PIXELS) {
          throw in.wrong("has more images than an array can hold");
        }
        labels.add(record, label, 1);
        pixels.add(record, classes.length, PIXELS);
        got = in.stream().readNBytes(record, 0, record.length);
      }
      if (number == 0) {
        throw in.wrong("is empty, expected records of " + record.length + " bytes");
      }
      return number;
    }

    Images images() {
      byte[] bytes = labels.toArray();
      int[] found = new int[bytes.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = bytes[i];
      }
      return new Images(pixels.toArray(), CHANNELS, SIDE, SIDE, found);
    }
  }
}
