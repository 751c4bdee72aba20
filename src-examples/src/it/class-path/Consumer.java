import candor.bayes.Belief;
import candor.bayes.LogBase;
import candor.bayes.McDropout;
import candor.bayes.Uncertainty;
import candor.nn.Sequential;
import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.Backend;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.Arrays;

/// A program that depends on the library alone, on the class path.
public class Consumer {
  public static void main(String[] args) {
    Sequential model = Sequential.of(new Linear(4, 32), Activation.relu(), new Dropout(0.5), new Linear(32, 3));
    model.initialise(1);
    Tensor x = Tensor.range(DType.F32, 20).sin().reshape(5, 4);
    Belief.Samples belief = new McDropout(model, 50, 1).predict(x);
    System.out.println("kernels " + Backend.current().kernels().name());
    System.out.println("bits " + Arrays.hashCode(belief.probabilities().toFloats()));
    System.out.println("entropy " + Arrays.toString(Uncertainty.predictiveEntropy(LogBase.NATS).of(belief)));
  }
}
