/// Changing what a network says of a test image by changes of training images that cannot be seen.
@NullMarked
package candor.examples.poisoning;

import org.jspecify.annotations.NullMarked;
