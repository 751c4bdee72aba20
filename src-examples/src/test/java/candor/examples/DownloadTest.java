package candor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command `download` against a server on this machine.
final class DownloadTest {
  private static final byte[] CONTENT = "ten thousand digits\n".repeat(5000).getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger requests = new AtomicInteger();
  @TempDir
  private Path directory;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/whole", exchange -> answer(exchange, 200, CONTENT.length, CONTENT.length));
    server.createContext("/short", exchange -> answer(exchange, 200, CONTENT.length, CONTENT.length / 2));
    server.createContext("/gone", exchange -> answer(exchange, 404, CONTENT.length, CONTENT.length));
    server.createContext("/moved", exchange -> {
      exchange.getResponseHeaders().add("Location", "/whole");
      answer(exchange, 302, 0, 0);
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /// Sends less than promised by closing the connection early.
  private void answer(HttpExchange exchange, int status, int promised, int sent) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      exchange.sendResponseHeaders(status, promised == 0 ? -1 : promised);
      exchange.getResponseBody().write(CONTENT, 0, sent);
      exchange.getResponseBody().flush();
    }
  }

  private String address(String path) {
    return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort() + path;
  }

  private static String hash(byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private Terminal download(String url, String hash) {
    return Terminal.run("download", "--url", url, "--sha256", hash, "--to", directory.resolve("file").toString());
  }

  private void requireFailure(Terminal run, String message) throws IOException {
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).contains(message);
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aWholeFileWithTheRightHashArrives() throws Exception {
    Terminal run = download(address("/whole"), hash(CONTENT).toUpperCase(Locale.ROOT));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("fetched and checked: " + directory.resolve("file"));
    assertThat(directory.resolve("file")).hasBinaryContent(CONTENT);
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aServerMaySendOn() throws Exception {
    assertThat(download(address("/moved"), hash(CONTENT)).code()).isZero();
    assertThat(directory.resolve("file")).hasBinaryContent(CONTENT);
  }

  @Test
  void anotherHashLeavesNothingBehind() throws Exception {
    requireFailure(download(address("/whole"), "0".repeat(64)),
        "has the SHA-256 " + hash(CONTENT) + ", expected " + "0".repeat(64) + "; nothing was kept");
  }

  @Test
  void aBodyThatEndsEarlyLeavesNothingBehind() throws Exception {
    requireFailure(download(address("/short"), hash(CONTENT)), "download: " + address("/short") + ": ");
  }

  @Test
  void anErrorOfTheServerIsReportedWithItsStatus() throws Exception {
    requireFailure(download(address("/gone"), hash(CONTENT)), "the server answered with status 404");
  }

  @Test
  void aServerThatIsNotThereIsReported() throws Exception {
    String address = address("/whole");
    server.stop(0);
    requireFailure(download(address, hash(CONTENT)), "download: " + address + ": ");
  }

  @Test
  void aFileThatIsThereIsNotFetchedAgain() throws Exception {
    Files.write(directory.resolve("file"), CONTENT);
    Terminal run = download(address("/whole"), hash(CONTENT));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("nothing to do");
    assertThat(requests).hasValue(0);
  }

  @Test
  void aFileWithOtherContentIsKept() throws Exception {
    Files.writeString(directory.resolve("file"), "mine");
    Terminal run = download(address("/whole"), hash(CONTENT));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1)
        .contains("exists with the SHA-256 " + hash("mine".getBytes(StandardCharsets.UTF_8)));
    assertThat(directory.resolve("file")).hasContent("mine");
    assertThat(requests).hasValue(0);
  }

  @Test
  void whatIsNoHashOrNoAddressIsRefusedWithoutARequest() throws Exception {
    requireFailure(download(address("/whole"), "abc"),
        "download: \"abc\" is not a SHA-256, expected 64 hexadecimal digits");
    requireFailure(download("file:///etc/hosts", hash(CONTENT)),
        "expected an address that starts with http:// or https://");
    requireFailure(download("data.gz", hash(CONTENT)), "expected an address that starts with http:// or https://");
    requireFailure(download("http://a b", hash(CONTENT)), "download: ");
    assertThat(requests).hasValue(0);
  }

  @Test
  void aDirectoryThatIsNotThereIsNotMade() throws Exception {
    Path file = directory.resolve("new").resolve("file");
    Terminal run =
        Terminal.run("download", "--url", address("/whole"), "--sha256", hash(CONTENT), "--to", file.toString());
    requireFailure(run, "download: " + file.getParent() + " is not a directory");
  }

  @Test
  void everyOptionIsNeededBecauseNoAddressIsBuiltIn() {
    Terminal run = Terminal.run("download", "--to", "x");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--url", "--sha256");
  }
}
