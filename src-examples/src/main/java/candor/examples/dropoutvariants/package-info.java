/// LeNet with dropout in different places, tested with nothing dropped and by many stochastic passes.
@NullMarked
package candor.examples.dropoutvariants;

import org.jspecify.annotations.NullMarked;
