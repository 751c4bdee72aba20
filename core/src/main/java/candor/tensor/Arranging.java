package candor.tensor;

import candor.autograd.Node;
import candor.op.Axes;
import candor.op.Indexing;
import candor.op.Shaping;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What rearranges, cuts and picks the numbers of [Tensor].
public sealed interface Arranging permits Tensor {
  /// The same numbers, in row-major order, under another shape; a view where the strides allow one.
  ///
  /// @param sizes new sizes; one of them may be −1 and is then computed
  /// @return tensor of that shape
  /// @throws IllegalArgumentException if the numbers of elements differ
  default Tensor reshape(int... sizes) {
    Tensor x = (Tensor) this;
    return Node.apply(new Shaping.Reshape(completed(x.shape(), sizes)), x);
  }

  private static Shape completed(Shape from, int[] sizes) {
    int[] result = sizes.clone();
    long known = 1;
    int open = -1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= sizes[i];
      }
    }
    if (open >= 0 && known > 0) {
      result[open] = (int) (from.count() / known);
      known *= result[open];
    }
    if (known != from.count() || open >= 0 && result[open] < 0) {
      throw new IllegalArgumentException("reshape: cannot turn " + from + " with " + from.count() + " elements into "
          + Arrays.toString(sizes).replace(" ", ""));
    }
    return Shape.of(result);
  }

  /// Joins all axes from one on, as between the convolutions and the fully connected layers: `[N, C, H, W]` from 1 on
  /// becomes `[N, C·H·W]`.
  ///
  /// @param from first joined axis; the rank adds an axis of size 1
  /// @return tensor of rank `from + 1`
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor flatten(int from) {
    Shape shape = ((Tensor) this).shape();
    if (from < 0 || from > shape.rank()) {
      throw new IndexOutOfBoundsException(
          "flatten: from axis " + from + " of a tensor of shape " + shape + ", expected 0 to " + shape.rank());
    }
    int[] sizes = Arrays.copyOf(shape.toArray(), from + 1);
    sizes[from] = IntStream.range(from, shape.rank()).map(shape::size).reduce(1, (a, b) -> a * b);
    return reshape(sizes);
  }

  /// The axes in another order, as a view.
  ///
  /// @param axes old axis of every new axis, negative from the end
  /// @return view
  /// @throws IllegalArgumentException if this is not a permutation of the axes
  default Tensor permute(int... axes) {
    Tensor x = (Tensor) this;
    int[] positive = new int[axes.length];
    boolean[] seen = new boolean[x.shape().rank()];
    boolean fits = axes.length == seen.length;
    for (int i = 0; i < axes.length; i++) {
      positive[i] = x.shape().axis("permute", axes[i]);
      fits &= !seen[positive[i]];
      seen[positive[i]] = true;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "permute: " + Arrays.toString(axes) + " is not an order of the axes of " + x.shape());
    }
    return Node.apply(new Shaping.Permute(positive), x);
  }

  /// The last two axes exchanged, as a view.
  ///
  /// @return view
  /// @throws IndexOutOfBoundsException if the rank is below 2
  default Tensor transpose() {
    return transpose(-2, -1);
  }

  /// Two axes exchanged, as a view.
  ///
  /// @param a first axis, negative from the end
  /// @param b second axis, negative from the end
  /// @return view
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor transpose(int a, int b) {
    Shape shape = ((Tensor) this).shape();
    int[] axes = new int[shape.rank()];
    Arrays.setAll(axes, i -> i);
    int first = shape.axis("transpose", a);
    int second = shape.axis("transpose", b);
    axes[first] = second;
    axes[second] = first;
    return permute(axes);
  }

  /// Axes of size 1, and new leading axes, repeated without copying.
  ///
  /// @param sizes new sizes
  /// @return view
  /// @throws IllegalArgumentException if this shape cannot be broadcast to them
  default Tensor expand(int... sizes) {
    Tensor x = (Tensor) this;
    Shape target = Shape.of(sizes);
    if (!Shape.broadcast("expand", x.shape(), target).equals(target)) {
      throw new IllegalArgumentException("expand: " + x.shape() + " cannot be repeated to " + target);
    }
    return Node.apply(new Shaping.Expand(target), x);
  }

  /// A new axis of size 1.
  ///
  /// @param axis place of the new axis, negative from the end of the result
  /// @return view
  /// @throws IndexOutOfBoundsException if there is no such place
  default Tensor unsqueeze(int axis) {
    int[] sizes = ((Tensor) this).shape().toArray();
    int at = axis < 0 ? axis + sizes.length + 1 : axis;
    if (at < 0 || at > sizes.length) {
      throw new IndexOutOfBoundsException("unsqueeze: no place " + axis + " in " + ((Tensor) this).shape());
    }
    int[] result = Arrays.copyOf(sizes, sizes.length + 1);
    System.arraycopy(sizes, at, result, at + 1, sizes.length - at);
    result[at] = 1;
    return reshape(result);
  }

  /// The same without one axis of size 1.
  ///
  /// @param axis axis, negative from the end
  /// @return view
  /// @throws IllegalArgumentException if the axis has another size
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor squeeze(int axis) {
    Shape shape = ((Tensor) this).shape();
    int size = shape.size(shape.axis("squeeze", axis));
    if (size != 1) {
      throw new IllegalArgumentException(
          "squeeze: axis " + axis + " of " + shape + " has size " + size + ", expected 1");
    }
    return reshape(shape.without(axis).toArray());
  }

  /// Indices `[from, to)` along an axis, as a view.
  ///
  /// @param axis axis, negative from the end
  /// @param from first index
  /// @param to end of the indices
  /// @return view
  /// @throws IndexOutOfBoundsException if the range does not lie in the axis
  default Tensor slice(int axis, int from, int to) {
    return slice(axis, from, to, 1);
  }

  /// Every `step`-th index of `[from, to)` along an axis, as a view.
  ///
  /// @param axis axis, negative from the end
  /// @param from first index
  /// @param to end of the indices
  /// @param step distance between indices, at least 1
  /// @return view
  /// @throws IndexOutOfBoundsException if the range does not lie in the axis, or the step is below 1
  default Tensor slice(int axis, int from, int to, int step) {
    Shape shape = ((Tensor) this).shape();
    int a = shape.axis("slice", axis);
    if (from < 0 || to < from || to > shape.size(a) || step < 1) {
      throw new IndexOutOfBoundsException(
          "slice: indices " + from + " to " + to + " with step " + step + " along axis " + axis
              + " of " + shape + ", expected a range inside 0 to " + shape.size(a) + " and a step of 1 or more");
    }
    int[] start = new int[shape.rank()];
    int[] steps = new int[shape.rank()];
    Arrays.fill(steps, 1);
    start[a] = from;
    steps[a] = step;
    return slice(start, steps, shape.with(a, Math.ceilDiv(to - from, step)));
  }

  /// Every `step`-th index from `start` along every axis, as a view.
  ///
  /// @param start first index along every axis
  /// @param step distance between indices along every axis, at least 1
  /// @param result shape of the view
  /// @return view
  /// @throws IllegalArgumentException if the ranks differ
  /// @throws IndexOutOfBoundsException if an index does not lie in its axis, or a step is below 1
  default Tensor slice(int[] start, int[] step, Shape result) {
    return Node.apply(new Shaping.Slice(start.clone(), step.clone(), result), (Tensor) this);
  }

  /// One index along an axis, which goes away.
  ///
  /// @param axis axis, negative from the end
  /// @param index index
  /// @return view
  /// @throws IndexOutOfBoundsException if there is no such axis or index
  default Tensor select(int axis, int index) {
    Shape shape = ((Tensor) this).shape();
    int size = shape.size(shape.axis("select", axis));
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "select: index " + index + " along axis " + axis + " of " + shape + ", expected 0 to " + (size - 1));
    }
    return slice(axis, index, index + 1).squeeze(axis);
  }

  /// Pieces along an axis, as views; the last may be smaller.
  ///
  /// @param axis axis, negative from the end
  /// @param size size of a piece, at least 1
  /// @return the pieces
  /// @throws IllegalArgumentException if the size is below 1
  /// @throws IndexOutOfBoundsException if there is no such axis
  default List<Tensor> split(int axis, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("split: pieces of size " + size + ", expected 1 or more");
    }
    Shape shape = ((Tensor) this).shape();
    int total = shape.size(shape.axis("split", axis));
    return IntStream.range(0, Math.ceilDiv(total, size))
        .mapToObj(i -> slice(axis, i * size, Math.min(total, (i + 1) * size)))
        .toList();
  }

  /// Axes reversed.
  ///
  /// @param axes axes, negative from the end; none means all
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis
  default Tensor flip(int... axes) {
    Tensor x = (Tensor) this;
    return Node.apply(new Shaping.Flip(Axes.of("flip", x.shape(), axes)), x);
  }

  /// An axis lengthened at both ends with one number.
  ///
  /// @param axis axis, negative from the end
  /// @param before numbers added at the start
  /// @param after numbers added at the end
  /// @param value the number
  /// @return new tensor
  /// @throws IllegalArgumentException if a length is negative
  default Tensor pad(int axis, int before, int after, double value) {
    Shape shape = ((Tensor) this).shape();
    if (Math.min(before, after) < 0) {
      throw new IllegalArgumentException("pad: lengths " + before + " and " + after + ", expected 0 or more");
    }
    int a = shape.axis("pad", axis);
    int[] start = new int[shape.rank()];
    int[] step = new int[shape.rank()];
    Arrays.fill(step, 1);
    start[a] = before;
    return place(start, step, shape.with(a, before + shape.size(a) + after), value);
  }

  /// This tensor placed into a larger one filled with a number, at every `step`-th index from `start`.
  ///
  /// @param start first index along every axis
  /// @param step distance between indices along every axis, at least 1
  /// @param result shape of the larger tensor
  /// @param value number elsewhere
  /// @return new tensor
  /// @throws IllegalArgumentException if the ranks differ
  /// @throws IndexOutOfBoundsException if an index does not lie in its axis, or a step is below 1
  default Tensor place(int[] start, int[] step, Shape result, double value) {
    return Node.apply(new Shaping.Place(start.clone(), step.clone(), result, value), (Tensor) this);
  }

  /// Rows along an axis, picked by index.
  ///
  /// @param axis axis, negative from the end
  /// @param index I32 vector
  /// @return new tensor with as many rows as indices
  /// @throws IndexOutOfBoundsException if there is no such axis or row
  default Tensor indexSelect(int axis, Tensor index) {
    Tensor x = (Tensor) this;
    return Node.apply(new Indexing.IndexSelect(x.shape().axis("indexSelect", axis)), x, index);
  }

  /// Rows along an axis added to the rows of a zero tensor that the indices name, in their order.
  ///
  /// @param axis axis, negative from the end
  /// @param index I32 vector, one index for each row
  /// @param size number of rows of the result
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis or row
  default Tensor indexAdd(int axis, Tensor index, int size) {
    Tensor x = (Tensor) this;
    return Node.apply(new Indexing.IndexAdd(x.shape().axis("indexAdd", axis), size), x, index);
  }

  /// `y[…, i, …] = x[…, index[…, i, …], …]` along an axis.
  ///
  /// @param axis axis, negative from the end
  /// @param index I32, of this shape except along the axis
  /// @return new tensor of the shape of `index`
  /// @throws IndexOutOfBoundsException if there is no such axis or index
  default Tensor gather(int axis, Tensor index) {
    Tensor x = (Tensor) this;
    return Node.apply(new Indexing.Gather(x.shape().axis("gather", axis)), x, index);
  }

  /// `y[…, index[…, i, …], …] += x[…, i, …]` along an axis of a zero tensor.
  ///
  /// @param axis axis, negative from the end
  /// @param index I32, of this shape
  /// @param size size of the axis in the result
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if there is no such axis or index
  default Tensor scatterAdd(int axis, Tensor index, int size) {
    Tensor x = (Tensor) this;
    return Node.apply(new Indexing.ScatterAdd(x.shape().axis("scatterAdd", axis), size), x, index);
  }

  /// A new last axis with 1 at the index that this I32 tensor holds, and 0 elsewhere.
  ///
  /// @param classes size of the new axis
  /// @param dtype floating-point type of the result
  /// @return new tensor
  /// @throws IndexOutOfBoundsException if an index is not in `[0, classes)`
  default Tensor oneHot(int classes, DType dtype) {
    return Node.apply(new Indexing.OneHot(classes, dtype), (Tensor) this);
  }
}
