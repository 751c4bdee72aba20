package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;

import candor.autograd.Autograd;
import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Idx;
import candor.nn.data.IdxFile;
import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.nn.io.Weights;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.model.LeNet;
import candor.nn.optim.Adam;
import candor.nn.optim.Clipping;
import candor.nn.optim.Lbfgs;
import candor.nn.optim.Momentum;
import candor.nn.optim.ParameterGroups;
import candor.nn.optim.Schedule;
import candor.nn.optim.Sgd;
import candor.nn.train.Checkpoints;
import candor.nn.train.EarlyStopping;
import candor.nn.train.Goal;
import candor.nn.train.Metric;
import candor.nn.train.ProgressLine;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingLog;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the examples of the README, and runs them.
class ReadmeTest {

  @Test
  void theFirstExampleTrainsAndPredicts(@TempDir Path directory) throws IOException {
    Path images = Files.write(directory.resolve("images.gz"), Idx.gzip(Idx.counting(100, 4, 4)));
    Path labels = Files.write(directory.resolve("labels"), Idx.file(new int[] {100}, new byte[100]));
    Images data = Images.of(IdxFile.read(images), IdxFile.read(labels));
    Sequential model =
        Sequential.builder().add("flatten", new Flatten()).add("fc1", new Linear(16, 32)).add("relu", Activation.relu())
            .add("dropout", new Dropout(0.5)).add("fc2", new Linear(32, 10)).build();
    model.initialise(1);
    Sgd sgd = new Sgd(model.parameters(), 0.01, 0.9, 1e-6);
    new Trainer(model, Loss.crossEntropy(), sgd, new DataLoader(data, 64, 1), 1, ProgressLine.onTerminal(3)).fit(3);
    int[] classes = new Evaluator().apply(model, data.all().input()).argmax(1).toInts();
    assertThat(classes).hasSize(100);
  }

  @Test
  void theSecondExampleRuns() {
    final class Block extends Module {
      private final Linear first = child("first", new Linear(16, 16));
      private final Dropout dropout = child("dropout", new Dropout(0.1));
      private final Linear second = child("second", new Linear(16, 16));

      @Override
      protected Tensor forward(Tensor x, Context context) {
        Tensor hidden = dropout.apply(first.apply(x, context).relu(), context);
        return second.apply(hidden, context).add(x);
      }
    }
    Block model = new Block();
    model.initialise(1);
    assertThat(model.apply(Numbers.normal32(1, 2, 16), Context.evaluate()).shape()).isEqualTo(Shape.of(2, 16));
  }

  @Test
  void weightsAreSavedAndLoaded(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("lenet.safetensors");
    Sequential model = LeNet.caffe(0.5);
    model.initialise(1);
    Weights.save(model, file);
    Sequential same = LeNet.caffe(0.5);
    Weights.load(same, file);
    assertThat(Numbers.bits(same)).isEqualTo(Numbers.bits(model));
    assertThat(Files.readString(Path.of("README.md")))
        .contains(model.summary(1, 1, 28, 28).toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void trainingThatWasInterruptedGoesOn(@TempDir Path directory) throws IOException {
    Tensor inputs = Numbers.normal32(1, 40, 5);
    TensorDataset validation = new TensorDataset(inputs, inputs.slice(1, 0, 3).argmax(1));
    float[] before = interruptible(validation, directory);
    assertThat(interruptible(validation, directory)).containsExactly(before);
    Linear best = new Linear(5, 3);
    Weights.load(best, directory.resolve("best.safetensors"));
    assertThat(best.parameters()).hasSize(2);
  }

  private static float[] interruptible(TensorDataset validation, Path directory) throws IOException {
    Linear model = new Linear(5, 3);
    model.initialise(1);
    DataLoader loader = new DataLoader(validation, 8, 1);
    Trainer trainer =
        Trainer.builder(model, Loss.crossEntropy(), new Adam(model.parameters(), 0.001), loader).seed(1)
            .schedule(Schedule.cosine(0.001, 0, 5000)).validate(validation).metric("accuracy", Metric.accuracy())
            .listen(ProgressLine.onTerminal(50), TrainingLog.csv(directory.resolve("log.csv")),
                new EarlyStopping(model, Goal.highest("accuracy"), 5, 0.001))
            .checkpoints(Checkpoints.in(directory).everyMinutes(10).keep(2).best(Goal.highest("accuracy")))
            .configuration(Map.of("optimiser", "adam 0.001")).build();
    Optional<Path> latest = Checkpoints.latest(directory);
    if (latest.isPresent()) {
      trainer.resume(latest.get());
    }
    trainer.fit(50);
    return Numbers.bits(model);
  }

  @Test
  void thePlainLoopTrains() {
    DataLoader loader = new DataLoader(new Images(new byte[1600], 1, 4, 4, new int[100]), 25, 1);
    Sequential model =
        Sequential.builder().add("flatten", new Flatten()).add("fc", new Linear(16, 10)).build();
    model.initialise(1);
    Sgd sgd = new Sgd(ParameterGroups.decayingWeights(model.parameters(), 1e-4), 0.1, Momentum.nesterov(0.9));
    Schedule rate = Schedule.linear(0.01, 0.1, 2).then(2, Schedule.cosine(0.1, 0, 10));
    int step = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      for (Batch batch : loader.epoch(epoch)) {
        Context context = Context.train(1, step, batch.ids());
        Tensor loss = Loss.crossEntropy().smoothing(0.1).of(model.apply(batch.input(), context), batch.target());
        List<Tensor> gradients = Autograd.grad(loss, sgd.parameters().stream().map(Parameter::value).toList());
        sgd.rate(rate.at(step++));
        sgd.step(Clipping.byNorm(gradients, 1).gradients());
        context.applyUpdates();
      }
    }
    assertThat(step).isEqualTo(12);
    assertThat(sgd.rate()).isEqualTo(rate.at(11));
  }

  @Test
  void theExampleOfLbfgsConverges() {
    Linear model = new Linear(3, 2);
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 40, 3);
    Tensor classes = Numbers.normal32(2, 40, 2).argmax(1);
    Loss loss = Loss.crossEntropy();
    Lbfgs lbfgs = new Lbfgs(model.parameters(), Lbfgs.Settings.tolerance(1e-4));
    Lbfgs.Result result = lbfgs.minimise(() -> loss.of(model.apply(x, Context.evaluate()), classes));
    assertThat(result.converged()).isTrue();
  }

  @Test
  void everyExampleOfTheReadmeIsInThisFile() throws IOException {
    String here = withoutSpace(Files.readString(Path.of("src/test/java/candor/nn/ReadmeTest.java")));
    assertThat(
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md"))).results())
        .hasSize(6).allSatisfy(example -> assertThat(here).contains(withoutSpace(example.group(1))));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }
}
