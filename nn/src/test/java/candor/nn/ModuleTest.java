package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Activation;
import candor.nn.layer.BatchNorm1d;
import candor.nn.layer.Conv2d;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.DType;
import candor.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleTest {

  /// Passes its input on; tests declare what they need.
  private static final class Box extends Module {
    @Override
    protected Tensor forward(Tensor x, Context context) {
      return x;
    }
  }

  private static final class Residual extends Module {
    private final Parameter gain = parameter("gain", Init.constant(0.5), 1);
    private final Linear first = child("first", new Linear(3, 4));
    private final Linear second = child("second", new Linear(4, 3));
    private final Dropout dropout = child("dropout", new Dropout(0.5));

    @Override
    protected Tensor forward(Tensor x, Context context) {
      Tensor hidden = dropout.apply(first.apply(x, context).relu(), context);
      return second.apply(hidden, context).mul(gain.value()).add(x);
    }
  }

  @Test
  void aNameIsGivenOnceToParametersAndPartsTogether() {
    Box box = new Box();
    box.parameter("w", Init.constant(0), 1);
    box.child("part", Activation.relu());
    for (String taken : List.of("w", "part")) {
      assertThatThrownBy(() -> box.parameter(taken, Init.constant(0), 1)).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("module: the name " + taken + " is taken in Box");
      assertThatThrownBy(() -> box.child(taken, Activation.relu())).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("module: the name " + taken + " is taken in Box");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", ".a", "a."})
  void anEmptyNameOrOneWithADotIsRefused(String name) {
    Box box = new Box();
    assertThatThrownBy(() -> box.parameter(name, Init.constant(0), 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("module: the name \"" + name + "\" is empty or contains a dot");
    assertThatThrownBy(() -> box.child(name, Activation.relu())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("module: the name \"" + name + "\" is empty or contains a dot");
    assertThat(box.namedParameters()).isEmpty();
  }

  @Test
  void aPartHasOnePlaceOnly() {
    Activation part = Activation.relu();
    Box box = new Box();
    box.child("first", part);
    assertThatThrownBy(() -> box.child("second", part)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "module: second already is a part of another module, as first; "
                + "apply one part twice instead of declaring it twice");
    assertThatThrownBy(() -> new Box().child("first", part)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already is a part of another module, as first");
    assertThat(box.children()).containsExactly(part);
  }

  @Test
  void aPartWhoseNameWasRefusedCanStillFindAPlace() {
    Box box = new Box();
    box.child("taken", Activation.relu());
    Activation part = Activation.relu();
    assertThatThrownBy(() -> box.child("taken", part)).isInstanceOf(IllegalArgumentException.class);
    assertThat(box.child("free", part)).isSameAs(part);
  }

  @Test
  void pathsJoinNamesByDotsInOrderOfDeclarationOwnParametersFirst() {
    Sequential model = Sequential.builder().add("conv", new Conv2d(1, 2, 3)).add("block", new Residual())
        .add("fc", new Linear(3, 2)).build();
    Map<String, Parameter> named = model.namedParameters();
    assertThat(named.keySet()).containsExactly("conv.weight", "conv.bias", "block.gain", "block.first.weight",
        "block.first.bias",
        "block.second.weight", "block.second.bias", "fc.weight", "fc.bias");
    assertThat(model.parameters()).containsExactlyElementsOf(named.values());
    assertThat(named.get("block.first.weight").name()).isEqualTo("weight");
  }

  @Test
  void modulesAreNamedByTheirPathsEachBeforeItsParts() {
    Residual block = new Residual();
    Activation relu = Activation.relu();
    Sequential model = Sequential.builder().add("body", Sequential.of(block, relu)).add("fc", new Linear(3, 2)).build();
    assertThat(model.namedModules().keySet()).containsExactly("", "body", "body.0", "body.0.first", "body.0.second",
        "body.0.dropout", "body.1", "fc");
    assertThat(model.namedModules()).containsEntry("", model).containsEntry("body.0", block)
        .containsEntry("body.1", relu);
  }

  @Test
  void theStructureNamesTypesAndShapes() {
    Module model = Sequential.builder().add("block", new Residual()).add("norm", new BatchNorm1d(3)).build();
    assertThat(model.structure()).containsExactly(Map.entry("", "Sequential"),
        Map.entry("block", "Residual"), Map.entry("block.gain", "parameter [1]"),
        Map.entry("block.first", "Linear"), Map.entry("block.first.weight", "parameter [4,3]"),
        Map.entry("block.first.bias", "parameter [4]"), Map.entry("block.second", "Linear"),
        Map.entry("block.second.weight", "parameter [3,4]"), Map.entry("block.second.bias", "parameter [3]"),
        Map.entry("block.dropout", "Dropout"), Map.entry("norm", "BatchNorm1d"),
        Map.entry("norm.weight", "parameter [3]"), Map.entry("norm.bias", "parameter [3]"),
        Map.entry("norm.running_mean", "buffer [3]"), Map.entry("norm.running_var", "buffer [3]"));
  }

  @Test
  void childrenAreListedInOrderAndTheListIsACopy() {
    Residual block = new Residual();
    List<Module> children = block.children();
    assertThat(children).containsExactly(block.first, block.second, block.dropout);
    children.clear();
    assertThat(block.children()).hasSize(3);
  }

  @Test
  void firstNumbersDependOnSeedAndPathAndNotOnSiblings() {
    Sequential small = Sequential.builder().add("a", new Linear(5, 4)).build();
    Sequential large = Sequential.builder().add("z", new Conv2d(1, 2, 3)).add("b", new Linear(5, 4))
        .add("a", new Linear(5, 4)).build();
    small.initialise(7);
    large.initialise(7);
    Tensor weight = weight(small, "a");
    assertThat(weight(large, "a").hasSameBits(weight)).as("same path, other siblings").isTrue();
    assertThat(weight(large, "b").hasSameBits(weight)).as("other path").isFalse();
    small.initialise(8);
    assertThat(weight(small, "a").hasSameBits(weight)).as("other seed").isFalse();
    small.initialise(7);
    assertThat(weight(small, "a").hasSameBits(weight)).as("the first seed again").isTrue();
  }

  @Test
  void theWholePathAddressesTheNumbersNotItsLastName() {
    Sequential model = Sequential.builder().add("a", Sequential.of(new Linear(5, 4)))
        .add("b", Sequential.of(new Linear(5, 4))).build();
    model.initialise(7);
    assertThat(weight(model, "a.0").hasSameBits(weight(model, "b.0"))).isFalse();
  }

  @Test
  void f32NumbersAreTheRoundedF64Ones() {
    Sequential model = Sequential.of(new Conv2d(2, 3, 5), new Linear(7, 9));
    model.initialise(3, DType.F64);
    List<Tensor> wide = model.parameters().stream().map(Parameter::value).toList();
    model.initialise(3, DType.F32);
    for (int i = 0; i < wide.size(); i++) {
      Tensor narrow = model.parameters().get(i).value();
      assertThat(wide.get(i).dtype()).isEqualTo(DType.F64);
      assertThat(narrow.hasSameBits(wide.get(i).to(DType.F32))).isTrue();
    }
  }

  @Test
  void aPartOfAStochasticPartIsEnoughToBeStochastic() {
    assertThat(Activation.relu().isStochastic()).isFalse();
    assertThat(Sequential.of(new Linear(2, 2), Sequential.of(Activation.relu())).isStochastic()).isFalse();
    assertThat(new Residual().isStochastic()).isTrue();
    assertThat(Sequential.of(new Linear(2, 2), Sequential.of(Activation.relu(), new Dropout(0.1))).isStochastic())
        .isTrue();
  }

  @Test
  void aCustomModuleComputesWhatItsPartsCompute() {
    Residual block = new Residual();
    block.initialise(1);
    Tensor x = Numbers.normal32(1, 6, 3);
    Tensor hidden = x.matmul(block.first.parameters().getFirst().value().transpose()).relu();
    Tensor expected = hidden.matmul(block.second.parameters().getFirst().value().transpose()).mul(0.5).add(x);
    assertThat(block.apply(x, Context.evaluate()).isClose(expected, 1e-6, 1e-6)).isTrue();
  }

  @Test
  void oneModelRunsInSeveralThreadsWithTheBitsOfOne() {
    Residual model = new Residual();
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 6, 3);
    List<Tensor> alone = IntStream.range(0, 32).mapToObj(t -> sample(model, x, t)).toList();
    List<Tensor> together = IntStream.range(0, 32).parallel().mapToObj(t -> sample(model, x, t)).toList();
    for (int t = 0; t < alone.size(); t++) {
      assertThat(together.get(t).hasSameBits(alone.get(t))).isTrue();
    }
  }

  private static Tensor sample(Module model, Tensor x, int pass) {
    return model.apply(x, Context.sample(5, pass, 0, 1, 2, 3, 4, 5));
  }

  private static Tensor weight(Module model, String path) {
    Parameter parameter = model.namedParameters().get(path + ".weight");
    assertThat(parameter).isNotNull();
    return parameter.value();
  }
}
