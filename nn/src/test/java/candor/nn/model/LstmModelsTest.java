package candor.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequences;
import candor.nn.layer.RecurrentOptions;
import candor.nn.optim.Adam;
import candor.tensor.DType;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LstmModelsTest {
  private static final RecurrentOptions PLAIN = RecurrentOptions.DEFAULT;
  private static final RecurrentOptions DROPPING = PLAIN.layers(2).variational(0.2, 0.2);

  private static <M extends Module> M made(M model) {
    model.initialise(1);
    return model;
  }

  private static Tensor tokens(int samples, int steps, int vocabulary) {
    return Tensor.of(IntStream.range(0, samples * steps).map(i -> i * i * 31 % vocabulary).toArray(), samples, steps);
  }

  @Test
  void aLanguageModelHasLogitsAtEveryStep() {
    LstmLanguageModel model = made(new LstmLanguageModel(11, 4, 6, PLAIN.layers(2)));
    assertThat(model.namedParameters().keySet()).containsExactly("encoder.weight", "rnn.weight_ih_l0",
        "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0", "rnn.weight_ih_l1", "rnn.weight_hh_l1",
        "rnn.bias_ih_l1", "rnn.bias_hh_l1", "decoder.weight", "decoder.bias");
    Tensor logits = model.apply(tokens(3, 5, 11), Context.evaluate());
    assertThat(logits.shape()).isEqualTo(Shape.of(3, 5, 11));
    Tensor start = model.apply(tokens(3, 5, 11).slice(1, 0, 2), Context.evaluate());
    assertThat(start.hasSameBits(logits.slice(1, 0, 2))).as("no logit depends on later tokens").isTrue();
  }

  @Test
  void aTextGoesOnWhereItStopped() {
    LstmLanguageModel model = made(new LstmLanguageModel(11, 6, 6, PLAIN).tied());
    Tensor text = tokens(2, 7, 11);
    LstmLanguageModel.Prediction whole = model.run(Sequences.full(text), Context.evaluate());
    LstmLanguageModel.Prediction first = model.run(Sequences.full(text.slice(1, 0, 3)), Context.evaluate());
    LstmLanguageModel.Prediction second =
        model.run(Sequences.full(text.slice(1, 3, 7)), first.state(), Context.evaluate());
    Tensor joined = Tensor.concat(1, List.of(first.logits().values(), second.logits().values()));
    assertThat(joined.hasSameBits(whole.logits().values())).isTrue();
    assertThat(second.state().parts().hasSameBits(whole.state().parts())).isTrue();
  }

  @Test
  void aTiedDecoderSharesTheTable() {
    LstmLanguageModel model = new LstmLanguageModel(5, 3, 3, PLAIN).tied();
    model.initialise(1, DType.F64);
    assertThat(model.namedParameters().keySet()).contains("decoder.bias").doesNotContain("decoder.weight");
    Parameter table = model.namedParameters().get("encoder.weight");
    Tensor text = tokens(2, 4, 5);
    Tensor logits = model.apply(text, Context.evaluate());
    LstmLanguageModel own = new LstmLanguageModel(5, 3, 3, PLAIN);
    own.initialise(1, DType.F64);
    own.namedParameters().get("decoder.weight").assign(table.value().detach());
    Tensor same = own.apply(text, Context.evaluate());
    assertThat(logits.isClose(same, 1e-14, 0)).isTrue();
    Tensor sum = Autograd.grad(same.square().sum(), own.namedParameters().get("encoder.weight").value())
        .add(Autograd.grad(same.square().sum(), own.namedParameters().get("decoder.weight").value()));
    assertThat(Autograd.grad(logits.square().sum(), table.value()).isClose(sum, 1e-13, 1e-13)).isTrue();
  }

  @Test
  void masksBelongToTheTextNotToTheBatch() {
    LstmLanguageModel language = made(new LstmLanguageModel(9, 6, 6, DROPPING).dropout(0.3, 0.3).tied());
    LstmClassifier classifier = made(new LstmClassifier(9, 4, 5, 3, DROPPING).dropout(0.3, 0.3));
    Tensor text = tokens(4, 6, 9);
    for (Module model : List.of(language, classifier)) {
      Tensor batch = model.apply(text, Context.sample(1, 2, 5, 6, 7, 8));
      assertThat(model.isStochastic()).isTrue();
      assertThat(model.apply(text, Context.evaluate()).hasSameBits(batch)).isFalse();
      for (int n = 0; n < 4; n++) {
        Tensor alone = model.apply(text.slice(0, n, n + 1), Context.sample(1, 2, 5 + n));
        assertThat(alone.hasSameBits(batch.slice(0, n, n + 1))).isTrue();
      }
    }
  }

  @Test
  void theClassOfATextDoesNotDependOnItsPadding() {
    LstmClassifier model = made(new LstmClassifier(9, 4, 5, 3, DROPPING.inBothDirections()).padding(0));
    Tensor padded = Tensor.of(new int[] {3, 1, 0, 0, 0, 4, 2, 7, 1, 0}, 2, 5);
    Tensor logits = model.apply(padded, Context.evaluate());
    assertThat(logits.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(model.apply(Tensor.of(new int[] {3, 1}, 1, 2), Context.evaluate())
        .hasSameBits(logits.slice(0, 0, 1))).isTrue();
    assertThat(model.run(new Sequences(padded, new int[] {2, 4}), Context.evaluate()).hasSameBits(logits)).isTrue();
    assertThat(model.apply(Tensor.zeros(DType.I32, 1, 3), Context.evaluate()).shape()).isEqualTo(Shape.of(1, 3));
  }

  @Test
  void trainingLearnsAShortText() {
    Tensor text = tokens(4, 9, 7);
    LstmLanguageModel model = made(new LstmLanguageModel(7, 8, 16, PLAIN));
    Tensor next = text.slice(1, 1, 9).reshape(32);
    double last = train(model,
        () -> model.apply(text.slice(1, 0, 8), Context.evaluate()).reshape(32, 7).crossEntropy(next).mean());
    assertThat(last).isLessThan(0.5);
    LstmClassifier classifier = made(new LstmClassifier(7, 4, 8, 2, PLAIN));
    Tensor classes = Tensor.of(new int[] {0, 1, 1, 0}, 4);
    assertThat(train(classifier, () -> classifier.apply(text, Context.evaluate()).crossEntropy(classes).mean()))
        .isLessThan(0.1);
  }

  private static double train(Module model, Supplier<Tensor> loss) {
    Adam adam = new Adam(model.parameters(), 0.02);
    double last = 0;
    for (int step = 0; step < 150; step++) {
      Tensor value = loss.get();
      adam.step(Autograd.grad(value, model.parameters().stream().map(Parameter::value).toList()));
      last = value.item();
    }
    return last;
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new LstmLanguageModel(5, 3, 4, PLAIN).tied())
        .hasMessage("language model: 3 features and 4 units, a tied decoder expects as many");
    assertThatThrownBy(() -> new LstmLanguageModel(5, 3, 4, PLAIN.inBothDirections()))
        .hasMessage("language model: an LSTM in both directions would see the token to predict");
    assertThatThrownBy(() -> made(new LstmLanguageModel(5, 3, 4, PLAIN)).apply(tokens(1, 12, 5).reshape(2, 2, 3),
        Context.evaluate())).hasMessage("language model: tokens have shape [2,2,3], expected [N,T]");
    assertThatThrownBy(() -> new LstmClassifier(5, 3, 4, 0, PLAIN))
        .hasMessage("classifier: 0 classes, expected 1 or more");
    assertThatThrownBy(() -> new LstmClassifier(5, 3, 4, 2, PLAIN).padding(-1))
        .hasMessage("classifier: padding token -1, expected 0 or more");
    assertThatThrownBy(() -> made(new LstmClassifier(5, 3, 4, 2, PLAIN)).apply(tokens(1, 12, 5).reshape(2, 2, 3),
        Context.evaluate())).hasMessage("classifier: tokens have shape [2,2,3], expected [N,T]");
    assertThatThrownBy(
        () -> made(new LstmLanguageModel(5, 3, 4, PLAIN)).apply(Numbers.normal32(1, 2, 3), Context.evaluate()))
        .hasMessage("embedding: tokens are f32[2,3], expected i32[N,…]");
  }
}
