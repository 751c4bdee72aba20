package candor.autograd;

import candor.op.Op;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One walk from outputs back to the variables: reverse mode in one page.
///
/// Nodes between the outputs and the wanted variables are visited by descending id. Each hands the gradient of its
/// output to its rule and adds what comes back to its parents' gradients, always in the same order, so sums have the
/// same bits every time.
final class Gradients {
  private final boolean createGraph;
  private final Set<Node> relevant;
  private final List<Node> descending;
  private final Map<Node, Tensor> gradient = new HashMap<>();

  private Gradients(Set<Node> from, Set<Node> wanted, boolean createGraph) {
    this.createGraph = createGraph;
    List<Node> reachable = reachable(from);
    reachable.sort(Comparator.comparingLong(n -> n.id));
    relevant = relevant(reachable, wanted);
    reachable.removeIf(n -> !relevant.contains(n));
    descending = reachable.reversed();
  }

  /// Gradients of `Σ ⟨cotangent, y⟩` for every `x`, zeros where no `y` depends on it.
  static List<Tensor> of(List<Tensor> ys, List<Tensor> cotangents, List<Tensor> xs, boolean createGraph) {
    if (!Node.isRecording()) {
      throw new IllegalStateException("grad: asked for inside withoutGraph, where no operation is recorded");
    }
    Set<Node> wanted = new HashSet<>();
    for (Tensor x : xs) {
      wanted.add(variable(x));
    }
    Map<Node, Tensor> from = new LinkedHashMap<>();
    for (int i = 0; i < ys.size(); i++) {
      Node node = ys.get(i).node();
      if (node != null) {
        from.merge(node, createGraph ? cotangents.get(i) : cotangents.get(i).detach(), Tensor::add);
      }
    }
    Gradients walk = new Gradients(from.keySet(), wanted, createGraph);
    walk.run(from, wanted);
    List<Tensor> result = new ArrayList<>();
    for (Tensor x : xs) {
      Tensor g = walk.gradient.get(variable(x));
      result.add(g == null ? Tensor.of(NdArray.zeros(x.dtype(), x.shape())) : g);
    }
    return result;
  }

  /// Whether a walk from `y` comes to one of `xs`.
  static boolean reach(Tensor y, List<Tensor> xs) {
    if (y.node() == null) {
      return false;
    }
    Set<Node> wanted = new HashSet<>();
    for (Tensor x : xs) {
      wanted.add(x.node());
    }
    return reachable(Set.of(y.node())).stream().anyMatch(wanted::contains);
  }

  private static Node variable(Tensor x) {
    if (x.node() == null) {
      throw new IllegalArgumentException("grad: the tensor of shape " + x.shape()
          + " is not tracked; make it with variable() before computing with it");
    }
    return x.node();
  }

  static List<Node> reachable(Set<Node> from) {
    Set<Node> seen = new HashSet<>(from);
    List<Node> result = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      Node node = open.pop();
      result.add(node);
      for (Node parent : node.parents) {
        if (parent != null && seen.add(parent)) {
          open.push(parent);
        }
      }
    }
    return result;
  }

  /// The nodes that depend on a wanted one; parents come first in `ascending`.
  private static Set<Node> relevant(List<Node> ascending, Set<Node> wanted) {
    Set<Node> result = new HashSet<>();
    for (Node node : ascending) {
      boolean depends = wanted.contains(node);
      for (Node parent : node.parents) {
        depends |= parent != null && result.contains(parent);
      }
      if (depends) {
        result.add(node);
      }
    }
    return result;
  }

  private void run(Map<Node, Tensor> from, Set<Node> wanted) {
    gradient.putAll(from);
    Workspace.Interim interim = Workspace.interim();
    for (Node node : descending) {
      Tensor g = wanted.contains(node) ? gradient.get(node) : gradient.remove(node);
      if (g != null && node.op != null) {
        propagate(node, node.op, g);
        if (!createGraph) {
          interim.retain(gradient.values());
        }
      }
    }
  }

  private void propagate(Node node, Op op, Tensor g) {
    boolean[] needed = new boolean[node.parents.length];
    boolean any = false;
    for (int i = 0; i < needed.length; i++) {
      needed[i] = node.parents[i] != null && relevant.contains(node.parents[i]);
      any |= needed[i];
    }
    if (!any) {
      return;
    }
    @Nullable Tensor[] parts = op.backward(g, new Saved(node, needed, createGraph, gradient));
    for (int i = 0; i < needed.length; i++) {
      Node parent = node.parents[i];
      Tensor part = parts[i];
      if (needed[i] && parent != null && part != null) {
        gradient.merge(parent, op.broadcasts() ? sumTo(part, node.shapes[i]) : part, Tensor::add);
      }
    }
  }

  /// Adds up a gradient over the axes along which an input was repeated.
  private static Tensor sumTo(Tensor g, Shape shape) {
    if (g.shape().equals(shape)) {
      return g;
    }
    int lead = g.shape().rank() - shape.rank();
    int[] axes = new int[g.shape().rank()];
    int count = 0;
    for (int i = 0; i < axes.length; i++) {
      if (i < lead || shape.size(i - lead) == 1 && g.shape().size(i) != 1) {
        axes[count++] = i;
      }
    }
    return g.sumKeep(Arrays.copyOf(axes, count)).reshape(shape.toArray());
  }
}
