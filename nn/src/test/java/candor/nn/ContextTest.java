package candor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.nn.layer.Dropout;
import candor.tensor.DType;
import candor.tensor.NdArray;
import candor.tensor.Shape;
import candor.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ContextTest {

  private static final int FEATURES = 1003;

  /// One dropout layer that is applied three times in a pass, once inside a part.
  private static final class Thrice extends Module {
    private final Dropout dropout = child("dropout", new Dropout(0.5));
    private final Sequential block = child("block", Sequential.of(new Dropout(0.5)));

    @Override
    protected Tensor forward(Tensor x, Context context) {
      return Tensor.stack(0, List.of(dropout.apply(x, context), dropout.apply(x, context), block.apply(x, context),
          block.apply(x, context)));
    }
  }

  @Property(tries = 200)
  void aMaskBelongsToTheSampleWhateverItsBatch(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 1_000_000) Integer> batch,
      @ForAll long seed, @ForAll @IntRange(max = 1000) int step, @ForAll boolean batchInnermost) {
    int[] ids = batch.stream().mapToInt(Integer::intValue).toArray();
    Tensor together = mask(Context.train(seed, step, ids), ids.length, batchInnermost);
    for (int i = 0; i < ids.length; i++) {
      Tensor alone = mask(Context.train(seed, step, ids[i]), 1, false);
      assertThat(together.slice(0, i, i + 1).hasSameBits(alone)).as("sample %d", ids[i]).isTrue();
    }
  }

  @Test
  void equalAddressesGiveEqualMasksAndEveryPartOfTheAddressCounts() {
    Tensor mask = mask(Context.train(1, 2, 3));
    assertThat(mask(Context.train(1, 2, 3)).hasSameBits(mask)).isTrue();
    assertIndependent(mask, mask(Context.train(2, 2, 3)), "seed");
    assertIndependent(mask, mask(Context.train(1, 3, 3)), "step");
    assertIndependent(mask, mask(Context.train(1, 2, 4)), "sample");
    assertIndependent(mask, mask(Context.sample(1, 2, 3)), "purpose");
    assertIndependent(mask(Context.sample(1, 2, 3)), mask(Context.sample(1, 3, 3)), "pass");
    assertIndependent(mask, mask(Context.train(1, 2, 3).enter("layer")), "layer");
    assertIndependent(mask(Context.train(1, 2, 3).enter("a")), mask(Context.train(1, 2, 3).enter("b")),
        "name of the layer");
  }

  @Test
  void aLayerAppliedAgainInOnePassGetsAnotherMaskAndTheNextPassRepeatsThem() {
    Thrice model = new Thrice();
    Tensor x = Tensor.ones(DType.F32, 1, FEATURES);
    Tensor masks = model.apply(x, Context.train(1, 0, 0));
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        assertIndependent(masks.select(0, i), masks.select(0, j), "applications " + j + " and " + i);
      }
    }
    assertThat(model.apply(x, Context.train(1, 0, 0)).hasSameBits(masks)).isTrue();
  }

  @Test
  void anObserverHearsEveryModuleBeginAndEnd() {
    Thrice model = new Thrice();
    Tensor x = Tensor.ones(DType.F32, 2, 3);
    for (Context context : List.of(Context.evaluate(), Context.train(1, 0, 0, 1), Context.sample(1, 0, 0, 1))) {
      List<String> heard = new ArrayList<>();
      Tensor watched = model.apply(x, context.observedBy(recorder(model, heard)));
      assertThat(heard).containsExactly("> ", "> dropout", "< dropout [2,3]", "> dropout", "< dropout [2,3]",
          "> block", "> block.0", "< block.0 [2,3]", "< block [2,3]", "> block", "> block.0", "< block.0 [2,3]",
          "< block [2,3]", "<  [4,2,3]");
      assertThat(watched.shape()).isEqualTo(Shape.of(4, 2, 3));
    }
  }

  private static Context.Observer recorder(Module model, List<String> heard) {
    Map<Module, String> paths = new HashMap<>();
    model.namedModules().forEach((path, module) -> paths.put(module, path));
    return new Context.Observer() {
      @Override
      public void onEnter(Module module) {
        heard.add("> " + paths.get(module));
      }

      @Override
      public void onLeave(Module module, Tensor output) {
        heard.add("< " + paths.get(module) + " " + output.shape());
      }
    };
  }

  @Test
  void whoWatchesChangesNoMask() {
    Tensor mask = mask(Context.train(1, 2, 3));
    assertThat(mask(Context.train(1, 2, 3).observedBy(new Context.Observer() {
    })).hasSameBits(mask)).isTrue();
  }

  @Test
  void evaluationDrawsNothing() {
    Context context = Context.evaluate();
    assertThat(context.mode()).isEqualTo(Context.Mode.EVALUATE);
    assertThat(context.isRandom()).isFalse();
    assertThat(context.enter("layer")).isSameAs(context);
    assertThatThrownBy(context::stream).isInstanceOf(IllegalStateException.class)
        .hasMessage("context: there are no random numbers in evaluation");
    Tensor x = Tensor.ones(DType.F32, 3, 4);
    assertThat(new Dropout(0.9).apply(x, context)).isSameAs(x);
  }

  @Test
  void trainingAndSamplingAreRandomAndSayWhatTheyAre() {
    assertThat(Context.train(1, 0, 5, 6).mode()).isEqualTo(Context.Mode.TRAIN);
    assertThat(Context.sample(1, 0, 5, 6).mode()).isEqualTo(Context.Mode.SAMPLE);
    assertThat(Context.train(1, 0, 5, 6).isRandom()).isTrue();
    assertThat(Context.sample(1, 0, 5, 6).isRandom()).isTrue();
  }

  @Test
  void identitiesAreCopiedOnTheWayInAndOut() {
    int[] ids = {5, 6};
    Context context = Context.train(1, 0, ids);
    ids[0] = 9;
    context.sampleIds()[1] = 9;
    assertThat(context.sampleIds()).containsExactly(5, 6);
    assertThat(context.enter("part").sampleIds()).containsExactly(5, 6);
  }

  @Test
  void anIdentityIsNeededForEverySample() {
    assertThatThrownBy(() -> mask(Context.train(1, 0, 1, 2), 3, false)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout: 2 sample identities for an input of shape [3,1003], expected one for each sample");
  }

  private static Tensor mask(Context context) {
    return mask(context, 1, false);
  }

  private static Tensor mask(Context context, int samples, boolean batchInnermost) {
    NdArray ones = NdArray
        .zeros(DType.F32, Shape.of(samples, FEATURES), batchInnermost ? new int[] {1, 0} : new int[] {0, 1}).fill(1);
    return new Dropout(0.5).apply(Tensor.of(ones), context);
  }

  /// Masks with probability ½ that have nothing to do with each other agree in half of their places, within five
  /// standard errors.
  private static void assertIndependent(Tensor a, Tensor b, String what) {
    float[] left = a.toFloats();
    float[] right = b.toFloats();
    long agree = IntStream.range(0, left.length).filter(i -> left[i] == right[i]).count();
    assertThat((double) agree / left.length).as(what).isCloseTo(0.5, Offset.offset(5 * 0.5 / Math.sqrt(left.length)));
  }
}
