package candor.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// One of the contestants of a row: a JMH benchmark and its parameters.
///
/// @param label who it is, such as `Candor` or `PyTorch`
/// @param benchmark class in `candor.bench` and method, such as `MatMulBenchmark.product`
/// @param params parameters; the row adds `threads` unless it is here
/// @param times how often the benchmark's work is repeated to make the row's: a naive loop of a hundred equal passes need
///   not be run in full
record Side(String label, String benchmark, Map<String, String> params, int times) {
  static Side candor(String benchmark, String... params) {
    return of("Candor", benchmark, params);
  }

  static Side of(String label, String benchmark, String... params) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      map.put(params[i], params[i + 1]);
    }
    return new Side(label, benchmark, map, 1);
  }

  Side times(int count) {
    return new Side(label, benchmark, params, count);
  }

  /// The parameters with the number of threads.
  Map<String, String> withThreads(int threads) {
    Map<String, String> all = new LinkedHashMap<>(params);
    all.putIfAbsent("threads", String.valueOf(threads));
    return all;
  }

  boolean isPeer() {
    return benchmark.startsWith("peer.");
  }

  /// Whether the benchmark is on the class path; peers are there with their profile only.
  boolean isAvailable() {
    String resource = "/candor/bench/" + benchmark.substring(0, benchmark.lastIndexOf('.')).replace('.', '/')
        + ".class";
    return Side.class.getResource(resource) != null;
  }
}
