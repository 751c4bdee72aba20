package candor.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import candor.kernel.RecurrentCell;
import candor.op.ConvSpec;
import candor.op.RecurrenceSpec;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
  @Test
  void operationsOfEqualNameAndShapesAreAddedUp() {
    Profile profile = new Profile();
    Tensor x = Tensor.ones(DType.F32, 2, 3);
    Tensor result = profile.call(() -> x.matmul(x.transpose()).add(x.matmul(x.transpose())).exp());
    assertThat(result.shape().toArray()).containsExactly(2, 2);
    assertThat(profile.entries()).extracting(Profile.Entry::operation).containsExactlyInAnyOrder("Permute [2,3]",
        "MatMul [2,3] [3,2]", "Add [2,2] [2,2]", "Exp [2,2]");
    assertThat(profile.entries()).filteredOn(e -> e.operation().startsWith("MatMul"))
        .allMatch(e -> e.calls() == 2 && e.nanos() > 0);
  }

  @Test
  void theTimeOfAllOperationsIsPartOfTheWhole() {
    Profile profile = new Profile();
    profile.call(() -> Tensor.ones(DType.F32, 1000).exp().sum().item());
    long operations = profile.entries().stream().mapToLong(Profile.Entry::nanos).sum();
    assertThat(operations).isPositive().isLessThanOrEqualTo(profile.total());
    assertThat(profile.toString()).contains("Exp [1000]").contains("between operations");
  }

  @Test
  void productsAndConvolutionsCountTheirMultiplyAdds() {
    Profile profile = new Profile();
    Tensor batch = Tensor.ones(DType.F32, 5, 2, 3);
    profile.call(() -> batch.matmul(Tensor.ones(DType.F32, 3, 4)));
    assertThat(profile.multiplyAdds()).isEqualTo(5 * 2 * 4 * 3);
    profile.call(() -> batch.exp().sum());
    assertThat(profile.multiplyAdds()).as("other operations count none").isEqualTo(120);
  }

  @Test
  void aConvolutionAndItsGradientsCostTheSame() {
    ConvSpec spec = ConvSpec.DEFAULT.padding(1).groups(2);
    Tensor x = Tensor.ones(DType.F32, 3, 4, 5, 6).variable();
    Tensor w = Tensor.ones(DType.F32, 8, 2, 3, 3).variable();
    Profile forward = new Profile();
    Tensor y = forward.call(() -> x.conv2d(w, spec));
    long expected = 3L * 8 * 5 * 6 * 2 * 3 * 3;
    assertThat(forward.multiplyAdds()).isEqualTo(expected);
    Profile backward = new Profile();
    backward.call(() -> Autograd.grad(y.sum(), List.of(x, w)));
    assertThat(backward.multiplyAdds()).isEqualTo(2 * expected);
  }

  @Test
  void recurrencesCountTheProductsOfTheStepsThatThereAre() {
    RecurrenceSpec spec = new RecurrenceSpec(RecurrentCell.GRU, new int[] {4, 1}, false);
    Tensor weight = Tensor.ones(DType.F64, 15, 5).variable();
    Profile forward = new Profile();
    Tensor y = forward.call(() -> Tensor.ones(DType.F64, 4, 2, 15).recurrence(spec, weight,
        Tensor.ones(DType.F64, 2, 15), Tensor.ones(DType.F64, 1, 2, 5), Tensor.zeros(DType.F64, 0, 2, 5)));
    assertThat(forward.multiplyAdds()).isEqualTo((4 + 1) * 15 * 5);
    Profile backward = new Profile();
    backward.call(() -> Autograd.grad(y.sum(), weight));
    assertThat(backward.multiplyAdds()).isEqualTo(2 * (4 + 1) * 15 * 5);
  }

  @Test
  void nothingIsTimedAfterTheCall() {
    Profile profile = new Profile();
    profile.call(() -> 1);
    Tensor.ones(DType.F32, 3).exp();
    assertThat(profile.entries()).isEmpty();
  }
}
