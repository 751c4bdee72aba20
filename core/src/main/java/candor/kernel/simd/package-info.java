/// The F32 loops on the Vector API, with the same bits as the plain Java of `candor.kernel`.
///
/// Each `Simd…` class overrides the F32 methods of its scalar family and says only how it is fast; what is computed
/// stands in the scalar class. Loops are static methods of arrays and numbers, because a vector that crosses a call
/// which is not inlined is boxed. The largest ones call nothing but the Vector API itself: the compiler inlines at most
/// 8 000 bytecodes of methods that do not insist on it.
@NullMarked
package candor.kernel.simd;

import org.jspecify.annotations.NullMarked;
