package candor.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Fetches one file whose SHA-256 is known beforehand. The file appears whole and checked, or not at all.
public final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;

  private Download() {
  }

  /// Fetches a file into a temporary one beside its place, checks it, and moves it. A file that is there with the right
  /// content is left alone, without asking the server.
  ///
  /// @param url address, `http` or `https`
  /// @param sha256 SHA-256 that the file must have, 64 hexadecimal digits
  /// @param file where to put it; its directory exists, and a file with other content does not
  /// @return true if it was fetched, false if it was there
  /// @throws IOException if an argument is not as described, the server does not answer or not with the whole file, or
  ///     the content is another
  /// @throws InterruptedException if the thread is interrupted while it waits
  public static boolean fetch(URI url, String sha256, Path file) throws IOException, InterruptedException {
    String expected = sha256.toLowerCase(Locale.ROOT);
    if (!expected.matches("[0-9a-f]{64}")) {
      throw new IOException("download: \"" + sha256 + "\" is not a SHA-256, expected 64 hexadecimal digits");
    }
    if (url.getScheme() == null || !Set.of("http", "https").contains(url.getScheme()) || url.getHost() == null) {
      throw new IOException(
          "download: cannot fetch " + url + ", expected an address that starts with http:// or https://");
    }
    if (Files.exists(file)) {
      requireSame(file, expected);
      return false;
    }
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException("download: " + directory + " is not a directory");
    }
    Path part = directory.resolve(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    part.toFile().deleteOnExit();
    try {
      String found = copy(url, part);
      if (!found.equals(expected)) {
        throw new IOException("download: what " + url + " sent has the SHA-256 " + found + ", expected " + expected
            + "; nothing was kept");
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return true;
  }

  private static void requireSame(Path file, String expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("download: " + file + " exists and is not a file");
    }
    String found = Sha256.of(file);
    if (!found.equals(expected)) {
      throw new IOException("download: " + file + " exists with the SHA-256 " + found + ", expected " + expected
          + "; delete it to fetch it again");
    }
  }

  /// Writes what the server sends and returns its SHA-256.
  private static String copy(URI url, Path part) throws IOException, InterruptedException {
    MessageDigest digest = Sha256.start();
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
    try (
        HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(PATIENCE).build();
        OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
      HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new IOException("the server answered with status " + response.statusCode());
        }
        body.transferTo(out);
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("download: " + url + ": " + reason + "; nothing was kept", e);
    }
    return Sha256.hex(digest);
  }
}
