package candor.nn.model;

import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Sequences;
import candor.nn.layer.Dropout;
import candor.nn.layer.Embedding;
import candor.nn.layer.Linear;
import candor.nn.layer.Lstm;
import candor.nn.layer.RecurrentOptions;
import candor.tensor.Shape;
import candor.tensor.Tensor;

/// Classifies texts: an embedding, an LSTM, and a linear layer of its last states `h`, each text's after its own last
/// token, those of both directions if there are two.
///
/// ```java
/// RecurrentOptions options = RecurrentOptions.DEFAULT.variational(0.25, 0.25);
/// LstmClassifier model = new LstmClassifier(10_000, 100, 128, 2, options).padding(0).dropout(0.2, 0.5);
/// ```
///
/// [#apply] takes tokens `[N, T]`, padded at the end with the padding token, and gives logits `[N, K]`; [#run] takes texts
/// with their lengths. Parameters are those of `encoder`, `rnn` and `decoder`.
public final class LstmClassifier extends Module {
  private static final int NONE = -1;

  /// What sets models apart.
  ///
  /// @param tokens size of the vocabulary
  /// @param features size of a token's vector
  /// @param units units of every layer and direction
  /// @param classes number of classes
  /// @param options layers, directions and their dropout
  /// @param padding the token that pads
  /// @param tokenDropout probability of dropping a token of the vocabulary
  /// @param outputDropout probability of dropping a number of the last state
  private record Plan(int tokens, int features, int units, int classes, RecurrentOptions options, int padding,
      double tokenDropout, double outputDropout) {
  }

  private final Plan plan;
  private final Embedding encoder;
  private final Lstm rnn;
  private final Dropout dropout;
  private final Linear decoder;

  /// A model without a padding token: all texts of a batch have one length.
  ///
  /// @param tokens size of the vocabulary
  /// @param features size of a token's vector
  /// @param units units of every layer and direction
  /// @param classes number of classes
  /// @param options layers, directions and their dropout
  /// @throws IllegalArgumentException if a number is below 1
  public LstmClassifier(int tokens, int features, int units, int classes, RecurrentOptions options) {
    this(new Plan(tokens, features, units, classes, options, NONE, 0, 0));
  }

  private LstmClassifier(Plan plan) {
    if (plan.classes < 1) {
      throw new IllegalArgumentException("classifier: " + plan.classes + " classes, expected 1 or more");
    }
    this.plan = plan;
    Embedding table = new Embedding(plan.tokens, plan.features).dropout(plan.tokenDropout);
    encoder = child("encoder", plan.padding == NONE ? table : table.padding(plan.padding));
    rnn = child("rnn", new Lstm(plan.features, plan.units, plan.options));
    dropout = child("dropout", new Dropout(plan.outputDropout));
    decoder = child("decoder", new Linear(directions() * plan.units, plan.classes));
  }

  private int directions() {
    return plan.options.bidirectional() ? 2 : 1;
  }

  /// The same with a token that pads texts at their end.
  ///
  /// @param token the token
  /// @return a new model, without numbers
  /// @throws IllegalArgumentException if there is no such token
  public LstmClassifier padding(int token) {
    if (token < 0) {
      throw new IllegalArgumentException("classifier: padding token " + token + ", expected 0 or more");
    }
    return new LstmClassifier(new Plan(plan.tokens, plan.features, plan.units, plan.classes, plan.options, token,
        plan.tokenDropout, plan.outputDropout));
  }

  /// The same with dropout of tokens, wherever they stand in a text, and of the last state.
  ///
  /// @param token probability of dropping a token of the vocabulary, in `[0, 1)`
  /// @param output probability of dropping a number of the last state, in `[0, 1)`
  /// @return a new model, without numbers
  /// @throws IllegalArgumentException if a probability is outside `[0, 1)`
  public LstmClassifier dropout(double token, double output) {
    return new LstmClassifier(new Plan(plan.tokens, plan.features, plan.units, plan.classes, plan.options,
        plan.padding, token, output));
  }

  @Override
  protected Tensor forward(Tensor tokens, Context context) {
    return over(plan.padding == NONE ? Sequences.full(tokens) : Sequences.padded(tokens, plan.padding), context);
  }

  /// Classifies texts of any lengths.
  ///
  /// @param tokens I32 `[N, T]`
  /// @param context mode and random stream of the caller
  /// @return logits `[N, K]`
  /// @throws IllegalArgumentException if the tokens have another shape or type
  public Tensor run(Sequences tokens, Context context) {
    return call(context, own -> over(tokens, own), y -> y);
  }

  private Tensor over(Sequences tokens, Context context) {
    if (tokens.values().shape().rank() != 2) {
      throw new IllegalArgumentException(
          "classifier: tokens have shape " + tokens.values().shape() + ", expected [N,T]");
    }
    Tensor hidden = rnn.run(tokens.through(encoder, context), context).state().hidden();
    Shape shape = hidden.shape();
    Tensor last = hidden.slice(0, shape.size(0) - directions(), shape.size(0));
    Tensor features = last.transpose(0, 1).reshape(shape.size(1), directions() * plan.units);
    return decoder.apply(dropout.apply(features, context), context);
  }
}
