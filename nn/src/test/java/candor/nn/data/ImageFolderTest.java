package candor.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.data.ImageFolder.Colour;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFolderTest {
  static final Path FILES = Path.of("src/test/resources/candor/nn/data/images");
  private static final int HEIGHT = 7;
  private static final int WIDTH = 9;

  @TempDir
  private Path root;

  private Path put(String from, String to) throws IOException {
    Path file = root.resolve(to);
    Files.createDirectories(file.getParent());
    return Files.copy(FILES.resolve(from), file);
  }

  @ParameterizedTest
  @CsvSource({"rgb.png,0", "rgba.png,0", "palette.png,0", "grey.png,0", "bits.png,0", "interlaced.png,0", "rgb.bmp,0",
    "grey.bmp,0",
    "rgb.jpg,2", "grey.jpg,2"})
  void pixelsAreThoseOfPillow(String name, int tolerance) throws IOException {
    for (Colour colour : Colour.values()) {
      byte[] pixels = new ImageFile(colour, HEIGHT, WIDTH, false).read(FILES.resolve(name));
      assertClose(pixels, pillow(name + (colour == Colour.RGB ? ":rgb" : ":grey")), tolerance);
    }
  }

  @Test
  void sixteenBitsAreScaledToEight() throws IOException {
    assertClose(new ImageFile(Colour.GREY, HEIGHT, WIDTH, false).read(FILES.resolve("deep.png")),
        pillow("deep.png:grey"), 0);
  }

  @ParameterizedTest
  @CsvSource({"4,5", "12,16", "7,3", "1,1"})
  void sizesAreChangedAsPillowDoes(int height, int width) throws IOException {
    byte[] pixels = new ImageFile(Colour.RGB, height, width, true).read(FILES.resolve("rgb.png"));
    // Pillow rounds between the two directions.
    assertClose(pixels, pillow("rgb.png:" + height + "x" + width), 1);
    byte[] same = new ImageFile(Colour.RGB, HEIGHT, WIDTH, true).read(FILES.resolve("rgb.png"));
    assertClose(same, pillow("rgb.png:rgb"), 0);
  }

  private static int[] pillow(String name) throws IOException {
    Map<String, Tensor> arrays = NpzFile.read(FILES.resolve("pillow.npz"));
    return Objects.requireNonNull(arrays.get(name), name).toInts();
  }

  private static void assertClose(byte[] found, int[] expected, int tolerance) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat(Byte.toUnsignedInt(found[i])).as("byte %d", i).isBetween(expected[i] - tolerance,
          expected[i] + tolerance);
    }
  }

  @Test
  void everyDirectoryIsAClass() throws IOException {
    put("rgb.png", "cat/b.png");
    put("grey.png", "cat/a.png");
    put("rgb.bmp", "Ant/1.bmp");
    put("rgb.png", "cat/.hidden");
    put("rgb.png", ".git/x.png");
    put("pillow.npz", "licence.txt");
    ImageFolder folder = ImageFolder.read(root, Colour.RGB, HEIGHT, WIDTH);
    assertThat(folder.classes()).containsExactly("Ant", "cat");
    assertThat(folder.files()).containsExactly(root.resolve("Ant/1.bmp"), root.resolve("cat/a.png"),
        root.resolve("cat/b.png"));
    assertThat(folder.images().labels()).containsExactly(0, 1, 1);
    Batch all = folder.images().all();
    assertThat(all.input().shape()).isEqualTo(Shape.of(3, 3, HEIGHT, WIDTH));
    assertThat(all.input().select(0, 0).hasSameBits(all.input().select(0, 2))).isTrue();
    ImageFolder small = ImageFolder.resized(root, Colour.GREY, 2, 3);
    assertThat(small.images().all().input().shape()).isEqualTo(Shape.of(3, 1, 2, 3));
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThatThrownBy(() -> ImageFolder.read(root, Colour.RGB, 7, 9)).isExactlyInstanceOf(IOException.class)
        .hasMessage("image folder: " + root + " has no directory of a class");
    Path empty = Files.createDirectory(root.resolve("empty"));
    assertThatThrownBy(() -> ImageFolder.read(root, Colour.RGB, 7, 9)).isExactlyInstanceOf(IOException.class)
        .hasMessage("image folder: " + empty + " has no image");
    assertThatThrownBy(() -> ImageFolder.read(root, Colour.RGB, 0, 9)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image folder: images of 0x9, expected sizes of 1 or more");
    assertThatThrownBy(() -> ImageFolder.read(root, Colour.RGB, 65_536, 65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image folder: images of 65536x65536, which no array can hold");
  }

  @Test
  void anImageOfAnotherSizeIsRefused() throws IOException {
    Path file = put("rgb.png", "cat/a.png");
    assertThatThrownBy(() -> ImageFolder.read(root, Colour.RGB, 9, 7)).isExactlyInstanceOf(IOException.class)
        .hasMessage("image: " + file + " has 7x9 pixels, expected 9x7");
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    Path file = put("pillow.npz", "cat/a.png");
    assertThatThrownBy(() -> ImageFolder.read(root, Colour.RGB, 7, 9)).isExactlyInstanceOf(IOException.class)
        .hasMessage("image: " + file + " does not start as PNG, JPEG or BMP do");
    for (int length = 0; length < 6; length++) {
      assertRefused(Arrays.copyOf(Files.readAllBytes(FILES.resolve("rgb.bmp")), length),
          "image: x does not start as PNG, JPEG or BMP do");
    }
  }

  @Test
  void aDamagedPngIsRefused() throws IOException {
    byte[] file = Files.readAllBytes(FILES.resolve("rgb.png"));
    for (int length = 8; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(cut)).isExactlyInstanceOf(IOException.class)
          .hasMessageStartingWith("image: x is cut short, or lies about a length, at byte ");
    }
    assertRefused(Arrays.copyOf(file, file.length + 1), "image: x goes on after its end at byte " + file.length);
    byte[] flipped = file.clone();
    flipped[60] ^= 1;
    assertRefused(flipped, "image: x is damaged: a check sum is wrong in the chunk at byte 33");
    byte[] twice = new byte[file.length + 25];
    System.arraycopy(file, 0, twice, 0, 33);
    System.arraycopy(file, 8, twice, 33, file.length - 8);
    assertRefused(twice, "image: x does not begin with one header");
  }

  @Test
  void aPngThatClaimsOtherPixelsThanItHoldsIsRefused() throws IOException {
    // Height 7, width 9, three samples of 8 bits, not interlaced.
    assertRefused(changed(23, 8), "image: x holds 196 bytes of pixels, its header promises 224");
    assertRefused(changed(23, 6), "image: x holds more bytes of pixels, its header promises 168");
    assertRefused(changed(16, 0x7F), "image: x holds 196 bytes of pixels, its header promises 44744835268");
    assertRefused(changed(16, 0xFF), "image: x has a header of 7x-16777207 pixels of type 2");
    assertRefused(changed(25, 5), "image: x has a header of 7x9 pixels of type 5");
    assertRefused(changed(24, 16), "image: x holds 196 bytes of pixels, its header promises 385");
    assertRefused(changed(28, 1), "image: x holds 196 bytes of pixels, its header promises 203");
  }

  /// A file with another byte in its header, and the check sum of that.
  private static byte[] changed(int at, int value) throws IOException {
    byte[] file = Files.readAllBytes(FILES.resolve("rgb.png"));
    file[at] = (byte) value;
    CRC32 sum = new CRC32();
    sum.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) sum.getValue());
    return file;
  }

  @Test
  void aJpegThatIsCutShortIsRefused() throws IOException {
    byte[] file = Files.readAllBytes(FILES.resolve("rgb.jpg"));
    for (int length = 3; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isExactlyInstanceOf(IOException.class)
          .hasMessageStartingWith("image: x is ");
    }
  }

  @Test
  void aBitmapHasTheLengthThatItSays() throws IOException {
    byte[] file = Files.readAllBytes(FILES.resolve("rgb.bmp"));
    assertRefused(Arrays.copyOf(file, file.length - 1), "image: x has 249 bytes, but its header says 250");
  }

  @Test
  void moreThanAFileCanHoldIsNotBelieved() throws IOException {
    byte[] file = Files.readAllBytes(FILES.resolve("rgb.jpg"));
    // The start of the frame says height and width.
    int frame = new String(file, StandardCharsets.ISO_8859_1).indexOf("\u00FF\u00C0");
    Arrays.fill(file, frame + 5, frame + 9, (byte) 0x7F);
    assertThatThrownBy(() -> new ImageFile(Colour.RGB, 4, 4, true).read("x", file))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("image: x claims 32639x32639 pixels in 692 bytes, expected 256 or less for each");
  }

  private static void assertRefused(byte[] content, String message) {
    assertThatThrownBy(() -> read(content)).isExactlyInstanceOf(IOException.class).hasMessage(message);
  }

  private static byte[] read(byte[] content) throws IOException {
    return new ImageFile(Colour.RGB, HEIGHT, WIDTH, false).read("x", content);
  }
}
