package candor.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.Parameter;
import candor.nn.Sequential;
import candor.nn.layer.BatchNorm2d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Flatten;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterGroupsTest {
  private final Sequential model = Sequential.builder().add("conv", new Conv2d(1, 2, 3)).add("norm", new BatchNorm2d(2))
      .add("flatten", new Flatten()).add("fc", new Linear(8, 3)).build();

  @Test
  void theUsualRecipeDecaysWeightsOnly() {
    ParameterGroups groups = ParameterGroups.decayingWeights(model.parameters(), 0.01);
    assertThat(groups.parameters()).isEqualTo(model.parameters());
    assertThat(model.namedParameters().keySet()).containsExactly("conv.weight", "conv.bias", "norm.weight",
        "norm.bias", "fc.weight", "fc.bias");
    assertThat(groups.members()).extracting(ParameterGroups.Member::decay).containsExactly(0.01, 0.0, 0.0, 0.0, 0.01,
        0.0);
    assertThat(groups.members()).extracting(ParameterGroups.Member::factor).containsOnly(1.0);
  }

  @Test
  void whatDoesNotDecayIsLeftAlone() {
    model.initialise(1);
    List<Tensor> before = model.parameters().stream().map(p -> Tensor.of(p.value().array().copyInOrder(
        p.value().array().order()))).toList();
    new AdamW(ParameterGroups.decayingWeights(model.parameters(), 0.5), 0.1)
        .step(before.stream().map(x -> Tensor.zeros(DType.F32, x.shape().toArray())).toList());
    for (int i = 0; i < before.size(); i++) {
      boolean decays = i == 0 || i == 4;
      Tensor expected = decays ? before.get(i).mul(0.95) : before.get(i);
      assertThat(model.parameters().get(i).value().hasSameBits(expected)).as("parameter %d", i).isTrue();
    }
  }

  @Test
  void factorsAndDecaysAreThoseOfTheGroup() {
    List<Parameter> body = model.parameters().subList(0, 4);
    List<Parameter> head = model.parameters().subList(4, 6);
    ParameterGroups groups = ParameterGroups.of(body).factor(0.1).and(ParameterGroups.of(head)).decay(1e-4)
        .decay(0, p -> p.name().equals("bias"));
    assertThat(groups.parameters()).isEqualTo(model.parameters());
    assertThat(groups.members()).extracting(ParameterGroups.Member::factor).containsExactly(0.1, 0.1, 0.1, 0.1, 1.0,
        1.0);
    assertThat(groups.members()).extracting(ParameterGroups.Member::decay).containsExactly(1e-4, 0.0, 1e-4, 0.0, 1e-4,
        0.0);
  }

  @Test
  void aScheduleMovesAllGroups() {
    model.initialise(1, DType.F64);
    List<Parameter> fc = model.parameters().subList(4, 6);
    double weight = fc.get(0).value().at(0, 0);
    double bias = fc.get(1).value().at(0);
    Sgd sgd = new Sgd(ParameterGroups.of(fc.subList(0, 1)).factor(0.5).and(ParameterGroups.of(fc.subList(1, 2))), 7,
        Momentum.NONE);
    sgd.rate(0.25);
    sgd.step(Stream.of(fc.get(0), fc.get(1)).map(p -> Tensor.ones(DType.F64, p.shape().toArray())).toList());
    assertThat(fc.get(0).value().at(0, 0)).isEqualTo(weight - 0.125);
    assertThat(fc.get(1).value().at(0)).isEqualTo(bias - 0.25);
  }

  @Test
  void aParameterHasOneGroup() {
    ParameterGroups groups = ParameterGroups.of(model.parameters());
    assertThatThrownBy(() -> groups.and(groups)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter groups: parameter weight [2,1,3,3] occurs twice");
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0", "NaN, 0", "Infinity, 0", "1, -1e-9", "1, NaN", "1, Infinity"})
  void numbersOutsideTheirRangeAreRefused(double factor, double decay) {
    Parameter bias = model.parameters().get(1);
    assertThatThrownBy(() -> new ParameterGroups.Member(bias, factor, decay))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("parameter groups: factor " + factor + ", decay "
            + decay + " of parameter bias, expected finite numbers of 0 or more");
  }
}
