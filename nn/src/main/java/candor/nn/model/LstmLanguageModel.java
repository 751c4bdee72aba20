package candor.nn.model;

import candor.nn.Context;
import candor.nn.Init;
import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequences;
import candor.nn.layer.Embedding;
import candor.nn.layer.Linear;
import candor.nn.layer.Lstm;
import candor.nn.layer.Recurrent;
import candor.nn.layer.RecurrentOptions;
import candor.nn.layer.RecurrentState;
import candor.nn.layer.VariationalDropout;
import candor.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A language model: an embedding, an LSTM, and a decoder that gives logits of the next token at every step.
///
/// ```java
/// RecurrentOptions options = RecurrentOptions.DEFAULT.layers(2).variational(0.3, 0.3);
/// LstmLanguageModel model = new LstmLanguageModel(10_000, 650, 650, options).dropout(0.2, 0.3).tied();
/// ```
///
/// [#apply] takes tokens `[N, T]` and gives logits `[N, T, V]`; [#run] also takes lengths and the state of the text so far.
/// With [RecurrentOptions#variational] and [#dropout] it has all the masks of Gal & Ghahramani 2016: one each for the
/// inputs and the states of every layer, for the outputs, and for the vocabulary, the same in all steps of a sequence.
///
/// Parameters are those of `encoder`, `rnn` and `decoder`; a tied decoder has the bias only.
public final class LstmLanguageModel extends Module {
  /// What sets models apart.
  ///
  /// @param tokens size of the vocabulary
  /// @param features size of a token's vector
  /// @param units units of every layer
  /// @param options layers and their dropout
  /// @param tokenDropout probability of dropping a token of the vocabulary
  /// @param outputDropout probability of dropping an output of the LSTM
  /// @param tied whether the decoder's weight is the embedding's table
  private record Plan(int tokens, int features, int units, RecurrentOptions options, double tokenDropout,
      double outputDropout, boolean tied) {
  }

  private final Plan plan;
  private final Embedding encoder;
  private final Lstm rnn;
  private final VariationalDropout outputDropout;
  private final Module decoder;

  /// A model whose decoder has a weight of its own.
  ///
  /// @param tokens size of the vocabulary
  /// @param features size of a token's vector
  /// @param units units of every layer
  /// @param options layers and their dropout, in one direction
  /// @throws IllegalArgumentException if a number is below 1, or the LSTM runs backwards too
  public LstmLanguageModel(int tokens, int features, int units, RecurrentOptions options) {
    this(new Plan(tokens, features, units, options, 0, 0, false));
  }

  private LstmLanguageModel(Plan plan) {
    if (plan.options.bidirectional()) {
      throw new IllegalArgumentException("language model: an LSTM in both directions would see the token to predict");
    }
    if (plan.tied && plan.features != plan.units) {
      throw new IllegalArgumentException("language model: " + plan.features + " features and " + plan.units
          + " units, a tied decoder expects as many");
    }
    this.plan = plan;
    encoder = child("encoder", new Embedding(plan.tokens, plan.features).dropout(plan.tokenDropout));
    rnn = child("rnn", new Lstm(plan.features, plan.units, plan.options));
    outputDropout = child("dropout", new VariationalDropout(plan.outputDropout));
    decoder = child("decoder", plan.tied
        ? new TiedDecoder(encoder.parameters().getFirst())
        : new Linear(plan.units, plan.tokens));
  }

  /// The same with dropout of tokens and of the LSTM's outputs, both the same in all steps of a sequence.
  ///
  /// @param token probability of dropping a token of the vocabulary, in `[0, 1)`
  /// @param output probability of dropping an output, in `[0, 1)`
  /// @return a new model, without numbers
  /// @throws IllegalArgumentException if a probability is outside `[0, 1)`
  public LstmLanguageModel dropout(double token, double output) {
    return new LstmLanguageModel(
        new Plan(plan.tokens, plan.features, plan.units, plan.options, token, output, plan.tied));
  }

  /// The same with the embedding's table as the decoder's weight (Press & Wolf 2017; Inan et al. 2017).
  ///
  /// @return a new model, without numbers
  /// @throws IllegalArgumentException if there are not as many features as units
  public LstmLanguageModel tied() {
    return new LstmLanguageModel(new Plan(plan.tokens, plan.features, plan.units, plan.options, plan.tokenDropout,
        plan.outputDropout, true));
  }

  /// What a run gives.
  ///
  /// @param logits logits of the token after every step, `[N, T, V]`
  /// @param state state after each text's last step
  public record Prediction(Sequences logits, RecurrentState state) {
  }

  @Override
  protected Tensor forward(Tensor tokens, Context context) {
    return over(Sequences.full(tokens), null, context).logits().values();
  }

  /// Runs from the beginning of texts.
  ///
  /// @param tokens I32 `[N, T]`
  /// @param context mode and random stream of the caller
  /// @return logits and state
  /// @throws IllegalArgumentException if the tokens have another shape or type
  public Prediction run(Sequences tokens, Context context) {
    return call(context, own -> over(tokens, null, own), y -> y.logits().values());
  }

  /// Goes on with texts.
  ///
  /// @param tokens I32 `[N, T]`
  /// @param before state after the text before
  /// @param context mode and random stream of the caller
  /// @return logits and state
  /// @throws IllegalArgumentException if the tokens or the state have another shape or type
  public Prediction run(Sequences tokens, RecurrentState before, Context context) {
    return call(context, own -> over(tokens, before, own), y -> y.logits().values());
  }

  private Prediction over(Sequences tokens, @Nullable RecurrentState before, Context context) {
    if (tokens.values().shape().rank() != 2) {
      throw new IllegalArgumentException(
          "language model: tokens have shape " + tokens.values().shape() + ", expected [N,T]");
    }
    Sequences vectors = tokens.through(encoder, context);
    Recurrent.Result result = before == null ? rnn.run(vectors, context) : rnn.run(vectors, before, context);
    return new Prediction(result.outputs().through(outputDropout, context).through(decoder, context), result.state());
  }

  /// A linear layer whose weight is a parameter of another module.
  private static final class TiedDecoder extends Module {
    private final Parameter weight;
    private final Parameter bias;

    TiedDecoder(Parameter weight) {
      this.weight = weight;
      bias = parameter("bias", Init.constant(0), weight.shape().size(0));
    }

    @Override
    protected Tensor forward(Tensor x, Context context) {
      int samples = x.shape().size(0);
      int steps = x.shape().size(1);
      Tensor rows = x.transpose(0, 1).reshape(steps * samples, x.shape().size(2));
      Tensor logits = rows.matmul(weight.value().transpose()).add(bias.value());
      return logits.reshape(steps, samples, weight.shape().size(0)).transpose(0, 1);
    }
  }
}
