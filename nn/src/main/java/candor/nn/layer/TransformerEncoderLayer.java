package candor.nn.layer;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequences;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// A layer of a Transformer's encoder (Vaswani et al. 2017, section 3.1): self-attention, then two linear layers at each
/// step, both with a residual connection and layer normalisation, `x ← norm(x + f(x))`; or normalised first, `x ← x +
/// f(norm x)` (Xiong et al. 2020), which trains without a warm-up.
///
/// [#apply] takes sequences `[N, T, F]` of one length, [#run] of any. Parameters have PyTorch's names: `self_attn`,
/// `linear1`, `linear2`, `norm1`, `norm2`.
public final class TransformerEncoderLayer extends Module {
  /// What sets layers apart.
  ///
  /// @param features size of a step
  /// @param heads number of heads
  /// @param hidden units between the two linear layers
  /// @param dropout probability of dropout
  /// @param normFirst whether normalisation comes before each part, not after
  /// @param gelu whether the hidden units are Gaussian error linear, not rectified
  /// @param causal whether steps attend to themselves and earlier ones only
  private record Plan(int features, int heads, int hidden, double dropout, boolean normFirst, boolean gelu,
      boolean causal) {
  }

  private final Plan plan;
  private final MultiHeadAttention attention;
  private final Linear linear1;
  private final Dropout dropout;
  private final Linear linear2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Dropout dropout1;
  private final Dropout dropout2;

  /// A layer with rectified hidden units, normalisation after each part, and without dropout.
  ///
  /// @param features size of a step, a multiple of the number of heads
  /// @param heads number of heads
  /// @param hidden units between the two linear layers
  /// @throws IllegalArgumentException if the heads do not share the features evenly, or there are no hidden units
  public TransformerEncoderLayer(int features, int heads, int hidden) {
    this(new Plan(features, heads, hidden, 0, false, false, false));
  }

  private TransformerEncoderLayer(Plan plan) {
    if (plan.hidden < 1) {
      throw new IllegalArgumentException("transformer: " + plan.hidden + " hidden units, expected 1 or more");
    }
    this.plan = plan;
    MultiHeadAttention all = new MultiHeadAttention(plan.features, plan.heads).dropout(plan.dropout);
    attention = child("self_attn", plan.causal ? all.causal() : all);
    linear1 = child("linear1", new Linear(plan.features, plan.hidden));
    dropout = child("dropout", new Dropout(plan.dropout));
    linear2 = child("linear2", new Linear(plan.hidden, plan.features));
    norm1 = child("norm1", new LayerNorm(plan.features));
    norm2 = child("norm2", new LayerNorm(plan.features));
    dropout1 = child("dropout1", new Dropout(plan.dropout));
    dropout2 = child("dropout2", new Dropout(plan.dropout));
  }

  /// The same with dropout of attention weights, of hidden units and of what each part adds.
  ///
  /// @param p probability of zero, in `[0, 1)`
  /// @return a new layer, without numbers
  /// @throws IllegalArgumentException if it is outside `[0, 1)`
  public TransformerEncoderLayer dropout(double p) {
    return new TransformerEncoderLayer(new Plan(plan.features, plan.heads, plan.hidden, p, plan.normFirst, plan.gelu,
        plan.causal));
  }

  /// The same with normalisation before each part.
  ///
  /// @return a new layer, without numbers
  public TransformerEncoderLayer normFirst() {
    return new TransformerEncoderLayer(new Plan(plan.features, plan.heads, plan.hidden, plan.dropout, true, plan.gelu,
        plan.causal));
  }

  /// The same with Gaussian error linear units.
  ///
  /// @return a new layer, without numbers
  public TransformerEncoderLayer gelu() {
    return new TransformerEncoderLayer(new Plan(plan.features, plan.heads, plan.hidden, plan.dropout, plan.normFirst,
        true, plan.causal));
  }

  /// The same with steps that attend to themselves and earlier ones only.
  ///
  /// @return a new layer, without numbers
  public TransformerEncoderLayer causal() {
    return new TransformerEncoderLayer(new Plan(plan.features, plan.heads, plan.hidden, plan.dropout, plan.normFirst,
        plan.gelu, true));
  }

  @Override
  protected Tensor forward(Tensor x, Context context) {
    require(x);
    return over(Sequences.full(x), context).values();
  }

  /// Runs over sequences of any lengths.
  ///
  /// @param x sequences `[N, T, F]`
  /// @param context mode and random stream of the caller
  /// @return sequences of the same shape; behind the end of a sequence they hold numbers that mean nothing
  /// @throws IllegalArgumentException if the shape is another
  public Sequences run(Sequences x, Context context) {
    return call(context, own -> over(x, own), Sequences::values);
  }

  private Sequences over(Sequences sequences, Context context) {
    require(sequences.values());
    Sequences clear = sequences.cleared();
    Tensor x = clear.values();
    if (plan.normFirst) {
      x = x.add(attended(clear.with(norm1.apply(x, context)), context));
      return clear.with(x.add(hidden(norm2.apply(x, context), context)));
    }
    x = norm1.apply(x.add(attended(clear, context)), context);
    return clear.with(norm2.apply(x.add(hidden(x, context)), context));
  }

  private void require(Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() != 3 || shape.size(2) != plan.features) {
      throw new IllegalArgumentException(
          "transformer: input has shape " + shape + ", expected [N,T," + plan.features + "]");
    }
  }

  private Tensor attended(Sequences x, Context context) {
    return dropout1.apply(attention.run(x, context).values(), context);
  }

  private Tensor hidden(Tensor x, Context context) {
    Tensor sums = linear1.apply(x, context);
    Tensor units = dropout.apply(plan.gelu ? sums.gelu() : sums.relu(), context);
    return dropout2.apply(linear2.apply(units, context), context);
  }
}
