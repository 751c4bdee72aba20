package candor.examples.data;

import candor.nn.data.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;

/// The data files that travel inside the program, compressed with gzip. `SOURCES.md` beside them names their origin and
/// licences.
public enum BundledFile {
  /// 60 000 training images of MNIST.
  MNIST_TRAIN_IMAGES("mnist/train-images-idx3-ubyte",
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  /// Their classes.
  MNIST_TRAIN_LABELS("mnist/train-labels-idx1-ubyte",
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  /// 10 000 test images of MNIST.
  MNIST_TEST_IMAGES("mnist/t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  /// Their classes.
  MNIST_TEST_LABELS("mnist/t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
  /// 10 000 test images of Fashion-MNIST.
  FASHION_TEST_IMAGES("fashion-mnist/t10k-images-idx3-ubyte",
      "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
  /// Their classes.
  FASHION_TEST_LABELS("fashion-mnist/t10k-labels-idx1-ubyte",
      "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

  private static final String FOLDER = "/candor/examples/data/";

  private final String path;
  private final String sha256;

  BundledFile(String path, String sha256) {
    this.path = path;
    this.sha256 = sha256;
  }

  /// SHA-256 of the uncompressed file.
  ///
  /// @return 64 hexadecimal digits
  public String sha256() {
    return sha256;
  }

  /// Unpacks the file and checks its SHA-256.
  ///
  /// @return its content
  /// @throws IOException if the program was built without the file, or the file is damaged
  public IdxFile read() throws IOException {
    InputStream packed = BundledFile.class.getResourceAsStream(FOLDER + path + ".gz");
    if (packed == null) {
      throw new IOException("data: " + path + " is missing in this build of the program");
    }
    return verified(path, packed, sha256);
  }

  /// Unpacks a stream, which is closed, and checks the SHA-256 of what comes out.
  static IdxFile verified(String name, InputStream packed, String sha256) throws IOException {
    MessageDigest digest = Sha256.start();
    IdxFile file;
    try (packed; InputStream raw = new DigestInputStream(new GZIPInputStream(packed), digest)) {
      file = IdxFile.read(name, raw);
    }
    String found = Sha256.hex(digest);
    if (!found.equals(sha256)) {
      throw new IOException(
          "data: " + name + " has the SHA-256 " + found + ", expected " + sha256 + ": this copy is damaged");
    }
    return file;
  }
}
