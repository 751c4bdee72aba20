package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;

import candor.nn.data.DataLoader;
import candor.nn.data.Idx;
import candor.nn.data.IdxFile;
import candor.nn.data.Images;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.nn.train.ProgressLine;
import candor.nn.train.Trainer;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void everyExampleOfTheReadmeIsInThisFile() throws IOException {
    String here = withoutSpace(Files.readString(Path.of("src/test/java/candor/nn/ReadmeTest.java")));
    assertThat(
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md"))).results())
        .hasSize(2).allSatisfy(example -> assertThat(here).contains(withoutSpace(example.group(1))));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s", "");
  }
}
