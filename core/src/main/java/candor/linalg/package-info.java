/// Small dense linear algebra in F64: Cholesky, triangular solves, QR and the symmetric eigenproblem.
///
/// Matrices are row-major and every inner loop runs along a row. All algorithms are backward stable, run in one thread
/// and perform the same operations in the same order everywhere, so results are the same bits on every platform.
/// An input that is not finite or that cannot be factored is an error. The notation is that of Golub and Van Loan,
/// *Matrix Computations*, 4th edition, cited here as GVL.
@NullMarked
package candor.linalg;

import org.jspecify.annotations.NullMarked;
