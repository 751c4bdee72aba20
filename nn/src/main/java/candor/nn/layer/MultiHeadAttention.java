package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequences;
import candor.op.Dropout;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Multi-head attention (Vaswani et al. 2017, section 3.2): each of `h` heads gives every step of the queries the mean of
/// the values, weighted by `softmax(q kᵀ / √d)` over the steps of the memory, with `d = F/h`; the heads' results, side by
/// side, go through a linear layer.
///
/// [#apply] lets sequences `[N, T, F]` of one length attend to themselves; [#run] and [#attend] take lengths, and steps
/// behind the end of a sequence get no weight. A query with nothing to attend to gets values of 0.
///
/// Parameters have PyTorch's names and shapes: `in_proj_weight` `[3 F, F]` and `in_proj_bias` `[3 F]` of queries, keys and
/// values, one after the other, and `out_proj`.
public final class MultiHeadAttention extends Module {
  /// What a weight that shall be 0 has as its logarithm. It is no infinity, so that a row of such weights is no NaN.
  private static final double HIDDEN = -1e30;

  private final int features;
  private final int heads;
  private final boolean causal;
  private final double p;
  private final Parameter weight;
  private final Parameter bias;
  private final Linear output;

  /// A layer whose steps attend to all others, without dropout.
  ///
  /// @param features size of a step, a multiple of the number of heads
  /// @param heads number of heads
  /// @throws IllegalArgumentException if the heads do not share the features evenly
  public MultiHeadAttention(int features, int heads) {
    this(features, heads, false, 0);
  }

  private MultiHeadAttention(int features, int heads, boolean causal, double p) {
    if (heads < 1 || features < 1 || features % heads != 0) {
      throw new IllegalArgumentException("attention: " + features + " features and " + heads
          + " heads, expected 1 or more that share the features evenly");
    }
    candor.nn.layer.Dropout.requireProbability("attention", p);
    this.features = features;
    this.heads = heads;
    this.causal = causal;
    this.p = p;
    weight = parameter("in_proj_weight", Init.glorotUniform(), Shape.of(3 * features, features), new int[] {1, 0});
    bias = parameter("in_proj_bias", Init.constant(0), 3 * features);
    output = child("out_proj", new Linear(features, features));
  }

  /// The same with steps that attend to themselves and earlier ones only.
  ///
  /// @return a new layer, without numbers
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(features, heads, true, p);
  }

  /// The same with dropout of the weights. Their masks are addressed by the place in the `T × T` weights of a sequence, so
  /// they depend on how far a batch is padded.
  ///
  /// @param probability probability of zero, in `[0, 1)`, rounded to a multiple of 2⁻¹⁶
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is outside `[0, 1)`
  public MultiHeadAttention dropout(double probability) {
    return new MultiHeadAttention(features, heads, causal, probability);
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    require("input", x);
    return toItself(Sequences.full(x), context).values();
  }

  /// Lets sequences attend to themselves.
  ///
  /// @param x sequences `[N, T, F]`
  /// @param context mode and random stream of the caller
  /// @return sequences of the same shape
  /// @throws IllegalArgumentException if the shape is another
  public Sequences run(Sequences x, Context context) {
    return call(context, own -> toItself(x, own), Sequences::values);
  }

  /// Lets sequences attend to others.
  ///
  /// @param queries sequences `[N, T, F]` that attend
  /// @param memory sequences `[N, U, F]` that they attend to
  /// @param context mode and random stream of the caller
  /// @return sequences of the shape of the queries
  /// @throws IllegalArgumentException if a shape is another
  public Sequences attend(Sequences queries, Sequences memory, Context context) {
    require("queries", queries.values());
    require("memory", memory.values());
    if (queries.samples() != memory.samples()) {
      throw new IllegalArgumentException("attention: there are " + queries.samples() + " sequences of queries and "
          + memory.samples() + " of memory, expected as many");
    }
    return call(context, own -> toOthers(queries, memory, own), Sequences::values);
  }

  private Sequences toOthers(Sequences queries, Sequences memory, Context context) {
    Tensor q = heads(project(queries.cleared().values(), 0, 1)).getFirst();
    List<Tensor> others = heads(project(memory.cleared().values(), 1, 3));
    return queries.with(attend(q, others.get(0), others.get(1), memory, context));
  }

  private Sequences toItself(Sequences x, Context context) {
    require("input", x.values());
    List<Tensor> parts = heads(project(x.cleared().values(), 0, 3));
    return x.with(attend(parts.get(0), parts.get(1), parts.get(2), x, context));
  }

  private void require(String name, Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() != 3 || shape.size(2) != features) {
      throw new IllegalArgumentException(
          "attention: " + name + " has shape " + shape + ", expected [N,T," + features + "]");
    }
    Types.requireOne("attention", x, weight.value());
  }

  /// The products with some of the three weights.
  private Tensor project(Tensor x, int from, int to) {
    Tensor rows = weight.value().slice(0, from * features, to * features);
    Tensor shift = bias.value().slice(0, from * features, to * features);
    return Positions.map(x, steps -> steps.matmul(rows.transpose()).add(shift));
  }

  /// Cuts `[N, T, k F]` into `k` tensors `[N, h, T, d]`.
  private List<Tensor> heads(Tensor x) {
    int samples = x.shape().size(0);
    int steps = x.shape().size(1);
    int parts = x.shape().size(2) / features;
    Tensor cut = x.reshape(samples, steps, parts, heads, features / heads).permute(2, 0, 3, 1, 4);
    return IntStream.range(0, parts).mapToObj(i -> cut.select(0, i)).toList();
  }

  private Tensor attend(Tensor q, Tensor k, Tensor v, Sequences memory, Context context) {
    double scale = 1 / Math.sqrt((double) features / heads);
    Tensor scores = q.mul(scale).matmul(k.transpose());
    Tensor weights = dropped(weights(scores, memory), context);
    Tensor mixed = weights.matmul(v).permute(0, 2, 1, 3);
    return output.apply(mixed.reshape(mixed.shape().size(0), mixed.shape().size(1), features), context);
  }

  private Tensor weights(Tensor scores, Sequences memory) {
    if (memory.steps() == 0) {
      return scores;
    }
    if (memory.isFull() && !causal) {
      return scores.softmax(3);
    }
    Tensor visible = visible(memory, scores.shape().size(2), scores.dtype());
    Tensor weights = Tensor.where(visible, scores, Tensor.scalar(scores.dtype(), HIDDEN)).softmax(3);
    return weights.mul(visible);
  }

  /// 1 where a step of the memory exists and, if that matters, does not come later than the query, else 0; broadcasts to
  /// `[N, h, T, U]`.
  private Tensor visible(Sequences memory, int queries, DType dtype) {
    Tensor exists = memory.exists(dtype).reshape(memory.samples(), 1, 1, memory.steps());
    if (!causal) {
      return exists;
    }
    Tensor query = Tensor.range(DType.F64, queries).unsqueeze(1);
    Tensor step = Tensor.range(DType.F64, memory.steps()).unsqueeze(0);
    return exists.mul(step.le(query).to(dtype));
  }

  private Tensor dropped(Tensor weights, Context context) {
    return p > 0 && context.isRandom()
        ? weights.dropout(Dropout.of(p, context.stream().child("weights"), context.sampleIds()))
        : weights;
  }

  @Override
  public boolean isStochastic() {
    return p > 0;
  }
}
