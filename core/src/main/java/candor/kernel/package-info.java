/// The numerical loops: serial functions of arrays, offsets and lengths that know nothing of tensors.
///
/// Every family of loops is one class whose plain Java is the **specification** of Candor's numbers, for F32 and F64.
/// The package `candor.kernel.simd` overrides the F32 loops with the Vector API and must give the same bits. Callers
/// split work over threads only where the specification says that parts are independent, so bits never depend on the
/// number of threads.
@NullMarked
package candor.kernel;

import org.jspecify.annotations.NullMarked;
