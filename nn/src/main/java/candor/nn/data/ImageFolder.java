package candor.nn.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Images in the files of a directory that has one directory for each class: PNG, JPEG and BMP. Classes are numbered in
/// the order of their names, and so are the files of a class; what begins with a dot is left out. As
/// `torchvision.datasets.ImageFolder`.
///
/// ```java
/// ImageFolder flowers = ImageFolder.read(Path.of("flowers"), ImageFolder.Colour.RGB, 64, 64);
/// String name = flowers.classes().get(flowers.images().labels()[0]);
/// ```
///
/// JPEG decoders may round differently from one Java platform to another; the other formats give the same pixels
/// everywhere.
///
/// @param images all images; identities are the places in `files`
/// @param classes name of every class
/// @param files where every image came from
public record ImageFolder(Images images, List<String> classes, List<Path> files) {
  /// What the pixels of an image become. Transparency is left out of account.
  public enum Colour {
    /// One channel; of colours it is the luma of ITU-R 601, `0.299 R + 0.587 G + 0.114 B`.
    GREY(1),
    /// The three channels red, green and blue.
    RGB(3);

    private final int channels;

    Colour(int channels) {
      this.channels = channels;
    }

    /// Number of channels.
    ///
    /// @return 1 or 3
    public int channels() {
      return channels;
    }
  }

  /// Joins the parts.
  public ImageFolder {
    classes = List.copyOf(classes);
    files = List.copyOf(files);
  }

  /// Reads images that all have the given size.
  ///
  /// @param root directory of the classes' directories; other files in it are left out
  /// @param colour grey or coloured
  /// @param height rows of every image
  /// @param width columns of every image
  /// @return the images
  /// @throws IOException if the directory has no class, a class no image, or a file is no whole and sound image of this
  ///     size
  /// @throws IllegalArgumentException if a size is below 1
  public static ImageFolder read(Path root, Colour colour, int height, int width) throws IOException {
    return read(root, new ImageFile(colour, height, width, false));
  }

  /// Reads images of any size and resizes them, without keeping their proportions: every new pixel is the mean of the
  /// old ones around its place, weighted by a triangle as wide as two new pixels, or two old ones if these are larger. As
  /// Pillow's `BILINEAR`.
  ///
  /// @param root directory of the classes' directories; other files in it are left out
  /// @param colour grey or coloured
  /// @param height rows of every image
  /// @param width columns of every image
  /// @return the images
  /// @throws IOException if the directory has no class, a class no image, or a file is no whole and sound image, such as
  ///     a JPEG file that claims more than 256 pixels for each of its bytes
  /// @throws IllegalArgumentException if a size is below 1
  public static ImageFolder resized(Path root, Colour colour, int height, int width) throws IOException {
    return read(root, new ImageFile(colour, height, width, true));
  }

  private static ImageFolder read(Path root, ImageFile reader) throws IOException {
    List<Path> directories = list(root, Files::isDirectory);
    if (directories.isEmpty()) {
      throw new IOException("image folder: " + root + " has no directory of a class");
    }
    List<String> classes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    ByteList pixels = new ByteList();
    for (Path directory : directories) {
      List<Path> images = list(directory, file -> true);
      if (images.isEmpty()) {
        throw new IOException("image folder: " + directory + " has no image");
      }
      for (Path file : images) {
        byte[] image = reader.read(file);
        if (pixels.size() > Integer.MAX_VALUE - 8 - image.length) {
          throw new IOException("image folder: " + root + " has more pixels than an array can hold");
        }
        pixels.add(image, 0, image.length);
        files.add(file);
        labels.add(classes.size());
      }
      classes.add(directory.getFileName().toString());
    }
    int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
    return new ImageFolder(
        new Images(pixels.toArray(), reader.colour().channels(), reader.height(), reader.width(), numbers), classes,
        files);
  }

  private static List<Path> list(Path directory, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(wanted).filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
    }
  }
}
