package candor.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import candor.nn.Module;
import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.data.DataLoader;
import candor.nn.data.TensorDataset;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Linear;
import candor.nn.loss.Loss;
import candor.nn.optim.Sgd;
import candor.nn.train.Trainer;
import candor.nn.train.TrainingListener;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  /// Seven steps of an epoch, cycles of three.
  private static final int CYCLE = 3;

  @Test
  void theRateIsThatOfThePaper() {
    for (int t = 1; t <= 10; t++) {
      double paper = 0.2 / 2 * (StrictMath.cos(Math.PI * ((t - 1) % CYCLE) / CYCLE) + 1);
      assertThat(new Snapshots<>(SnapshotsTest::network, CYCLE).schedule(0.2).at(t - 1))
          .isCloseTo(paper, within(1e-16));
    }
  }

  @Test
  void theNetworkIsCopiedAfterEveryCycle() {
    Snapshots<Sequential> snapshots = new Snapshots<>(SnapshotsTest::network, CYCLE);
    List<Map<String, Tensor>> seen = new ArrayList<>();
    train(snapshots, (step, trainer) -> {
      if (seen.size() < (step.epoch() * 7 + step.batch() + 1) / CYCLE) {
        seen.add(numbers(trainer.model()));
      }
    }, 2);
    assertThat(snapshots.networks()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertSame(numbers(snapshots.networks().get(i)), seen.get(i));
    }
    assertThat(snapshots.last(2)).containsExactlyElementsOf(snapshots.networks().subList(2, 4));
    assertThatThrownBy(() -> snapshots.last(5)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("snapshots: the last 5, expected 1 to 4, as many as were taken");
    assertThat(Ensemble.of(snapshots.last(3)).predict(Numbers.normal32(1, 5, 4)).probabilities().shape().size(0))
        .isEqualTo(3);
  }

  @Test
  void snapshotsGoThroughCheckpoints() {
    Snapshots<Sequential> snapshots = new Snapshots<>(SnapshotsTest::network, CYCLE);
    train(snapshots, (step, trainer) -> {
    }, 1);
    Snapshots<Sequential> other = new Snapshots<>(SnapshotsTest::network, CYCLE);
    other.restore(snapshots.state());
    assertThat(other.networks()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertSame(numbers(other.networks().get(i)), numbers(snapshots.networks().get(i)));
    }
    Map<String, Tensor> damaged = new LinkedHashMap<>(snapshots.state());
    damaged.keySet().removeIf(name -> !name.equals("1.1.bias"));
    assertThatThrownBy(() -> other.restore(damaged)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("snapshots: the state has no 0.0.weight, what is left of it is [1.1.bias]");
    assertThat(other.networks()).hasSize(2);
  }

  @Test
  void theArchitectureMustBeThatOfTheNetwork() {
    Snapshots<Sequential> snapshots = new Snapshots<>(() -> Sequential.of(new Linear(4, 3)), 1);
    assertThatThrownBy(() -> train(snapshots, (step, trainer) -> {
    }, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("copy: the network is made of {=Sequential, 0=Linear, 0.weight=parameter [3,4]")
        .hasMessageContaining("expected {=Sequential, 0=Linear, 0.weight=parameter [8,4]");
    assertThatThrownBy(() -> new Snapshots<>(SnapshotsTest::network, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("snapshots: cycles of 0 steps, expected 1 or more");
  }

  /// Hears of steps.
  private interface Steps {
    void onStep(TrainingListener.Step step, Trainer trainer);
  }

  private static void train(Snapshots<Sequential> snapshots, Steps steps, int epochs) {
    Sequential network = network();
    network.initialise(1);
    Tensor x = Numbers.normal32(1, 28, 4);
    DataLoader loader = new DataLoader(new TensorDataset(x, Tensor.of(new int[28], 28)), 4, 1);
    Trainer.builder(network, Loss.crossEntropy(), new Sgd(network.parameters(), 0.1, 0.9, 0), loader)
        .schedule(snapshots.schedule(0.1)).listen(snapshots, new TrainingListener() {
          @Override
          public void onStep(Step step, Trainer trainer) {
            steps.onStep(step, trainer);
          }
        }).build().fit(epochs);
  }

  private static Sequential network() {
    return Sequential.of(new Linear(4, 8), new BatchNorm1d(8), new Linear(8, 3));
  }

  private static Map<String, Tensor> numbers(Module network) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    network.namedParameters().forEach((path, p) -> result.put(path, copy(p)));
    network.namedBuffers().forEach((path, b) -> result.put(path, b.value()));
    return result;
  }

  private static Tensor copy(Parameter p) {
    return p.value().detach().mul(1);
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((path, value) -> assertThat(value.hasSameBits(expected.get(path))).as(path).isTrue());
  }
}
