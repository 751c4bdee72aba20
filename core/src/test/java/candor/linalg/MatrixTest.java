package candor.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void entriesLieRowByRow() {
    Matrix a = new Matrix(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(a.get(0, 2)).isEqualTo(3);
    assertThat(a.get(1, 0)).isEqualTo(4);
    a.set(1, 0, -4);
    assertThat(a.data()).containsExactly(1, 2, 3, -4, 5, 6);
  }

  @Test
  void aMatrixSharesTheArrayItIsMadeFromAndACopyDoesNot() {
    double[] data = {1, 2};
    Matrix a = new Matrix(1, 2, data);
    Matrix copy = a.copy();
    data[0] = 9;
    assertThat(a.get(0, 0)).isEqualTo(9);
    assertThat(copy.get(0, 0)).isEqualTo(1);
  }

  @Test
  void transposeExchangesRowsAndColumns() {
    Matrix t = new Matrix(2, 3, 1, 2, 3, 4, 5, 6).transpose();
    assertThat(t.rows()).isEqualTo(3);
    assertThat(t.cols()).isEqualTo(2);
    assertThat(t.data()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Property(tries = 200)
  void productsEqualThoseOfEjml(
      @ForAll @IntRange(max = 20) int m,
      @ForAll @IntRange(max = 20) int k,
      @ForAll @IntRange(max = 20) int n,
      @ForAll long seed) {
    Matrix a = Samples.normal(m, k, seed);
    Matrix b = Samples.normal(k, n, seed + 1);
    DMatrixRMaj expected = new DMatrixRMaj(m, n);
    CommonOps_DDRM.mult(Samples.toEjml(a), Samples.toEjml(b), expected);
    Samples.assertClose(a.times(b), Samples.fromEjml(expected), 10);
  }

  @Test
  void aProductWithAVectorIsTheVectorOfRowProducts() {
    assertThat(new Matrix(2, 3, 1, 2, 3, 4, 5, 6).times(1, 0, -1)).containsExactly(-2, -2);
    assertThat(new Matrix(2, 0).times()).containsExactly(0, 0);
  }

  @Test
  void theIdentityChangesNothing() {
    Matrix a = Samples.normal(4, 4, 1);
    assertThat(Matrix.identity(4).times(a).data()).containsExactly(a.data());
    assertThat(a.times(Matrix.identity(4)).data()).containsExactly(a.data());
  }

  @Test
  void smallMatricesPrintTheirEntriesAndLargeOnesTheirShape() {
    assertThat(new Matrix(2, 2, 1, 2, 3, 4).toString().lines()).containsExactly("Matrix[2, 2]", "1.0 2.0", "3.0 4.0");
    assertThat(new Matrix(50, 3)).hasToString("Matrix[50, 3]");
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> new Matrix(2, 3, 1, 2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix: shape [2, 3] needs 6 entries, but there are 2");
    assertThatThrownBy(() -> new Matrix(-1, 3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix: there is no array for the shape [-1, 3]");
    assertThatThrownBy(() -> new Matrix(1 << 16, 1 << 16)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix: there is no array for the shape [65536, 65536]");
    assertThatThrownBy(() -> new Matrix(2, 3).times(new Matrix(2, 3))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("times: [2, 3] cannot be multiplied by [2, 3]");
    assertThatThrownBy(() -> new Matrix(2, 3).get(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Matrix(2, 3).set(2, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
