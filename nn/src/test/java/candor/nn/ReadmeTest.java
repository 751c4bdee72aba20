package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.data.Batch;
import candor.nn.data.DataLoader;
import candor.nn.data.Idx;
import candor.nn.data.IdxFile;
import candor.nn.data.Images;
import candor.nn.data.TensorDataset;
import candor.nn.io.Safetensors;
import candor.nn.io.Weights;
import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the examples of the README, and runs them.
class ReadmeTest {
  private static final Path SOURCES = Path.of("src/main/java/candor/nn");
  private static final Pattern TYPE =
      Pattern.compile("^public (?:final |abstract |sealed )*(?:class|record|enum|interface) (\\w+)", Pattern.MULTILINE);
  private static final Pattern FACTORY = Pattern.compile("^  (?:public )?static \\w+ (\\w+)\\(", Pattern.MULTILINE);

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
  void aLayerWithParametersRuns() {
    final class Scale extends Module {
      private final Parameter factor;

      Scale(int features) {
        factor = parameter("factor", Init.constant(1), features);
      }

      @Override
      protected Tensor forward(Tensor x, Context context) {
        return x.mul(factor.value());
      }
    }
    Scale model = new Scale(3);
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 2, 3);
    assertThat(model.apply(x, Context.evaluate()).hasSameBits(x)).isTrue();
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
  void weightsUnderOtherNamesAreLoaded(@TempDir Path directory) throws IOException {
    Linear wrapped = new Linear(3, 2);
    wrapped.initialise(1);
    Path file = directory.resolve("parallel.safetensors");
    Weights.save(Sequential.builder().add("module", wrapped).build(), file);
    Linear model = new Linear(3, 2);
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    Safetensors.read(file).tensors().forEach((name, tensor) -> renamed.put(name.replace("module.", ""), tensor));
    Weights.assign(model, file.toString(), renamed);
    assertThat(Numbers.bits(model)).isEqualTo(Numbers.bits(wrapped));
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

  private static DataLoader samples() {
    Tensor inputs = Numbers.normal32(1, 100, 16);
    return new DataLoader(new TensorDataset(inputs, inputs.slice(1, 0, 10).argmax(1)), 25, 1);
  }

  private static Sequential classifier() {
    return Sequential.of(new Linear(16, 20), new BatchNorm1d(20), Activation.relu(), new Dropout(0.2),
        new Linear(20, 10));
  }

  @Test
  void thePlainLoopTrainsAndGoesOnFromItsFiles(@TempDir Path directory) throws IOException {
    DataLoader loader = samples();
    Sequential whole = plain(loader);
    saveAfterSixSteps(loader, directory);
    Sequential model = classifier();
    Weights.load(model, directory.resolve("model.safetensors"));
    Safetensors saved = Safetensors.read(directory.resolve("adam.safetensors"));
    Adam adam = new Adam(model.parameters(), 0.001);
    adam.restore(saved.tensors());
    int step = Integer.parseInt(saved.metadata().getOrDefault("step", "0"));
    for (int epoch = step / loader.batches(); epoch < 3; epoch++) {
      for (Batch batch : loader.epoch(epoch, step % loader.batches())) {
        Context context = Context.train(1, step++, batch.ids());
        Tensor loss = Loss.crossEntropy().of(model.apply(batch.input(), context), batch.target());
        adam.step(adam.gradients(loss));
        context.applyUpdates();
      }
    }
    assertThat(step).isEqualTo(12);
    assertThat(Numbers.bits(model)).isEqualTo(Numbers.bits(whole));
  }

  private static Sequential plain(DataLoader loader) {
    Sequential model = classifier();
    model.initialise(1);
    Adam adam = new Adam(model.parameters(), 0.001);
    int step = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      for (Batch batch : loader.epoch(epoch)) {
        Context context = Context.train(1, step++, batch.ids());
        Tensor loss = Loss.crossEntropy().of(model.apply(batch.input(), context), batch.target());
        adam.step(adam.gradients(loss));
        context.applyUpdates();
      }
    }
    return model;
  }

  /// In the middle of the second of three epochs.
  private static void saveAfterSixSteps(DataLoader loader, Path directory) throws IOException {
    Sequential model = classifier();
    model.initialise(1);
    Adam adam = new Adam(model.parameters(), 0.001);
    int step = 0;
    while (step < 6) {
      Batch batch = loader.epoch(step / loader.batches(), step % loader.batches()).iterator().next();
      Context context = Context.train(1, step++, batch.ids());
      Tensor loss = Loss.crossEntropy().of(model.apply(batch.input(), context), batch.target());
      adam.step(adam.gradients(loss));
      context.applyUpdates();
    }
    Weights.save(model, directory.resolve("model.safetensors"));
    new Safetensors(adam.state(), Map.of("step", Integer.toString(step))).write(directory.resolve("adam.safetensors"));
  }

  @Test
  void theLoopWithAScheduleTrains() {
    DataLoader loader = samples();
    Sequential model = classifier();
    model.initialise(1);
    Sgd sgd = new Sgd(ParameterGroups.decayingWeights(model.parameters(), 1e-4), 0.1, Momentum.nesterov(0.9));
    Schedule rate = Schedule.linear(0.01, 0.1, 2).then(2, Schedule.cosine(0.1, 0, 10));
    int step = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      for (Batch batch : loader.epoch(epoch)) {
        Context context = Context.train(1, step, batch.ids());
        Tensor loss = Loss.crossEntropy().smoothing(0.1).of(model.apply(batch.input(), context), batch.target());
        sgd.rate(rate.at(step++));
        sgd.step(Clipping.byNorm(sgd.gradients(loss), 1).gradients());
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
        .hasSize(11).allSatisfy(example -> assertThat(here).contains(withoutSpace(example.group(1))));
  }

  /// Every public type, and every activation, loss and rule for first numbers.
  @Test
  void theReadmeNamesEverything() throws IOException {
    List<String> known = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        known.addAll(found(TYPE, file));
      }
    }
    for (String file : List.of("layer/Activation.java", "loss/Loss.java", "Init.java")) {
      known.addAll(found(FACTORY, SOURCES.resolve(file)));
    }
    assertThat(known).hasSizeGreaterThan(150);
    assertThat(Files.readString(Path.of("README.md")).split("\\W+")).containsAll(known);
  }

  private static List<String> found(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }
}
