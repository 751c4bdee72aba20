package candor.autograd;

import candor.op.Op;
import candor.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks into the graph behind a tensor, for tests.
public final class Graph {
  private Graph() {
  }

  /// The classes of all operations that the tensors were computed with, as far as the graph remembers.
  ///
  /// @param tensors tracked or untracked tensors
  /// @return classes
  public static Set<Class<? extends Op>> operations(List<Tensor> tensors) {
    return nodes(tensors).stream().filter(node -> node.op != null).map(node -> node.op.getClass())
        .collect(Collectors.toSet());
  }

  /// All nodes that the tensors depend on.
  static Set<Node> nodes(List<Tensor> tensors) {
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    tensors.stream().map(Tensor::node).filter(node -> node != null).forEach(open::push);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (seen.add(node)) {
        for (Node parent : node.parents) {
          if (parent != null) {
            open.push(parent);
          }
        }
      }
    }
    return seen;
  }
}
