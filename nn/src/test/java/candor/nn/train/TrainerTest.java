package candor.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.Numbers;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Images;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private static final long SEED = 3;

  @Test
  void listenersHearEveryStepAndEpochInTheOrderInWhichTheyWereGiven() {
    List<String> heard = new ArrayList<>();
    Sequential model = linear();
    trainer(model, 10, 4, recorder("a", heard), recorder("b", heard)).fit(2);
    assertThat(heard).containsExactly("a 0/0 of 3: 4", "b 0/0 of 3: 4", "a 0/1 of 3: 4", "b 0/1 of 3: 4",
        "a 0/2 of 3: 2", "b 0/2 of 3: 2",
        "a epoch 0", "b epoch 0", "a 1/0 of 3: 4", "b 1/0 of 3: 4", "a 1/1 of 3: 4", "b 1/1 of 3: 4", "a 1/2 of 3: 2",
        "b 1/2 of 3: 2",
        "a epoch 1", "b epoch 1");
  }

  private static TrainingListener recorder(String name, List<String> heard) {
    return new TrainingListener() {
      @Override
      public void onStep(Step step) {
        heard.add("%s %d/%d of %d: %d".formatted(name, step.epoch(), step.batch(), step.batches(), step.samples()));
      }

      @Override
      public void onEpoch(Epoch epoch) {
        heard.add(name + " epoch " + epoch.epoch());
      }
    };
  }

  @Test
  void anOptimiserOfAnotherModelIsRefused() {
    Trainer trainer = new Trainer(linear(), Loss.crossEntropy(), new Sgd(linear().parameters(), 0.1),
        new DataLoader(data(10), 4, 2), SEED);
    assertThatThrownBy(() -> trainer.fit(1)).isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("optimiser: the loss depends on none of the 2 parameters as they are");
  }

  @Test
  void aListenerThatHearsNothingIsAllowed() {
    trainer(linear(), 10, 4, new TrainingListener() {
    }).fit(1);
  }

  @Test
  void aStepReportsTheLossBeforeItAndAnEpochTheMeanOverItsSamples() {
    List<TrainingListener.Step> steps = new ArrayList<>();
    Sequential model = linear();
    Sequential replay = linear();
    TrainingListener.Epoch epoch = trainer(model, 10, 4, new TrainingListener() {
      @Override
      public void onStep(Step step) {
        steps.add(step);
      }
    }).epoch(3);
    Sgd sgd = new Sgd(replay.parameters(), 0.1, 0, 0);
    double sum = 0;
    int at = 0;
    for (Batch batch : new DataLoader(data(10), 4, 2).epoch(3)) {
      Tensor loss = Loss.crossEntropy().of(replay.apply(batch.input(), Context.evaluate()), batch.target());
      assertThat(steps.get(at++).loss()).isEqualTo(loss.item());
      sum += loss.item() * batch.size();
      sgd.step(Autograd.grad(loss, replay.parameters().stream().map(Parameter::value).toList()));
    }
    assertThat(epoch.loss()).isCloseTo(sum / 10, Offset.offset(1e-15));
    assertThat(epoch.epoch()).isEqualTo(3);
    assertThat(epoch.seconds()).isNotNegative();
    assertThat(Numbers.bits(model)).containsExactly(Numbers.bits(replay));
  }

  @Test
  void trainingLearnsWhatALinearModelCanSay() {
    Tensor inputs = Numbers.normal32(1, 90, 5);
    Batches data = new Batches(inputs, inputs.slice(1, 0, 3).argmax(1));
    Sequential model = linear();
    new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.5, 0.9, 0), new DataLoader(data, 16, 2), 3)
        .fit(20);
    Tensor logits = model.apply(inputs, Context.evaluate());
    assertThat(Loss.crossEntropy().of(logits, data.targets()).item()).isLessThan(0.2);
    assertThat(logits.argmax(1).to(DType.F32).eq(data.targets().to(DType.F32)).sum().item()).isGreaterThan(85);
  }

  @Test
  void fitIsOneEpochAfterTheOtherFromTheFirst() {
    Sequential whole = dropout();
    trainer(whole, 10, 4).fit(3);
    Sequential parts = dropout();
    Trainer trainer = trainer(parts, 10, 4);
    trainer.epoch(0);
    trainer.epoch(1);
    trainer.epoch(2);
    assertThat(Numbers.bits(parts)).containsExactly(Numbers.bits(whole));
  }

  @Test
  void anEpochThatIsStoppedTellsItsLossSoFarAndNobodyElse() {
    List<TrainingListener.Step> steps = new ArrayList<>();
    List<String> heard = new ArrayList<>();
    TrainingListener.Epoch epoch = trainer(linear(), 10, 4, new TrainingListener() {
      @Override
      public void onStart(Trainer trainer) {
        heard.add("start " + trainer.progress().step());
      }

      @Override
      public void onStep(Step step, Trainer trainer) {
        steps.add(step);
        if (step.batch() == 1) {
          trainer.stop();
        }
      }

      @Override
      public void onEpoch(Epoch ended) {
        throw new AssertionError(ended);
      }

      @Override
      public void onEnd(Trainer trainer) {
        heard.add("end " + trainer.progress().step());
      }
    }).epoch(1);
    assertThat(steps).hasSize(2);
    assertThat(epoch.loss()).isEqualTo((steps.get(0).loss() * 4 + steps.get(1).loss() * 4) / 8);
    assertThat(heard).containsExactly("start 3", "end 5");
  }

  @Test
  void trainingThatStartsAtALaterEpochDrawsTheMasksOfOneThatRanThrough() {
    Sequential whole = dropout();
    trainer(whole, 10, 4).fit(2);
    Sequential interrupted = dropout();
    trainer(interrupted, 10, 4).epoch(0);
    Sequential resumed = dropout();
    for (int i = 0; i < resumed.parameters().size(); i++) {
      resumed.parameters().get(i).assign(interrupted.parameters().get(i).value());
    }
    trainer(resumed, 10, 4).epoch(1);
    assertThat(Numbers.bits(resumed)).containsExactly(Numbers.bits(whole));
  }

  @Test
  void everyStepHasANumberOfItsOwnAndTheIdentitiesOfItsSamples() {
    Probe probe = new Probe();
    Sequential model = Sequential.of(new Linear(5, 3), probe);
    model.initialise(1);
    trainer(model, 10, 4).fit(2);
    assertThat(probe.contexts).extracting(Context::mode).containsOnly(Context.Mode.TRAIN);
    assertThat(probe.contexts).extracting(context -> context.stream().seed()).containsOnly(SEED);
    assertThat(probe.contexts).extracting(context -> context.stream().step()).containsExactly(0, 1, 2, 3, 4, 5);
    int at = 0;
    for (int epoch = 0; epoch < 2; epoch++) {
      for (Batch batch : new DataLoader(data(10), 4, 2).epoch(epoch)) {
        assertThat(probe.contexts.get(at++).sampleIds()).containsExactly(batch.ids());
      }
    }
  }

  /// Keeps the contexts in which it ran.
  private static final class Probe extends Module {
    private final List<Context> contexts = new ArrayList<>();

    @Override
    protected Tensor forward(Tensor x, Context context) {
      contexts.add(context);
      return x;
    }
  }

  @Test
  void predictionsDoNotChangeTheTrainingThatFollows() {
    Sequential alone = SmallTraining.model();
    Images images = SmallTraining.images();
    smallTrainer(alone, images).fit(2);
    Sequential observed = SmallTraining.model();
    Trainer trainer = smallTrainer(observed, images);
    trainer.epoch(0);
    Batch all = images.all();
    observed.apply(all.input(), Context.evaluate());
    for (int pass = 0; pass < 3; pass++) {
      observed.apply(all.input(), Context.sample(3, pass, all.ids()));
    }
    trainer.epoch(1);
    assertThat(Numbers.bits(observed)).containsExactly(Numbers.bits(alone));
  }

  private static Trainer smallTrainer(Sequential model, Images images) {
    return new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.05, 0.9, 0),
        new DataLoader(images, 64, 2), 3);
  }

  @Test
  void theRunningStatisticsMoveWithEveryStep() {
    Sequential model = Sequential.of(new BatchNorm1d(5), new Linear(5, 3));
    model.initialise(1);
    Sequential replay = Sequential.of(new BatchNorm1d(5), new Linear(5, 3));
    replay.initialise(1);
    trainer(model, 10, 5).fit(2);
    for (int epoch = 0; epoch < 2; epoch++) {
      for (Batch batch : new DataLoader(data(10), 5, 2).epoch(epoch)) {
        Context context = Context.train(SEED, 0, batch.ids());
        replay.apply(batch.input(), context);
        context.applyUpdates();
      }
    }
    // The first layer sees the data alone, whatever the parameters became.
    model.namedBuffers().forEach((path, buffer) -> assertThat(
        buffer.value().hasSameBits(Objects.requireNonNull(replay.namedBuffers().get(path)).value())).isTrue());
    assertThat(Objects.requireNonNull(model.namedBuffers().get("0.running_mean")).value().toFloats())
        .doesNotContain(0);
  }

  @Test
  void anEpochWithoutSamplesChangesNothingAndHasNoMean() {
    Sequential model = linear();
    float[] before = Numbers.bits(model);
    assertThat(trainer(model, 0, 4).epoch(0).loss()).isNaN();
    assertThat(Numbers.bits(model)).containsExactly(before);
  }

  @Test
  void zeroEpochsChangeNothing() {
    Sequential model = linear();
    float[] before = Numbers.bits(model);
    trainer(model, 10, 4).fit(0);
    assertThat(Numbers.bits(model)).containsExactly(before);
  }

  private static Trainer trainer(Sequential model, int samples, int batchSize, TrainingListener... listeners) {
    return new Trainer(model, Loss.crossEntropy(), new Sgd(model.parameters(), 0.1, 0, 0),
        new DataLoader(data(samples), batchSize, 2), SEED,
        listeners);
  }

  private static Batches data(int samples) {
    return new Batches(Numbers.normal32(1, samples, 5),
        Tensor.range(DType.I32, samples).to(DType.F32).mul(0.3).to(DType.I32));
  }

  private static Sequential linear() {
    Sequential model = Sequential.of(new Linear(5, 3));
    model.initialise(1);
    return model;
  }

  private static Sequential dropout() {
    Sequential model = Sequential.of(new Linear(5, 20), new Dropout(0.5), new Linear(20, 3));
    model.initialise(1);
    return model;
  }
}
