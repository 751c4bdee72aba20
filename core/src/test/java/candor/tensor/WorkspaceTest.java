package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import candor.autograd.Autograd;
import candor.autograd.GradientOption;
import candor.autograd.Node;
import candor.autograd.Saved;
import candor.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
  private final Workspace workspace = new Workspace();

  @Test
  void theNextCallUsesTheSameArrays() {
    Object first = workspace.call(() -> NdArray.empty(DType.F32, Shape.of(100)).array());
    Object second = workspace.call(() -> NdArray.zeros(DType.F32, Shape.of(97)).array());
    assertThat(second).isSameAs(first);
  }

  @Test
  void twoTensorsOfOneCallNeverShareAnArray() {
    workspace.call(() -> Tensor.zeros(DType.F32, 10));
    workspace.call(() -> {
      NdArray a = NdArray.zeros(DType.F32, Shape.of(10));
      NdArray b = NdArray.zeros(DType.F32, Shape.of(10));
      assertThat(a.array()).isNotSameAs(b.array());
      return a.count();
    });
  }

  @Test
  void zerosAreZeroThoughTheArrayWasUsed() {
    for (DType dtype : DType.values()) {
      workspace.call(() -> NdArray.empty(dtype, Shape.of(5)).fill(7).count());
      assertThat(workspace.call(() -> NdArray.zeros(dtype, Shape.of(5)).toJavaArray()))
          .isEqualTo(NdArray.zeros(dtype, Shape.of(5)).toJavaArray());
    }
  }

  @Test
  void aTensorUsedAfterTheCallFailsWithAClearMessage() {
    Tensor escaped = workspace.call(() -> Tensor.zeros(DType.F32, 2, 3));
    assertThatThrownBy(() -> escaped.add(1)).isInstanceOf(IllegalStateException.class).hasMessage(
        "tensor: shape [2,3] was made in a workspace that has taken its memory back; copy it with Workspace.keep before");
    assertThatThrownBy(() -> escaped.reshape(6).toFloats()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsKeptOutlivesTheCall() {
    Tensor kept = workspace.call(() -> Workspace.keep(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).add(1).transpose()));
    workspace.call(() -> Tensor.full(DType.F32, 9, 2, 2));
    assertThat(kept.toFloats()).containsExactly(2, 4, 3, 5);
  }

  @Test
  void whatIsMadeOutsideOutlivesTheCall() {
    Tensor made = workspace.call(() -> Workspace.outside(() -> Tensor.full(DType.F64, 3, 2)));
    workspace.call(() -> Tensor.full(DType.F64, 9, 2));
    assertThat(made.toDoubles()).containsExactly(3, 3);
  }

  @Test
  void aNestedCallLeavesTheTensorsOfTheOuterOne() {
    workspace.call(() -> {
      Tensor outer = Tensor.full(DType.F32, 1, 20);
      Tensor inner = workspace.call(() -> Tensor.full(DType.F32, 2, 20));
      Tensor after = Tensor.full(DType.F32, 3, 20);
      assertThat(outer.toFloats()).containsOnly(1);
      assertThat(after.toFloats()).containsOnly(3);
      assertThatThrownBy(inner::toFloats).isInstanceOf(IllegalStateException.class);
      return outer.count();
    });
  }

  @Test
  void aFailedCallGivesItsMemoryBack() {
    List<Object> seen = new ArrayList<>();
    assertThatThrownBy(() -> workspace.call(() -> {
      seen.add(NdArray.zeros(DType.F32, Shape.of(100)).array());
      throw new IllegalArgumentException("inside");
    })).isInstanceOf(IllegalArgumentException.class);
    assertThat(workspace.call(() -> NdArray.zeros(DType.F32, Shape.of(100)).array())).isSameAs(seen.getFirst());
  }

  @Test
  void anotherThreadCannotUseItMeanwhile() {
    workspace.call(() -> {
      CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> workspace.call(() -> 1));
      assertThatThrownBy(other::join).isInstanceOf(CompletionException.class).hasRootCauseMessage(
          "workspace: in use by thread " + Thread.currentThread().getName());
      return 0;
    });
    assertThat(CompletableFuture.supplyAsync(() -> workspace.call(() -> 1)).join()).isEqualTo(1);
  }

  @Test
  void anInterimKeepsWhatIsNeededAndWhatWasMadeBefore() {
    workspace.call(() -> {
      Tensor before = Tensor.full(DType.F32, 1, 20);
      Workspace.Interim interim = Workspace.interim();
      Tensor needed = Tensor.full(DType.F32, 2, 20);
      Tensor dead = Tensor.full(DType.F32, 3, 20);
      Object memory = dead.array().array();
      interim.retain(List.of(needed.reshape(4, 5), before));
      assertThat(Tensor.full(DType.F32, 4, 20).array().array()).isSameAs(memory);
      assertThat(before.toFloats()).containsOnly(1);
      assertThat(needed.toFloats()).containsOnly(2);
      assertThatThrownBy(dead::toFloats).isInstanceOf(IllegalStateException.class);
      interim.retain(List.of());
      assertThat(before.toFloats()).containsOnly(1);
      assertThatThrownBy(needed::toFloats).isInstanceOf(IllegalStateException.class);
      return 0;
    });
    assertThat(workspace.call(() -> Tensor.full(DType.F32, 5, 20).toFloats())).containsOnly(5);
  }

  @Test
  void withoutAWorkspaceAnInterimTakesNothing() {
    Workspace.Interim interim = Workspace.interim();
    Tensor x = Tensor.full(DType.F32, 2, 20);
    interim.retain(List.of());
    assertThat(x.toFloats()).containsOnly(2);
  }

  @Test
  void aWalkBackGivesBackWhatItHasPassed() {
    List<Tensor> passed = new ArrayList<>();
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).variable();
    float[] gradient = workspace.call(() -> {
      Tensor made = x.mul(2);
      Tensor y = Node.apply(new Watch(passed), made.square()).sum();
      Tensor g = Autograd.grad(y, x);
      assertThat(made.toFloats()).containsExactly(2, 4, 6);
      assertThatThrownBy(() -> passed.getFirst().toFloats()).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("taken its memory back");
      return g.toFloats();
    });
    assertThat(gradient).containsExactly(8, 16, 24);
  }

  @Test
  void aWalkWhoseGraphIsWantedKeepsIt() {
    List<Tensor> passed = new ArrayList<>();
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).variable();
    workspace.call(() -> {
      Tensor y = Node.apply(new Watch(passed), x.square()).sum();
      Tensor g = Autograd.grad(y, x, GradientOption.CREATE_GRAPH);
      assertThat(passed.getFirst().toFloats()).containsOnly(1);
      assertThat(Autograd.grad(g.sum(), x).toFloats()).containsOnly(2);
      return 0;
    });
  }

  /// The identity, which shows the gradients that pass.
  private record Watch(List<Tensor> passed) implements Op.Unary {
    @Override
    public NdArray eval(NdArray x) {
      return x;
    }

    @Override
    public Tensor vjp(Tensor g, Saved s) {
      Tensor copy = g.mul(1);
      passed.add(copy);
      return copy;
    }
  }

  @Property
  void anArrayIsAtMostAQuarterLargerThanAskedFor(@ForAll @IntRange(min = 17) int count) {
    int capacity = Workspace.capacity(Workspace.sizeClass(count));
    assertThat(Math.min(count, Workspace.LARGEST)).isLessThanOrEqualTo(capacity);
    assertThat((long) capacity).isLessThanOrEqualTo(count * 5L / 4);
    assertThat(Workspace.sizeClass(capacity)).isEqualTo(Workspace.sizeClass(count));
  }
}
