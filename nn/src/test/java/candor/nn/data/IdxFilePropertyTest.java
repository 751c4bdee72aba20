package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class IdxFilePropertyTest {

  /// A change of one place of a file: a byte written over, put in, or taken out.
  private record Edit(int place, int kind, byte value) {
    byte[] apply(byte[] file) {
      int at = place % file.length;
      byte[] result = Arrays.copyOf(file, file.length + kind);
      System.arraycopy(file, at + Math.max(0, -kind), result, at + Math.max(0, kind),
          file.length - at - Math.max(0, -kind));
      if (kind >= 0) {
        result[at] = value;
      }
      return result;
    }
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<Integer> place =
        Arbitraries.oneOf(Arbitraries.integers().between(0, 20), Arbitraries.integers().between(0, 1000));
    return Combinators.combine(place, Arbitraries.integers().between(-1, 1), Arbitraries.bytes()).as(Edit::new).list()
        .ofMinSize(1).ofMaxSize(4);
  }

  @Property(tries = 500)
  void whatWasWrittenIsRead(@ForAll @Size(min = 1, max = 4) List<@IntRange(max = 6) Integer> axes,
      @ForAll boolean zipped) throws IOException {
    int[] sizes = axes.stream().mapToInt(Integer::intValue).toArray();
    byte[] file = Idx.counting(sizes);
    IdxFile read = IdxFile.read("good", new ByteArrayInputStream(zipped ? Idx.gzip(file) : file));
    assertThat(Idx.file(read.sizes(), read.data())).isEqualTo(file);
  }

  @Property(tries = 2000)
  void anEditedPlainFileIsReadAsItIsOrRefusedByName(@ForAll("edits") List<Edit> edits) {
    byte[] file = edited(Idx.counting(3, 2, 2), edits);
    assertReadOrRefused(file, file);
  }

  @Property(tries = 2000)
  void anEditedCompressedFileIsReadAsItIsOrRefusedByName(@ForAll("edits") List<Edit> edits) {
    byte[] file = edited(Idx.gzip(Idx.counting(3, 2, 2)), edits);
    assertReadOrRefused(file, unzipped(file));
  }

  private static byte[] edited(byte[] file, List<Edit> edits) {
    byte[] result = file;
    for (Edit edit : edits) {
      result = edit.apply(result);
    }
    return result;
  }

  private static void assertReadOrRefused(byte[] file, byte[] content) {
    try {
      IdxFile read = IdxFile.read("edited.idx", new ByteArrayInputStream(file));
      assertThat(Idx.file(read.sizes(), read.data())).isEqualTo(content);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("edited.idx").hasMessageStartingWith("idx: ");
    }
  }

  /// What gzip makes of a file; the file itself if it is not compressed any more.
  private static byte[] unzipped(byte[] file) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      return file;
    }
  }
}
