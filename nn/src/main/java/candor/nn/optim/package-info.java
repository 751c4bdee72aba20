/// The optimisers, which turn gradients into new parameters; schedules of their rates; averages of what they find.
@NullMarked
package candor.nn.optim;

import org.jspecify.annotations.NullMarked;
