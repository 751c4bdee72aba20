package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Activation;
import candor.nn.layer.Dropout;
import candor.nn.layer.Linear;
import candor.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequentialTest {

  @Test
  void partsAreNamedByTheirPlaceOrAsTheBuilderSays() {
    assertThat(Sequential.of(new Linear(2, 2), Activation.relu(), new Linear(2, 2)).namedParameters().keySet())
        .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    assertThat(Sequential.builder().add("in", new Linear(2, 2)).add("out", new Linear(2, 2)).build().namedParameters()
        .keySet())
        .containsExactly("in.weight", "in.bias", "out.weight", "out.bias");
  }

  @Test
  void aNameIsGivenOnce() {
    Sequential.Builder builder = Sequential.builder().add("fc", new Linear(2, 2));
    assertThatThrownBy(() -> builder.add("fc", Activation.relu())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequential: the name fc is taken");
  }

  @Test
  void aModuleIsUsedOnce() {
    Activation relu = Activation.relu();
    assertThatThrownBy(() -> Sequential.of(relu, relu)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apply one part twice instead of declaring it twice");
  }

  @Test
  void theEmptyNetworkPassesItsInputOn() {
    Tensor x = Numbers.normal32(1, 2, 3);
    Sequential empty = Sequential.of();
    assertThat(empty.apply(x, Context.evaluate())).isSameAs(x);
    assertThat(empty.size()).isZero();
    assertThat(empty.deterministicPrefix()).isZero();
  }

  @Test
  void thePrefixEndsBeforeTheFirstPartThatIsOrHoldsARandomOne() {
    assertThat(Sequential.of(new Linear(2, 2), Activation.relu()).deterministicPrefix()).isEqualTo(2);
    assertThat(Sequential.of(new Linear(2, 2), new Dropout(0.5), Activation.relu()).deterministicPrefix()).isEqualTo(1);
    assertThat(Sequential.of(Activation.relu(), Activation.relu(), Sequential.of(Activation.relu(), new Dropout(0.5)))
        .deterministicPrefix())
        .isEqualTo(2);
    assertThat(Sequential.of(new Dropout(0.5), Activation.relu()).deterministicPrefix()).isZero();
  }

  @Test
  void piecesRunOneAfterTheOtherGiveTheBitsOfTheWhole() {
    Sequential model =
        Sequential.of(new Linear(3, 8), Activation.relu(), new Dropout(0.5), new Linear(8, 8), new Dropout(0.5),
            new Linear(8, 2));
    model.initialise(1);
    Tensor x = Numbers.normal32(1, 4, 3);
    int[] ids = IntStream.range(0, 4).toArray();
    Tensor whole = model.apply(x, Context.sample(1, 2, ids));
    for (int cut = 0; cut <= model.size(); cut++) {
      Tensor head = model.apply(x, Context.sample(1, 2, ids), 0, cut);
      assertThat(model.apply(head, Context.sample(1, 2, ids), cut, model.size()).hasSameBits(whole))
          .as("cut at %d", cut).isTrue();
    }
  }
}
