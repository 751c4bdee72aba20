/// Influence functions against trainings without single images.
@NullMarked
package candor.examples.influence;

import org.jspecify.annotations.NullMarked;
