/// Networks for small colour images, trained on CIFAR-10.
@NullMarked
package candor.examples.cifar;

import org.jspecify.annotations.NullMarked;
