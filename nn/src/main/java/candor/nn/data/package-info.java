/// Data sets, mini-batches and file readers.
///
/// A file is not trusted: what it claims must agree with what it holds, to the byte where the format allows; memory
/// grows with what arrives; and whatever is wrong is an [java.io.IOException] that names the file, what was expected and
/// what came.
@NullMarked
package candor.nn.data;

import org.jspecify.annotations.NullMarked;
