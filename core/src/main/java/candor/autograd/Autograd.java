package candor.autograd;

import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Derivatives of tensors with respect to the variables they were computed from.
///
/// A derivative rule is written with differentiable operations, so the gradient of a gradient is one more walk over a
/// larger graph. Everything else on this page follows from the vector-Jacobian product: the Jacobian-vector product is
/// the derivative of the (linear) vector-Jacobian product by its vector, the Hessian-vector product the gradient of
/// `⟨∇y, v⟩`, a vector-Jacobian product too.
public final class Autograd {
  private Autograd() {
  }

  /// Runs an action that wants numbers only: its results are constants, even those of variables, and what they were
  /// computed from can be collected at once.
  ///
  /// The numbers have the same bits. A gradient that is asked for inside is refused with an [IllegalStateException],
  /// since it would be zero.
  ///
  /// @param action what to run
  /// @param <R> type of the result
  /// @return the action's result
  public static <R> R withoutGraph(Supplier<R> action) {
    return Node.unrecorded(action);
  }

  /// The gradient `∇ₓ y` of a scalar.
  ///
  /// @param y scalar
  /// @param xs tracked tensors
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return one gradient for each `x`, of its shape; zeros where `y` does not depend on it
  /// @throws IllegalArgumentException if `y` has more than one element or an `x` is not tracked
  public static List<Tensor> grad(Tensor y, List<Tensor> xs, GradientOption... options) {
    if (y.count() != 1) {
      throw new IllegalArgumentException(
          "grad: the output has shape " + y.shape() + ", expected one element; use vjp for more");
    }
    return vjp(y, Tensor.ones(y.dtype(), y.shape().toArray()), xs, options);
  }

  /// The gradient `∇ₓ y` of a scalar for one variable.
  ///
  /// @param y scalar
  /// @param x tracked tensor
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return the gradient, of the shape of `x`
  /// @throws IllegalArgumentException if `y` has more than one element or `x` is not tracked
  public static Tensor grad(Tensor y, Tensor x, GradientOption... options) {
    return grad(y, List.of(x), options).getFirst();
  }

  /// Whether a tensor was computed from one of some others at least; if not, all its gradients by them are zeros. A
  /// variable that has been replaced since is another one.
  ///
  /// @param y output
  /// @param xs tracked tensors
  /// @return true if one of them takes part
  public static boolean dependsOn(Tensor y, List<Tensor> xs) {
    return Gradients.reach(y, xs);
  }

  /// The vector-Jacobian product `vᵀ ∂y/∂x`.
  ///
  /// @param y output
  /// @param v cotangent, of the shape and type of `y`
  /// @param xs tracked tensors
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return one product for each `x`, of its shape
  /// @throws IllegalArgumentException if `v` does not fit `y` or an `x` is not tracked
  public static List<Tensor> vjp(Tensor y, Tensor v, List<Tensor> xs, GradientOption... options) {
    requireFit("vjp", "vector", y, v);
    return vjp(List.of(y), List.of(v), xs, options);
  }

  /// The vector-Jacobian products of several outputs, added up in one walk: `Σⱼ vⱼᵀ ∂yⱼ/∂x`.
  ///
  /// @param ys outputs
  /// @param vs cotangents, one of the shape and type of each `y`
  /// @param xs tracked tensors
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return one sum of products for each `x`, of its shape
  /// @throws IllegalArgumentException if a cotangent does not fit or an `x` is not tracked
  public static List<Tensor> vjp(List<Tensor> ys, List<Tensor> vs, List<Tensor> xs, GradientOption... options) {
    requireFit("vjp", ys, vs);
    return Gradients.of(ys, vs, xs, List.of(options).contains(GradientOption.CREATE_GRAPH));
  }

  /// The memory that the graphs of some tensors hold: every array that an operation kept once, those of variables left
  /// out, since they live anyway. What a graph that is kept for further products costs.
  ///
  /// @param ys tensors
  /// @return number of bytes
  public static long graphBytes(List<Tensor> ys) {
    return GraphMemory.bytes(ys);
  }

  /// The Jacobian-vector product `Σ ∂y/∂xᵢ vᵢ`, by two reverse walks.
  ///
  /// @param y output
  /// @param xs tracked tensors
  /// @param vs tangents, one of the shape and type of each `x`
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return the product, of the shape of `y`
  /// @throws IllegalArgumentException if a tangent does not fit or an `x` is not tracked
  public static Tensor jvp(Tensor y, List<Tensor> xs, List<Tensor> vs, GradientOption... options) {
    Tensor dummy = Tensor.zeros(y.dtype(), y.shape().toArray()).variable();
    List<Tensor> linear = vjp(y, dummy, xs, GradientOption.CREATE_GRAPH);
    requireFit("jvp", linear, vs);
    return vjp(linear, vs, List.of(dummy), options).getFirst();
  }

  /// The Hessian-vector product of a scalar, `∇ₓ⟨∇ₓ y, v⟩`, as a function of the vectors.
  ///
  /// The graph of the gradient is built once and kept, so each product costs about two gradients.
  ///
  /// @param y scalar
  /// @param xs tracked tensors
  /// @return function from vectors, one of the shape of each `x`, to their products
  /// @throws IllegalArgumentException if `y` has more than one element or an `x` is not tracked
  public static UnaryOperator<List<Tensor>> hvp(Tensor y, List<Tensor> xs) {
    List<Tensor> gradients = grad(y, xs, GradientOption.CREATE_GRAPH);
    return vs -> {
      requireFit("hvp", gradients, vs);
      return vjp(gradients, vs, xs);
    };
  }

  /// The generalised Gauss–Newton product `Jᵀ H J v` (Schraudolph 2002, section 3), with `J` the Jacobian of the
  /// outputs by the variables and `H` the Hessian of the loss by the outputs; positive semi-definite when the loss is
  /// convex in the outputs.
  ///
  /// @param loss scalar computed from `outputs`
  /// @param outputs tracked tensor computed from `xs`
  /// @param xs tracked tensors
  /// @return function from vectors, one of the shape of each `x`, to their products
  /// @throws IllegalArgumentException if `loss` has more than one element, or a tensor is not tracked
  public static UnaryOperator<List<Tensor>> gaussNewton(Tensor loss, Tensor outputs, List<Tensor> xs) {
    UnaryOperator<List<Tensor>> outputHessian = hvp(loss, List.of(outputs));
    Tensor dummy = Tensor.zeros(outputs.dtype(), outputs.shape().toArray()).variable();
    List<Tensor> linear = vjp(outputs, dummy, xs, GradientOption.CREATE_GRAPH);
    return vs -> {
      requireFit("gaussNewton", linear, vs);
      Tensor tangent = vjp(linear, vs, List.of(dummy)).getFirst();
      return vjp(outputs, outputHessian.apply(List.of(tangent)).getFirst(), xs);
    };
  }

  /// The Jacobian `∂y/∂x`, one reverse walk for each element of `y`.
  ///
  /// @param y output
  /// @param x tracked tensor
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return tensor whose shape is that of `y` followed by that of `x`
  /// @throws IllegalArgumentException if `x` is not tracked
  public static Tensor jacobian(Tensor y, Tensor x, GradientOption... options) {
    int[] shape = concat(y.shape(), x.shape());
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < y.count(); i++) {
      NdArray unit = NdArray.zeros(y.dtype(), Shape.of(y.count()));
      unit.slice(new int[] {i}, new int[] {1}, Shape.of(1)).fill(1);
      rows.add(vjp(y, Tensor.of(unit.reshape(y.shape())), List.of(x), options).getFirst());
    }
    return rows.isEmpty() ? Tensor.zeros(x.dtype(), shape) : Tensor.stack(0, rows).reshape(shape);
  }

  /// The Hessian `∂²y/∂x∂x` of a scalar.
  ///
  /// @param y scalar
  /// @param x tracked tensor
  /// @param options [GradientOption#CREATE_GRAPH] to differentiate the result again
  /// @return tensor whose shape is that of `x` twice
  /// @throws IllegalArgumentException if `y` has more than one element or `x` is not tracked
  public static Tensor hessian(Tensor y, Tensor x, GradientOption... options) {
    return jacobian(grad(y, x, GradientOption.CREATE_GRAPH), x, options);
  }

  private static void requireFit(String operation, List<Tensor> ys, List<Tensor> vs) {
    if (ys.size() != vs.size()) {
      throw new IllegalArgumentException(operation + ": " + vs.size() + " vectors for " + ys.size() + " variables");
    }
    for (int i = 0; i < ys.size(); i++) {
      requireFit(operation, "vector " + i, ys.get(i), vs.get(i));
    }
  }

  private static void requireFit(String operation, String argument, Tensor y, Tensor v) {
    if (!y.shape().equals(v.shape()) || y.dtype() != v.dtype()) {
      throw new IllegalArgumentException(operation + ": " + argument + " is " + v.dtype() + v.shape() + ", expected "
          + y.dtype() + y.shape());
    }
  }

  private static int[] concat(Shape a, Shape b) {
    int[] result = new int[a.rank() + b.rank()];
    System.arraycopy(a.toArray(), 0, result, 0, a.rank());
    System.arraycopy(b.toArray(), 0, result, a.rank(), b.rank());
    return result;
  }
}
