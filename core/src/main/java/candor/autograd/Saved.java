package candor.autograd;

import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an operation kept of its forward pass, handed to its derivative rule.
///
/// The tensors are detached, so that a rule written with differentiable operations records nothing, unless the graph of
/// the gradient itself is wanted.
public final class Saved {
  private final Node node;
  private final boolean[] needed;
  private final boolean createGraph;
  /// What the walk has brought to each node so far.
  private final Map<Node, Tensor> gradient;

  Saved(Node node, boolean[] needed, boolean createGraph, Map<Node, Tensor> gradient) {
    this.node = node;
    this.needed = needed;
    this.createGraph = createGraph;
    this.gradient = gradient;
  }

  /// An input of the operation.
  ///
  /// @param i its position
  /// @return the input
  /// @throws IllegalStateException if the operation does not declare that it keeps inputs
  public Tensor input(int i) {
    Tensor input = present(node.inputs[i], "input " + i);
    return createGraph ? input : input.detach();
  }

  /// The result of the operation.
  ///
  /// @return the output
  /// @throws IllegalStateException if the operation does not declare that it keeps the output
  public Tensor output() {
    NdArray output = present(node.output, "the output");
    return new Tensor(output, createGraph ? node : null);
  }

  /// Shape of an input, known even when the input is not kept.
  ///
  /// @param i its position
  /// @return its shape
  public Shape shape(int i) {
    return node.shapes[i];
  }

  /// Type of an input, known even when the input is not kept.
  ///
  /// @param i its position
  /// @return its type
  public DType dtype(int i) {
    return node.dtypes[i];
  }

  /// Number of inputs.
  ///
  /// @return the number
  public int count() {
    return needed.length;
  }

  /// Whether somebody wants the gradient of an input.
  ///
  /// @param i its position
  /// @return false when a rule may leave that gradient out
  public boolean needs(int i) {
    return needed[i];
  }

  /// Takes what other operations have brought to the gradient of an input so far: for a rule that adds to it in place, and
  /// returns the sum.
  ///
  /// @param i position of an input whose gradient is needed
  /// @return the sum so far, or null if there is nothing yet
  public @Nullable Tensor takeGradient(int i) {
    return gradient.remove(node.parents[i]);
  }

  /// The rule of an operation that computes what a composition of differentiable operations computes too: the derivative
  /// of that composition. It makes a fused gradient, which few differentiate again, an operation that can be.
  ///
  /// @param g gradient of the output
  /// @param composition function of the operation's inputs that gives its output
  /// @return one gradient for each input, null where it is not needed
  /// @throws IllegalStateException if the operation does not declare that it keeps inputs
  public @Nullable Tensor[] derive(Tensor g, Function<List<Tensor>, Tensor> composition) {
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> wanted = new ArrayList<>();
    for (int i = 0; i < needed.length; i++) {
      Tensor x = input(i);
      if (needed[i]) {
        // A vertex of its own: an input may depend on another one, and that is not this operation's business.
        x = createGraph ? x.reshape(x.shape().toArray()) : x.variable();
        wanted.add(x);
      }
      inputs.add(x);
    }
    GradientOption[] options = createGraph ? new GradientOption[] {GradientOption.CREATE_GRAPH} : new GradientOption[0];
    Iterator<Tensor> gradients = Autograd.vjp(composition.apply(inputs), g, wanted, options).iterator();
    @Nullable Tensor[] result = new @Nullable Tensor[needed.length];
    for (int i = 0; i < needed.length; i++) {
      result[i] = needed[i] ? gradients.next() : null;
    }
    return result;
  }

  private <T> T present(@Nullable T kept, String what) {
    if (kept == null) {
      throw new IllegalStateException(
          node.op + ": the derivative asks for " + what + ", which the operation does not keep");
    }
    return kept;
  }
}
