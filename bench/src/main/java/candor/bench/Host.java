package candor.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a suite runs.
///
/// @param processor model name
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
    return new Host(model(), Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / 1e9),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static String model() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(CPU_INFO).stream().filter(line -> line.startsWith("model name")).findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
  }

  /// One line for readers.
  String describe() {
    return processor + ", " + cores + " cores, " + gigabytes + " GB, " + system + "; " + jvm;
  }
}
