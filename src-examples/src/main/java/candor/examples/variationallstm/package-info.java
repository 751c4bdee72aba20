/// The experiment `variational-lstm`: what variational dropout does for recurrent networks that are trained on a small
/// text.
@NullMarked
package candor.examples.variationallstm;

import org.jspecify.annotations.NullMarked;
