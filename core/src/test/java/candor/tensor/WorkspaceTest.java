package candor.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "tensor: shape [2,3] was made in a workspace whose call has ended; copy it with Workspace.keep before the end");
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

  @Property
  void anArrayIsAtMostAQuarterLargerThanAskedFor(@ForAll @IntRange(min = 17) int count) {
    int capacity = Workspace.capacity(Workspace.sizeClass(count));
    assertThat(Math.min(count, Workspace.LARGEST)).isLessThanOrEqualTo(capacity);
    assertThat((long) capacity).isLessThanOrEqualTo(count * 5L / 4);
    assertThat(Workspace.sizeClass(capacity)).isEqualTo(Workspace.sizeClass(count));
  }
}
