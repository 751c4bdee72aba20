package candor.examples.variationallstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import candor.autograd.Autograd;
import candor.examples.variationallstm.Training.Choice;
import candor.examples.variationallstm.Training.Trained;
import candor.examples.variationallstm.VariationalLstmResults.Candidate;
import candor.examples.variationallstm.VariationalLstmResults.LanguageModel;
import candor.kernel.Kernels;
import candor.nn.Context;
import candor.nn.data.Batch;
import candor.nn.model.LstmLanguageModel;
import candor.parallel.WorkerPool;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LanguageTaskTest {
  private static final long SEED = 4;
  private static final Language LANGUAGE = Language.ofTheExperiment();
  private static final Corpus TEXTS = new Corpus(LANGUAGE, Corpus.Part.TEST, 5, 1);

  private static Choice<LstmLanguageModel> choice() {
    return new Choice<>(trained(0), List.of(trained(0.4)));
  }

  private static Trained<LstmLanguageModel> trained(double rate) {
    LstmLanguageModel model = LanguageTask.model(rate);
    model.initialise(7);
    return new Trained<>(model, new Candidate(rate, 1, 0, List.of(), List.of()), 0);
  }

  private static LanguageModel test(int passes) {
    return new LanguageTask().test(choice(), LANGUAGE, TEXTS, TEXTS, passes, SEED);
  }

  /// Probabilities of the right character, averaged by hand.
  @Test
  void passesAreAveragedAsProbabilities() {
    int passes = 3;
    Batch batch = TEXTS.toContinue().batch(IntStream.range(0, TEXTS.size()).toArray());
    int[] next = batch.target().toInts();
    double[] mean = new double[next.length];
    LstmLanguageModel model = choice().once().model();
    for (int t = 0; t < passes; t++) {
      Context context = Context.sample(SEED, t, batch.ids());
      Tensor logits = Autograd.withoutGraph(() -> model.apply(batch.input(), context));
      double[] p = logits.to(DType.F64).softmax(2).toDoubles();
      for (int i = 0; i < next.length; i++) {
        mean[i] += p[i * Corpus.CHARACTERS + next[i]] / passes;
      }
    }
    double loss = 0;
    for (int i = 0; i < next.length; i++) {
      loss -= next[i] == Corpus.PADDING ? 0 : StrictMath.log(mean[i]);
    }
    assertThat(test(passes).mc()).isCloseTo(loss / TEXTS.characters(), within(1e-5));
  }

  /// A pass over these texts makes some six megabytes, which the next one uses again.
  @Test
  void morePassesNeedNoMoreMemory() {
    try (WorkerPool pool = new WorkerPool(1)) {
      // Vector code makes garbage of its own until it is compiled.
      Backend backend = new Backend(Kernels.scalar(), pool);
      backend.call(() -> allocated(1));
      long few = backend.call(() -> allocated(2));
      assertThat(backend.call(() -> allocated(12))).isLessThan(few + (6 << 20));
    }
  }

  private static long allocated(int passes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(test(passes).mc()).isPositive();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
