/// Files of numbers: safetensors, weights of networks, checkpoints.
@NullMarked
package candor.nn.io;

import org.jspecify.annotations.NullMarked;
