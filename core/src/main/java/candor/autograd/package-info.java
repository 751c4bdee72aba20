/// Reverse-mode differentiation of any order: the graph that operations leave behind, and the walks over it.
@NullMarked
package candor.autograd;

import org.jspecify.annotations.NullMarked;
