package candor.nn.data;

import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.IntStream;

/// Arrays of NumPy, one in a file (`.npy`), in the versions 1.0 to 3.0 of the format.
///
/// | in the file | tensor |
/// |---|---|
/// | `<f4`, `>f4` | F32 |
/// | `<f8`, `>f8` | F64 |
/// | `<i4`, `>i4` | I32 |
/// | `<i8`, `>i8` | I32, if every number fits |
/// | `\|u1`, `\|b1` | I32 |
///
/// Arrays in Fortran order become views of the same shape. Arrays of Python objects are refused, since reading them would
/// run code. An array has at most 2 GB.
public final class NpyFile {
  private NpyFile() {
  }

  /// Reads a file, plain or compressed with gzip.
  ///
  /// @param path file
  /// @return the array
  /// @throws IOException if it cannot be read, is not one whole and sound array, or an array of another type
  public static Tensor read(Path path) throws IOException {
    return Source.read("npy", path, NpyFile::read);
  }

  /// Reads a stream to its end.
  ///
  /// @param name what messages call it
  /// @param stream content
  /// @return the array
  /// @throws IOException if it cannot be read, is not one whole and sound array, or an array of another type
  public static Tensor read(String name, InputStream stream) throws IOException {
    return Source.read("npy", name, stream, NpyFile::read);
  }

  static Tensor read(Source in) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    int promised = header.count(in) * header.type().size();
    byte[] raw = in.upTo(promised);
    if (raw.length < promised) {
      throw in.wrong("is cut short: its header promises " + header.type().descr() + Shape.of(header.sizes()) + " of "
          + promised + " bytes, but " + raw.length + " came");
    }
    if (!in.atEnd()) {
      throw in.wrong("goes on after the " + promised + " bytes of " + header.type().descr() + Shape.of(header.sizes())
          + " that its header promises");
    }
    Object numbers = header.type().decode(in, raw);
    int rank = header.sizes().length;
    int[] reversed = IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
    if (!header.columnMajor()) {
      return Tensor.of(NdArray.wrap(numbers, Shape.of(header.sizes())));
    }
    int[] sizes = IntStream.of(reversed).map(axis -> header.sizes()[axis]).toArray();
    return Tensor.of(NdArray.wrap(numbers, Shape.of(sizes)).permute(reversed));
  }

  /// Writes a tensor as `<f4`, `<f8` or `<i4` in C order, version 1.0. The file appears whole or not at all.
  ///
  /// @param path file, which is replaced if it is there
  /// @param array numbers
  /// @throws IOException if it cannot be written
  public static void write(Path path, Tensor array) throws IOException {
    NewFile.write(path, out -> write(out, array));
  }

  /// Writes a tensor to a stream, which stays open.
  ///
  /// @param out where to
  /// @param array numbers
  /// @throws IOException if it cannot be written
  public static void write(OutputStream out, Tensor array) throws IOException {
    NpyType type = switch (array.dtype()) {
      case F32 -> NpyType.F4;
      case F64 -> NpyType.F8;
      case I32 -> NpyType.I4;
    };
    out.write(new NpyHeader(type, false, array.shape().toArray()).bytes());
    int piece = 1 << 13;
    ByteBuffer bytes = ByteBuffer.allocate(piece * type.size()).order(ByteOrder.LITTLE_ENDIAN);
    NdArray flat = array.array().rowMajor();
    for (int from = 0; from < flat.count(); from += piece) {
      int count = Math.min(piece, flat.count() - from);
      switch (array.dtype()) {
        case F32 -> bytes.asFloatBuffer().put(flat.f32(), flat.offset() + from, count);
        case F64 -> bytes.asDoubleBuffer().put(flat.f64(), flat.offset() + from, count);
        case I32 -> bytes.asIntBuffer().put(flat.i32(), flat.offset() + from, count);
      }
      out.write(bytes.array(), 0, count * type.size());
    }
  }
}
