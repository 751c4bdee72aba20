/// The experiment `mc-dropout`: LeNet on MNIST, tested without dropout and with many stochastic passes.
@NullMarked
package candor.examples.mcdropout;

import org.jspecify.annotations.NullMarked;
