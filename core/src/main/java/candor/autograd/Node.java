package candor.autograd;

import candor.op.Op;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One recorded operation, or a variable: a vertex of the graph that [Autograd] walks.
///
/// Ids increase, so an operation's id is larger than those of its inputs' nodes, and descending id is an order in which
/// gradients are complete. There is no tape: a graph lives as long as somebody holds its last tensor.
public final class Node {
  private static final AtomicLong IDS = new AtomicLong();
  /// Bound where nothing is recorded.
  private static final ScopedValue<Boolean> UNRECORDED = ScopedValue.newInstance();

  final long id = IDS.incrementAndGet();
  /// Null for a variable.
  final @Nullable Op op;
  final @Nullable Node[] parents;
  final @Nullable Tensor[] inputs;
  final Shape[] shapes;
  final DType[] dtypes;
  @Nullable NdArray output;

  private Node(@Nullable Op op, @Nullable Node[] parents, @Nullable Tensor[] inputs, Shape[] shapes, DType[] dtypes) {
    this.op = op;
    this.parents = parents;
    this.inputs = inputs;
    this.shapes = shapes;
    this.dtypes = dtypes;
  }

  /// A node for a new variable.
  ///
  /// @return the node
  public static Node variable() {
    return new Node(null, new Node[0], new Tensor[0], new Shape[0], new DType[0]);
  }

  /// Runs an operation, and records it when an input is tracked and a derivative exists.
  ///
  /// @param op operation
  /// @param inputs its inputs
  /// @return the result
  public static Tensor apply(Op op, Tensor... inputs) {
    NdArray[] values = new NdArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      values[i] = inputs[i].array();
    }
    NdArray result = Profile.forward(op, values);
    return new Tensor(result, op.isDifferentiable() && records(inputs) ? record(op, inputs, result) : null);
  }

  /// Whether operations of these inputs are recorded, if they have a derivative.
  ///
  /// @param inputs inputs of an operation
  /// @return whether one of them is tracked, and the caller is not in [Autograd#withoutGraph]
  public static boolean records(Tensor... inputs) {
    boolean tracked = false;
    for (Tensor input : inputs) {
      tracked |= input.node() != null;
    }
    return tracked && isRecording();
  }

  static <R> R unrecorded(Supplier<R> action) {
    return isRecording() ? ScopedValue.where(UNRECORDED, true).call(action::get) : action.get();
  }

  static boolean isRecording() {
    return !UNRECORDED.isBound();
  }

  private static Node record(Op op, Tensor[] inputs, NdArray result) {
    @Nullable Node[] parents = new Node[inputs.length];
    @Nullable Tensor[] kept = new Tensor[inputs.length];
    Shape[] shapes = new Shape[inputs.length];
    DType[] dtypes = new DType[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      parents[i] = inputs[i].node();
      kept[i] = op.keepsInput(i) ? inputs[i] : null;
      shapes[i] = inputs[i].shape();
      dtypes[i] = inputs[i].dtype();
    }
    Node node = new Node(op, parents, kept, shapes, dtypes);
    node.output = op.keep().output() ? result : null;
    return node;
  }
}
