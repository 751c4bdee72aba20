/// Random changes of training images, and the movements of pixels that they are made of.
@NullMarked
package candor.nn.data.augment;

import org.jspecify.annotations.NullMarked;
