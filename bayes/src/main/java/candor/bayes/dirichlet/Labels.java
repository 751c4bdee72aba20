package candor.bayes.dirichlet;

import candor.tensor.DType;
import candor.tensor.Tensor;

/// Checks of what the losses of prior networks take.
final class Labels {
  private Labels() {
  }

  /// Refuses outputs and labels unless these are `[N, K]` and I32 `[N]`.
  ///
  /// @param least the lowest label that is allowed
  static void require(String loss, Tensor outputs, Tensor labels, int least) {
    if (outputs.shape().rank() != 2 || !labels.shape().equals(outputs.shape().without(1))) {
      throw new IllegalArgumentException(loss + ": outputs have shape " + outputs.shape() + " and labels "
          + labels.shape() + ", expected [N,K] and [N]");
    }
    if (labels.dtype() != DType.I32) {
      throw new IllegalArgumentException(
          loss + ": labels have type " + labels.dtype() + labels.shape() + ", expected i32");
    }
    int classes = outputs.shape().size(1);
    for (int label : labels.toInts()) {
      if (label < least || label >= classes) {
        throw new IndexOutOfBoundsException(
            loss + ": label " + label + ", expected " + least + " to " + (classes - 1));
      }
    }
  }

  /// The number of each row that belongs to its label.
  static Tensor pick(Tensor rows, Tensor labels) {
    return rows.gather(1, labels.unsqueeze(1)).squeeze(1);
  }
}
