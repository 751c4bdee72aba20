/// Finding wrong labels by the influence of training images on themselves.
@NullMarked
package candor.examples.mislabelled;

import org.jspecify.annotations.NullMarked;
