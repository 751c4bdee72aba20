/// Linear algebra in F64: small dense matrices (Cholesky, triangular solves, QR, the symmetric eigenproblem), and symmetric
/// operators that are known by their products (conjugate gradients, LiSSA, Lanczos, Arnoldi).
///
/// Solvers of operators return what happened, and throw when they did not come to the residual that was asked for.
///
/// Matrices are row-major and every inner loop runs along a row. The dense algorithms are backward stable, all algorithms run in one thread
/// and perform the same operations in the same order everywhere, so results are the same bits on every platform.
/// An input that is not finite or that cannot be factored is an error. The notation is that of Golub and Van Loan,
/// *Matrix Computations*, 4th edition, cited here as GVL.
@NullMarked
package candor.linalg;

import org.jspecify.annotations.NullMarked;
