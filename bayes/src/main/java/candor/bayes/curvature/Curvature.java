package candor.bayes.curvature;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.linalg.LinearOperator;
import candor.nn.FlatParameters;
import candor.nn.FlatSum;
import candor.nn.data.Batch;
import candor.random.Purpose;
import candor.random.RandomStream;
import candor.tensor.Backend;
import candor.tensor.Tensor;
import candor.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// The curvature of an [EmpiricalRisk] at the present parameters, as an operator: its Hessian, or the generalised
/// Gauss–Newton matrix. `n` numbers of the parameters make a vector, in the order of [FlatParameters].
///
/// ```java
/// Curvature hessian = Curvature.hessian(EmpiricalRisk.of(model, Loss.crossEntropy(), data).weightDecay(0.01));
/// double[] product = hessian.apply(vector);
/// ```
///
/// A product needs the graph of the gradient (Pearlmutter 1994 has the idea, `∇⟨∇R, v⟩` the form). With it, a product costs
/// about two gradients, and building it another one. The graphs of as many pieces are kept for further products as fit into
/// a number of bytes; the others are built again, once for all vectors of a call. That changes the time, not the bits. What
/// a product needs besides is the memory of one piece and some vectors for each thread, however large the data set.
///
/// Products are computed in the parameters' type and added up in F64, with the same bits for any number of threads. A vector
/// is rounded to that type, so products of F32 networks are linear up to rounding. When the parameters have other numbers
/// than before, the operator refuses to go on.
public final class Curvature implements LinearOperator {
  /// Share of the heap that graphs may take if nothing else is said.
  private static final int SHARE = 4;

  private final EmpiricalRisk risk;
  private final Kind kind;
  private final long budget;
  /// The parameters' numbers when the operator was made.
  private final double[] theta;
  private final AtomicReferenceArray<Graph> kept;
  private volatile List<Tensor> values;
  /// Number of pieces whose graphs fit, or −1 before the first is seen.
  private volatile int keepable = -1;

  /// Which second derivative.
  private enum Kind {
    HESSIAN("hessian"), GAUSS_NEWTON("gauss-newton");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /// What a piece needs for any product.
  ///
  /// @param roots tensors whose graphs it holds
  /// @param product function from a vector to the piece's product
  private record Graph(List<Tensor> roots, UnaryOperator<List<Tensor>> product) {
  }

  private Curvature(EmpiricalRisk risk, Kind kind, long budget) {
    this.risk = risk;
    this.kind = kind;
    this.budget = budget;
    theta = risk.flat().read();
    values = risk.flat().values();
    kept = new AtomicReferenceArray<>(risk.pieces().count());
  }

  /// The Hessian `∇²R(θ)`, which may have negative eigenvalues where the model is not convex in its parameters.
  ///
  /// @param risk risk at its present parameters
  /// @return the operator; graphs take up to a quarter of the heap
  public static Curvature hessian(EmpiricalRisk risk) {
    return new Curvature(risk, Kind.HESSIAN, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /// The generalised Gauss–Newton matrix `1/D Σᵢ Jᵢᵀ Hᵢ Jᵢ + λ I` (Schraudolph 2002, section 3), with `J` the Jacobian of the outputs and
  /// `H` the Hessian of the loss by the outputs: positive semi-definite where the loss is convex in the outputs. Of
  /// cross-entropy, and of the squared error as that of normal noise with variance ½, it is Fisher's information matrix.
  ///
  /// @param risk risk at its present parameters
  /// @return the operator; graphs take up to a quarter of the heap
  public static Curvature gaussNewton(EmpiricalRisk risk) {
    return new Curvature(risk, Kind.GAUSS_NEWTON, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /// The same with another bound on kept graphs.
  ///
  /// @param bytes bytes that kept graphs may take together; 0 keeps none
  /// @return new operator
  /// @throws IllegalArgumentException if it is negative
  public Curvature keeping(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(kind.words + ": graphs of " + bytes + " bytes, expected 0 or more");
    }
    return new Curvature(risk, kind, bytes);
  }

  /// The curvature of random samples, whose mean it is: for [candor.linalg.Lissa].
  ///
  /// @param size number of samples, drawn with replacement, at least 1
  /// @param seed seed
  /// @return the operator of every step, by number
  /// @throws IllegalArgumentException if the size is below 1
  public IntFunction<LinearOperator> samples(int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException(kind.words + ": samples of " + size + ", expected 1 or more");
    }
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("curvature");
    return step -> {
      int[] points = new int[size];
      stream.at(step).bounded(risk.data().size(), 0, points);
      return new Curvature(risk.sample(points), kind, 0);
    };
  }

  /// Estimates the diagonal, for a preconditioner: the mean of `z ⊙ A z` over random signs `z` (Bekas, Kokiopoulou & Saad
  /// 2007).
  ///
  /// @param draws number of products, at least 1
  /// @param seed seed
  /// @return the estimate, whose entries may be negative by chance
  /// @throws IllegalArgumentException if there is no draw
  public double[] diagonal(int draws, long seed) {
    if (draws < 1) {
      throw new IllegalArgumentException(kind.words + ": diagonal from " + draws + " draws, expected 1 or more");
    }
    RandomStream stream = RandomStream.of(seed).purpose(Purpose.SAMPLING).child("diagonal");
    List<double[]> signs = new ArrayList<>();
    for (int t = 0; t < draws; t++) {
      double[] z = new double[size()];
      stream.at(t).signs(0, z);
      signs.add(z);
    }
    List<double[]> products = applyAll(signs);
    double[] mean = new double[size()];
    for (int t = 0; t < draws; t++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += signs.get(t)[i] * products.get(t)[i] / draws;
      }
    }
    return mean;
  }

  @Override
  public int size() {
    return risk.flat().count();
  }

  /// How many pieces there are, and for how many the graph is kept after the first product.
  ///
  /// @return number of pieces whose graph is kept now
  public int keptPieces() {
    int n = 0;
    for (int i = 0; i < kept.length(); i++) {
      n += kept.get(i) == null ? 0 : 1;
    }
    return n;
  }

  /// The memory of the kept graphs.
  ///
  /// @return number of bytes that kept graphs hold now
  public long keptBytes() {
    long bytes = 0;
    for (int i = 0; i < kept.length(); i++) {
      Graph graph = kept.get(i);
      bytes += graph == null ? 0 : Autograd.graphBytes(graph.roots);
    }
    return bytes;
  }

  /// {@inheritDoc}
  ///
  /// @throws ArithmeticException if the product has a number that is infinite or NaN
  /// @throws IllegalStateException if a parameter has changed since this operator was made
  @Override
  public double[] apply(double... x) {
    return applyAll(List.of(x)).getFirst();
  }

  /// {@inheritDoc}
  ///
  /// @throws ArithmeticException if a product has a number that is infinite or NaN
  /// @throws IllegalStateException if a parameter has changed since this operator was made
  @Override
  public List<double[]> applyAll(List<double[]> xs) {
    requireUnchanged();
    return risk.pieces().inWorkspace(workspace -> products(xs));
  }

  private List<double[]> products(List<double[]> xs) {
    FlatParameters flat = risk.flat();
    List<List<Tensor>> vectors = xs.stream().map(flat::unflatten).toList();
    List<FlatSum> sums = xs.stream().map(x -> new FlatSum(flat)).toList();
    risk.pieces().forEach(xs.size(), (piece, workspace, turn) -> {
      Graph graph = graph(piece);
      for (int k = 0; k < xs.size(); k++) {
        int vector = k;
        // What one product leaves, the next one uses again.
        workspace.call(() -> {
          List<Tensor> product = graph.product.apply(vectors.get(vector));
          turn.take(vector, () -> risk.add(kind.words + " product", piece, product, sums.get(vector)));
          return vector;
        });
      }
    });
    List<double[]> products = new ArrayList<>();
    for (int k = 0; k < xs.size(); k++) {
      double[] x = xs.get(k);
      double[] product = sums.get(k).vector();
      Backend.current().forEach(x.length, 1, (from, to) -> {
        for (int i = from; i < to; i++) {
          product[i] = product[i] / risk.divisor() + risk.weightDecay() * x[i];
        }
      });
      products.add(product);
    }
    return products;
  }

  /// Parameters that were changed and put back have their numbers again, but graphs that held them are of no use.
  private synchronized void requireUnchanged() {
    List<Tensor> now = risk.flat().values();
    if (IntStream.range(0, now.size()).allMatch(i -> now.get(i) == values.get(i))) {
      return;
    }
    int change = Arrays.mismatch(risk.flat().read(), theta);
    if (change >= 0) {
      throw new IllegalStateException(kind.words + ": " + risk.flat().describe(change)
          + " has changed since the operator was made; make it anew");
    }
    values = now;
    for (int i = 0; i < kept.length(); i++) {
      kept.set(i, null);
    }
  }

  private Graph graph(int piece) {
    Graph known = kept.get(piece);
    if (known != null) {
      return known;
    }
    if (piece < keepable || keepable < 0 && budget > 0) {
      Graph graph = Workspace.outside(() -> build(piece));
      if (keepable < 0) {
        // The largest piece may have more samples than this one, and a graph grows with them at most.
        double share = (double) risk.pieces().largest() / (risk.pieces().to(piece) - risk.pieces().from(piece));
        double bytes = Math.max(1, share * Autograd.graphBytes(graph.roots));
        keepable = (int) Math.min(kept.length(), budget / bytes);
      }
      if (piece < keepable) {
        kept.set(piece, graph);
      }
      return graph;
    }
    return build(piece);
  }

  private Graph build(int piece) {
    Batch batch = risk.batch(risk.pieces().indices(piece));
    return kind == Kind.HESSIAN ? hessian(batch) : gaussNewton(batch);
  }

  private Graph hessian(Batch batch) {
    List<Tensor> xs = values;
    List<Tensor> gradient = Autograd.grad(risk.losses(batch).sum(), xs, GradientOption.CREATE_GRAPH);
    return new Graph(gradient, v -> Autograd.vjp(gradient, v, xs));
  }

  private Graph gaussNewton(Batch batch) {
    List<Tensor> xs = values;
    Tensor outputs = risk.outputs(batch.input());
    Tensor here = outputs.detach().variable();
    Tensor error =
        Autograd.grad(risk.loss().perSample(here, batch.target()).sum(), here, GradientOption.CREATE_GRAPH);
    Tensor dummy = Tensor.zeros(outputs.dtype(), outputs.shape().toArray()).variable();
    List<Tensor> linear = Autograd.vjp(outputs, dummy, xs, GradientOption.CREATE_GRAPH);
    List<Tensor> roots = new ArrayList<>(linear);
    roots.add(outputs);
    roots.add(error);
    return new Graph(roots, v -> {
      List<Tensor> tangent = Autograd.vjp(linear, v, List.of(dummy));
      return Autograd.vjp(outputs, Autograd.vjp(List.of(error), tangent, List.of(here)).getFirst(), xs);
    });
  }
}
