package candor.autograd;

import candor.tensor.NdArray;
import candor.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds up the arrays that graphs hold.
final class GraphMemory {
  private final Set<Object> variables = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  private GraphMemory() {
  }

  static long bytes(List<Tensor> ys) {
    Set<Node> from = new HashSet<>();
    GraphMemory memory = new GraphMemory();
    for (Tensor y : ys) {
      memory.add(y);
      if (y.node() != null) {
        from.add(y.node());
      }
    }
    for (Node node : Gradients.reachable(from)) {
      for (Tensor input : node.inputs) {
        memory.add(input);
      }
      if (node.output != null) {
        memory.kept.add(array(node.output));
      }
    }
    memory.kept.removeAll(memory.variables);
    return memory.kept.stream().mapToLong(GraphMemory::bytes).sum();
  }

  private void add(@Nullable Tensor x) {
    if (x != null) {
      boolean isVariable = x.node() != null && x.node().op == null;
      (isVariable ? variables : kept).add(array(x.array()));
    }
  }

  private static Object array(NdArray x) {
    return switch (x.dtype()) {
      case F32 -> x.f32();
      case F64 -> x.f64();
      case I32 -> x.i32();
    };
  }

  private static long bytes(Object array) {
    return (array instanceof double[] ? 8L : 4L) * Array.getLength(array);
  }
}
