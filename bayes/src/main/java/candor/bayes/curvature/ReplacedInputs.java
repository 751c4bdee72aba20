package candor.bayes.curvature;

import candor.nn.data.Batch;
import candor.nn.data.Dataset;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A data set in which some samples have other inputs.
final class ReplacedInputs implements Dataset {
  private final Dataset data;
  private final Map<Integer, Tensor> inputs = new HashMap<>();

  /// Replaces inputs.
  ///
  /// @param data the others
  /// @param points indices of the replaced ones
  /// @param replaced their inputs, along axis 0
  ReplacedInputs(Dataset data, int[] points, Tensor replaced) {
    if (replaced.shape().rank() == 0 || replaced.shape().size(0) != points.length) {
      throw new IllegalArgumentException(EmpiricalRisk.NAME + ": inputs " + replaced.shape() + " for "
          + points.length + " samples, expected as many along axis 0");
    }
    this.data = data;
    for (int i = 0; i < points.length; i++) {
      inputs.put(Objects.checkIndex(points[i], data.size()), replaced.slice(0, i, i + 1));
    }
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public int identities() {
    return data.identities();
  }

  @Override
  public Tensor targets() {
    return data.targets();
  }

  @Override
  public Batch batch(int... index) {
    Batch batch = data.batch(index);
    List<Tensor> parts = new ArrayList<>();
    int done = 0;
    for (int i = 0; i < index.length; i++) {
      Tensor other = inputs.get(index[i]);
      if (other != null) {
        if (i > done) {
          parts.add(batch.input().slice(0, done, i));
        }
        parts.add(other);
        done = i + 1;
      }
    }
    if (parts.isEmpty()) {
      return batch;
    }
    if (done < index.length) {
      parts.add(batch.input().slice(0, done, index.length));
    }
    return batch.withInput(Tensor.concat(0, parts));
  }
}
