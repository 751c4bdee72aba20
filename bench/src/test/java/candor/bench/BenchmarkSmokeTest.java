package candor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs every benchmark once, at one size and without a fork: it must not fail, its time says nothing.
class BenchmarkSmokeTest {
  @ParameterizedTest
  @CsvSource({"MatMul,shape,576x20x25,3", "Convolution,images,64,3", "Elementwise,size,1000,8", "Dropout,size,1000,1",
    "Optimizer,size,10,2", "LeNetStep,images,64,1", "MlpStep,images,4,1", "LstmStep,sequences,4,1",
    "ResNetStep,images,4,1", "LeNetPrediction,images,1,1", "McDropout,images,2,3",
    "Batch,change,crop-flip-normalise,1", "Hessian,images,4,4", "Ceiling,size,1000,3", "StartUp,steps,1,1"})
  void everyBenchmarkRuns(String name, String parameter, String value, int methods) throws RunnerException {
    var options = new OptionsBuilder().include("^candor\\.bench\\." + name + "Benchmark\\.").param("threads", "2")
        .param(parameter, value).forks(0).warmupIterations(0).measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(1)).shouldFailOnError(true).verbosity(VerboseMode.SILENT).build();
    assertThat(new Runner(options).run()).hasSize(methods);
  }
}
