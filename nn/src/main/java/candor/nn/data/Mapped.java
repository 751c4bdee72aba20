package candor.nn.data;

import candor.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A data set whose inputs and targets go through functions.
record Mapped(Dataset data, UnaryOperator<Tensor> input, UnaryOperator<Tensor> target) implements Dataset {
  @Override
  public int size() {
    return data.size();
  }

  @Override
  public int identities() {
    return data.identities();
  }

  @Override
  public Batch batch(int... index) {
    Batch batch = data.batch(index);
    return new Batch(change(input, batch.input()), change(target, batch.target()), batch.ids());
  }

  @Override
  public Tensor targets() {
    return change(target, data.targets());
  }

  private static Tensor change(UnaryOperator<Tensor> function, Tensor x) {
    Tensor y = function.apply(x);
    if (y.shape().rank() == 0 || y.shape().size(0) != x.shape().size(0)) {
      throw new IllegalArgumentException("map: the function made " + y.dtype() + y.shape() + " of " + x.dtype()
          + x.shape() + ", expected as many samples along axis 0");
    }
    return y;
  }
}
