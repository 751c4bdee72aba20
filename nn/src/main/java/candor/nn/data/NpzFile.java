package candor.nn.data;

import candor.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Arrays of NumPy with names, several in a file (`.npz`, a ZIP archive), see [NpyFile]. The sizes that an archive claims
/// are not believed; what comes out must have the check sums it states.
public final class NpzFile {
  private static final String ENDING = ".npy";
  /// The first day that an archive can note, so that equal arrays give equal files.
  private static final LocalDateTime WRITTEN = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzFile() {
  }

  /// Reads a file.
  ///
  /// @param path file
  /// @return the arrays by name, in their order in the file
  /// @throws IOException if it cannot be read, is no whole and sound archive, holds something else than arrays, or an
  ///     array that [NpyFile] refuses
  public static Map<String, Tensor> read(Path path) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
        ZipEntry entry = entries.nextElement();
        String where = path + "!" + entry.getName();
        if (!entry.getName().endsWith(ENDING)) {
          throw new IOException("npz: " + where + " is no array, expected a name that ends with " + ENDING);
        }
        String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
        if (arrays.put(name, array(zip, entry, where)) != null) {
          throw new IOException("npz: " + where + " is there twice");
        }
      }
    } catch (ZipException e) {
      throw new IOException("npz: " + path + " is no sound archive: " + e.getMessage(), e);
    }
    return Collections.unmodifiableMap(arrays);
  }

  private static Tensor array(ZipFile zip, ZipEntry entry, String where) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      Tensor array = Source.read("npz", where, in, NpyFile::read);
      if (sum.getValue() != entry.getCrc()) {
        throw new IOException("npz: " + where + " has the check sum " + Long.toHexString(sum.getValue())
            + ", expected " + Long.toHexString(entry.getCrc()) + ": it is damaged");
      }
      return array;
    }
  }

  /// Writes tensors, compressed, as `numpy.savez_compressed` does. The file appears whole or not at all; equal tensors
  /// give equal files.
  ///
  /// @param path file, which is replaced if it is there
  /// @param arrays numbers by name
  /// @throws IOException if it cannot be written
  public static void write(Path path, Map<String, Tensor> arrays) throws IOException {
    NewFile.write(path, out -> write(out, arrays));
  }

  private static void write(OutputStream out, Map<String, Tensor> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
      ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
      entry.setTimeLocal(WRITTEN);
      zip.putNextEntry(entry);
      NpyFile.write(zip, array.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }
}
