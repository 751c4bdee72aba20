package candor.examples;

import candor.examples.data.Download;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Makes a command of [Download].
final class DownloadCommand implements Callable<Integer> {
  private final PrintStream out;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("download");

  DownloadCommand(PrintStream out) {
    this.out = out;
    spec.usageMessage().sortOptions(false).sortSynopsis(false)
        .description("fetch a data file from an address that you give, and check its SHA-256");
    spec.addOption(OptionSpec.builder("--url").required(true).paramLabel("URL").type(String.class)
        .description("address of the file, http or https").build());
    spec.addOption(OptionSpec.builder("--sha256").required(true).paramLabel("HEX").type(String.class)
        .description("SHA-256 that the file must have").build());
    spec.addOption(OptionSpec.builder("--to").required(true).paramLabel("FILE").type(Path.class)
        .description("where to put the file, in a directory that exists").build());
    spec.addOption(Main.help());
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String url = spec.findOption("--url").getValue();
    String sha256 = spec.findOption("--sha256").getValue();
    Path file = spec.findOption("--to").getValue();
    boolean fetched = Download.fetch(address(url), sha256, file);
    out.println(
        fetched ? "fetched and checked: " + file : "nothing to do, the file is there and has this SHA-256: " + file);
    return 0;
  }

  private static URI address(String url) throws IOException {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IOException("download: " + e.getMessage(), e);
    }
  }
}
