/// Counter-based random numbers: a number is a function of its address, not of what was drawn before it.
///
/// The address is the seed, a path (purpose, layer, name), a step, a sample and an element; [Philox] turns it into bits
/// and [RandomStream] turns the bits into distributions. Results therefore do not depend on the number of threads, on
/// the order of drawing or on how a batch was split, and they are the same bits on every platform: nothing but exact
/// integer arithmetic, IEEE operations and `StrictMath` is used.
@NullMarked
package candor.random;

import org.jspecify.annotations.NullMarked;
