/// Data sets, mini-batches and file readers.
@NullMarked
package candor.nn.data;

import org.jspecify.annotations.NullMarked;
