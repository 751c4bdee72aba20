/// The F32 loops on the Vector API, with the same bits as the plain Java of `candor.kernel`.
///
/// Each class overrides the F32 methods of its scalar family and says only how it is fast; what is computed stands in the scalar
/// class. This is the one package that imports `jdk.incubator.vector`.
@NullMarked
package candor.kernel.simd;

import org.jspecify.annotations.NullMarked;
