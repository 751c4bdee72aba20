package candor.bayes;

import candor.nn.Buffer;
import candor.nn.Module;
import candor.nn.Parameter;
import java.util.List;
import java.util.Map;

/// Copies the numbers of a network into another one of the same structure.
final class Copies {
  private Copies() {
  }

  /// Copies parameters and buffers.
  ///
  /// @throws IllegalArgumentException if the networks differ in what they are made of
  static void into(Module target, Module source) {
    Map<String, String> structure = target.structure();
    if (!structure.equals(source.structure())) {
      throw new IllegalArgumentException(
          "copy: the network is made of " + structure + ", expected " + source.structure());
    }
    List<Parameter> parameters = source.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      target.parameters().get(i).assign(parameters.get(i).value().detach());
    }
    List<Buffer> buffers = List.copyOf(source.namedBuffers().values());
    List<Buffer> copies = List.copyOf(target.namedBuffers().values());
    for (int i = 0; i < buffers.size(); i++) {
      copies.get(i).assign(buffers.get(i).value());
    }
  }
}
