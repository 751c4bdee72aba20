package candor.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a suite runs.
///
/// @param processor model name, with family and vector extension where the system tells, since different ones share a
///   name
/// @param cores processors that the JVM sees
/// @param gigabytes memory, rounded
/// @param system operating system
/// @param jvm virtual machine and version
/// @param flags flags of the suite's own JVM, which its forks inherit
record Host(String processor, int cores, long gigabytes, String system, String jvm, List<String> flags) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /// The machine and the JVM that this runs on.
  static Host current() throws IOException {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Host(thisProcessor(), Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / 1e9),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static String thisProcessor() throws IOException {
    return Files.isReadable(CPU_INFO) ? processor(Files.readAllLines(CPU_INFO)) : System.getProperty("os.arch");
  }

  /// The processor that the lines of `/proc/cpuinfo` tell of.
  static String processor(List<String> info) {
    String flags = " " + value(info, "flags").orElse("") + " ";
    Optional<String> extension = flags.contains(" avx512f ")
        ? Optional.of("AVX-512")
        : flags.contains(" avx2 ") ? Optional.of("AVX2") : Optional.empty();
    return value(info, "model name").orElse(System.getProperty("os.arch"))
        + value(info, "cpu family").map(", family "::concat).orElse("") + extension.map(", "::concat).orElse("");
  }

  private static Optional<String> value(List<String> info, String key) {
    return info.stream().filter(line -> line.startsWith(key)).findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip());
  }

  /// One line for readers.
  String describe() {
    return processor + ", " + cores + " cores, " + gigabytes + " GB, " + system + "; " + jvm;
  }
}
