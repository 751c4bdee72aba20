package candor.bayes.curvature;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.nn.Context;
import candor.nn.FlatParameters;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// First derivatives of the losses of single samples.
///
/// @param risk whose samples and parameters
record SampleGradients(EmpiricalRisk risk) {

  List<double[]> of(int... points) {
    double[][] result = new double[points.length][];
    boolean isLinear = isLastLinear();
    Pieces pieces = new Pieces(points.length, isLinear ? risk.pieceSize() : 1);
    pieces.forEach(0, (piece, workspace, turn) -> {
      int[] index = Arrays.copyOfRange(points, pieces.from(piece), pieces.to(piece));
      Batch batch = risk.batch(index);
      double[][] parts = isLinear ? outerProducts(batch) : new double[][] {gradient(batch)};
      System.arraycopy(parts, 0, result, pieces.from(piece), parts.length);
    });
    return List.of(result);
  }

  private double[] gradient(Batch sample) {
    FlatParameters flat = risk.flat();
    return flat.flatten(Autograd.grad(risk.losses(sample).sum(), flat.values()));
  }

  /// Whether the parameters are those of the [Linear] layer at the end of a [Sequential], weight first.
  private boolean isLastLinear() {
    List<Parameter> chosen = risk.flat().parameters();
    return risk.model() instanceof Sequential sequential && risk.constantParts() == sequential.size() - 1
        && sequential.children().getLast() instanceof Linear last && chosen.equals(last.parameters());
  }

  /// `∂ℓ/∂W = δ φᵀ` and `∂ℓ/∂b = δ`, with `δ` the gradient by the outputs.
  private double[][] outerProducts(Batch batch) {
    Tensor features = batch.input();
    if (features.shape().rank() != 2) {
      return IntStream.range(0, batch.size()).mapToObj(i -> gradient(one(batch, i))).toArray(double[][]::new);
    }
    Module last = risk.model().children().getLast();
    Tensor outputs = Autograd.withoutGraph(() -> last.apply(features, Context.evaluate())).variable();
    double[] errors = EmpiricalRisk
        .numbers(Autograd.grad(risk.loss().perSample(outputs, batch.target()).sum(), outputs));
    double[] phi = EmpiricalRisk.numbers(features);
    int k = errors.length / batch.size();
    int f = phi.length / batch.size();
    double[][] result = new double[batch.size()][risk.flat().count()];
    for (int i = 0; i < result.length; i++) {
      for (int o = 0; o < k; o++) {
        double error = errors[i * k + o];
        for (int j = 0; j < f; j++) {
          result[i][o * f + j] = error * phi[i * f + j];
        }
      }
      // The bias is behind the weight, if there is one.
      System.arraycopy(errors, i * k, result[i], k * f, result[i].length - k * f);
    }
    return result;
  }

  private static Batch one(Batch batch, int i) {
    return new Batch(batch.input().slice(0, i, i + 1), batch.target().slice(0, i, i + 1), new int[] {batch.ids()[i]});
  }

  /// The product of all samples' gradients with each direction is the derivative of the samples' losses along it.
  double[][] along(List<double[]> directions) {
    FlatParameters flat = risk.flat();
    List<List<Tensor>> vectors = directions.stream().map(flat::unflatten).toList();
    Pieces pieces = risk.pieces();
    return pieces.join(directions.size(), risk.data().size(), piece -> {
      Tensor losses = risk.losses(risk.batch(pieces.indices(piece)));
      Tensor dummy = Tensor.zeros(losses.dtype(), losses.shape().toArray()).variable();
      List<Tensor> linear = Autograd.vjp(losses, dummy, flat.values(), GradientOption.CREATE_GRAPH);
      return vectors.stream()
          .map(v -> EmpiricalRisk.numbers(Autograd.vjp(linear, v, List.of(dummy)).getFirst())).toArray(double[][]::new);
    });
  }

  Tensor byInput(double[] direction, int... points) {
    if (points.length == 0) {
      throw new IllegalArgumentException(EmpiricalRisk.NAME + ": input gradients of no samples, expected 1 or more");
    }
    FlatParameters flat = risk.flat();
    List<Tensor> vector = flat.unflatten(direction);
    Pieces pieces = new Pieces(points.length, risk.pieceSize());
    Batch first = risk.data().batch(points[0]);
    int[] sizes = first.input().shape().toArray();
    sizes[0] = points.length;
    double[] numbers = pieces.join(1, points.length * first.input().count(), piece -> {
      Batch batch = risk.data().batch(Arrays.copyOfRange(points, pieces.from(piece), pieces.to(piece)));
      Tensor x = batch.input().variable();
      Tensor loss = risk.loss().perSample(risk.model().apply(x, Context.evaluate()), batch.target()).sum();
      List<Tensor> gradient = Autograd.grad(loss, flat.values(), GradientOption.CREATE_GRAPH);
      return new double[][] {EmpiricalRisk.numbers(Autograd.vjp(gradient, vector, List.of(x)).getFirst())};
    })[0];
    DType type = first.input().dtype();
    return Tensor.of(numbers, sizes).to(type);
  }
}
