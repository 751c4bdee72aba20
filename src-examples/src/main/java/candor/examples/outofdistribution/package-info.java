/// Inputs from outside of the training data: scores that detect them, and what networks learn of them from other inputs from
/// outside.
@NullMarked
package candor.examples.outofdistribution;

import org.jspecify.annotations.NullMarked;
