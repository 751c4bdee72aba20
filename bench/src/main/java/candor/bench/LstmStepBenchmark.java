package candor.bench;

import candor.autograd.Autograd;
import candor.nn.Context;
import candor.nn.Module;
import candor.nn.layer.Linear;
import candor.nn.layer.Lstm;
import candor.nn.optim.Sgd;
import candor.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A training step of an LSTM layer of 128 units, whose last output a linear layer classifies, with momentum: 50 steps of
/// 128 features, 2.1 GFLOP with 64 sequences.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = {JvmOptions.VECTORS, JvmOptions.COLLECTOR, JvmOptions.YOUNG})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LstmStepBenchmark {
  private static final int STEPS = 50;
  private static final int UNITS = 128;

  /// Sequences of a batch.
  @Param("64")
  public int sequences;

  private Module model;
  private Sgd sgd;
  private Tensor input;
  private Tensor classes;
  private int[] ids;
  private int step;

  /// Classifies sequences by their last output.
  private static final class Classifier extends Module {
    private final Lstm lstm = child("lstm", new Lstm(UNITS, UNITS));
    private final Linear linear = child("linear", new Linear(UNITS, 10));

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return linear.apply(lstm.apply(x, context).select(1, STEPS - 1), context);
    }
  }

  /// Makes network and batch.
  @Setup
  public void setUp() {
    model = new Classifier();
    model.initialise(1);
    sgd = new Sgd(model.parameters(), 0.01, 0.9, 1e-6);
    input = Fixtures.tensor("input", sequences, STEPS, UNITS);
    classes = Tensor.of(Fixtures.classes(sequences), sequences);
    ids = IntStream.range(0, sequences).toArray();
  }

  /// Forward, backward, update.
  ///
  /// @param engine backend
  /// @return the loss
  @Benchmark
  public double step(Engine engine) {
    return engine.call(() -> {
      Tensor loss = model.apply(input, Context.train(1, step++, ids)).crossEntropy(classes).mean();
      sgd.step(Autograd.grad(loss, Fixtures.values(model)));
      return loss.item();
    });
  }
}
